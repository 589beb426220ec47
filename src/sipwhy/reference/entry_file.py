"""Reads entries from the TOML files that people write, and refuses what is not as it should be."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from sipwhy.reference.entry import PREFIX, Advice, Asr, Check, Counts, Entry, Failover, Kind, Match, Ner, Retry, Standing, Text, VendorNote

FAULTS = ("caller", "callee", "user", "pbx", "proxy", "trunk", "network", "nobody", "unknown")
PLATFORMS = ("any", "asterisk-pjsip", "asterisk-chan-sip", "freeswitch", "kamailio", "opensips", "3cx", "phone", "trunk")
_KINDS: Mapping[str, Kind] = {
    "causes/q850": "q850",
    "causes/stir": "stir",
    "causes/asterisk": "asterisk",
    "causes/freeswitch": "freeswitch",
    "causes/ms_diagnostics": "ms-diagnostics",
    "warnings": "warning",
    "locations": "location",
    "reason_protocols": "reason-protocol",
}
_NOT_ENTRIES = ("mappings", "phrases/standard_variants")
_FIELDS = frozenset(
    "key name name_ru status codes vendor match aliases where rule related rules fault sources checked meaning cause check retry "
    "failover counts keywords vendor_note value methods rule_codes rule_for".split()
)


class EntryError(ValueError):
    """An entry that breaks the form; says which, in which file, and what was expected."""


def entries_in(folder: Path) -> Iterator[Entry]:
    """Every entry of the folder, codes first, then phrases with the generic ones last, then the other lists."""
    for path in sorted(folder.rglob("*.toml"), key=lambda path: _rank(path.relative_to(folder))):
        name = path.relative_to(folder).with_suffix("").as_posix()
        if name not in _NOT_ENTRIES:
            yield from _entries_of(name, tomllib.loads(path.read_text(encoding="utf-8")))


def _rank(path: Path) -> tuple[int, bool, str]:
    folder = ("codes", "phrases", "causes").index(path.parts[0]) if len(path.parts) > 1 else 3
    return folder, path.stem == "generic", path.as_posix()


def _entries_of(name: str, document: Mapping[str, Any]) -> Iterator[Entry]:
    kind: Kind = "code" if name.startswith("codes/") else "phrase" if name.startswith("phrases/") else _KINDS[name]
    for raw in [document] if kind == "code" else document.get("entry", ()):
        try:
            yield replace(_entry(kind, raw), origin=name)
        except (KeyError, TypeError, ValueError) as error:
            raise EntryError(f"{name}.toml, entry {raw.get('key', '?')}: {type(error).__name__}: {error}") from None


def _entry(kind: Kind, raw: Mapping[str, Any]) -> Entry:
    if unknown := set(raw) - _FIELDS:
        raise EntryError(f"unknown fields {sorted(unknown)}")
    key = str(raw["key"])
    where = raw.get("where", ())
    return Entry(
        id=key if kind in ("code", "phrase") else f"{PREFIX[kind]}:{key}",
        kind=kind,
        name=raw["name"],
        meaning=_text(raw["meaning"]),
        fault=_each(raw["fault"], FAULTS, "fault"),
        sources=tuple(raw["sources"]),
        checked=bool(raw["checked"]),
        name_ru=raw.get("name_ru"),
        status=_one(raw.get("status"), get_args(Standing), "status") if kind == "code" else None,
        value=str(raw["value"]) if "value" in raw else None,
        codes=tuple(int(code) for code in raw.get("codes", ())),
        methods=tuple(raw.get("methods", ())),
        vendor=raw.get("vendor") or None,
        match=_one(raw.get("match", "whole"), get_args(Match), "match"),
        aliases=tuple(raw.get("aliases", ())),
        where=(where,) if isinstance(where, str) else tuple(where),
        rule=raw.get("rule"),
        rule_codes=tuple(raw["rule_codes"]) if "rule_codes" in raw else None,
        rule_for=tuple(raw.get("rule_for", {}).items()),
        related=tuple(map(str, raw.get("related", ()))),
        rules=tuple(raw.get("rules", ())),
        causes=tuple(_text(cause) for cause in raw.get("cause", ())),
        checks=tuple(_check(check) for check in raw.get("check", ())),
        retry=_advice(raw.get("retry"), get_args(Retry)),
        failover=_advice(raw.get("failover"), get_args(Failover)),
        counts=_counts(raw.get("counts")),
        keywords_en=tuple(raw.get("keywords", {}).get("en", ())),
        keywords_ru=tuple(raw.get("keywords", {}).get("ru", ())),
        vendor_notes=tuple(
            VendorNote(note["vendor"], _text(note), note["source"], bool(note["checked"]), bool(note.get("sent")))
            for note in raw.get("vendor_note", ())
        ),
    )


def _text(raw: Mapping[str, Any]) -> Text:
    return Text(raw["en"], raw["ru"])


def _check(raw: Mapping[str, Any]) -> Check:
    return Check(_text(raw), _one(raw.get("on", "any"), PLATFORMS, "on"), tuple(raw.get("run", ())))


def _advice(raw: Mapping[str, Any] | None, verdicts: Iterable[str]) -> Advice | None:
    return None if raw is None else Advice(_one(raw["verdict"], verdicts, "verdict"), _text(raw))


def _counts(raw: Mapping[str, Any] | None) -> Counts | None:
    if raw is None:
        return None
    return Counts(_one(raw["asr"], get_args(Asr), "asr"), _one(raw["ner"], get_args(Ner), "ner"), _text(raw) if "en" in raw else None)


def _one(value: Any, allowed: Iterable[str], field: str) -> Any:
    if value not in allowed:
        raise EntryError(f"{field} is {value!r}, expected one of {', '.join(allowed)}")
    return value


def _each(values: Iterable[str], allowed: Iterable[str], field: str) -> tuple[str, ...]:
    return tuple(_one(value, allowed, field) for value in values)
