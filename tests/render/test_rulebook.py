"""Rules explained without a call."""

import pytest

from sipwhy.diagnosis.registry import rules
from sipwhy.diagnosis.rule import Words
from sipwhy.render.rulebook import rule_lines, rule_title
from sipwhy.render.text import Paper
from sipwhy.texts.fill import placeholders
from sipwhy.texts.language import Language
from sipwhy.texts.places import PLACE, open_words
from tests.fakes import scenes


@pytest.mark.parametrize(
    ("template", "lang", "said"),
    [
        ("The called party {callee} is busy", "en", "The called party <callee> is busy"),
        ("{n:count:call|calls} lost", "en", "N calls lost"),
        ("за {t:seconds} пришло {n:count:запрос|запроса|запросов}", "ru", "за N с пришло N запросов"),
        ("{share:percent} at {rate} a second by {codecs:list}", "en", "N % at N a second by <codecs>"),
        ("of a {foreign_rule}", "ru", "of a <foreign rule>"),
        ("plain", "en", "plain"),
    ],
)
def test_values_are_named(template: str, lang: Language, said: str) -> None:
    assert open_words(template, lang) == said


def test_every_value_of_a_rule_has_a_name() -> None:
    words = [words for rule in rules().values() for text in rule.texts.values() for words in (text.en, text.ru)]
    nameless = {name for one in words for text in _said(one) for name in placeholders(text) if f"<{name}>" in open_words(text, "ru")}
    assert not nameless
    used = {name for one in words for text in _said(one) for name in placeholders(text)}
    assert not PLACE.keys() - used, "names that no rule has"


def _said(words: Words) -> tuple[str, ...]:
    return (words.title, words.explanation, *words.fix, *words.notes.values())


def test_a_rule_in_russian() -> None:
    rule = scenes.RULES["codec-mismatch"]
    assert rule_title(rule, "ru") == "Нет общего кодека: для <вызываемый> предложены <что предложено>"
    text = "\n".join(rule_lines(rule, "ru", Paper(80)))
    assert "1. Разрешить на телефоне один из кодеков: <что предложено>.\n" in text
