"""What was written is read, whether it is sealed or not, and whatever became of its writer."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest

from sipwhy.store import reader
from sipwhy.store.folder import FORMAT, Folder
from sipwhy.store.journal import JournalFile, journal_files
from sipwhy.store.lock import holder
from sipwhy.store.problem import StoreError
from sipwhy.store.reader import Seen, Store
from sipwhy.store.segments import Segment, all_segments, named, segments
from sipwhy.store.soundness import Soundness, Spoiled
from sipwhy.store.writer import SEAL_LATEST, Writer
from tests.store.flood import START, some

LATER = SEAL_LATEST + 1


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "history")


def numbers(folder: Folder) -> list[int]:
    store = Store(folder)
    try:
        return [number for (number,) in store.ask("SELECT number FROM messages ORDER BY number")]
    finally:
        store.close()


def abandoned(writer: Writer) -> None:
    """As a killed process leaves it: nothing is sealed any more, and the lock is gone."""
    writer._lock.release()


def test_messages_are_there_before_they_are_sealed_and_after(folder: Folder) -> None:
    writer = Writer(folder, 0.0)
    writer.append(some(3), 0.0)
    writer.append(some(2, 3), 1.0)
    assert numbers(folder) == [1, 2, 3, 4, 5]
    assert not segments(folder.messages)
    writer.close(2.0)
    assert numbers(folder) == [1, 2, 3, 4, 5]
    assert [(one.first, one.last) for one in segments(folder.messages)] == [(1, 5)]
    assert not journal_files(folder)


def test_a_row_has_the_columns_of_the_messages_table(folder: Folder) -> None:
    writer = Writer(folder, 0.0)
    writer.append(some(2), 0.0)
    for _ in ("journal", "segment"):
        [row] = Store(folder).ask(
            "SELECT epoch_us(ts), src_ip, dst_port, method, call_id, from_user, to_user, raw FROM messages WHERE number = 2"
        )
        assert row[:7] == (START + 1000, "198.51.100.21", 5060, "OPTIONS", "1", "1001", "1002")
        assert row[7].startswith(b"OPTIONS sip:1@203.0.113.10 SIP/2.0\r\n")
        if holder(folder):
            writer.close(1.0)


def test_a_recorder_goes_on_where_the_last_one_broke_off(folder: Folder) -> None:
    writer = Writer(folder, 0.0)
    writer.append(some(4), 0.0)
    abandoned(writer)
    file = journal_files(folder)[0]
    with file.open("ab") as journal:
        journal.write(b"\xf5SWF torn")
    following = Writer(folder, 10.0)
    assert (following.next, following.torn) == (5, 9)
    following.append(some(2, 4), 10.0)
    following.close(11.0)
    assert numbers(folder) == [1, 2, 3, 4, 5, 6]
    assert not journal_files(folder)


def test_a_crash_between_sealing_and_the_end_of_the_journal_doubles_nothing(folder: Folder) -> None:
    writer = Writer(folder, 0.0)
    writer.append(some(4), 0.0)
    file = journal_files(folder)[0]
    kept = file.read_bytes()
    writer.close(1.0)
    file.write_bytes(kept)
    assert numbers(folder) == [1, 2, 3, 4]
    Writer(folder, 2.0).close(3.0)
    assert numbers(folder) == [1, 2, 3, 4]
    assert not journal_files(folder)


def test_a_lost_frame_shifts_no_number(folder: Folder) -> None:
    writer = Writer(folder, 0.0)
    for begin in (0, 2, 4):
        writer.append(some(2, begin), 0.0)
    abandoned(writer)
    file = journal_files(folder)[0]
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    following = Writer(folder, 1.0)
    following.append(some(1, 6), 1.0)
    following.close(2.0)
    rows = Store(folder).ask("SELECT number, call_id FROM messages ORDER BY number")
    assert rows == [(1, "0"), (2, "1"), (5, "4"), (6, "5"), (7, "6")]


def test_small_segments_are_merged_and_what_is_read_stays_the_same(folder: Folder) -> None:
    writer = Writer(folder, 0.0)
    for round_ in range(13):
        writer.append(some(10, 10 * round_), 0.0)
        writer.work(LATER * (round_ + 1))
        writer.wait()
    expected = list(range(1, 131))
    assert numbers(folder) == expected
    writer.work(LATER * 14)
    writer.wait()
    assert len(segments(folder.messages)) < 13 <= len(all_segments(folder.messages))
    assert numbers(folder) == expected
    writer.work(LATER * 20)
    writer.wait()
    assert len(all_segments(folder.messages)) < 13
    writer.close(LATER * 30)
    assert numbers(folder) == expected


def test_a_clock_that_jumps_back_changes_no_number_and_loses_nothing(folder: Folder) -> None:
    writer = Writer(folder, 0.0)
    writer.append(some(2, 10), 0.0)
    writer.append(some(2, 0), 0.0)
    writer.close(1.0)
    rows = Store(folder).ask("SELECT number, call_id FROM messages ORDER BY number")
    assert rows == [(1, "10"), (2, "11"), (3, "0"), (4, "1")]
    assert [row for (row,) in Store(folder).ask("SELECT call_id FROM messages")] == ["0", "1", "10", "11"]


def test_two_recorders_are_refused_by_name(folder: Folder) -> None:
    writer = Writer(folder, 0.0)
    with pytest.raises(StoreError) as refused:
        Writer(folder, 0.0)
    assert (refused.value.key, refused.value.values["pid"]) == ("locked", os.getpid())
    writer.append(some(1), 0.0)
    writer.close(1.0)
    assert holder(folder) is None
    assert numbers(folder) == [1]


def test_a_store_of_a_newer_version_is_not_touched(folder: Folder) -> None:
    Writer(folder, 0.0).close(0.0)
    (folder.path / "format").write_text(f'{{"format": {FORMAT + 1}}}\n')
    before = {path: path.stat().st_mtime_ns for path in folder.path.rglob("*")}
    for use in (lambda: Writer(folder, 0.0), lambda: Store(folder)):
        with pytest.raises(StoreError) as refused:
            use()
        assert (refused.value.key, refused.value.values["version"]) == ("newer", FORMAT + 1)
    assert {path: path.stat().st_mtime_ns for path in folder.path.rglob("*")} == before


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"format": "1"}', "ÿ"])
def test_a_strange_format_is_not_touched(folder: Folder, text: str) -> None:
    folder.path.mkdir()
    (folder.path / "format").write_text(text, encoding="latin-1")
    with pytest.raises(StoreError, match="strange-format"):
        Writer(folder, 0.0)


def test_a_folder_with_other_things_in_it_is_not_touched(folder: Folder) -> None:
    folder.path.mkdir()
    (folder.path / "thesis.odt").write_bytes(b"x")
    with pytest.raises(StoreError, match="not-empty"):
        Writer(folder, 0.0)


def test_nobody_else_can_read_it(folder: Folder) -> None:
    writer = Writer(folder, 0.0)
    writer.append(some(3), 0.0)
    writer.close(1.0)
    writer = Writer(folder, 1.0)
    writer.append(some(3, 3), 1.0)
    for path in (folder.path, *folder.path.rglob("*")):
        expected = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == expected, path
    writer.close(2.0)


def test_messages_that_find_no_room_for_long_are_safe_once_they_do(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The journal's file is there for whoever comes after a crash, though nothing stood in it for a minute."""
    writer = Writer(folder, 0.0)
    with monkeypatch.context() as patch:
        patch.setattr(JournalFile, "append", _no_room)
        with pytest.raises(OSError, match="no room"):
            writer.append(some(2), 0.0)
        writer.work(LATER)
        writer.wait()
    assert not all_segments(folder.messages)
    writer.append(some(2), LATER)
    writer.flush()
    abandoned(writer)
    following = Writer(folder, 2 * LATER)
    following.close(2 * LATER)
    assert numbers(folder) == [1, 2]


