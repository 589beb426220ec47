"""
Where numbers lead: country, direction and operator, looked up once for each distinct prefix.

A direction is a country's mobile numbers as far as they begin alike (+7 9xx), or an area (+7 495); a user's table overrules it. The
facts are those of the package phonenumbers (metadata of Google's libphonenumber).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb
from msgspec import Struct

from sipwhy.cdr.numbering import LEAST, Numbering
from sipwhy.cdr.problem import CdrError

_LONGEST = 12


class Lead(Struct, frozen=True):
    """Where one prefix leads; what is not known is None."""

    prefix: str
    country: str | None
    direction: str
    operator: str | None


class Directory:
    """The user's table, and how numbers are dialled in his country (ISO 3166: RU)."""

    def __init__(self, country: str | None = None, table: str | None = None) -> None:
        self._country = country.upper() if country else None
        self._table = _read(table) if table else {}
        self._longest = max(map(len, self._table), default=0)

    def numbering(self) -> Numbering:
        """How numbers are told from each other while they are read."""
        digits = min(max(LEAST, self._longest), _LONGEST)
        if self._country is None:
            return Numbering(digits=digits)
        numbers = _package()
        metadata = numbers.PhoneMetadata.metadata_for_region(self._country, None)
        if metadata is None:
            raise CdrError("no-country", name=self._country)
        lengths = metadata.general_desc.possible_length
        lead = {metadata.national_prefix} - {None, ""}
        leads = [piece for piece in (metadata.international_prefix or "").replace("(?:", "").strip("()").split("|") if piece.isdigit()]
        known = tuple(dict.fromkeys([*leads, *("00",)]))
        return Numbering(
            str(metadata.country_code), next(iter(lead), ""), known, tuple(length for length in lengths if length >= 7), digits
        )

    def fill(self, db: duckdb.DuckDBPyConnection) -> None:
        """Makes `prefixes` for the prefixes that are there."""
        samples = db.execute(
            "SELECT prefix, any_value(callee), count(*) FROM attempts WHERE prefix IS NOT NULL GROUP BY prefix ORDER BY prefix"
        ).fetchall()
        leads = self.leads([(prefix, callee) for prefix, callee, _ in samples])
        db.execute("CREATE OR REPLACE TABLE prefixes (prefix VARCHAR, country VARCHAR, direction VARCHAR, operator VARCHAR)")
        if leads:
            columns = list(zip(*((lead.prefix, lead.country, lead.direction, lead.operator) for lead in leads), strict=True))
            db.execute("INSERT INTO prefixes SELECT unnest(?), unnest(?), unnest(?), unnest(?)", [list(column) for column in columns])

    def leads(self, samples: Sequence[tuple[str, str]]) -> list[Lead]:
        """Where prefixes lead; beside each stands a whole number that begins so."""
        numbering, kinds, found = self.numbering(), defaultdict(list), []
        numbers = _package() if samples else None
        for prefix, callee in samples:
            named = self._named(prefix)
            kind = _kind(prefix, _international(callee, prefix, numbering), numbers)
            found.append((prefix, named, kind))
            if kind.group == "mobile":
                kinds[kind.country, kind.code].append(prefix)
        common = {key: _common(key[1], prefixes) for key, prefixes in kinds.items()}
        return [
            Lead(prefix, kind.country, named or _direction(kind, common.get((kind.country, kind.code), "")), kind.operator)
            for prefix, named, kind in found
        ]

    def _named(self, prefix: str) -> str | None:
        """The name of the longest prefix of the user's table."""
        return next((self._table[prefix[:length]] for length in range(len(prefix), 0, -1) if prefix[:length] in self._table), None)


class _Kind(Struct, frozen=True):
    country: str | None
    code: str
    group: str
    area: str
    operator: str | None


def _kind(prefix: str, number: str, numbers: Any) -> _Kind:
    for shown in (number, prefix.ljust(11, "0")):
        try:
            parsed = numbers.parse(f"+{shown}")
        except numbers.NumberParseException:
            continue
        code = str(parsed.country_code)
        country = numbers.region_code_for_number(parsed) or numbers.region_code_for_country_code(parsed.country_code)
        if country in (None, "ZZ"):
            continue
        kind = numbers.number_type(parsed)
        is_mobile = kind in (numbers.PhoneNumberType.MOBILE, numbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
        length = numbers.length_of_geographical_area_code(parsed)
        national = numbers.national_significant_number(parsed)
        operator = import_module("phonenumbers.carrier").name_for_number(parsed, "en") if is_mobile else None
        return _Kind(country, code, "mobile" if is_mobile else "fixed", national[:length] if length else "", operator or None)
    return _Kind(None, prefix[:3], "unknown", "", None)


def _direction(kind: _Kind, common: str) -> str:
    if kind.group == "mobile":
        return f"+{kind.code} {common}xx" if common else f"+{kind.code} mobile"
    if kind.group == "unknown":
        return f"+{kind.code}…"
    return f"+{kind.code} {kind.area}" if kind.area else f"+{kind.code}"


def _common(code: str, prefixes: Sequence[str]) -> str:
    """What the mobile numbers of a country begin with, behind its code: one digit at most, so that directions are few."""
    behind = {prefix.removeprefix(code)[:1] for prefix in prefixes}
    return behind.pop() if len(behind) == 1 else ""


def _international(callee: str, prefix: str, numbering: Numbering) -> str:
    digits = "".join(char for char in callee if char.isdigit())
    at = digits.find(prefix.removeprefix(numbering.code)) if numbering.code else digits.find(prefix)
    return (
        prefix[: len(numbering.code)] + digits[at:]
        if numbering.code and prefix.startswith(numbering.code) and at >= 0
        else digits[max(at, 0) :]
    )


def _package() -> Any:
    try:
        return import_module("phonenumbers")
    except ImportError:
        raise CdrError("no-package", path="phonenumbers", package="phonenumbers") from None


def _read(path: str) -> Mapping[str, str]:
    """The user's table: prefix and name on each line, with comma or semicolon; lines that begin with # are left out."""
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CdrError("prefixes-unreadable", path=path, detail=getattr(error, "strerror", None) or str(error)) from None
    found = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in next(csv.reader([line], delimiter=";" if ";" in line else ","))]
        digits = cells[0].lstrip("+").replace(" ", "")
        if len(cells) < 2 or not digits.isdigit() or len(digits) > _LONGEST:
            if number == 1:
                continue  # a heading
            raise CdrError("bad-table", path=path, line=number, value=line[:60])
        found[digits] = cells[1]
    return found
