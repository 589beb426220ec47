"""Which columns fit, and how wide they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sipwhy.tui.layout import DEFAULT, WIDTHS, fitting


def test_what_matters_most_has_room_for_all_of_it_first() -> None:
    widths = dict(fitting(DEFAULT, 77, 5))
    assert "number" not in widths
    assert (widths["from"], widths["to"], widths["result"]) == (12, 12, 16)


@given(st.lists(st.sampled_from(sorted(WIDTHS)), unique=True, min_size=1), st.integers(1, 300), st.integers(1, 7))
def test_columns_stand_in_their_order_and_inside_the_screen(wanted: list[str], width: int, digits: int) -> None:
    shown = fitting(wanted, width, digits)
    assert [key for key in wanted if key in dict(shown)] == [key for key, _ in shown]
    assert len(shown) == 1 or sum(cells + 1 for _, cells in shown) - 1 <= width
