"""`sipwhy code` as somebody types it."""

from __future__ import annotations

import json
import re

import pytest

from sipwhy.cli.main import main
from sipwhy.reference.book import book
from sipwhy.texts.answers import FAULT
from sipwhy.texts.vocabulary import BLAME
from tests.render.snapshot import check_snapshot


def _said(words: list[str], capsys: pytest.CaptureFixture[str], status: int = 0) -> str:
    assert main(["code", *words]) == status
    captured = capsys.readouterr()
    return captured.out if status == 0 else captured.err


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize(
    ("name", "words"),
    [("403", ["403"]), ("403-verbose", ["403", "-v"]), ("wrong-guess", ["403", "Wrong Guess"]), ("q850-34", ["q850:34"])],
)
def test_an_answer_is_explained(name: str, words: list[str], lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    check_snapshot(f"code-{name}.{lang}.txt", _said([*words, "--lang", lang], capsys))


@pytest.mark.parametrize(("lang", "table"), [("en", 0), ("ru", 1)])
@pytest.mark.parametrize("words", [["no money left"], ["402"]])
def test_money_is_a_matter_of_the_account_as_the_report_has_it_and_no_slip_in_dialling(
    words: list[str], lang: str, table: int, capsys: pytest.CaptureFixture[str]
) -> None:
    said = " ".join(_said([*words, "--lang", lang], capsys).split())
    assert (("Usually at fault: " if lang == "en" else "Чаще виноват: ") + FAULT["account"][table]) in said
    assert FAULT["user"][table] not in said
    assert FAULT["account"][0] in BLAME["user-account"][0]


@pytest.mark.parametrize("words", [["503"], ["SIP/2.0 503 Service Unavailable"], ["service unavailable"]])
def test_a_code_counts_its_phrases_and_verbose_shows_them(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    short, whole = _said([*words, "--lang", "en"], capsys), _said([*words, "--verbose", "--lang", "en"], capsys)
    assert (" phrases (" in short, "  LCR Unavailable: " in short) == (True, False)
    assert (" phrases (" in whole, "  LCR Unavailable: " in whole) == (False, True)


@pytest.mark.parametrize("words", [["403", "Wrong Guess"], ["403", "no such thing"], ["q850:34"], ["403", "--json"]])
def test_verbose_changes_nothing_where_a_phrase_is_given_nor_the_json(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert _said([*words, "--lang", "en"], capsys) == _said([*words, "-v", "--lang", "en"], capsys)


def test_unknown_words_are_called_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    assert "The words “no such thing” beside 403 are in no list we know" in _said(["403", "no such thing", "--lang", "en"], capsys)


def _listed(said: str) -> list[str]:
    return [line.split()[0] for line in said.splitlines() if re.match(r"  \d{3} ", line)]


def test_a_list_has_a_code_a_paragraph(capsys: pytest.CaptureFixture[str]) -> None:
    said = _said(["--list", "6xx", "--lang", "en"], capsys)
    assert _listed(said) == ["600", "603", "604", "606", "607", "608", "687"]


def test_the_whole_list_has_every_code_that_the_reference_has(capsys: pytest.CaptureFixture[str]) -> None:
    assert _listed(_said(["--list", "--lang", "en"], capsys)) == [entry.id for entry in book().of_kind("code")]


@pytest.mark.parametrize(
    ("query", "wanted"), [("6xx", None), ("7XX", ["701", "702", "703"]), ("486-488", ["486", "487", "488"]), ("480,486", ["480", "486"])]
)
def test_several_codes_without_option_are_a_list_too(query: str, wanted: list[str] | None, capsys: pytest.CaptureFixture[str]) -> None:
    said = _said([query, "--lang", "en"], capsys)
    assert said == _said(["--list", query, "--lang", "en"], capsys)
    assert wanted is None or _listed(said) == wanted


def test_words_beside_a_list_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert "too many words: Forbidden" in _said(["--list", "403", "Forbidden", "--lang", "en"], capsys, status=2)


def test_a_list_of_nothing_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert "no code of these is known" in _said(["--list", "990-999", "--lang", "en"], capsys, status=2)


@pytest.mark.parametrize(("lang", "said"), [("en", "Q.850 cause 0: no such number"), ("ru", "причина Q.850 0: такого номера")])
def test_a_number_that_a_known_list_lacks_is_said_so(lang: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert said in _said(["Reason: Q.850;cause=0", "--lang", lang], capsys, status=2)


def test_json_has_the_code_and_what_gateways_make_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    code = json.loads(_said(["403", "--json"], capsys))
    cause = json.loads(_said(["q850:34", "--json"], capsys))
    assert (code["code"], code["list"], cause["code"], cause["list"], cause["number"]) == (403, None, None, "q850", 34)
    assert {"target": "q850:21", "by": "RFC 3398", "source": "RFC 3398 section 8.2.6.1", "checked": True, "when": None} in code["entries"][
        0
    ]["mappings"]
    assert "503" in {mapping["target"] for mapping in cause["entries"][0]["mappings"]}


def test_json_has_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(_said(["486", "--json"], capsys))
    assert (found["schema"], found["how"], found["entries"][0]["id"]) == (1, "exact", "486")
    assert found["entries"][0]["meaning"].keys() == {"en", "ru"}


def test_nothing_said_and_nothing_found_are_errors(capsys: pytest.CaptureFixture[str]) -> None:
    assert "expected a code or words" in _said(["--lang", "en"], capsys, status=2)
    assert "nothing is known of “жщцъ”" in _said(["жщцъ", "--lang", "en"], capsys, status=2)


def test_control_characters_do_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert "\x1b" not in _said(["403", "\x1b[31mred", "--lang", "en"], capsys)


@pytest.mark.parametrize(("lang", "said"), [("en", "each of which is a guess"), ("ru", "всё это лишь догадки")])
def test_words_that_fit_nothing_well_are_said_to_be_guesses_and_bring_the_diagnoses_that_they_name(
    lang: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = " ".join(_said(["hang-up refused by phone", "--lang", lang], capsys).split())
    assert said in shown
    assert "bye-refused: " in shown
    assert len(shown) < 2_000


@pytest.mark.parametrize(
    "query", ["jitter", "джиттер", "потеря пакетов", "нет слышимости", "перебор паролей", "brute force", "one-way audio"]
)
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_words_for_a_fault_without_a_code_name_its_rule_and_no_guesses(query: str, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = _said([query, "--lang", lang], capsys)
    assert "sipwhy rule" in said.splitlines()[0]
    assert "“" not in said
    assert "«" not in said


def test_json_has_the_rules_that_words_name(capsys: pytest.CaptureFixture[str]) -> None:
    named = json.loads(_said(["джиттер", "--json"], capsys))
    assert (named["how"], named["entries"]) == ("nothing", [])
    assert [rule["slug"] for rule in named["rules"]] == ["high-jitter"]
    assert set(named["rules"][0]["title"]) == {"en", "ru"}
    assert json.loads(_said(["403", "--json"], capsys))["rules"] == []


def test_where_neither_code_nor_rule_is_named_it_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert "nothing is known of “borscht”" in _said(["borscht", "--lang", "en"], capsys, status=2)
