"""The journal gives back every whole frame, whatever happened to its file."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.store.folder import Folder
from sipwhy.store.journal import JournalFile, frames, read_journal
from sipwhy.wire.messages import MessageBatch
from tests.store.flood import some


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = Folder(tmp_path_factory.mktemp("store"))
    folder.prepare()
    journal = JournalFile(folder, 1)
    for first, count in ((1, 3), (4, 1), (5, 2)):
        batch = some(count, first - 1)
        batch.first = first
        journal.append(batch)
    journal.sync()
    journal.close()
    return journal.path.read_bytes()


def numbers(data: bytes) -> list[int]:
    whole = [found for found in frames(data) if isinstance(found, MessageBatch)]
    return [batch.first + place for batch in whole for place in range(len(batch))]


def test_what_was_appended_is_read(written: bytes, tmp_path: Path) -> None:
    file = tmp_path / "1.journal"
    file.write_bytes(written)
    batches, torn = read_journal(file)
    assert [(batch.first, len(batch)) for batch in batches] == [(1, 3), (4, 1), (5, 2)]
    assert torn is None
    assert batches[2].records() == written[-len(batches[2].records()) :]


def test_a_file_that_went_meanwhile_is_empty(tmp_path: Path) -> None:
    assert read_journal(tmp_path / "gone.journal") == ([], None)


@given(st.data())
def test_a_torn_tail_costs_nothing_before_it(written: bytes, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(written)))
    whole = max((last for end, last in zip(_ends(written), (0, 3, 4, 6), strict=True) if end <= cut), default=0)
    assert numbers(written[:cut]) == list(range(1, whole + 1))
    lost = sum(found for found in frames(written[:cut]) if isinstance(found, int))
    assert (lost == 0) == (cut in _ends(written) or cut == 0)


@given(st.data())
def test_a_spoiled_byte_costs_its_own_frame(written: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(12, len(written) - 1))
    spoiled = bytearray(written)
    spoiled[place] ^= data.draw(st.integers(1, 255))
    frame = next(index for index, end in enumerate(_ends(written)[1:]) if place < end)
    assert numbers(bytes(spoiled)) == [number for index, group in enumerate(([1, 2, 3], [4], [5, 6])) if index != frame for number in group]


@given(st.binary(max_size=400), st.binary(max_size=400))
def test_any_bytes_are_read_to_the_end(before: bytes, after: bytes) -> None:
    data = before + b"\xf5SWF" + after
    for found in frames(data):
        assert isinstance(found, (int, MessageBatch))


def _ends(written: bytes) -> list[int]:
    """Where the head and each frame ends."""
    ends, at = [12], 12
    for found in frames(written):
        assert isinstance(found, MessageBatch)
        at += 24 + len(found.records())
        ends.append(at)
    return ends


def test_a_file_that_finds_no_room_leaves_no_descriptor_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disk it is tried ten times a second, for hours."""
    folder = Folder(tmp_path / "store")
    folder.prepare()
    before = len(list(Path("/proc/self/fd").iterdir()))

    def no_room(*_: object) -> int:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(os, "pwrite", no_room)
    for _ in range(20):
        with pytest.raises(OSError, match="no room"):
            JournalFile(folder, 1)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
