"""
Which segments can be read: one that is cut off, overwritten or of other columns is left out, told, and everything else goes on.

That a file has the right ends and columns is looked at before each question, and costs next to nothing. Damage within is met only when
the bytes are decoded: then every segment is decoded once, and what was found is noted in the store's folder, so that it is searched for
once. What this machine could not do at a moment (too many open files, too little memory) says nothing of a file, and is kept nowhere.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from sipwhy.store import parquet
from sipwhy.store.folder import Folder, write_whole
from sipwhy.store.segments import Segment, all_segments, outermost
from sipwhy.store.tables import CALLS, FINDINGS, Columns
from sipwhy.wire.messages import no_messages

if TYPE_CHECKING:
    import duckdb

_MAGIC = b"PAR1"
_LEAST = 12
"""Bytes: both magics and the footer's length (Parquet format, "File Format")."""
_Identity = tuple[int, int]
"""Size in bytes, and when anything about the file was changed last (ns): one that was put back from a backup is another one."""
_PASSING = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EINTR, errno.EAGAIN})
"""What the system says when it is short of something: of the file nothing is known then."""


class Spoiled(Struct, frozen=True):
    """
    A segment that is left out.

    `how`: "empty", "cut" (its ends are not those of Parquet), "columns" (others than expected), "damaged" (what is within cannot be
    decoded), "refused" (the system does not let it be read; `detail` says why).
    """

    segment: Segment
    how: str
    detail: str = ""


class _NotNowError(Exception):
    """A file could not be looked at: this machine is short of something, or the file went."""


