"""Delimited text: delimiter, encoding and header are found by looking at the first lines."""

from __future__ import annotations

import codecs
import csv
import gzip
import itertools
import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import zstandard

from sipwhy.cdr.expression import text
from sipwhy.cdr.problem import CdrError
from sipwhy.cdr.reading.rows import Rows
from sipwhy.cdr.reading.zstd_frames import is_cut

_HEAD = 1 << 18
_SAMPLE = 200
_DELIMITERS = ",;\t|"
_NUMBERED = 64 << 20
_BLOCK = 1 << 20
CUT = (EOFError, zlib.error, gzip.BadGzipFile, zstandard.ZstdError)
"""What unpacking raises where compressed data is none, or breaks off."""
UNREADABLE = (OSError, csv.Error, *CUT)
"""What reading a file may raise: it cannot be opened, its packing is spoiled, or a line of it has no end."""
_CYRILLIC = re.compile("[А-Яа-яЁё]")


def read(path: Path, scratch: Path, names: Sequence[str] = ()) -> Rows:
    """The rows of a file; `names` are those of its columns where it has no header and they are known."""
    head = _head(path)
    if not head.strip():
        raise CdrError("empty", path=str(path))
    encoding = encoding_of(head)
    lines = head.decode(encoding, "replace").lstrip("\ufeff")
    delimiter = delimiter_of(lines)
    parsed = [row for row in csv.reader(_whole_lines(lines), delimiter=delimiter) if row][:_SAMPLE]
    if not parsed or len(parsed[0]) < 2:
        raise CdrError("no-columns", path=str(path))
    header = bool(not names and is_header(parsed))
    widths = [len(row) for row in parsed]
    width = max(set(widths), key=widths.count)
    found = _unique(parsed[0]) if header else list(names) or [f"column{at}" for at in range(1, width + 1)]
    found += [f"column{at}" for at in range(len(found) + 1, width + 1)]
    source, packed = (path, _packing(path)) if encoding == "utf-8" else (_recoded(path, encoding, scratch), "none")
    newline = ", new_line = '\\r'" if "\r" in lines and "\n" not in lines else ""
    columns = ", ".join(f"{text(name)}: 'VARCHAR'" for name in found)
    sql = (
        f"read_csv({text(str(source))}, columns = {{{columns}}}, header = {str(header).lower()}, delim = {text(delimiter)}, quote = '\"', "
        f"escape = '\"', auto_detect = false, store_rejects = true, strict_mode = false, compression = "
        f"'{packed}', max_line_size = 4000000{newline})"
    )
    body = parsed[1:] if header else parsed
    return Rows(
        sql,
        tuple(found),
        header,
        str(path),
        path.stat().st_size * (10 if packed != "none" else 1),
        [dict(zip(found, row, strict=False)) for row in body],
        2 if header else 1,
        rejects=True,
        notes={"encoding": encoding, "delimiter": {"\t": "tab"}.get(delimiter, delimiter)},
    )


def encoding_of(head: bytes) -> str:
    """utf-8, utf-16, or cp1251 where that makes Cyrillic letters of most of what utf-8 cannot read; else latin-1."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # a letter may be cut at the end
    except UnicodeDecodeError:
        high = bytes(byte for byte in head if byte >= 0x80)
        return "cp1251" if len(_CYRILLIC.findall(high.decode("cp1251", "replace"))) * 2 > len(high) else "latin-1"
    return "utf-8"


def delimiter_of(lines: str) -> str:
    """The character by which most lines fall into the same number of pieces, two or more."""
    best, chosen = 0.0, ","
    for delimiter in _DELIMITERS:
        widths = [len(row) for row in csv.reader(_whole_lines(lines), delimiter=delimiter) if row][:_SAMPLE]
        if not widths:
            continue
        common = max(set(widths), key=widths.count)
        score = (widths.count(common) / len(widths)) * (common > 1) * (1 + common / 1000)
        if score > best:
            best, chosen = score, delimiter
    return chosen


def is_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first line names columns: words, all different, none of which holds what the lines below hold."""
    first = [cell.strip() for cell in rows[0]]
    filled = [cell for cell in first if cell]
    if len(set(filled)) < len(filled) or len(filled) < 0.7 * len(first):
        return False
    if any(re.search(r"\d{5,}|^[\d.,:+ -]+$|\d\d:\d\d", cell) for cell in filled):
        return False
    return all(re.search(r"[^\W\d]", cell) and len(cell) < 60 for cell in filled)