def test_a_disk_that_takes_nothing_for_a_while_ends_no_recording(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = Writer(folder, 0.0)
    writer.append(some(2), 0.0)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fdatasync", _no_room)
        writer.work(LATER)
        assert writer.error is not None
    writer.append(some(1, 2), LATER)
    writer.close(2 * LATER)
    assert numbers(folder) == [1, 2, 3]


def _no_room(*_: object) -> int:
    raise OSError(errno.ENOSPC, "no room")


def spoil(path: Path) -> None:
    """A disk that lost what was written."""
    path.write_bytes(bytes(path.stat().st_size))


def test_a_spoiled_segment_ends_no_recording_stops_no_merging_and_readers_are_told_which_it_is(folder: Folder) -> None:
    writer = Writer(folder, 0.0)
    for round_ in range(13):
        writer.append(some(10, 10 * round_), 0.0)
        writer.work(LATER * (round_ + 1))
        writer.wait()
    spoiled = segments(folder.messages)[3].path
    spoil(spoiled)
    writer.work(LATER * 14)
    writer.wait()
    assert writer.error is None
    writer.append(some(1, 130), LATER * 15)
    lost = range(31, 41)
    told: list[Spoiled] = []
    store = Store(folder, tell=told.append)
    for _ in range(2):
        assert {number for (number,) in store.ask("SELECT number FROM messages")} == set(range(1, 132)) - set(lost)
    assert [(one.segment.path, one.how) for one in told] == [(spoiled, "cut")]
    writer.close(LATER * 16)
    assert segments(folder.messages)[-1].last == 131


def test_a_segment_that_goes_before_it_is_opened_is_looked_for_anew(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = Writer(folder, 0.0)
    writer.append(some(3), 0.0)
    writer.close(1.0)
    seen = [Seen((folder.messages / "gone.parquet",), (), ()), reader.look(folder, Store(folder)._soundness)]
    monkeypatch.setattr(reader, "look", lambda *_: seen.pop(0))
    assert numbers(folder) == [1, 2, 3]


def test_after_clearing_numbers_begin_anew(folder: Folder) -> None:
    writer = Writer(folder, 0.0)
    writer.append(some(3), 0.0)
    writer.clear()
    assert numbers(folder) == []
    writer.append(some(2), 0.0)
    assert numbers(folder) == [1, 2]
    writer.close(1.0)
    assert numbers(folder) == [1, 2]


def test_reading_goes_on_while_it_is_recorded(folder: Folder) -> None:
    """Whenever somebody looks, the numbers from 1 on are there without a gap, and never fewer than before."""
    writer = Writer(folder, 0.0)
    is_done = threading.Event()

    def record() -> None:
        for round_ in range(60):
            writer.append(some(50, 50 * round_), LATER * round_)
            writer.work(LATER * round_)
        is_done.set()

    recorder = threading.Thread(target=record)
    recorder.start()
    store, seen = Store(folder, 1), 0
    while not is_done.is_set():
        [(count, last)] = store.ask("SELECT count(*), coalesce(max(number), 0) FROM messages")
        assert count == last >= seen
        seen = last
    recorder.join()
    writer.close(LATER * 100)
    assert numbers(folder) == list(range(1, 3001))


def test_what_is_sealed_right_after_a_look_at_the_segments_is_seen_in_the_journal(folder: Folder) -> None:
    writer = Writer(folder, 0.0)
    writer.append(some(3), 0.0)
    writer.work(0.0, is_last=True)
    writer.append(some(2, 3), 1.0)

    class Unlucky(Soundness):
        """The writer seals whenever somebody has just listed what is sealed."""

        def segments(self, place: Path) -> list[Segment]:
            listed = super().segments(place)
            writer.work(2.0, is_last=True)
            return listed

    con = duckdb.connect()
    seen = reader.look(folder, Unlucky(folder, lambda: con))
    assert [path.name for path in seen.files] == [named(folder.messages, 1, 3).name]
    assert [(batch.first, len(batch)) for batch in seen.unsealed] == [(4, 2)]
    assert [(one.first, one.last) for one in segments(folder.messages)] == [(1, 3), (4, 5)]
    writer.close(3.0)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Two megabytes of disk."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("needs the right to mount a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def is_refused(what: Callable[[], object]) -> bool:
    """Whether there is no room for it."""
    with suppress(OSError):
        what()
        return False
    return True


def fill(filler: Path) -> None:
    """Leaves no room."""
    with filler.open("wb", buffering=0) as file:
        while not is_refused(lambda: file.write(b"x" * 4096)):
            pass


def test_a_full_disk_loses_nothing_that_was_taken(small_disk: Path) -> None:
    folder = Folder(small_disk / "history")
    writer = Writer(folder, 0.0)
    filler = small_disk / "filler"
    writer.append(some(100), 0.0)
    fill(filler)
    taken = 100
    while not is_refused(partial(writer.append, some(100, taken), 0.0)):
        taken += 100
    assert numbers(folder) == list(range(1, taken + 1))
    writer.work(LATER)
    writer.wait()
    assert writer.error is not None
    assert numbers(folder) == list(range(1, taken + 1))
    filler.unlink()
    writer.append(some(100, taken), LATER)
    writer.close(3 * LATER)
    assert writer.error is None
    assert numbers(folder) == list(range(1, taken + 101))


def test_a_store_of_somebody_else_is_told_as_such(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    Writer(folder, 0.0).close(1.0)

    def refused(*_: object, **__: object) -> str:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "read_text", refused)
    with pytest.raises(StoreError, match="not-yours"):
        Store(folder)
    monkeypatch.setattr(Path, "mkdir", refused)
    with pytest.raises(StoreError, match="no-right-to-write"):
        Folder(folder.path / "new").prepare()


def test_of_what_the_administrator_records_others_are_told_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sipwhy.store.folder._OF_SYSTEM", Folder(tmp_path))
    monkeypatch.setenv("SIPWHY_HISTORY", str(tmp_path / "own"))
    with pytest.raises(StoreError, match="no-store-here"):
        Folder(tmp_path / "own").check()
    with pytest.raises(StoreError, match="no-store "):
        Folder(tmp_path / "another").check()


def test_who_only_asks_who_records_keeps_nobody_from_recording(folder: Folder) -> None:
    folder.prepare()
    number = os.open(folder.lock, os.O_RDWR | os.O_CREAT)
    fcntl.flock(number, fcntl.LOCK_SH)  # as `holder` does for a moment
    threading.Timer(0.05, os.close, [number]).start()
    Writer(folder, 0.0).close(0.0)


def test_of_two_who_ask_who_recorded_neither_is_told_of_the_other(folder: Folder) -> None:
    folder.prepare()
    folder.lock.write_text("4711\n")  # a recorder that was killed
    number = os.open(folder.lock, os.O_RDWR)
    fcntl.flock(number, fcntl.LOCK_SH)  # as `holder` does for a moment
    try:
        assert holder(folder) is None
    finally:
        os.close(number)


def test_a_store_that_was_half_made_is_made_at_the_next_start(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Path.mkdir

    def broken(path: Path, *given: Any, **named: Any) -> None:
        if path == folder.calls:
            raise KeyboardInterrupt
        made(path, *given, **named)

    monkeypatch.setattr(Path, "mkdir", broken)
    with pytest.raises(KeyboardInterrupt):
        folder.prepare()
    monkeypatch.undo()
    folder.prepare()
    assert folder.is_begun
    assert folder.calls.is_dir()