class Soundness:
    """
    Looks at the segments of a store. `connection` is a database to look with; nobody else uses it meanwhile.

    A segment whose file went meanwhile is not spoiled: that is what merging does.
    """

    def __init__(self, folder: Folder, connection: Callable[[], duckdb.DuckDBPyConnection]) -> None:
        self._folder, self._connection = folder, connection
        self._columns: dict[Path, Columns] = {folder.calls: CALLS, folder.findings: FINDINGS}
        self._known: dict[Path, dict[Path, tuple[_Identity, Spoiled | None]]] = {}
        """Of each place's files, as of the last look: what their ends and columns told; None: they are as they should be."""
        self.spoiled: dict[Path, Spoiled] = {}
        """What was left out, as of the last look at each place."""

    def segments(self, place: Path) -> list[Segment]:
        """Those of a folder that can be read, in order, without those that another one of them contains."""
        every = all_segments(place)
        noted = self._noted() if every else {}
        before = self._known.get(place, {})
        looked = ((one, self._looked(one, before.get(one.path), noted)) for one in every)
        self._known[place] = {one.path: known for one, known in looked if known is not None}
        bad = {path: found for path, (_, found) in self._known[place].items() if found is not None}
        self.spoiled = {path: one for path, one in self.spoiled.items() if path.parent != place} | bad
        return outermost(one for one in every if one.path not in bad)

    def search(self, among: Iterable[Segment]) -> bool:
        """Decodes segments that seemed sound; whether one of them is damaged."""
        among = list(among)
        return len(self.sound(among)) < len(among) and any(one.path in self.spoiled for one in among)

    def sound(self, among: Iterable[Segment]) -> list[Segment]:
        """Decodes segments that seemed sound; those of which every value could be read. What is damaged is left out from now on."""
        sound, spoiled = [], []
        for one in among:
            with suppress(_NotNowError):
                if (bad := self._decoded(one)) is None:
                    sound.append(one)
                elif (identity := _identity(one.path)) is not None:
                    self._known.setdefault(one.path.parent, {})[one.path] = (identity, bad)
                    self.spoiled[one.path] = bad
                    spoiled.append(bad)
        if damaged := [bad for bad in spoiled if not bad.detail]:
            self._note(damaged)
        return sound

    def _looked(
        self, one: Segment, known: tuple[_Identity, Spoiled | None] | None, noted: Mapping[str, tuple[int, int, str]]
    ) -> tuple[_Identity, Spoiled | None] | None:
        """What is known of a file; None if it went, or if it could not be looked at right now."""
        identity = _identity(one.path)
        if identity is None:
            return None
        if known is not None and known[0] == identity:
            return known
        if (note := noted.get(_name(one))) and note[:2] == identity:
            return identity, Spoiled(one, note[2])
        try:
            return identity, self._ends_and_columns(one, one.path.parent)
        except _NotNowError:
            return None

    def _ends_and_columns(self, one: Segment, place: Path) -> Spoiled | None:
        try:
            if (how := _ends(one.path)) is not None:
                return Spoiled(one, how)
            described = self._ask(f"DESCRIBE SELECT * FROM read_parquet({parquet.quoted([one.path])})")
        except FileNotFoundError:
            return None
        except OSError as error:
            if error.errno in _PASSING:
                raise _NotNowError from error
            return Spoiled(one, "refused", error.strerror or str(error))
        except parquet.engine().Error as error:
            if parquet.is_of_the_machine(error):
                raise _NotNowError from error
            word = parquet.disks_word(error)
            return (Spoiled(one, "refused", word) if word else Spoiled(one, "cut")) if one.path.exists() else None
        there = {name: kind for name, kind, *_ in described}
        return None if self._are_expected(there, place) else Spoiled(one, "columns")

    def _are_expected(self, there: Columns, place: Path) -> bool:
        """Whether these are the columns of such a segment; an older one of calls may lack some, but not the first."""
        expected = self._expected(place)
        if place == self._folder.messages:
            return dict(there) == dict(expected)
        return next(iter(expected)) in there and all(expected.get(name) == kind for name, kind in there.items())

    def _expected(self, place: Path) -> Columns:
        if place not in self._columns:
            con = self._connection()
            con.register("expected", no_messages())
            self._columns[place] = {name: kind for name, kind, *_ in con.execute("DESCRIBE SELECT * FROM expected").fetchall()}
            con.unregister("expected")
        return self._columns[place]

    def _decoded(self, one: Segment) -> Spoiled | None:
        """
        Reads every value; what the engine does not check itself is whether words are UTF-8.

        _NotNowError if that could not be done right now, or if the file went.
        """
        expected = self._expected(one.path.parent)
        words = [f'sum(length(decode(encode("{name}"))))' for name, kind in expected.items() if kind == "VARCHAR"]
        try:
            there = {name for name, *_ in self._ask(f"DESCRIBE SELECT * FROM read_parquet({parquet.quoted([one.path])})")}
            checked = [word for word in words if word.split('"')[1] in there]
            self._ask(f"SELECT {', '.join(['bit_xor(hash(x))', *checked])} FROM read_parquet({parquet.quoted([one.path])}) x")
        except (parquet.engine().Error, UnicodeDecodeError) as error:
            if parquet.is_of_the_machine(error) or not one.path.exists():
                raise _NotNowError from error
            word = parquet.disks_word(error)
            return Spoiled(one, "refused", word) if word else Spoiled(one, "damaged")
        return None

    def _ask(self, query: str) -> list[tuple[str, ...]]:
        rows: list[tuple[str, ...]] = self._connection().execute(query).fetchall()
        return rows

    def _noted(self) -> dict[str, tuple[int, int, str]]:
        try:
            return msgspec.json.decode(self._folder.spoiled.read_bytes(), type=dict[str, tuple[int, int, str]])
        except (OSError, msgspec.DecodeError):
            return {}

    def _note(self, found: Iterable[Spoiled]) -> None:
        """Keeps what was found for those who look next; who may not write here searches again."""
        notes = {name: note for name, note in self._noted().items() if _identity(self._folder.path / name) == note[:2]}
        for bad in found:
            if (identity := _identity(bad.segment.path)) is not None:
                notes[_name(bad.segment)] = (*identity, bad.how)
        with suppress(OSError):
            write_whole(self._folder.spoiled, msgspec.json.encode(notes))


def _name(one: Segment) -> str:
    return f"{one.path.parent.name}/{one.path.name}"


def _identity(path: Path) -> _Identity | None:
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_size, about.st_ctime_ns


def _ends(path: Path) -> str | None:
    """What is wrong with a file's ends; OSError if it cannot be read."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        if size < _LEAST:
            return "cut" if size else "empty"
        file.seek(0)
        head = file.read(len(_MAGIC))
        file.seek(-len(_MAGIC), os.SEEK_END)
        return None if head == file.read(len(_MAGIC)) == _MAGIC else "cut"
