"""Which segments count, and which are merged next."""

from __future__ import annotations

from pathlib import Path

from sipwhy.store.segments import MERGED_ROWS, Segment, all_segments, contained, containing, last_number, named, segments, to_merge

HOUR = 3600.0


def made(place: Path, *spans: tuple[int, int]) -> None:
    for first, last in spans:
        named(place, first, last).write_bytes(b"x")


def spans(found: list[Segment]) -> list[tuple[int, int]]:
    return [(one.first, one.last) for one in found]


def run_of(count: int, rows: int, ended: float, begin: int = 1) -> list[Segment]:
    starts = range(begin, begin + count * rows, rows)
    return [Segment(Path(str(first)), first, first + rows - 1, 100 * rows, ended) for first in starts]


def test_a_segment_that_another_one_contains_does_not_count(tmp_path: Path) -> None:
    made(tmp_path, (1, 10), (11, 20), (1, 20), (21, 30))
    assert spans(segments(tmp_path)) == [(1, 20), (21, 30)]
    assert last_number(tmp_path) == 30
    every = all_segments(tmp_path)
    assert spans(containing(every)) == [(1, 20)]
    assert spans(contained(every, containing(every))) == [(1, 10), (11, 20)]
    assert contained(every, []) == []


def test_what_contains_another_one_is_found_in_others_and_across_overlaps(tmp_path: Path) -> None:
    made(tmp_path, (1, 30), (1, 20), (5, 40), (6, 10), (41, 50))
    assert spans(containing(all_segments(tmp_path))) == [(1, 30), (1, 20), (5, 40)]


def test_what_is_half_written_or_strange_is_no_segment(tmp_path: Path) -> None:
    (tmp_path / "0000000000000001-0000000000000010.parquet.part").write_bytes(b"x")
    (tmp_path / "notes.parquet").write_bytes(b"x")
    assert segments(tmp_path) == []
    assert segments(tmp_path / "missing") == []


def test_a_dozen_of_one_size_are_merged_and_larger_ones_left() -> None:
    small = run_of(12, 5000, HOUR, 144_001)
    assert to_merge([*run_of(2, 72_000, HOUR), *small], HOUR) == small
    assert to_merge(small[:11], HOUR) == []


def test_an_hour_that_is_over_is_merged_as_a_whole() -> None:
    pieces = [*run_of(2, 72_000, HOUR), *run_of(3, 5000, HOUR, 144_001)]
    assert to_merge(pieces, HOUR + 10) == []
    assert to_merge(pieces, 2 * HOUR) == pieces
    assert to_merge([pieces[0]], 2 * HOUR) == []


def test_hours_gaps_and_too_much_are_kept_apart() -> None:
    assert to_merge([*run_of(1, 100, HOUR), *run_of(1, 100, 2 * HOUR, 101)], 9 * HOUR) == []
    assert to_merge([*run_of(1, 100, HOUR), *run_of(1, 100, HOUR, 105)], 9 * HOUR) == []
    half = MERGED_ROWS // 2 + 1
    assert to_merge(run_of(2, half, HOUR), 9 * HOUR) == []
