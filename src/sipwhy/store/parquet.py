"""Writing Parquet through DuckDB: zstd, rows in order of time, bloom filters for what people search by."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from sipwhy.store.folder import PRIVATE_FILE, sync_folder
from sipwhy.store.problem import StoreError
from sipwhy.store.segments import PART

if TYPE_CHECKING:
    import duckdb

ROW_GROUP = 122_880
"""Rows by which a reader skips: sixty times what it decodes at once."""
_OPTIONS = (
    f"FORMAT parquet, USE_TMP_FILE false, COMPRESSION zstd, COMPRESSION_LEVEL 3, ROW_GROUP_SIZE {ROW_GROUP}, "
    # DuckDB writes a bloom filter for each column that a dictionary fits; Call-IDs are many.
    # Pages of the messages' bytes are small enough for one message to be read without all its neighbours.
    f"DATA_PAGE_SIZE_LIMIT {1 << 20}, WRITE_PAGE_INDEX true, "
    f"DICTIONARY_SIZE_LIMIT {ROW_GROUP}, STRING_DICTIONARY_PAGE_SIZE_LIMIT {64 << 20}, BLOOM_FILTER_FALSE_POSITIVE_RATIO 0.01"
)


_OF_THE_MACHINE = ("OutOfMemoryException", "InterruptException", "FatalException", "ConnectionException")
_SHORT = "Could not read enough bytes"
"""What an IOException says of a file that is shorter than what stands in it; all others pass on what the system said."""
_UNREADABLE = tuple(os.strerror(getattr(errno, name)) for name in ("EIO", "EUCLEAN", "EBADMSG") if hasattr(errno, name))
"""What the system says where the disk cannot give a file's bytes: that does not pass."""


def is_of_the_machine(error: BaseException | None) -> bool:
    """Whether the engine failed for what this machine could not do at the moment, which says nothing of a file's content."""
    if isinstance(error, engine().IOException):
        return _SHORT not in str(error) and not disks_word(error)
    return type(error).__name__ in _OF_THE_MACHINE


def disks_word(error: BaseException) -> str:
    """What the system said of a disk that cannot give the bytes of a file; empty if it is not that."""
    said = str(error) if isinstance(error, engine().IOException) else ""
    return next((word for word in _UNREADABLE if word in said), "")


def engine() -> ModuleType:
    """DuckDB; StoreError if it is not installed."""
    try:
        return import_module("duckdb")  # late: a large library that only the history needs
    except ImportError:
        raise StoreError("no-duckdb") from None


def connect(folder: Path, threads: int, memory: str) -> duckdb.DuckDBPyConnection:
    """A database in memory that spills into `folder`."""
    made: duckdb.DuckDBPyConnection = engine().connect(
        ":memory:",
        config={
            "threads": threads,
            "memory_limit": memory,
            "temp_directory": str(folder / "spill"),
            "autoinstall_known_extensions": False,
            "preserve_insertion_order": True,
        },
    )
    made.execute("SET TimeZone = 'UTC'")
    return made


def write(con: duckdb.DuckDBPyConnection, select: str, target: Path, parameters: Sequence[Any] = ()) -> None:
    """
    Writes what `select` yields as the segment `target`, which is there as a whole or not at all.

    OSError if it cannot be written; of what could not be, nothing is left.
    """
    part = target.with_name(target.name + PART)
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE))
        _copy(con, select, part, parameters)
        number = os.open(part, os.O_RDONLY)
        try:
            os.fchmod(number, PRIVATE_FILE)
            os.fsync(number)
        finally:
            os.close(number)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def _copy(con: duckdb.DuckDBPyConnection, select: str, part: Path, parameters: Sequence[Any]) -> None:
    try:
        con.execute(f"COPY ({select}) TO {_literal(part)} ({_OPTIONS})", list(parameters))
    except engine().Error as error:  # a spoiled segment and too little memory, too: whoever records goes on
        raise OSError(0, str(error)) from error


def quoted(paths: Sequence[Path]) -> str:
    """A list of files for read_parquet."""
    return f"[{', '.join(map(_literal, paths))}]"


def _literal(path: Path) -> str:
    """A file's name as DuckDB takes it."""
    return "'" + str(path).replace("'", "''") + "'"
