"""What is written on paper is wrapped so that it can be read."""

from __future__ import annotations

import pytest

from sipwhy.render.paper import Paper


@pytest.mark.parametrize("width", range(12, 60))
def test_no_line_ends_between_a_figure_and_its_percent(width: int) -> None:
    text = "500 в 67 % попыток вместо 1 %, 404 Not Found 25 % (1), ASR <1 % и 100 %"
    lines = list(Paper(width).paragraph(text, "  ", "● "))
    assert not [line for line in lines if line.lstrip(" ●").startswith("%")]
    assert " ".join(line.strip(" ●") for line in lines) == text
