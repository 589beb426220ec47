"""The readers' side of a store: what is sealed and what is in the journal, as views of DuckDB."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

from sipwhy.store import parquet
from sipwhy.store.folder import Folder
from sipwhy.store.journal import Torn, journal_files, read_journal
from sipwhy.store.segments import Segment
from sipwhy.store.soundness import Soundness, Spoiled
from sipwhy.store.tables import CALLS, FINDINGS, empty_select
from sipwhy.wire.messages import MessageBatch, no_messages

if TYPE_CHECKING:
    import duckdb

_MEMORY = "1GB"
_TRIES = 5
_QUESTION = ("BinderException", "CatalogException", "ParserException", "OutOfMemoryException", "InterruptException")
"""What is wrong with a question, or with this machine, and not with what was recorded."""
Read = TypeVar("Read")


class Seen(Struct, frozen=True):
    """What there was at one moment."""

    files: tuple[Path, ...]
    unsealed: tuple[MessageBatch, ...]
    torn: tuple[Torn, ...]


class Store:
    """
    Reads a store, whoever writes it meanwhile. Each question is asked of what is there at its moment.

    A segment that is spoiled is left out, and `tell` is called with it once.
    """

    def __init__(self, folder: Folder, threads: int = 2, tell: Callable[[Spoiled], object] = lambda one: None) -> None:
        folder.check()
        self.folder = folder
        self._threads, self._spoiled_is_told = threads, tell
        self._con = self._connected()
        self._soundness = Soundness(folder, lambda: self._con)
        self._told: set[Path] = set()
        self.torn: tuple[Torn, ...] = ()
        """What of the journal was torn off, as of the last question."""

    def ask(self, query: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query over the views `messages`, `calls` and `findings`; duckdb.Error if it is none."""
        return self.reading(lambda con: con.execute(query, list(parameters)).fetchall())

    def latest(self, columns: str, condition: str, parameters: Sequence[Any], limit: int) -> list[tuple[Any, ...]]:
        """
        The latest `limit` messages that fit, in order of their numbers.

        Their numbers are found first: a condition over several columns would else make every column of every message be read.
        """

        def read(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
            query = f"SELECT number FROM messages WHERE {condition} ORDER BY number DESC LIMIT {limit:d}"
            numbers = [number for (number,) in con.execute(query, list(parameters)).fetchall()]
            if not numbers:
                return []
            chosen = f"number BETWEEN {numbers[-1]} AND {numbers[0]} AND number IN ({', '.join(map(str, numbers))})"
            return con.execute(f"SELECT {columns} FROM messages WHERE {chosen} ORDER BY number").fetchall()

        return self.reading(read)

    def reading(self, read: Callable[[duckdb.DuckDBPyConnection], Read]) -> Read:
        """
        What `read` makes of the views; it is called again if a segment went while it was read (merged, or over the limits), and without
        those that turn out to be damaged.
        """
        for left in reversed(range(_TRIES)):
            try:
                self._look()
                found = read(self._con)
            except (parquet.engine().Error, UnicodeDecodeError) as error:
                if not left or not self._is_worth_another(error, left):
                    raise
            else:
                self._tell()
                return found
        raise AssertionError("unreachable")

    @property
    def spoiled(self) -> list[Spoiled]:
        """What was left out, as of the last question."""
        return sorted(self._soundness.spoiled.values(), key=lambda one: one.segment.path)

    def _is_worth_another(self, error: Exception, left: int) -> bool:
        """Whether the same question may be answered now: a segment went, or a damaged one was found that is left out from now on."""
        if isinstance(error, parquet.engine().IOException) and left > 1:
            return True
        if type(error).__name__ in _QUESTION:
            return False
        self._con.close()
        self._con = self._connected()  # after some errors the old one answers nothing any more
        places = (self.folder.messages, self.folder.calls, self.folder.findings)
        return self._soundness.search([one for place in places for one in self._soundness.segments(place)])

    def _tell(self) -> None:
        for one in self.spoiled:
            if one.segment.path not in self._told:
                self._told.add(one.segment.path)
                self._spoiled_is_told(one)

    def _connected(self) -> duckdb.DuckDBPyConnection:
        con = parquet.connect(self.folder.path, self._threads, _MEMORY)
        con.execute("SET parquet_metadata_cache = true")
        return con

    def close(self) -> None:
        """Ends the reading."""
        self._con.close()

    def _look(self) -> None:
        seen = look(self.folder, self._soundness)
        self.torn = seen.torn
        unsealed = no_messages()
        self._con.register("none_yet", unsealed)
        self._con.execute("CREATE OR REPLACE TEMP TABLE unsealed AS SELECT * FROM none_yet")
        for batch in seen.unsealed:
            self._con.register("unsealed_batch", batch)
            self._con.execute("INSERT INTO unsealed SELECT * FROM unsealed_batch")
            self._con.unregister("unsealed_batch")
        sealed = f"SELECT * FROM read_parquet({parquet.quoted(seen.files)}) UNION ALL " if seen.files else ""
        self._con.execute(f"CREATE OR REPLACE TEMP VIEW messages AS {sealed}SELECT * FROM unsealed")
        for name, place, columns in (("calls", self.folder.calls, CALLS), ("findings", self.folder.findings, FINDINGS)):
            files = [one.path for one in self._soundness.segments(place)]
            what = f"SELECT * FROM read_parquet({parquet.quoted(files)}, union_by_name = true)" if files else empty_select(columns)
            self._con.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {what}")


def look(folder: Folder, soundness: Soundness) -> Seen:
    """
    What is there and can be read: the journal is read first, so that what is sealed meanwhile is in the segments.

    Of the journal it is what none of these very segments holds: another look at the folder may find one more, whose messages would then be
    in neither.
    """
    read = [read_journal(path) for path in journal_files(folder)]
    sealed = soundness.segments(folder.messages)
    unsealed = tuple(batch for batches, _ in read for batch in batches if not _holds(sealed, batch.first))
    return Seen(tuple(one.path for one in sealed), unsealed, tuple(torn for _, torn in read if torn is not None))


def _holds(sealed: Sequence[Segment], number: int) -> bool:
    """Whether a message is in one of the segments, which stand in order."""
    before = bisect_right(sealed, number, key=lambda one: one.first)
    return before > 0 and number <= sealed[before - 1].last
