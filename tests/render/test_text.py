"""Text on different papers."""

from collections.abc import Sequence
from datetime import UTC

import pytest
from msgspec import structs
from msgspec.structs import replace

from sipwhy.diagnosis.registry import rules
from sipwhy.model import Call, Finding, Host
from sipwhy.render.digest import digest, wrong_rows
from sipwhy.render.headline import headline
from sipwhy.render.paper import paper_for
from sipwhy.render.text import Paper, screen
from sipwhy.render.voice import Voice
from sipwhy.render.wording import blamed, results_of
from sipwhy.texts.harmless import cells
from sipwhy.texts.language import LANGUAGES, Language
from tests.fakes import FakeReport, scenes


def voice(lang: Language) -> Voice:
    return Voice(lang, scenes.RULES, UTC)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [80, 132])
def test_nothing_is_wider_than_the_paper(lang: Language, width: int) -> None:
    for scene in (scenes.few, scenes.many, scenes.well, scenes.many_hosts):
        for line in screen(scene(), voice(lang), Paper(width), verbose=True):
            assert cells(line) <= width or "sipwhy monday" in line, line


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [60, 72, 80, 132])
def test_however_narrow_the_paper_the_score_of_a_stream_is_whole(lang: Language, width: int) -> None:
    lines = [line.rstrip() for line in screen(scenes.few(), voice(lang), Paper(width), verbose=True)]
    at = next(at for at, line in enumerate(lines) if line.startswith("  RTP "))
    assert lines[at].endswith("MOS")
    assert lines[at + 1][-4:].replace(",", ".") == "4.41"


def test_colours_only_where_asked() -> None:
    plain = "\n".join(screen(scenes.few(), voice("en"), Paper(80)))
    colourful = "\n".join(screen(scenes.few(), voice("en"), Paper(80, colours=True)))
    assert "\x1b" not in plain
    assert "\x1b[1;31m" in colourful


def test_ascii_paper_gets_ascii() -> None:
    paper = Paper(80, encoding="ascii")
    for line in screen(scenes.few(), voice("en"), paper):
        paper.shown(line).encode("ascii")


@pytest.mark.parametrize(
    ("width", "is_terminal", "environ", "expected"),
    [
        (120, True, {}, Paper(120, True)),
        (120, True, {"NO_COLOR": "1"}, Paper(120, False)),
        (120, True, {"NO_COLOR": ""}, Paper(120, True)),
        (120, True, {"TERM": "dumb"}, Paper(120, False)),
        (None, False, {}, Paper(80, False)),
        (None, False, {"COLUMNS": "100"}, Paper(100, False)),
        (None, False, {"COLUMNS": "x"}, Paper(80, False)),
        (10, True, {}, Paper(40, True)),
    ],
)
def test_what_paper_the_output_is(width: int | None, is_terminal: bool, environ: dict[str, str], expected: Paper) -> None:
    assert paper_for(width, is_terminal, "utf-8", environ) == structs.replace(expected, is_screen=is_terminal)


def test_hostile_names_do_not_reach_the_terminal() -> None:
    for lang in LANGUAGES:
        text = "\n".join(screen(scenes.hostile(), voice(lang), Paper(80), verbose=True))
        assert not any(char in text for char in "\x1b\x9b\x07\u202e")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_headline_names_a_cause_once_for_calls_and_registrations(lang: Language) -> None:
    (call, (finding,)), (other, _) = scenes.dead_trunk_call(1, 1), scenes.registration(2, 20)
    registration = replace(other, result="rejected")
    alike = [(call, [finding]), (registration, [finding])]
    assert "(next-hop-unreachable)" in headline_of(alike, lang)
    mixed = [scenes.codec_call(3, 40), *alike]
    assert "(next-hop-unreachable 2, codec-mismatch 1)" in headline_of(mixed, lang)


def headline_of(cases: Sequence[tuple[Call, Sequence[Finding]]], lang: Language) -> str:
    report = FakeReport(cases)
    return headline(report, digest(report), voice(lang))[0]


def test_an_attackers_phone_is_not_blamed() -> None:
    attack = Finding(rule="toll-fraud", severity="error", confidence="likely", at_fault="caller")
    known = Voice("en", rules(), UTC)
    assert blamed(attack, "call", known) == "At fault: whoever sends from that address (likely)"
    assert blamed(replace(attack, rule="wrong-password"), "call", known) == "At fault: the caller's phone or its settings (likely)"


def test_of_an_empty_account_nobody_is_said_to_have_dialled_so() -> None:
    empty = Finding(rule="insufficient-funds", severity="error", confidence="likely", at_fault="user")
    known = Voice("en", rules(), UTC)
    assert blamed(empty, "call", known) == "At fault: the account, or what was agreed for it (likely)"
    assert blamed(replace(empty, rule="callee-busy"), "call", known) == "Nothing is broken: a person chose or dialled so (likely)"


