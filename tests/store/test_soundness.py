"""A history of which one segment is spoiled answers from all the others, says which one, and goes on merging."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from sipwhy.store.folder import Folder
from sipwhy.store.reader import Store
from sipwhy.store.segments import named, segments
from sipwhy.store.soundness import Spoiled
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
