"""A line on which texts are written over each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sipwhy.render.text.canvas import Canvas

_TEXTS = st.text(st.sampled_from("ab →─│Ж"), max_size=8)


def _marked(text: str, style: str) -> str:
    return f"<{style}:{text}>"


@given(st.lists(st.tuples(st.integers(-2, 12), _TEXTS, st.sampled_from("xy"))))
def test_a_text_of_plain_characters_is_written_as_its_characters_are(texts: list[tuple[int, str, str]]) -> None:
    whole, single = Canvas(10), Canvas(10)
    for at, text, style in texts:
        whole.write(at, text, style)
        for place, char in enumerate(text if at >= 0 else ""):
            single.write(at + place, char, style)
    assert whole.line(_marked) == single.line(_marked)


def test_a_wide_character_takes_two_cells_and_what_does_not_fit_is_left_out() -> None:
    line = Canvas(5)
    line.write(0, "a李b")
    line.write(4, "李", "x")
    assert line.line(_marked) == "<:a李b>"
