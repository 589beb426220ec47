"""The reference of SIP answers, loaded when somebody asks: entries by id, by code, by kind, and the mappings between lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.json import decode

from sipwhy.reference.entry import PREFIX, Advice, Check, Counts, Entry, Kind, Text, VendorNote

if TYPE_CHECKING:
    from sipwhy.reference.words import Index

_PACKED = Path(__file__).resolve().parent / "packed"


class Book:
    """All entries; each is read when it is asked for."""

    def __init__(self, lines: Mapping[str, bytes], names: Mapping[str, Any]) -> None:
        self._lines = lines
        self._names = names
        self._made: dict[str, Entry] = {}

    def __contains__(self, entry_id: str) -> bool:
        return entry_id in self._lines

    def __iter__(self) -> Iterator[Entry]:
        return map(self.entry, self._lines)

    def entry(self, entry_id: str) -> Entry:
        """The entry called so; KeyError if there is none."""
        if entry_id not in self._made:
            self._made[entry_id] = _entry(entry_id, decode(self._lines[entry_id]))
        return self._made[entry_id]

    def code(self, status: int) -> Entry | None:
        """The entry of a status."""
        return self.entry(str(status)) if str(status) in self else None

    def of_kind(self, kind: Kind) -> tuple[Entry, ...]:
        """The entries of one kind, in order."""
        return tuple(map(self.entry, self._names["kinds"].get(kind, ())))

    def phrases(self, status: int) -> tuple[Entry, ...]:
        """The vendors' phrases that come with a status."""
        return tuple(map(self.entry, self._names["phrases"].get(str(status), ())))

    @property
    def spellings(self) -> Iterable[str]:
        """Every name, alias and variant of a standard phrase, normalised."""
        known: Mapping[str, Sequence[str]] = self._names["spellings"]
        return known.keys()

    def spelt(self, spelling: str) -> tuple[Entry, ...]:
        """The entries whose name, alias or variant is `spelling`, normalised."""
        return tuple(map(self.entry, self._names["spellings"].get(spelling, ())))

    def is_standard(self, code: Entry, spelling: str) -> bool:
        """Whether `spelling` (normalised) is the standard phrase of a code, or a variant of it that is met."""
        return code.id in self._names["spellings"].get(spelling, ())

    def with_part(self, status: int, said: str) -> tuple[Entry, ...]:
        """The phrases whose words stand in `said` (normalised), its last word perhaps as a beginning; those that come with a status."""
        padded = f" {said} "
        found = (entry_id for text, entry_id, codes in self._names["parts"] if f" {text}" in padded and (not codes or status in codes))
        return tuple(map(self.entry, dict.fromkeys(found)))


@cache
def book() -> Book:
    """The reference that comes with the program."""
    lines = (_PACKED / "book.jsonl").read_bytes().splitlines()
    return Book(dict(map(_cut, lines)), _packed("names.json"))


@cache
def mappings() -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """`sip_to_cause` and `cause_to_sip`: rows {code, cause, by, source, checked, en?, ru?}; 0 means that there is none."""
    rows: Mapping[str, Sequence[Mapping[str, Any]]] = _packed("mappings.json")
    return rows


def mapped(entry: Entry) -> Iterator[tuple[str | None, Mapping[str, Any]]]:
    """What gateways make of a status or of a cause: the id of the entry (None: they make nothing of it), and the row."""
    if entry.kind == "code":
        rows, mine, theirs, prefix = mappings()["sip_to_cause"], "code", "cause", f"{PREFIX['q850']}:"
    elif entry.kind == "q850":
        rows, mine, theirs, prefix = mappings()["cause_to_sip"], "cause", "code", ""
    else:
        return
    number = int(entry.id.rpartition(":")[2])
    for row in rows:
        if row[mine] == number:
            yield (f"{prefix}{row[theirs]}" if row[theirs] else None), row


@cache
def word_index() -> Index:
    """The index of `reference.words`."""
    index: Index = _packed("words.json")
    return index


@cache
def phrase_rows() -> Sequence[Sequence[Any]]:
    """What rules need of the phrases: (text, slug, statuses, methods, match, entry id)."""
    rows: Sequence[Sequence[Any]] = _packed("phrases.json")
    return rows


def _cut(line: bytes) -> tuple[str, bytes]:
    """The id of a line (no id has a quote in it) and the entry behind it, unread."""
    name, _, rest = line.partition(b":{")
    return name[1:-1].decode(), b"{" + rest


def _packed(name: str) -> Any:
    return decode((_PACKED / name).read_bytes())


def _entry(entry_id: str, raw: Mapping[str, Any]) -> Entry:
    fields: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()}
    fields["meaning"] = Text(**raw["meaning"])
    fields["causes"] = tuple(Text(**cause) for cause in raw.get("causes", ()))
    fields["checks"] = tuple(
        Check(Text(**check["text"]), check.get("on", "any"), tuple(check.get("run", ()))) for check in raw.get("checks", ())
    )
    fields["vendor_notes"] = tuple(VendorNote(**(note | {"text": Text(**note["text"])})) for note in raw.get("vendor_notes", ()))
    for name in ("retry", "failover"):
        if advice := raw.get(name):
            fields[name] = Advice(advice["verdict"], Text(**advice["text"]))
    if counts := raw.get("counts"):
        fields["counts"] = Counts(counts["asr"], counts["ner"], Text(**counts["text"]) if "text" in counts else None)
    return Entry(id=entry_id, **fields)
