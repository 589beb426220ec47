"""What is written on paper is wrapped so that it can be read."""

from __future__ import annotations

import pytest

from sipwhy.render.paper import Paper, paper_for


@pytest.mark.parametrize("width", range(12, 60))
def test_no_line_ends_between_a_figure_and_its_percent(width: int) -> None:
    text = "500 в 67 % попыток вместо 1 %, 404 Not Found 25 % (1), ASR <1 % и 100 %"
    lines = list(Paper(width).paragraph(text, "  ", "● "))
    assert not [line for line in lines if line.lstrip(" ●").startswith("%")]
    assert " ".join(line.strip(" ●") for line in lines) == text


@pytest.mark.parametrize(("columns", "width"), [("", 90), ("120", 120), ("0", 90), ("²", 90), ("wide", 90), ("9" * 5000, 90), ("10", 40)])
def test_columns_that_are_no_number_are_not_asked(columns: str, width: int) -> None:
    assert paper_for(90, True, "utf-8", {"COLUMNS": columns}).width == width
