"""Where nobody knows whether anything went wrong, the first line does not say that it did."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from sipwhy.app import run
from sipwhy.diagnosis.registry import rules
from sipwhy.diagnosis.report import Report
from sipwhy.model import Confidence
from sipwhy.render.digest import digest
from sipwhy.render.headline import headline
from sipwhy.render.voice import Voice
from sipwhy.texts.language import Language
from tests.fakes import FakeReport, scenes
from tests.rules.cases import FOLDER, read_cases

ONE = {"en": "Perhaps wrong: 1 of 1 call (rtp-timeout).", "ru": "Возможны сбои: 1 из 1 вызова (rtp-timeout)."}
SOME = {
    "en": "Went wrong: 2 of 4 calls, 1 of them perhaps (",
    "ru": "Сбои: 2 из 4 вызовов, из них под вопросом 1 (",
}


def _said(report: Report, lang: Language) -> str:
    return headline(report, digest(report), Voice(lang, rules()))[0]


def _mixed(confidence: Confidence) -> FakeReport:
    """A call that failed, one that was answered and may have a fault, and two good ones."""
    dead = scenes.dead_trunk_call(1, 1)
    call, _ = scenes.good_call(2, 10)
    guess = replace(dead[1][0], rule="media-stopped", severity="warning", variant="", confidence=confidence)
    return FakeReport([dead, (call, [guess]), scenes.good_call(3, 20), scenes.good_call(4, 30)])


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_one_call_of_which_all_is_possible(lang: Language, tmp_path: Path) -> None:
    case = next(case for case in read_cases(FOLDER / "dialog" / "rtp-timeout.md") if case.title.startswith("The same in one call"))
    assert _said(run(case.files(tmp_path)), lang).startswith(ONE[lang])


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_beside_calls_that_failed_those_that_are_guessed_are_counted_apart(lang: Language) -> None:
    assert _said(_mixed("possible"), lang).startswith(SOME[lang])


def test_what_is_likely_is_not_guessed() -> None:
    assert _said(_mixed("likely"), "en").startswith("Went wrong: 2 of 4 calls (")


def test_a_call_that_failed_went_wrong_whatever_is_known_of_its_cause() -> None:
    call, (cause,) = scenes.dead_trunk_call(1, 1)
    report = FakeReport([(call, [replace(cause, confidence="possible")])])
    assert _said(report, "en").startswith("Went wrong: 1 of 1 call (")


@pytest.mark.parametrize(("lang", "first"), [("en", "Perhaps wrong: "), ("ru", "Возможны сбои: ")])
def test_a_connection_in_vain_where_nobody_speaks_sip_is_a_guess(lang: Language, first: str, tmp_path: Path) -> None:
    cases = read_cases(FOLDER / "transport" / "tcp-timeout.md")
    mute = next(case for case in cases if case.expected.get("confidence") == "possible")
    assert _said(run(mute.files(tmp_path)), lang).startswith(first)