def _unique(header: Sequence[str]) -> list[str]:
    seen: dict[str, int] = {}
    names = []
    for at, cell in enumerate(header, 1):
        name = cell.strip().lower() or f"column{at}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return names


def _whole_lines(lines: str) -> list[str]:
    found = lines.splitlines()
    return (found[:-1] if len(found) > 1 and len(lines) > _HEAD // 4 else found)[: _SAMPLE * 2]


def _packing(path: Path) -> str:
    with path.open("rb") as file:
        magic = file.read(4)
    return "gzip" if magic[:2] == b"\x1f\x8b" else "zstd" if magic == b"\x28\xb5\x2f\xfd" else "none"


def opened(path: Path) -> Any:
    """The file, unpacked if it is gzip or zstd."""
    packing = _packing(path)
    if packing == "gzip":
        return gzip.open(path, "rb")
    if packing == "zstd":
        return zstandard.ZstdDecompressor().stream_reader(path.open("rb"), read_across_frames=True)
    return path.open("rb")


def refuse_cut(path: Path) -> None:
    """EOFError if a packed file breaks off, where reading it would not tell."""
    if _packing(path) == "zstd":
        with path.open("rb") as file:
            if is_cut(file):
                raise EOFError("the file ends before its compressed data does")


def _head(path: Path) -> bytes:
    with opened(path) as file:
        head: bytes = file.read(_HEAD)
        return head


def _recoded(path: Path, encoding: str, scratch: Path) -> Path:
    """The file in utf-8, which is what DuckDB reads."""
    target = scratch / f"recoded-{len(list(scratch.iterdir()))}.csv"
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    with opened(path) as source, target.open("w", encoding="utf-8", newline="") as out:
        for block in _blocks(source):
            out.write(decoder.decode(block))
        out.write(decoder.decode(b"", final=True))
    return target


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    yield from itertools.takewhile(bool, iter(lambda: file.read(_BLOCK), b""))


def is_numbered(rows: Rows) -> bool:
    """Whether lines are numbered: that takes one thread, and more time than it is worth in a large file."""
    return rows.size <= _NUMBERED


class Writer:
    """Rows of another kind as a file that DuckDB reads; None is empty."""

    def __init__(self, scratch: Path, names: Sequence[str]) -> None:
        self.path = scratch / f"rows-{len(list(scratch.iterdir()))}.csv"
        self._names = _unique(names)
        self._sample: list[dict[str, str]] = []
        self._file = self.path.open("w", encoding="utf-8", errors="replace", newline="")
        self._out = csv.writer(self._file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        self._size = 0

    def add(self, row: Sequence[object]) -> None:
        """One row."""
        cells = ["" if cell is None else str(cell).replace("\x00", "") for cell in row]
        self._out.writerow(cells)
        if len(self._sample) < _SAMPLE:
            self._sample.append(dict(zip(self._names, cells, strict=False)))

    def rows(self, path: str, first_line: int = 1) -> Rows:
        """What was written."""
        self._file.close()
        columns = ", ".join(f"{text(name)}: 'VARCHAR'" for name in self._names)
        sql = (
            f"read_csv({text(str(self.path))}, columns = {{{columns}}}, header = false, delim = ',', quote = '\"', escape = '\"', "
            "auto_detect = false, max_line_size = 4000000)"
        )
        return Rows(sql, tuple(self._names), True, path, self.path.stat().st_size, self._sample, first_line)
