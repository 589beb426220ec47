"""
The table `subscriber` of Kamailio and OpenSIPS: username, domain, password, ha1, ha1b (their database schemas).

It comes as the clients of databases print it (columns between bars, tabs, commas or semicolons), as a dump, or as a file of dbtext.
ha1 is H(username:domain:password), ha1b H(username@domain:domain:password).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence

from sipwhy.diagnosis.digest import Account
from sipwhy.sources.accounts.found import Found

_COLUMNS = ("id", "username", "domain", "password", "ha1", "ha1b")
"""The order of their standard tables, for dumps that name no columns (`email_address` stood between in old ones)."""
_DBTEXT = re.compile(r"^\s*\w+\((?:int|double|string|str|blob|date)[,)]")
_INSERT = re.compile(r"INSERT\s+INTO\s+\S*subscriber\W*(?:\(([^)]*)\))?\s*VALUES\s*", re.IGNORECASE)
_COPY = re.compile(r"^COPY\s+\S*subscriber\W*\(([^)]*)\)\s+FROM\s+stdin;\n(.*?)^\\\.$", re.IGNORECASE | re.MULTILINE | re.DOTALL)
_VALUE = re.compile(r"\s*(?:'((?:[^'\\]|\\.|'')*)'|([^,()']*))\s*([,)])")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "N": ""}
_RULE = re.compile(r"^[\s|+=-]+$")
_BETWEEN = ("|", "\t", ";", ",")
_PASSWORDS = {"password", "ha1", "ha1b"}


def is_dbtext(text: str) -> bool:
    """Whether the first line describes columns as dbtext does: id(int,auto) username(string) ..."""
    return _DBTEXT.match(text) is not None


def is_table(text: str) -> bool:
    """Whether a line of headings names a user and a password or its hash."""
    return _heading(text.split("\n")) is not None


def from_table(text: str) -> Found:
    """A table with a line of headings."""
    lines = text.split("\n")
    at, between = _heading(lines) or (0, ",")
    names = _cells(lines[at], between)
    rows = (line for line in lines[at + 1 :] if line.strip() and not _RULE.match(line))
    return Found(tuple(_accounts(names, (_cells(row, between) for row in rows))))


def from_dbtext(text: str) -> Found:
    r"""A file of dbtext: a line of columns, then rows with colons between; a colon within is \: there."""
    first, _, rest = text.partition("\n")
    names = [name.partition("(")[0] for name in first.split()]
    rows = ([_unescaped(cell) for cell in re.split(r"(?<!\\):", line)] for line in rest.split("\n") if line.strip())
    return Found(tuple(_accounts(names, rows)))


def from_dump(text: str) -> Found:
    """A dump: INSERT INTO subscriber ... VALUES (...),(...); or COPY subscriber (...) FROM stdin."""
    accounts = list[Account]()
    for found in _COPY.finditer(text):
        rows = ([_unescaped(cell) for cell in line.split("\t")] for line in found[2].split("\n") if line)
        accounts += _accounts(_names(found[1]), rows)
    for found in _INSERT.finditer(text):
        accounts += _accounts(_names(found[1]) if found[1] else _COLUMNS, _rows(text, found.end()))
    return Found(tuple(accounts))


def _names(listed: str) -> list[str]:
    return [name.strip().strip('`"') for name in listed.split(",")]


def _rows(text: str, at: int) -> Iterator[list[str]]:
    """The values between brackets from `at` on."""
    while text[at : at + 1] == "(":
        row, at = list[str](), at + 1
        while found := _VALUE.match(text, at):
            row.append(_unescaped(found[1].replace("''", "'")) if found[1] is not None else found[2].strip())
            at = found.end()
            if found[3] == ")":
                break
        else:
            return
        yield row
        while text[at : at + 1] and text[at] in ", \n":
            at += 1


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), text, flags=re.DOTALL)


def _heading(lines: Sequence[str]) -> tuple[int, str] | None:
    """Where the line of headings is, and what stands between its cells."""
    for at, line in enumerate(lines[:20]):
        for between in _BETWEEN:
            names = {name.lower() for name in _cells(line, between)} if between in line else set[str]()
            if "username" in names and names & _PASSWORDS:
                return at, between
    return None


def _cells(line: str, between: str) -> list[str]:
    if between == "|":
        return [cell.strip() for cell in line.strip().strip("|").split("|")]
    try:
        return next(csv.reader([line], delimiter=between), [])
    except csv.Error:  # a carriage return within, a field without end
        return []


def _accounts(names: Sequence[str], rows: Iterator[Sequence[str]]) -> Iterator[Account]:
    keys = [name.strip().lower() for name in names]
    for row in rows:
        known = {key: value for key, value in zip(keys, row, strict=False) if value not in ("", "NULL", "\\N")}
        hashes = [known[key] for key in ("ha1", "ha1b") if key in known]
        if "username" in known and ("password" in known or hashes):
            yield Account(known["username"], known.get("password"), hashes, known.get("domain") if hashes else None)
