"""
Packs what people write as TOML (answers, messages of logs) into what the program loads: a few milliseconds instead of half a second.

usage: python -m sipwhy.reference.pack     writes `packed/`; a test holds that it is what the TOML files say
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import to_builtins

from sipwhy.reference.entry import Entry
from sipwhy.reference.entry_file import entries_in, mappings_in, variants_in
from sipwhy.reference.fields import EntryError
from sipwhy.reference.log_message_file import messages_in
from sipwhy.reference.spelling import normalised
from sipwhy.reference.words import index_of

HERE = Path(__file__).resolve().parent
SOURCE, LOGS, PACKED = HERE / "answers", HERE / "logs", HERE / "packed"


def main() -> None:
    """Writes the packed files."""
    PACKED.mkdir(exist_ok=True)
    for name, text in (packed(SOURCE) | packed_logs(LOGS)).items():
        (PACKED / name).write_text(text, encoding="utf-8")


def packed(source: Path) -> dict[str, str]:
    """File name to text of every packed file; EntryError if an entry breaks the form."""
    entries = list(entries_in(source))
    _refuse_doubles(entries)
    return {
        "book.jsonl": "".join(f"{_flat(entry.id)}:{_flat(_bare(entry))}\n" for entry in entries),
        "names.json": _json(_names(entries, variants_in(source))),
        "mappings.json": _json(mappings_in(source)),
        "phrases.json": _json([row for entry in entries for row in _rows(entry)]),
        "words.json": _json(index_of(entries)),
    }


def packed_logs(source: Path) -> dict[str, str]:
    """The packed file of the messages of logs; EntryError if one breaks the form."""
    return {"logs.json": _json([_without_nothing(to_builtins(message)) for message in messages_in(source)])}


def _refuse_doubles(entries: Sequence[Entry]) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise EntryError(f"two entries are called {entry.id}")
        seen.add(entry.id)


def _names(entries: Sequence[Entry], variants: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """By what entries are found: kinds, spellings, words that are parts of a phrase, codes of phrases."""
    kinds: dict[str, list[str]] = {}
    spellings: dict[str, list[str]] = {}
    phrases: dict[str, list[str]] = {}
    parts = []
    for entry in entries:
        kinds.setdefault(entry.kind, []).append(entry.id)
        names = (entry.name, *variants.get(entry.id, ())) if entry.kind == "code" else (entry.name, *entry.aliases)
        for name in dict.fromkeys(map(normalised, names)):
            spellings.setdefault(name, []).append(entry.id)
            if entry.match == "part":
                parts.append([name, entry.id, entry.codes])
        for code in entry.codes if entry.kind == "phrase" else ():
            phrases.setdefault(str(code), []).append(entry.id)
    return {"kinds": kinds, "spellings": spellings, "phrases": phrases, "parts": parts}


def _rows(entry: Entry) -> Iterable[list[Any]]:
    """The rows by which rules know a phrase: text, slug, statuses, methods, match."""
    if entry.kind != "phrase" or not entry.rule:
        return
    codes = entry.codes if entry.rule_codes is None else entry.rule_codes
    for text in dict.fromkeys(map(normalised, (entry.name, *entry.aliases))):
        for method, slug in entry.rule_for:
            yield [text, slug, codes, [method], entry.match, entry.id]
        yield [text, entry.rule, codes, entry.methods, entry.match, entry.id]


def _bare(entry: Entry) -> dict[str, Any]:
    """An entry's fields without those that say nothing."""
    fields: dict[str, Any] = _without_nothing({name: value for name, value in to_builtins(entry).items() if name != "id"})
    return fields


def _without_nothing(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {
            name: _without_nothing(inner)
            for name, inner in value.items()
            if inner not in (None, "") and (inner != () or name == "rule_codes")
        }
    return [_without_nothing(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def _json(value: Any) -> str:
    """JSON with one entry, row or stem a line, so that a change of one is a change of one line."""
    return f"{_spread(value, depth=2)}\n"


def _spread(value: Any, depth: int) -> str:
    if depth and isinstance(value, Mapping) and value:
        return "{\n" + ",\n".join(f"{_flat(name)}:{_spread(inner, depth - 1)}" for name, inner in value.items()) + "\n}"
    if depth and isinstance(value, list) and value and isinstance(value[0], (list, Mapping)):
        return "[\n" + ",\n".join(map(_flat, value)) + "\n]"
    return _flat(value)


def _flat(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main()