@pytest.mark.parametrize("slug", ["unknown-number", "address-incomplete", "transfer-failed"])
def test_what_went_wrong_is_not_said_to_be_in_order(slug: str) -> None:
    """Calls with such a cause are counted among failures, and the dial plan may lack the number."""
    finding = Finding(rule=slug, severity="error", confidence="likely", at_fault="user")
    known = Voice("en", rules(), UTC)
    assert blamed(finding, "call", known) == "At fault: the dialled number, or a dial plan that lacks it (likely)"
    mere = replace(finding, severity="info")  # a transfer to somebody who is busy
    assert blamed(mere, "call", known) == "Nothing is broken: a person chose or dialled so (likely)"


def test_a_gateway_of_ones_own_is_not_called_the_carrier() -> None:
    finding = Finding(rule="upstream-unavailable", severity="error", confidence="likely", at_fault="trunk", values={"peer": "192.168.1.20"})
    known = Voice("en", rules(), UTC)
    assert blamed(finding, "call", known) == "At fault: the trunk, that is the carrier or vendor (likely)"
    own = replace(known, gateways=frozenset({"192.168.1.20"}))
    assert blamed(finding, "call", own) == "At fault: the trunk, that is a gateway or SBC of your own or the carrier behind it (likely)"


def test_where_nobody_knows_who_is_at_fault_the_diagnosis_alone_has_its_confidence() -> None:
    finding = Finding("tcp-reset", "error", "certain", "unknown")
    assert blamed(finding, "call", voice("en")) == "Who is at fault cannot be told from this evidence (diagnosis: certain)"
    assert blamed(finding, "call", voice("ru")) == "Кто виноват, по этим данным установить нельзя (диагноз: точно)"


def test_the_tally_agrees_with_the_headline() -> None:
    (lost, (finding,)), (good, _) = scenes.dead_trunk_call(1, 1), scenes.good_call(2, 20)
    report = FakeReport([(replace(lost, result="answered"), [finding]), (good, [])])
    (calls,) = digest(report).tallies
    assert results_of(calls, voice("en")) == "answered (1 of them went wrong)"
    assert results_of(calls, voice("ru")) == "отвечено (из них со сбоем 1)"
    minor = FakeReport([(lost, [replace(finding, severity="notice")])])
    assert results_of(digest(minor).tallies[0], voice("en")) == "unanswered (not counted as a fault)"


def test_one_server_without_a_name_and_advice_is_for_all() -> None:
    named, unnamed = Host("192.0.2.1", "pbx", platform="freeswitch"), Host("192.0.2.2", "proxy")
    phone = Host("192.0.2.3", "phone")
    assert voice("en").about(FakeReport(scenes.few().cases, hosts=[named, phone])).platforms == {"freeswitch"}
    assert voice("en").about(FakeReport(scenes.few().cases, hosts=[named, unnamed, phone])).platforms == frozenset()


def test_where_nothing_failed_a_warning_about_the_whole_is_not_hidden_behind_all_is_well() -> None:
    warned = FakeReport(scenes.well().cases, findings=[Finding("callee-busy", "warning", "certain", "pbx")])
    said, is_bad = headline(warned, digest(warned), voice("en"))
    assert said.startswith("No failures: ")
    assert said.endswith("1 warning about the whole.")
    assert not is_bad


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "No failures: 1 registration; 1 warning below."), ("ru", "Сбоев нет: 1 регистрация; ниже 1 предупреждение.")]
)
def test_nor_is_a_warning_beside_a_call_that_is_shown(lang: Language, said: str) -> None:
    (call, _), *_ = scenes.well().cases
    assert headline_of([(call, [Finding("callee-busy", "warning", "certain", "pbx")])], lang) == said
    assert headline_of([(call, [Finding("callee-busy", "notice", "certain", "pbx")])], lang).startswith(("Everything", "Всё"))


def test_an_error_without_any_sip_is_said_first() -> None:
    faulty = FakeReport([], findings=[Finding("callee-busy", "error", "certain", "pbx", values={"callee": "1002"})])
    said, is_bad = headline(faulty, digest(faulty), voice("en"))
    assert said.startswith("Went wrong: ")
    assert is_bad


def test_red_in_the_list_is_what_the_headline_counts() -> None:
    (dead, (fault,)), (good, _) = scenes.dead_trunk_call(1, 1), scenes.good_call(2, 20)
    declined = replace(dead, number=3, result="declined")
    wished = replace(fault, rule="callee-declined", severity="info", call_numbers=(3,))
    report = FakeReport([(dead, [fault]), (good, [replace(fault, call_numbers=(2,))]), (declined, [wished])])
    is_wrong = wrong_rows(report)
    assert [is_wrong(row) for row in report.rows()] == [True, True, False]
