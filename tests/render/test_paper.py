"""What is written on paper is wrapped so that it can be read."""

from __future__ import annotations

import pytest

from sipwhy.render.paper import Paper, in_pieces, paper_for, with_counts


@pytest.mark.parametrize("width", range(12, 60))
def test_no_line_ends_between_a_figure_and_its_percent(width: int) -> None:
    text = "500 в 67 % попыток вместо 1 %, 404 Not Found 25 % (1), ASR <1 % и 100 %"
    lines = list(Paper(width).paragraph(text, "  ", "● "))
    assert not [line for line in lines if line.lstrip(" ●").startswith("%")]
    assert " ".join(line.strip(" ●") for line in lines) == text


@pytest.mark.parametrize("width", range(40, 90))
def test_a_list_of_outcomes_is_parted_between_its_pieces(width: int) -> None:
    text = "отвечено 3 (из них со сбоем 2), отклонено 1, не взяли трубку 1, отменено звонившим 1, не удалось 7"
    lines = list(Paper(width).paragraph(in_pieces(text), " " * 17, "Вызовы       13: "))
    assert max(map(len, lines)) <= width
    assert not [line for line in lines[:-1] if line.endswith((" не", " взяли", "удалось", "трубку", "звонившим", "отклонено"))]
    assert " ".join(line.strip() for line in lines) == f"Вызовы       13: {text}"


@pytest.mark.parametrize("width", range(30, 90))
def test_a_name_and_its_count_stay_together(width: int) -> None:
    text = "Сбои: 9 из 13 вызовов (upstream-unavailable 3, codec-mismatch 2, wrong-password 1)."
    lines = list(Paper(width).paragraph(with_counts(text)))
    assert not [line for line in lines if line.lstrip()[:2] in ("3,", "2,", "1)")]
    assert " ".join(lines) == text


@pytest.mark.parametrize(("columns", "width"), [("", 90), ("120", 120), ("0", 90), ("²", 90), ("wide", 90), ("9" * 5000, 90), ("10", 40)])
def test_columns_that_are_no_number_are_not_asked(columns: str, width: int) -> None:
    assert paper_for(90, True, "utf-8", {"COLUMNS": columns}).width == width
