"""Parquet, Excel, JSON and XML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import duckdb

from sipwhy.cdr.expression import quoted, text
from sipwhy.cdr.layouts.freeswitch import VARIABLES
from sipwhy.cdr.problem import CdrError
from sipwhy.cdr.reading.csv_file import Writer, opened
from sipwhy.cdr.reading.rows import Rows

_SAMPLE = 200
_MEBIBYTE = 1 << 20
_LONGEST_HEAD = 1000
"""Bytes of a declaration; what is longer waits for no end, or a file without one would be copied over and over."""
_HEAD = re.compile(rb"<\?xml.*?\?>", re.DOTALL)
_RECORD = re.compile(r"in record/value (\d+)|in line (\d+)")


def parquet(path: Path, db: duckdb.DuckDBPyConnection) -> Rows:
    """A Parquet file; every column as text."""
    return _relation(path, "Parquet", f"read_parquet({text(str(path))})", db)


def _relation(path: Path, form: str, source: str, db: duckdb.DuckDBPyConnection) -> Rows:
    try:
        names = [row[0] for row in db.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
        casts = ", ".join(f"{quoted(name)}::VARCHAR AS {quoted(name.lower())}" for name in names)
        sql = f"(SELECT {casts} FROM {source})"
        sample = db.execute(f"SELECT * FROM {sql} LIMIT {_SAMPLE}").fetchall()
    except duckdb.Error as error:
        if record := record_of(error):
            raise CdrError("broken-record", path=str(path), form=form, record=record) from None
        raise CdrError("broken-form", path=str(path), form=form) from None
    lower = tuple(name.lower() for name in names)
    return Rows(sql, lower, True, str(path), path.stat().st_size, [dict(zip(lower, map(_plain, row), strict=True)) for row in sample])


def record_of(error: duckdb.Error) -> str:
    """The record or line at which DuckDB could not read on; "" if it names none."""
    found = _RECORD.search(str(error))
    return (found[1] or found[2]) if found else ""


def _plain(cell: object) -> str:
    return "" if cell is None else str(cell)


def excel(path: Path, scratch: Path) -> Rows:
    """The first sheet of a workbook, from the first row on that has three cells."""
    rows = _sheet(path)
    found = next(((at, row) for at, row in enumerate(rows, 1) if sum(cell is not None for cell in row) >= 3), None)
    if found is None:
        raise CdrError("no-columns", path=str(path))
    skipped, header = found
    writer = Writer(scratch, [_plain(cell) for cell in header])
    for row in rows:
        if any(cell is not None for cell in row):
            writer.add(row)
    return writer.rows(str(path), skipped + 1)


def _sheet(path: Path) -> Iterator[tuple[Any, ...]]:
    """The rows of the first sheet, as far as it is whole; CdrError where it is not."""
    try:
        openpyxl = import_module("openpyxl")
    except ImportError:
        raise CdrError("no-package", path=str(path), package="openpyxl") from None
    at = 0
    try:
        _refuse_huge(path)
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        for row in book.worksheets[0].iter_rows(values_only=True):
            at += 1
            yield row
    except CdrError:
        raise
    except Exception as error:  # whatever a broken archive makes the library raise
        if at:
            raise CdrError("broken-record", path=str(path), form="Excel", record=at + 1) from error
        raise CdrError("broken-form", path=str(path), form="Excel") from error


def _refuse_huge(path: Path) -> None:
    """A cell of Excel has 32,767 characters at most; one of gigabytes would be held in memory several times over."""
    with ZipFile(path) as book:
        for name in book.namelist():
            if not name.endswith(".xml") or name.startswith("customXml/"):  # queries of Power Query lie there, and nobody loads them
                continue
            with book.open(name) as part:
                while len(block := part.read(_MEBIBYTE)) == _MEBIBYTE:
                    if b"<" not in block:
                        raise CdrError("huge-cell", path=str(path), part=name)


def json_file(path: Path, scratch: Path, db: duckdb.DuckDBPyConnection, head: bytes) -> Rows:
    """CDRs of FreeSWITCH (a document each), or a list or lines of flat objects."""
    if b'"variables"' in head or b'"callflow"' in head:
        return _channels(path, scratch, _documents(path))
    return _relation(path, "JSON", f"read_json({text(str(path))}, format = 'auto', sample_size = 20000)", db)


def _documents(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON documents of a file, one behind the other, or in a list."""
    decoder = json.JSONDecoder()
    with opened(path) as file:
        data = file.read().decode("utf-8", "replace")
    at = 0
    while at < len(data):
        while at < len(data) and data[at] in " \t\r\n,[]":
            at += 1
        if at >= len(data):
            return
        try:
            found, at = decoder.raw_decode(data, at)
        except (ValueError, RecursionError):
            cut = data.find("\n{", at)
            yield {}
            if cut < 0:
                return
            at = cut + 1
            continue
        if isinstance(found, dict):
            yield found


def _channels(path: Path, scratch: Path, documents: Iterator[dict[str, Any]]) -> Rows:
    writer = Writer(scratch, VARIABLES)
    for document in documents:
        flows = document.get("callflow") or [{}]
        flow = flows[0] if isinstance(flows, list) else flows
        profile = flow.get("caller_profile", {}) if isinstance(flow, dict) else {}
        data = document.get("channel_data", {})
        known = {**(data if isinstance(data, dict) else {}), **(profile if isinstance(profile, dict) else {}), **_variables(document)}
        writer.add([known.get(name) for name in VARIABLES])
    return writer.rows(str(path))


def _variables(document: dict[str, Any]) -> dict[str, Any]:
    found = document.get("variables")
    return found if isinstance(found, dict) else {}


def xml_file(path: Path, scratch: Path) -> Rows:
    """CDRs of FreeSWITCH as mod_xml_cdr writes them, one or many in a file, with or without something around them."""
    return _channels(path, scratch, _elements(path))


def _elements(path: Path) -> Iterator[dict[str, Any]]:
    parser: Any = ElementTree.XMLPullParser(["end"])
    with opened(path) as file:
        parser.feed("<all>")
        for block in without_heads(iter(lambda: file.read(1 << 16), b"")):
            parser.feed(block)
            try:
                events = list(parser.read_events())  # what `feed` cannot read is raised here
            except ElementTree.ParseError as error:
                raise CdrError("broken-record", path=str(path), form="XML", record=error.position[0]) from None
            for _, element in events:
                if element.tag == "cdr":
                    yield _cdr(element)
                    element.clear()
    try:
        parser.feed("</all>")
        list(parser.read_events())
    except ElementTree.ParseError:
        yield {}  # the last one breaks off


def without_heads(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Several documents in one file: their declarations stand where none may; one may begin in a block and end in the next."""
    rest = b""
    for block in blocks:
        whole = _HEAD.sub(b"", rest + block)
        begun = whole.rfind(b"<")
        cut = begun if begun > max(whole.rfind(b">"), len(whole) - _LONGEST_HEAD) else len(whole)
        yield whole[:cut]
        rest = whole[cut:]
    yield rest


def _cdr(element: ElementTree.Element) -> dict[str, Any]:
    unquote = import_module("urllib.parse").unquote
    variables = {child.tag: unquote(child.text or "") for child in element.findall("variables/*")}
    profile = {child.tag: child.text or "" for child in element.findall("callflow/caller_profile/*")}
    data = {child.tag: child.text or "" for child in element.findall("channel_data/*")}
    return {"variables": variables, "callflow": [{"caller_profile": profile}], "channel_data": data}
