"""Sources of CDRs -> the table `attempts`, with all that was left out or could not be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import duckdb
from msgspec import Struct

from sipwhy.cdr import guess, joining, mapping, recognise
from sipwhy.cdr.attempt import COLUMNS, definition
from sipwhy.cdr.expression import Columns
from sipwhy.cdr.joining import Joined
from sipwhy.cdr.layout import Layout
from sipwhy.cdr.macros import macros
from sipwhy.cdr.mapping import Mapped
from sipwhy.cdr.numbering import Numbering
from sipwhy.cdr.problem import CdrError
from sipwhy.cdr.reading import csv_file, database, foreign, other_files
from sipwhy.cdr.reading.rows import Rows
from sipwhy.cdr.scratch import Scratch
from sipwhy.cdr.zone import Offsets

_LISTED = 200
"""Broken rows that are listed; the others are counted."""
_QUOTED = 120
_AGE = "TIMESTAMP '1970-01-02' AND TIMESTAMP '2200-01-01'"
"""Milliseconds read as seconds are of the year 55000: one such row would be the newest of all."""


Within = Callable[[int], tuple[int | None, int | None]]
"""When the newest attempt began to the first moment that is wanted and the first that is not (µs since 1970 UTC; None: no bound)."""


class BrokenRow(Struct, frozen=True):
    """A row that could not be read: `why` is a key of `texts.cdr.BROKEN`."""

    file: int
    row: int | None
    why: str
    said: str = ""
    times: int = 1


class Source(Struct, frozen=True):
    """What became of one source."""

    name: str
    layout: Layout
    is_guessed: bool
    mapped: Mapped | None
    rows: int
    attempts: int
    joined: Joined
    """Rows that are no attempts of their own."""
    notes: Mapping[str, str]
    columns: tuple[str, ...] = ()
    """The names of its columns, lower case."""


class Loaded(Struct, frozen=True):
    """The tables, and what is to be told of how they came to be."""

    db: duckdb.DuckDBPyConnection
    sources: tuple[Source, ...]
    broken: tuple[BrokenRow, ...]
    scratch: Scratch
    """Holds the files of the run until it is dropped."""
    refused: tuple[CdrError, ...] = ()
    """Why nothing of some sources was read, one each."""

    @property
    def told(self) -> frozenset[str]:
        """The columns that any source tells."""
        return frozenset(name for source in self.sources for name in source.layout.picks)

    def measured(self) -> int:
        """How many attempts there are."""
        return _one(self.db, "SELECT count(*) FROM attempts")

    def cut(self, within: Within) -> tuple[int | None, int | None]:
        """The time that is wanted, as `Within` has it; attempts behind it go, those before it stay to compare with."""
        newest = self.db.execute("SELECT epoch_us(max(start)) FROM attempts").fetchone()
        if newest is None or newest[0] is None:
            return None, None
        since, until = within(int(newest[0]))
        if until is not None:
            self.db.execute(f"DELETE FROM attempts WHERE start >= make_timestamp({until})")
        return since, until


class Wanted(Struct, frozen=True):
    """What the user said of his sources."""

    offsets: Offsets = ((-(2**62), 0),)
    """Of the zone in which local times are."""
    numbering: Numbering = Numbering()
    mapping: Mapped | None = None
    password_file: str | None = None
    threads: int | None = None
    memory: str = "1200MB"


_OF_ONE_SOURCE = frozenset({"missing", "unreadable", "directory", "broken-packing", "empty", "log", "binary"})
"""What keeps one source from being read and says nothing against the others."""


class Run(Struct, frozen=True):
    """What all sources of a run share."""

    wanted: Wanted
    db: duckdb.DuckDBPyConnection
    broken: list[BrokenRow]


def load(names: Sequence[str], wanted: Wanted, only_columns: bool = False, *, is_alone: bool = True) -> Loaded:
    """
    All sources, in order; of those that are no CDRs, or are not there, `refused` tells. CdrError if a source cannot be understood, or if
    none is left and nothing else is read beside them.

    With `only_columns` nothing but the layouts is looked for: to show what was recognised.
    """
    scratch = Scratch()
    db = _connected(scratch.path, wanted)
    sources: list[Source] = []
    broken: list[BrokenRow] = []
    refused: list[CdrError] = []
    for name in names:
        try:
            rows = _rows(name, db, scratch.path, wanted)
        except CdrError as error:
            if error.key not in _OF_ONE_SOURCE:
                raise
            refused.append(error)
            continue
        except csv_file.UNREADABLE as error:
            refused.append(_unread(database.shown(name), error))
            continue
        try:
            found = _layout(rows, wanted, scratch.path)
        except csv_file.UNREADABLE as error:
            raise _unread(database.shown(name), error) from None
        if only_columns:
            rows, layout, mapped = found
            sources.append(Source(database.shown(name), layout, mapped is not None, mapped, 0, 0, joining.NOTHING, rows.notes, rows.names))
            continue
        sources.append(_taken(len(sources), name, found, Run(wanted, db, broken)))
    if refused and is_alone and not sources:
        raise refused[0]
    return Loaded(db, tuple(sources), tuple(broken), scratch, tuple(refused))


def _unread(path: str, error: Exception) -> CdrError:
    """What became of a source, in words without the Python of it."""
    if isinstance(error, csv_file.CUT):
        return CdrError("broken-packing", path=path)
    return CdrError("unreadable", path=path, detail=(error.strerror if isinstance(error, OSError) else None) or str(error))


def _connected(scratch: Path, wanted: Wanted) -> duckdb.DuckDBPyConnection:
    # what is beyond the limit goes to files in `scratch` by itself; a database in a file would be written whole
    db = duckdb.connect(":memory:")
    db.execute(f"SET temp_directory = '{scratch}'")
    db.execute(f"SET memory_limit = '{wanted.memory}'")
    db.execute("SET TimeZone = 'UTC'")
    db.execute("SET preserve_insertion_order = false")
    db.execute("SET autoinstall_known_extensions = false")
    db.execute("SET enable_progress_bar = false")
    if wanted.threads:
        db.execute(f"SET threads = {wanted.threads}")
    for statement in macros():
        db.execute(statement)
    db.execute(definition())
    return db


def _rows(name: str, db: duckdb.DuckDBPyConnection, scratch: Path, wanted: Wanted) -> Rows:
    if database.is_url(name):
        return database.read(name, scratch, wanted.password_file)
    path = Path(name)
    if not path.exists():
        raise CdrError("bad-url") if "://" in name else CdrError("missing", path=name)
    if path.is_dir():
        raise CdrError("directory", path=name)
    csv_file.refuse_cut(path)
    with csv_file.opened(path) as file:
        head = file.read(65_536)
    if foreign.is_log(head):
        raise CdrError("log", path=name)
    if head.startswith(b"SQLite format 3\x00"):
        return database.sqlite(path, scratch)
    if head.startswith(b"PAR1"):
        return other_files.parquet(path, db)
    if head.startswith(b"PK\x03\x04"):
        return other_files.excel(path, scratch)
    begin = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if foreign.is_binary(head):
        raise CdrError("binary", path=name)
    if begin in (b"{", b"["):
        return other_files.json_file(path, scratch, db, head)
    if begin == b"<":
        return other_files.xml_file(path, scratch)
    return csv_file.read(path, scratch)


def _layout(rows: Rows, wanted: Wanted, scratch: Path) -> tuple[Rows, Layout, Mapped | None]:
    """The rows, perhaps with other names for their columns, and what they are."""
    if wanted.mapping is not None:
        if lacking := [column for column in wanted.mapping.columns.values() if column not in rows.names]:
            raise CdrError("mapping-lacks", path=rows.path, name=lacking[0], known=rows.names)
        return rows, mapping.layout_of(wanted.mapping, rows.path), wanted.mapping
    known = recognise.by_names(rows.names) if rows.has_header else None
    if known is not None:
        return rows, known, None
    found = recognise.by_content(rows) if not rows.has_header else None
    if found is not None:
        return csv_file.read(Path(rows.path), scratch, found[1]), found[0], None
    mapped = guess.guess(rows.names, rows.sample)
    if not mapped.is_enough:
        raise CdrError("no-layout", path=rows.path, known=rows.names)
    return rows, mapping.layout_of(mapped, rows.path), mapped


def _taken(
    at: int,
    name: str,
    found: tuple[Rows, Layout, Mapped | None],
    run: Run,
) -> Source:
    """The rows of one source into `attempts`."""
    rows, layout, mapped = found
    wanted, db, broken = run.wanted, run.db, run.broken
    columns = Columns(frozenset(rows.names), layout.formats, layout.clock, wanted.offsets)
    is_numbered = csv_file.is_numbered(rows) and not layout.shape
    raw = rows.sql
    if is_numbered:
        raw = f"(SELECT row_number() OVER () + {rows.first_line - 1} AS row_number__, * FROM {rows.sql})"
    if layout.shape:
        raw = f"({columns.filled(layout.shape).replace('{raw}', rows.sql)})"
        columns = Columns(_names_of(raw, db, rows), layout.formats, layout.clock, wanted.offsets)
    picks = {target: columns.filled(expression) for target, expression in layout.picks.items()}
    picks |= {"file": str(at), "row": "row_number__" if is_numbered else "NULL", "part": picks.get("part", "0")}
    # the prefix is made of the callee that was found: in one step it would be worked out anew for each time it is named
    picked = ", ".join(
        f'try_cast({picks.get(name, "NULL")} AS {kind}) AS "{name}"' for name, (kind, _) in COLUMNS.items() if name != "prefix"
    )
    where = f" WHERE {columns.filled(layout.where)}" if layout.where else ""
    prefix = wanted.numbering.prefix("callee") if "callee" in picks else "NULL"
    names = ", ".join(f'{prefix} AS "prefix"' if name == "prefix" else f'"{name}"' for name in COLUMNS)
    _execute(db, f"SET preserve_insertion_order = {str(is_numbered).lower()}", rows)
    _execute(db, f"INSERT INTO attempts SELECT {names} FROM (SELECT {picked} FROM {columns.stepped(raw)}{where})", rows)
    taken = _one(db, f"SELECT count(*) FROM attempts WHERE file = {at}")
    broken += _rejected(db, at) if rows.rejects else []
    broken += _without_start(db, at)
    joined = joining.joined(db, at) if layout.has_tails or "part" in layout.picks else joining.NOTHING
    left = _one(db, f"SELECT count(*) FROM attempts WHERE file = {at}")
    return Source(database.shown(name), layout, mapped is not None, mapped, taken, left, joined, rows.notes, rows.names)


def _names_of(raw: str, db: duckdb.DuckDBPyConnection, rows: Rows) -> frozenset[str]:
    _execute(db, f"DESCRIBE SELECT * FROM {raw}", rows)
    return frozenset(row[0] for row in db.fetchall())


def _execute(db: duckdb.DuckDBPyConnection, statement: str, rows: Rows) -> None:
    try:
        db.execute(statement)
    except duckdb.Error as error:
        if record := other_files.record_of(error):
            raise CdrError("broken-at", path=rows.path, record=record) from None
        if "GZIP" in str(error):
            raise CdrError("broken-packing", path=rows.path) from None
        raise CdrError("unreadable", path=rows.path, detail=str(error).splitlines()[0][:300]) from None


def _one(db: duckdb.DuckDBPyConnection, query: str) -> int:
    found = db.execute(query).fetchone()
    return int(found[0]) if found else 0


def _rejected(db: duckdb.DuckDBPyConnection, at: int) -> list[BrokenRow]:
    """Lines that do not fall into their columns."""
    lines = db.execute(
        "SELECT line, any_value(error_type)::VARCHAR, any_value(csv_line) FROM reject_errors GROUP BY line ORDER BY line"
    ).fetchall()
    db.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
    found = [BrokenRow(at, int(line), _WHY.get(kind, "line"), (said or "").strip()[:_QUOTED]) for line, kind, said in lines[:_LISTED]]
    return [*found, *([BrokenRow(at, None, "more", times=len(lines) - _LISTED)] if len(lines) > _LISTED else [])]


_WHY = {
    "TOO MANY COLUMNS": "too-many",
    "MISSING COLUMNS": "too-few",
    "UNQUOTED VALUE": "quotes",
    "INVALID ENCODING": "encoding",
    "INVALID UNICODE": "encoding",
}


def _without_start(db: duckdb.DuckDBPyConnection, at: int) -> list[BrokenRow]:
    """Rows whose beginning cannot be read, or is of no telephone's age: without a time nothing can be said of them."""
    here = f"file = {at} AND (start IS NULL OR NOT start BETWEEN {_AGE})"
    lost = db.execute(
        f"SELECT row, coalesce(unique_id, call_id, callee, '') FROM attempts WHERE {here} ORDER BY row LIMIT {_LISTED}"
    ).fetchall()
    if not lost:
        return []
    many = _one(db, f"SELECT count(*) FROM attempts WHERE {here}")
    db.execute(f"DELETE FROM attempts WHERE {here}")
    found = [BrokenRow(at, row, "no-start", str(said)[:_QUOTED]) for row, said in lost]
    return [*found, *([BrokenRow(at, None, "more", times=many - _LISTED)] if many > _LISTED else [])]
