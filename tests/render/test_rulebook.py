"""Rules explained without a call."""

import pytest

from sipwhy.render.rulebook import open_words, rule_lines, rule_title
from sipwhy.render.text import Paper
from tests.fakes import scenes


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("The called party {callee} is busy", "The called party … is busy"),
        ("{n:count:call|calls} lost", "… calls lost"),
        ("за {t:seconds} пришло {n:count:запрос|запроса|запросов}", "за … пришло … запросов"),
        ("plain", "plain"),
    ],
)
def test_values_are_left_open(template: str, said: str) -> None:
    assert open_words(template) == said


def test_a_rule_in_russian() -> None:
    rule = scenes.RULES["codec-mismatch"]
    assert rule_title(rule, "ru") == "Нет общего кодека: для … предложены …"
    text = "\n".join(rule_lines(rule, "ru", Paper(80)))
    assert "1. Разрешить на телефоне один из кодеков: ….\n" in text
