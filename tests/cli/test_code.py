"""`sipwhy code` as somebody types it."""

from __future__ import annotations

import json
import re

import pytest

from sipwhy.cli.main import main
from tests.render.snapshot import check_snapshot


def _said(words: list[str], capsys: pytest.CaptureFixture[str], status: int = 0) -> str:
    assert main(["code", *words]) == status
    captured = capsys.readouterr()
    return captured.out if status == 0 else captured.err


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize(("name", "words"), [("403", ["403"]), ("wrong-guess", ["403", "Wrong Guess"]), ("q850-34", ["q850:34"])])
def test_an_answer_is_explained(name: str, words: list[str], lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    check_snapshot(f"code-{name}.{lang}.txt", _said([*words, "--lang", lang], capsys))


def test_unknown_words_are_called_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    assert "The words “no such thing” beside 403 are in no list we know" in _said(["403", "no such thing", "--lang", "en"], capsys)


def test_a_list_has_a_code_a_paragraph(capsys: pytest.CaptureFixture[str]) -> None:
    said = _said(["--list", "6xx", "--lang", "en"], capsys)
    assert [line.split()[0] for line in said.splitlines() if re.match(r"  \d{3} ", line)] == [
        "600",
        "603",
        "604",
        "606",
        "607",
        "608",
        "687",
    ]


def test_a_class_without_option_is_a_list_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert _said(["6xx", "--lang", "en"], capsys) == _said(["--list", "6xx", "--lang", "en"], capsys)


def test_json_has_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(_said(["486", "--json"], capsys))
    assert (found["schema"], found["how"], found["entries"][0]["id"]) == (1, "exact", "486")
    assert found["entries"][0]["meaning"].keys() == {"en", "ru"}


def test_nothing_said_and_nothing_found_are_errors(capsys: pytest.CaptureFixture[str]) -> None:
    assert "expected a code or words" in _said(["--lang", "en"], capsys, status=2)
    assert "nothing is known of “жщцъ”" in _said(["жщцъ", "--lang", "en"], capsys, status=2)


def test_control_characters_do_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert "\x1b" not in _said(["403", "\x1b[31mred", "--lang", "en"], capsys)
