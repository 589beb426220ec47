"""Which entry of the history a call of a report on it is."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from sipwhy.app.recorded_report import Entries, RecordedReport

_CALL_IDS = st.sampled_from("abc")


def numbers(calls: list[tuple[str, int]], entries: Entries, last: int) -> list[int]:
    """The numbers of calls, each with its Call-ID and its beginning."""
    judged = SimpleNamespace(table=calls, outline=lambda row: SimpleNamespace(call_ids=(calls[row - 1][0],), start=calls[row - 1][1]))
    return list(RecordedReport(cast(Any, judged), entries, last)._rows)


def test_a_call_is_the_entry_with_its_call_id_that_began_nearest_to_it() -> None:
    entries = {"a": [(100, 1), (900, 3)], "b": [(500, 2)]}
    assert numbers([("a", 880), ("a", 120), ("b", 500)], entries, 3) == [3, 1, 2]


def test_what_the_history_has_not_judged_yet_is_numbered_behind_it() -> None:
    assert numbers([("a", 100), ("c", 100), ("a", 101)], {"a": [(100, 7)]}, 9) == [7, 10, 11]


@given(
    st.lists(st.tuples(_CALL_IDS, st.integers(0, 40)), max_size=30),
    st.lists(st.tuples(_CALL_IDS, st.integers(0, 40)), max_size=30),
)
def test_each_entry_is_one_call_and_the_nearest_that_is_free(calls: list[tuple[str, int]], recorded: list[tuple[str, int]]) -> None:
    entries: dict[str, list[tuple[int, int]]] = {}
    for number, (call_id, start) in enumerate(recorded, 1):
        entries.setdefault(call_id, []).append((start, number))
    found = numbers(calls, entries, len(recorded))
    assert len(set(found)) == len(calls)
    taken: set[int] = set()
    for (call_id, start), number in zip(calls, found, strict=True):
        free = {one: abs(begun - start) for begun, one in entries.get(call_id, []) if one not in taken}
        assert free.get(number) == min(free.values()) if free else number > len(recorded)
        taken.add(number)
