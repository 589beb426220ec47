"""What the reference says on a terminal: of the status that was asked about, in the reader's language, under its numbers."""

from __future__ import annotations

import pytest

from sipwhy.reference.book import book
from sipwhy.reference.lookup import look_up
from sipwhy.render.answer.outline import Section, outline
from sipwhy.render.answer.text import answer_lines, entry_lines
from sipwhy.render.paper import Paper
from sipwhy.texts.answer_sources import SOURCE
from sipwhy.texts.answers import ANSWER, CLASS, vendor_name
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import LANGUAGES, Language


def _section(query: str, key: str, lang: Language = "en") -> Section:
    answer = look_up(query)
    said = outline(answer.entries[0], lang, answer.status)
    return next(section for section in said.sections if section.title == say(ANSWER, key, lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_fits_a_screen_and_says_where_the_rest_is(lang: Language) -> None:
    for code in book().of_kind("code"):
        short = list(entry_lines(code, lang, Paper(width=80), short=True))
        whole = list(entry_lines(code, lang, Paper(width=80)))
        assert len(short) <= 23, code.id
        assert short == whole or f"sipwhy code {code.id} -v" in "\n".join(short)


def test_a_short_code_counts_what_it_leaves_out() -> None:
    code = book().entry("403")
    said = " ".join(" ".join(entry_lines(code, "en", Paper(width=80), short=True)).split())
    assert f"{len(book().phrases(403))} phrases" in said
    assert f"{len(code.vendor_notes)} notes" in said
    assert "checks for Asterisk, FreeSWITCH, Kamailio, Trunk" in said


def test_where_there_is_more_room_there_are_more_causes() -> None:
    narrow, wide = (list(entry_lines(book().entry("403"), "en", Paper(width), short=True)) for width in (80, 120))
    assert not any("  5. " in line for line in narrow)
    assert any("  5. " in line for line in wide)


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
    lines = answer_lines(look_up("401"), "401", "ru" if lang == "ru" else "en", Paper(width=200), verbose=True)
    assert any(f"RFC 3398 ({remark}" in line for line in lines)


def test_a_numbered_cause_goes_on_under_its_text() -> None:
    lines = list(answer_lines(look_up("403"), "403", "en", Paper(width=60)))
    first = next(at for at, line in enumerate(lines) if line.startswith("  1. "))
    assert lines[first + 1].startswith("     ")
    assert lines[first + 1][5] != " "


def test_words_of_ours_have_a_twin_in_every_list() -> None:
    entries = list(book())
    assert {entry.value for entry in entries if entry.kind == "q850"} == CLASS.keys()
    ours = ("not recorded", "from memory", "established", "Russian table", "our guess")
    remarks = {source for entry in entries for source in entry.sources if any(words in source for words in ours)}
    assert remarks == SOURCE.keys()


def test_a_russian_page_calls_vendors_classes_and_our_remarks_by_russian_words() -> None:
    assert outline(book().entry("q850:34"), "ru").remarks == ("нет ресурсов",)
    assert vendor_name("Cisco CUBE, Cisco CUCM, Cisco phones", "ru") == "Cisco CUBE, Cisco CUCM, телефоны Cisco"
    assert vendor_name("ATIS-1000099 (603+, USA)", "ru").endswith("США)")
    unplaced = next(entry for entry in book() if "met from carriers, place not recorded" in entry.sources)
    assert "встречалось у операторов" in outline(unplaced, "ru").sources
    empty = look_up("480 Empty Route Set").entries[0]
    assert outline(empty, "ru").sources.startswith("Источники: русская таблица ответов SIP, oshibaetsya.ru")


def test_a_russian_name_with_brackets_of_its_own_stands_behind_a_dash() -> None:
    assert outline(book().entry("q850:1"), "ru").title.endswith("Unallocated (unassigned) number — Номер не существует (не присвоен)")
    assert outline(book().entry("404"), "ru").title == "404 Not Found (Не найдено)"
