"""What grows is read on whoever rotates it, each byte once."""

from __future__ import annotations

import codecs
import contextlib
import gzip
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sipwhy.sources import Problem
from sipwhy.sources.growing import Growing, Grown, Pipe, open_growing
from tests.sources.appending import append


def taken(growing: Growing) -> list[Grown]:
    return list(iter(growing.take, None))


def text(growing: Growing) -> bytes:
    return b"".join(grown.data for grown in taken(growing))


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "full"
    path.write_bytes(b"one\n")
    return path


def test_what_is_appended_comes_once(log: Path) -> None:
    growing = open_growing(str(log))
    assert (text(growing), growing.take()) == (b"one\n", None)
    append(log, b"tw")
    append(log, b"o\n")
    assert (text(growing), growing.take()) == (b"two\n", None)


def test_a_file_renamed_is_read_to_its_end_although_the_new_one_is_there(log: Path) -> None:
    growing = open_growing(str(log))
    text(growing)
    old = log.rename(log.with_suffix(".1"))
    assert growing.take() is None
    log.touch()
    append(old, b"the server was not told yet\n")
    assert text(growing) == b"the server was not told yet\n"
    append(old, b"last\n")
    append(log, b"first\n")
    assert taken(growing) == [Grown(b"last\n"), Grown(b"first\n", is_new=True)]


def test_a_file_emptied_is_begun_again(log: Path) -> None:
    growing = open_growing(str(log))
    append(log, b"two\n")
    text(growing)
    shutil.copy(log, log.with_suffix(".1"))
    os.truncate(log, 0)
    assert growing.take() is None
    append(log, b"new\n")
    assert taken(growing) == [Grown(b"new\n", is_new=True)]


def test_a_file_emptied_that_has_grown_longer_meanwhile_is_begun_again(log: Path) -> None:
    growing = open_growing(str(log))
    text(growing)
    os.truncate(log, 0)
    append(log, b"something else, and longer\n")
    assert taken(growing) == [Grown(b"something else, and longer\n", is_new=True)]


def test_of_a_long_log_only_the_end_is_read_and_lines_keep_their_numbers(log: Path) -> None:
    log.write_bytes(b"".join(b"%07d of the lines of the log\n" % number for number in range(200_000)))
    first, *_ = pieces = taken(open_growing(str(log)))
    assert 900_000 < sum(len(grown.data) for grown in pieces) <= 1 << 20
    assert int(first.data[:7]) == first.lines


@pytest.mark.parametrize("order", ["le", "be"])
def test_the_end_of_a_long_log_in_utf_16_keeps_its_mark_and_its_letters_whole(log: Path, order: str) -> None:
    lines = [f"line {number} \u0a00\u000a".rstrip("\n") for number in range(60_000)]
    mark = codecs.BOM_UTF16_LE if order == "le" else codecs.BOM_UTF16_BE
    log.write_bytes(mark + "".join(f"{line}\n" for line in lines).encode(f"utf-16-{order}"))
    growing = open_growing(str(log))
    grown = taken(growing)
    told = b"".join(one.data for one in grown).decode("utf-16").splitlines()
    assert told == lines[-len(told) :]
    assert 0 < len(told) < len(lines)
    assert grown[0].lines == len(lines) - len(told)
    append(log, "more\n".encode(f"utf-16-{order}"))
    assert text(growing) == "more\n".encode(f"utf-16-{order}")


def test_of_a_capture_all_is_read(log: Path) -> None:
    log.write_bytes(bytes.fromhex("d4c3b2a1") + bytes(3 << 20))
    assert len(text(open_growing(str(log)))) == 4 + (3 << 20)


def test_a_packed_file_a_folder_and_nothing_are_named(log: Path) -> None:
    log.write_bytes(gzip.compress(b"one"))
    for path, kind in ((log, "growing-packed"), (log.parent, "directory"), (log / "x", "unreadable"), (log.parent / "x", "missing")):
        with pytest.raises(Problem) as raised:
            open_growing(str(path))
        assert raised.value.kind == kind


@pytest.fixture
def pipe() -> Iterator[tuple[Pipe, int]]:
    read, write = os.pipe()
    yield Pipe("-", read), write
    with contextlib.suppress(OSError):
        os.close(write)


def test_a_pipe_gives_all_and_then_ends(pipe: tuple[Pipe, int]) -> None:
    growing, write = pipe
    assert growing.take() is None
    sent = os.urandom(300_000)
    for start in range(0, len(sent), 1000):
        os.write(write, sent[start : start + 1000])
    os.close(write)
    got, deadline = b"", time.monotonic() + 60
    while not growing.has_ended and time.monotonic() < deadline:
        got += text(growing)
    assert got + text(growing) == sent
    assert growing.has_ended
