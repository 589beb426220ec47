"""Alike calls are read once: the first in full, the others a line each, and nothing is lost by it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sipwhy.app.run import run
from sipwhy.cli.main import main
from sipwhy.diagnosis.registry import rules
from sipwhy.render.digest import digest
from sipwhy.render.selection import selected
from sipwhy.render.voice import Voice
from tests.fakes import scenes

ROOT = Path(__file__).parents[2]
MORNING = str(ROOT / "samples/office-morning.pcap")


def _said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main([*words, "--utc"]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("lang", "card", "heading"),
    [("en", "Call", "The same cause (in full: --call N, or -v):"), ("ru", "Вызов", "Та же причина (целиком: --call N или -v):")],
)
def test_of_three_calls_that_one_carrier_refuses_alike_the_first_is_told_in_full_and_v_tells_all(
    lang: str, card: str, heading: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _said(capsys, MORNING, "--lang", lang)
    full = re.findall(rf"^{card} (\d+) ", said, re.MULTILINE)
    assert full[:2] == ["5", "10"]
    assert not {"6", "7", "11"} & set(full)
    below = said[said.index(heading) :].splitlines()[1:3]
    assert [line.split()[:2] for line in below] == [["6", "09:03:31"], ["7", "09:04:15"]]
    every = re.findall(rf"^{card} (\d+) ", _said(capsys, MORNING, "--lang", lang, "-v"), re.MULTILINE)
    assert every[:5] == ["5", "6", "7", "10", "11"]


def test_two_calls_of_one_cause_of_which_something_else_is_said_are_both_told_in_full() -> None:
    found = run([str(ROOT / "samples/no-route.pcap"), MORNING])
    figures, voice = digest(found), Voice("en", rules())
    for item in selected(found, figures, voice, verbose=False):
        if item.group is None:
            continue
        titles = [next(voice.title(f) for f in found.findings_of(number) if f.rule == item.group.cause) for number in item.numbers]
        assert len(titles) == len(set(titles))
        assert item.group.count == len(item.numbers) + len(item.listed) + item.left


def test_of_forty_calls_with_one_cause_one_is_told_in_full_and_the_list_has_all_of_them() -> None:
    report = scenes.many()
    voice = Voice("en", scenes.RULES)
    worst = selected(report, digest(report), voice, verbose=False)[0]
    assert worst.group
    assert (worst.group.count, len(worst.numbers), len(worst.listed), worst.left) == (40, 1, 4, 35)


def test_a_capture_with_few_calls_does_not_tell_alike_ones_in_full_either(capsys: pytest.CaptureFixture[str]) -> None:
    said = _said(capsys, MORNING, "--status", "503", "--lang", "en")
    assert re.findall(r"^Call (\d+) ", said, re.MULTILINE) == ["5"]
