"""What the reference says on a terminal: of the status that was asked about, in the reader's language, under its numbers."""

from __future__ import annotations

import pytest

from sipwhy.reference.book import book
from sipwhy.reference.lookup import look_up
from sipwhy.render.answer.outline import Section, outline
from sipwhy.render.answer.text import answer_lines
from sipwhy.render.paper import Paper
from sipwhy.texts.answers import ANSWER
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language


def _section(query: str, key: str, lang: Language = "en", *, short: bool = False) -> Section:
    answer = look_up(query)
    said = outline(answer.entries[0], lang, answer.status, short=short)
    return next(section for section in said.sections if section.title == say(ANSWER, key, lang))


@pytest.mark.parametrize(("lang", "noun"), [("en", ("phrases", "notes")), ("ru", ("фраз", "замет"))])
def test_a_short_code_counts_notes_and_phrases_by_product(lang: Language, noun: tuple[str, str]) -> None:
    for key, word in zip(("phrases", "vendors"), noun, strict=True):
        (item,) = _section("403", key, lang, short=True).items
        assert item.text.startswith(f"{len(_section('403', key, lang).items)} {word}")
        assert item.run[0] == "sipwhy code 403 -v"


def test_a_product_named_beside_another_counts_too() -> None:
    both = [phrase for phrase in book().phrases(403) if "Kamailio" in (phrase.vendor or "")]
    assert {phrase.vendor for phrase in both} >= {"Kamailio", "Kamailio, OpenSIPS"}
    assert f"Kamailio {len(both)}" in _section("403", "phrases", short=True).items[0].text


def test_a_few_phrases_stay_as_they_are() -> None:
    few = next(code.id for code in book().of_kind("code") if 1 <= len(book().phrases(int(code.id))) <= 4)
    assert _section(few, "phrases", short=True) == _section(few, "phrases")


@pytest.mark.parametrize("status", [403, 503])
def test_what_next_is_that_of_the_status_beside_the_phrase(status: int) -> None:
    code = book().entry(str(status))
    assert code.retry
    assert _section(f"{status} no route destination", "after").items[0].text == code.retry.text.en


def test_a_phrase_alone_says_of_which_code_it_speaks_where_its_codes_differ() -> None:
    retry = _section("no route destination", "after").items[0]
    assert retry.lead == "Repeat (403)"
    assert _section("403", "after").items[0].lead == "Repeat"


@pytest.mark.parametrize(("lang", "remark"), [("en", "only if the gateway has no credentials"), ("ru", "только если шлюзу нечем ответить")])
def test_a_mapping_says_when_it_holds(lang: str, remark: str) -> None:
    lines = answer_lines(look_up("401"), "401", "ru" if lang == "ru" else "en", Paper(width=200))
    assert any(f"RFC 3398 ({remark}" in line for line in lines)


def test_a_numbered_cause_goes_on_under_its_text() -> None:
    lines = list(answer_lines(look_up("403"), "403", "en", Paper(width=60)))
    first = next(at for at, line in enumerate(lines) if line.startswith("  1. "))
    assert lines[first + 1].startswith("     ")
    assert lines[first + 1][5] != " "
