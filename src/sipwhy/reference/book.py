"""The reference of SIP answers, loaded when somebody asks: entries by id, by code, by kind, and the mappings between lists."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from sipwhy.reference.entry import Advice, Check, Counts, Entry, Kind, Text, VendorNote
from sipwhy.reference.spelling import normalised

_PACKED = Path(__file__).resolve().parent / "packed"


class Book:
    """All entries; each is made when it is asked for."""

    def __init__(self, entries: Mapping[str, Mapping[str, Any]], variants: Mapping[str, Sequence[str]]) -> None:
        self._raw = entries
        self._variants = variants
        self._made: dict[str, Entry] = {}

    def __contains__(self, entry_id: str) -> bool:
        return entry_id in self._raw

    def __iter__(self) -> Iterator[Entry]:
        return map(self.entry, self._raw)

    def entry(self, entry_id: str) -> Entry:
        """The entry called so; KeyError if there is none."""
        if entry_id not in self._made:
            self._made[entry_id] = _entry(entry_id, self._raw[entry_id])
        return self._made[entry_id]

    def code(self, status: int) -> Entry | None:
        """The entry of a status."""
        return self.entry(str(status)) if str(status) in self._raw else None

    def of_kind(self, kind: Kind) -> tuple[Entry, ...]:
        """The entries of one kind, in order."""
        return tuple(self.entry(entry_id) for entry_id, raw in self._raw.items() if raw["kind"] == kind)

    def phrases(self, status: int) -> tuple[Entry, ...]:
        """The vendors' phrases that come with a status."""
        return tuple(entry for entry in self.of_kind("phrase") if status in entry.codes)

    def spellings(self, code: Entry) -> tuple[str, ...]:
        """The standard phrase of a code and the variants that are met, normalised."""
        return tuple(map(normalised, (code.name, *self._variants.get(code.id, ()))))

    @cached_property
    def by_spelling(self) -> Mapping[str, tuple[Entry, ...]]:
        """Entries by normalised name or alias; phrases, causes and codes."""
        found: dict[str, list[Entry]] = {}
        for entry in self:
            names = self.spellings(entry) if entry.kind == "code" else map(normalised, (entry.name, *entry.aliases))
            for name in dict.fromkeys(names):
                found.setdefault(name, []).append(entry)
        return {name: tuple(entries) for name, entries in found.items()}


@cache
def book() -> Book:
    """The reference that comes with the program."""
    raw = _packed("book.json")
    return Book(raw["entries"], raw["variants"])


@cache
def mappings() -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """`sip_to_cause` and `cause_to_sip`: rows {code, cause, by, source, checked, en?, ru?}; 0 means that there is none."""
    rows: Mapping[str, Sequence[Mapping[str, Any]]] = _packed("mappings.json")
    return rows


@cache
def word_index() -> Mapping[str, object]:
    """The index of `reference.words`."""
    index: Mapping[str, object] = _packed("words.json")
    return index


@cache
def phrase_rows() -> Sequence[Sequence[Any]]:
    """What rules need of the phrases: (text, slug, statuses, methods, match, vendor)."""
    rows: Sequence[Sequence[Any]] = _packed("phrases.json")
    return rows


def _packed(name: str) -> Any:
    return json.loads((_PACKED / name).read_bytes())


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
