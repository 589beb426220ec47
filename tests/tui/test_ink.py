"""Lines that are broken between words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sipwhy.texts.harmless import cells
from sipwhy.tui.ink import folded, plain, worded

_PIECES = st.lists(st.tuples(st.text(st.sampled_from("ab я漢 ·"), max_size=30), st.sampled_from(["", "bold", "dim"])), max_size=6)


def test_a_line_is_broken_between_words_and_keeps_its_styles() -> None:
    line = ((" at fault: callee", "bold"), ("  no common codec", ""))
    assert worded(line, 21) == [((" at fault: callee", "bold"), ("  no", "")), ((" common codec", ""),)]
    assert worded(line, 20) == [((" at fault: callee", "bold"),), ((" no common codec", ""),)]


def test_the_last_line_that_there_may_be_keeps_the_rest() -> None:
    assert [plain(row) for row in worded((("one two three four", ""),), 8, most=2)] == ["one two", " three four"]


@given(_PIECES, st.integers(4, 40))
def test_nothing_is_lost_and_no_line_is_longer_than_it_may_be(line: list[tuple[str, str]], width: int) -> None:
    rows = worded(tuple(line), width)
    assert all(cells(plain(row)) <= width for row in rows)
    assert "".join("".join(plain(row) for row in rows).split()) == "".join("".join(text for text, _ in line).split())


@given(st.text(st.sampled_from("ab я漢 ./"), max_size=200), st.integers(2, 60))
def test_a_folded_text_loses_no_word(text: str, width: int) -> None:
    said = "".join(plain(row) for row in folded(text, "dim", width))
    assert "".join(said.split()) == "".join(text.split())
