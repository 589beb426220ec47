"""Reads entries from the TOML files that people write, and refuses what is not as it should be."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from msgspec.structs import replace

from sipwhy.reference.entry import (
    PREFIX,
    Advice,
    Asr,
    Check,
    Counts,
    Entry,
    Failover,
    Kind,
    Match,
    Ner,
    Retry,
    Standing,
    Text,
    VendorNote,
)
from sipwhy.reference.fields import EntryError, Fields

FAULTS = ("caller", "callee", "user", "pbx", "proxy", "trunk", "network", "nobody", "unknown")
PLATFORMS = ("any", "asterisk-pjsip", "asterisk-chan-sip", "freeswitch", "kamailio", "opensips", "3cx", "phone", "trunk")
METHODS = tuple("INVITE ACK BYE CANCEL REGISTER OPTIONS PRACK SUBSCRIBE NOTIFY PUBLISH INFO REFER MESSAGE UPDATE".split())
PLACES = ("status-line", "reason-text", "warning-text")
_HEADER = "header "
"""Where else words stand: "header X-Twilio-Error"."""
_LISTS: Mapping[str, Kind] = {
    "causes/q850": "q850",
    "causes/stir": "stir",
    "causes/asterisk": "asterisk",
    "causes/freeswitch": "freeswitch",
    "causes/ms_diagnostics": "ms-diagnostics",
    "warnings": "warning",
    "locations": "location",
    "reason_protocols": "reason-protocol",
}
_MAPPINGS, _VARIANTS = "mappings", "phrases/standard_variants"
_WORDED: tuple[Kind, ...] = ("phrase", "ms-diagnostics")
"""Kinds whose entries are words that stand beside a status."""


def entries_in(folder: Path) -> Iterator[Entry]:
    """Every entry of the folder, codes first, then phrases with the generic ones last, then the other lists."""
    for path in sorted(folder.rglob("*.toml"), key=lambda path: _rank(path.relative_to(folder))):
        name = path.relative_to(folder).with_suffix("").as_posix()
        if name not in (_MAPPINGS, _VARIANTS):
            yield from entries_of(name, _parsed(path))


def entries_of(name: str, document: Mapping[str, Any]) -> Iterator[Entry]:
    """The entries of one file, called `name` without its ending; EntryError if one breaks the form."""
    kind = _kind_of(name)
    for raw in [document] if kind == "code" else _listed(name, document):
        try:
            yield replace(_entry(kind, Fields(raw)), origin=name)
        except EntryError as error:
            key = raw.get("key", "?") if isinstance(raw, dict) else "?"
            raise EntryError(f"{name}.toml, entry {key}: {error}") from None


def mappings_in(folder: Path) -> Mapping[str, Any]:
    """What gateways make of statuses and of causes, as it stands in the file; EntryError if a row breaks the form."""
    document = _parsed(folder / f"{_MAPPINGS}.toml")
    try:
        tables = Fields(document, f"{_MAPPINGS}.toml")
        for name in ("sip_to_cause", "cause_to_sip"):
            for row in tables.tables(name):
                _check_mapping(row)
        tables.end()
    except EntryError as error:
        raise EntryError(f"{_MAPPINGS}.toml: {error}") from None
    return document


def variants_in(folder: Path) -> Mapping[str, tuple[str, ...]]:
    """Other spellings of standard phrases, by code."""
    tables = Fields(_parsed(folder / f"{_VARIANTS}.toml"), f"{_VARIANTS}.toml")
    variants = tables.table("variants")
    tables.end()
    return {code: variants.texts(code) for code in variants.names()} if variants else {}


def _parsed(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise EntryError(f"{path.name} is no TOML: {error}") from None


def _rank(path: Path) -> tuple[int, bool, str]:
    folders = ("codes", "phrases", "causes")
    folder = folders.index(path.parts[0]) if path.parts[0] in folders else len(folders)
    return folder, path.stem == "generic", path.as_posix()


def _kind_of(name: str) -> Kind:
    if name.startswith("codes/"):
        return "code"
    if name.startswith("phrases/"):
        return "phrase"
    if name not in _LISTS:
        raise EntryError(f"{name}.toml is no list that is known: expected codes/..., phrases/..., {', '.join(_LISTS)}")
    return _LISTS[name]


def _listed(name: str, document: Mapping[str, Any]) -> list[Any]:
    entries = document.get("entry")
    if set(document) != {"entry"} or not isinstance(entries, list):
        raise EntryError(f"{name}.toml has {sorted(document)}, expected [[entry]] tables only")
    return entries


def _entry(kind: Kind, raw: Fields) -> Entry:
    key = raw.text("key")
    keywords = raw.table("keywords")
    entry = Entry(
        id=key if kind in ("code", "phrase") else f"{PREFIX[kind]}:{key}",
        kind=kind,
        name=raw.text("name"),
        meaning=_own_text(raw.table("meaning")),
        fault=raw.words("fault", FAULTS),
        sources=raw.texts("sources"),
        checked=raw.truth("checked"),
        name_ru=raw.text_or_none("name_ru"),
        status=raw.word("status", get_args(Standing)) if kind == "code" else None,
        value=raw.text_or_none("value"),
        vendor=raw.text_or_none("vendor"),
        where=_where(raw),
        rule=raw.text_or_none("rule"),
        related=raw.texts("related"),
        rules=raw.texts("rules"),
        causes=tuple(_own_text(cause) for cause in raw.tables("cause")),
        checks=tuple(_check(check) for check in raw.tables("check")),
        retry=_advice(raw.table("retry"), get_args(Retry)),
        failover=_advice(raw.table("failover"), get_args(Failover)),
        counts=_counts(raw.table("counts")),
        keywords_en=keywords.texts("en") if keywords else (),
        keywords_ru=keywords.texts("ru") if keywords else (),
        vendor_notes=tuple(_note(note) for note in raw.tables("vendor_note")),
        **(_beside_status(raw) if kind in _WORDED else {}),
    )
    for table in (raw, keywords):
        if table:
            table.end()
    return entry


def _beside_status(raw: Fields) -> dict[str, Any]:
    """What only words have that stand beside a status."""
    rules = raw.table("rule_for")
    return {
        "codes": raw.numbers("codes", 100, 999),
        "methods": raw.words("methods", METHODS),
        "match": raw.word("match", get_args(Match), "whole"),
        "aliases": raw.texts("aliases"),
        "rule_codes": raw.numbers("rule_codes", 100, 999) if "rule_codes" in raw else None,
        "rule_for": tuple((method, rules.text(method)) for method in _methods(rules)) if rules else (),
    }


def _methods(rules: Fields) -> tuple[str, ...]:
    if strange := [name for name in rules.names() if name not in METHODS]:
        raise EntryError(f"rule_for names {strange[0]!r}, expected methods")
    return rules.names()


def _where(raw: Fields) -> tuple[str, ...]:
    """One place or several."""
    places = raw.texts("where") if raw.is_list("where") else tuple(filter(None, [raw.text_or_none("where")]))
    if strange := [place for place in places if place not in PLACES and not place.startswith(_HEADER)]:
        raise EntryError(f"where is {strange[0]!r}, expected one of {', '.join(PLACES)}, or {_HEADER}...")
    return places


def _own_text(raw: Fields | None) -> Text:
    """A table that is a text in both languages and nothing else."""
    if raw is None:
        raise EntryError("it has no meaning")
    text = _text(raw)
    raw.end()
    return text


def _text(raw: Fields) -> Text:
    return Text(raw.text("en"), raw.text("ru"))


def _check(raw: Fields) -> Check:
    check = Check(_text(raw), raw.word("on", PLATFORMS, "any"), raw.texts("run"))
    raw.end()
    return check


def _advice(raw: Fields | None, verdicts: Iterable[str]) -> Advice | None:
    if raw is None:
        return None
    advice = Advice(raw.word("verdict", verdicts), _text(raw))
    raw.end()
    return advice


def _counts(raw: Fields | None) -> Counts | None:
    if raw is None:
        return None
    counts = Counts(raw.word("asr", get_args(Asr)), raw.word("ner", get_args(Ner)), _text(raw) if "en" in raw or "ru" in raw else None)
    raw.end()
    return counts


def _note(raw: Fields) -> VendorNote:
    note = VendorNote(raw.text("vendor"), _text(raw), raw.text("source"), raw.truth("checked"), raw.truth("sent", False))
    raw.end()
    return note


def _check_mapping(row: Fields) -> None:
    row.number("code", 0, 999)
    row.number("cause", 0, 999)  # FreeSWITCH has causes of its own above the 127 of Q.850
    row.text("by")
    row.text("source")
    row.truth("checked")
    if "en" in row or "ru" in row:
        _text(row)
    row.end()
