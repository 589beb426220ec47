"""A history of which one segment is spoiled answers from all the others, says which one, and goes on merging."""

from __future__ import annotations

import errno
import os
import random
import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb
import pytest

from sipwhy.store import parquet
from sipwhy.store.folder import Folder
from sipwhy.store.reader import Store
from sipwhy.store.segments import Segment, all_segments, named, segments
from sipwhy.store.soundness import Soundness, Spoiled
from sipwhy.store.state import store_state
from sipwhy.store.tables import CALLS, as_json
from sipwhy.store.writer import SEAL_LATEST, Writer
from tests.store.flood import some

LATER = SEAL_LATEST + 1
ROWS = 10
SPOILED = 2


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Five segments of ten messages each."""
    made = Folder(tmp_path / "history")
    for at in range(5):
        writer = Writer(made, 0.0)
        writer.append(some(ROWS, ROWS * at), 0.0)
        writer.close(1.0)
    return made


def numbers(store: Store) -> list[int]:
    """Reads every value, as a question for the whole messages does."""
    return [row[0] for row in store.ask("SELECT number, * FROM messages ORDER BY number")]


def without(at: int) -> list[int]:
    return [number for number in range(1, 5 * ROWS + 1) if not at * ROWS < number <= (at + 1) * ROWS]


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def beheaded(path: Path) -> None:
    path.write_bytes(b"XXXX" + path.read_bytes()[4:])


def emptied(path: Path) -> None:
    os.truncate(path, 0)


def rubbish(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(5000))


def rubbish_between_the_marks(path: Path) -> None:
    path.write_bytes(b"PAR1" + random.Random(1).randbytes(5000) + b"PAR1")


def other_columns(path: Path) -> None:
    duckdb.execute(f"COPY (SELECT 1 AS a, 'x' AS b) TO '{path}' (FORMAT parquet)")


def other_types(path: Path) -> None:
    other = path.with_suffix(".other")
    duckdb.execute(f"COPY (SELECT * REPLACE (number::VARCHAR AS number) FROM read_parquet('{path}')) TO '{other}' (FORMAT parquet)")
    other.replace(path)


def flipped(path: Path) -> None:
    """The bytes of the messages themselves: what the footer says of them is as it was."""
    about = f"SELECT data_page_offset, total_compressed_size FROM parquet_metadata('{path}') WHERE path_in_schema = 'raw'"
    [(begin, size)] = duckdb.execute(about).fetchall()
    data = bytearray(path.read_bytes())
    for at in range(begin, begin + size):
        data[at] ^= 0x55
    path.write_bytes(data)


@pytest.mark.parametrize("at", [0, SPOILED, 4])
@pytest.mark.parametrize(
    ("spoil", "how"),
    [
        (cut, "cut"),
        (beheaded, "cut"),
        (emptied, "empty"),
        (rubbish, "cut"),
        (rubbish_between_the_marks, "cut"),
        (other_columns, "columns"),
        (other_types, "columns"),
        (flipped, "damaged"),
    ],
)
def test_a_spoiled_segment_is_left_out_and_told_once(folder: Folder, spoil: Callable[[Path], None], how: str, at: int) -> None:
    path = segments(folder.messages)[at].path
    spoil(path)
    told: list[Spoiled] = []
    store = Store(folder, tell=told.append)
    for _ in range(2):
        assert numbers(store) == without(at)
    assert [(one.segment.path, one.how) for one in told] == [(path, how)]
    state = store_state(folder)
    assert (state.messages, [one.segment.path for one in state.spoiled]) == (4 * ROWS, [path])


def test_damage_within_is_searched_for_once_and_known_to_whoever_looks_next(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    flipped(segments(folder.messages)[SPOILED].path)
    assert numbers(Store(folder)) == without(SPOILED)
    monkeypatch.setattr("sipwhy.store.soundness.Soundness.search", lambda *_: pytest.fail("searched again"))
    assert numbers(Store(folder)) == without(SPOILED)


def test_a_segment_that_is_put_back_counts_again(folder: Folder, tmp_path: Path) -> None:
    path = segments(folder.messages)[SPOILED].path
    backup = tmp_path / "backup"
    shutil.copy2(path, backup)
    flipped(path)
    store = Store(folder)
    assert numbers(store) == without(SPOILED)
    shutil.copy2(backup, path)
    assert numbers(store) == list(range(1, 5 * ROWS + 1))
    assert store.spoiled == []


def test_a_spoiled_merged_segment_hides_none_of_those_it_was_merged_from(folder: Folder) -> None:
    named(folder.messages, 1, 3 * ROWS).write_bytes(b"PAR1")
    assert numbers(Store(folder)) == list(range(1, 5 * ROWS + 1))
    Writer(folder, 0.0).close(1.0)
    assert numbers(Store(folder)) == list(range(1, 5 * ROWS + 1))


def merged(folder: Folder, first: int, last: int) -> Path:
    """A segment merged from some of those of a folder, which stay beside it as after a crash."""
    of = [one.path for one in segments(folder.messages) if first <= one.first and one.last <= last]
    con = parquet.connect(folder.path, 1, "500MB")
    target = named(folder.messages, first, last)
    parquet.write(con, f"SELECT * FROM read_parquet({parquet.quoted(of)})", target)
    con.close()
    return target


def test_a_merged_segment_that_is_damaged_within_hides_none_of_those_it_was_merged_from(folder: Folder) -> None:
    flipped(merged(folder, 1, 3 * ROWS))
    Writer(folder, 0.0).close(1.0)
    assert len(segments(folder.messages)) < len(all_segments(folder.messages)) == 6
    assert numbers(Store(folder)) == list(range(1, 5 * ROWS + 1))


def test_only_what_contains_others_is_decoded_before_recording(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    target = merged(folder, 1, 2 * ROWS)
    paths: list[Path] = []
    decoded = Soundness._decoded

    def noting(self: Soundness, one: Segment) -> Spoiled | None:
        paths.append(one.path)
        return decoded(self, one)

    monkeypatch.setattr(Soundness, "_decoded", noting)
    Writer(folder, 0.0).close(1.0)
    assert paths == [target]
    assert [one.first for one in all_segments(folder.messages)] == [1, 2 * ROWS + 1, 3 * ROWS + 1, 4 * ROWS + 1]
    assert numbers(Store(folder)) == list(range(1, 5 * ROWS + 1))


def failing_with(error: duckdb.Error) -> Callable[..., list[tuple[str, ...]]]:
    def ask(*_: object) -> list[tuple[str, ...]]:
        raise error

    return ask


@contextmanager
def no_more_files() -> Iterator[None]:
    """As where every file that this process may open is open."""
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)


def test_what_this_machine_cannot_do_says_nothing_of_a_segment(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    every = segments(folder.messages)
    monkeypatch.setattr("sipwhy.store.soundness.all_segments", lambda _: every)
    with closing(parquet.connect(folder.path, 1, "500MB")) as con:
        soundness = Soundness(folder, lambda: con)
        with no_more_files():
            assert soundness.segments(folder.messages) == every
            assert not soundness.search(every)
        assert soundness.segments(folder.messages) == every
        with no_more_files():
            assert not soundness.search(every)
        assert soundness.segments(folder.messages) == every
        assert soundness.spoiled == {}
    assert not folder.spoiled.exists()


def test_nothing_is_deleted_for_a_merged_segment_that_could_not_be_decoded(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    merged(folder, 1, 2 * ROWS)
    monkeypatch.setattr(Soundness, "_ask", failing_with(duckdb.OutOfMemoryException("Out of Memory Error")))
    Writer(folder, 0.0).close(1.0)
    assert len(all_segments(folder.messages)) == 6


@pytest.mark.parametrize(
    "error",
    [
        duckdb.IOException('IO Error: Cannot open file "x": Too many open files'),
        duckdb.InterruptException("INTERRUPT Error: Interrupted!"),
        duckdb.OutOfMemoryException("Out of Memory Error: failed to allocate"),
        duckdb.FatalException("FATAL Error: database has been invalidated"),
        duckdb.ConnectionException("Connection Error: Connection already closed!"),
    ],
)
def test_an_error_of_this_machine_is_told_from_one_of_the_file(
    folder: Folder, error: duckdb.Error, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Soundness, "_ask", failing_with(error))
    every = segments(folder.messages)
    with closing(parquet.connect(folder.path, 1, "500MB")) as con:
        failing = Soundness(folder, lambda: con)
        assert failing.segments(folder.messages) == every
        assert not failing.search(every)
        assert failing.sound(every) == []
    assert failing.spoiled == {}
    assert not folder.spoiled.exists()


def test_a_segment_that_the_disk_does_not_give_is_left_out_with_its_word_and_noted_nowhere(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = segments(folder.messages)
    with closing(parquet.connect(folder.path, 1, "500MB")) as con:
        soundness = Soundness(folder, lambda: con)
        soundness.segments(folder.messages)
        monkeypatch.setattr(Soundness, "_ask", failing_with(duckdb.IOException(f'Could not read from file "x": {os.strerror(errno.EIO)}')))
        assert soundness.search(every[:1])
        assert soundness.segments(folder.messages) == every[1:]
    assert [(one.how, one.detail) for one in soundness.spoiled.values()] == [("refused", os.strerror(errno.EIO))]
    assert not folder.spoiled.exists()


def test_a_file_that_is_shorter_than_what_stands_in_it_is_damaged() -> None:
    assert not parquet.is_of_the_machine(duckdb.IOException('IO Error: Could not read enough bytes from file "x": attempted'))


def test_what_is_gone_is_forgotten(folder: Folder) -> None:
    with closing(parquet.connect(folder.path, 1, "500MB")) as con:
        soundness = Soundness(folder, lambda: con)
        for one in soundness.segments(folder.messages)[:4]:
            one.path.unlink()
        [left] = soundness.segments(folder.messages)
        os.utime(left.path)
        assert [one.path for one in soundness.segments(folder.messages)] == [left.path]
        assert [list(known) for known in soundness._known.values()] == [[left.path]]


@pytest.mark.parametrize("spoil", [cut, other_columns, flipped])
def test_merging_goes_on_around_a_spoiled_segment(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    folder = Folder(tmp_path / "history")
    writer = Writer(folder, 0.0)
    for at in range(30):
        writer.append(some(ROWS, ROWS * at), 0.0)
        writer._turn_over()
        writer._seal_or_merge(0.0)
    spoil(segments(folder.messages)[3].path)
    for at in range(6):
        writer._seal_or_merge(LATER * at)
    assert writer.error is None
    assert [one.rows for one in segments(folder.messages)] == [ROWS] * 4 + [26 * ROWS]
    assert numbers(Store(folder)) == [*range(1, 3 * ROWS + 1), *range(4 * ROWS + 1, 30 * ROWS + 1)]
    writer.close(LATER * 7)


def test_entries_of_calls_with_other_columns_are_left_out(folder: Folder) -> None:
    writer = Writer(folder, 0.0)
    writer.write_table(folder.calls, 1, 1, '[{"number": 1, "kind": "call"}]', as_json(CALLS))
    writer.write_table(folder.calls, 2, 2, '[{"number": 2, "kind": "call"}]', as_json(CALLS))
    writer.close(1.0)
    other_columns(segments(folder.calls)[0].path)
    store = Store(folder)
    assert store.ask("SELECT number, kind FROM calls") == [(2, "call")]
    assert [one.how for one in store.spoiled] == ["columns"]


def test_a_fault_of_the_question_spoils_nothing(folder: Folder) -> None:
    store = Store(folder)
    with pytest.raises(duckdb.BinderException):
        store.ask("SELECT nothing FROM messages")
    with pytest.raises(duckdb.Error):
        store.ask("SELECT regexp_matches(call_id, '(') FROM messages")
    assert store.spoiled == []
    assert not folder.spoiled.exists()
    assert numbers(store) == list(range(1, 5 * ROWS + 1))


def test_whatever_bytes_are_damaged_no_question_fails(folder: Folder) -> None:
    path = segments(folder.messages)[SPOILED].path
    whole = path.read_bytes()
    chance = random.Random(20261126)
    for _ in range(60):
        data = bytearray(whole)
        for at in chance.sample(range(len(data)), chance.choice((1, 20, 400))):
            data[at] = chance.randrange(256)
        path.write_bytes(data)
        store = Store(folder)
        found = numbers(store)
        assert set(found) >= set(without(SPOILED)) or len(found) == 5 * ROWS
        store.close()
