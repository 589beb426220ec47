"""Calls are listened to where that costs little or is asked for; what was not is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import listening, run
from sipwhy.app.filters import Filters
from sipwhy.app.media import heard, sounds
from sipwhy.app.settings import Settings
from sipwhy.media.sound import decoder
from sipwhy.model.sign import Sign
from tests.rules.cases import FOLDER, read_cases

CAPTURES = Path(__file__).resolve().parents[1] / "media" / "captures"
G722 = str(CAPTURES / "g722.pcap")


@pytest.fixture
def ringing(tmp_path: Path) -> str:
    """A carrier answers, and it rings on: 3,600 packets of voice."""
    read_cases(FOLDER / "media" / "false-answer.md")[0].write(tmp_path / "ringing.pcap")
    return str(tmp_path / "ringing.pcap")


def needs(report: object) -> set[tuple[str, tuple[str, ...], int]]:
    return {(one.rule, one.needs, one.calls) for one in report.not_checked if one.calls}  # type: ignore[attr-defined]


def test_a_small_capture_is_listened_to(ringing: str) -> None:
    report = run([ringing])
    assert report.cause_of(1) == "false-answer"
    assert not needs(report)
    (bob, *_) = (sound for sound in report.scene.sounds(1).sounds if sound.spells[0].nature == "ringback")
    assert bob.spells[0].times >= 4


def test_beyond_the_budget_nothing_is_read_again_and_it_is_told(ringing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "MOST_PACKETS", 100)
    monkeypatch.setattr(listening, "packets", lambda *_: pytest.fail("the evidence is read again"))
    report = run([ringing])
    assert report.cause_of(1) is None
    assert not report.call(1).is_signed(Sign.LISTENED)
    assert ("false-answer", ("listening",), 1) in needs(report)
    assert {rule for rule, _, _ in needs(report)} == {"false-answer", "echo", "clipped-audio", "faint-audio", "fax-as-voice"}


@pytest.mark.parametrize("limit", ["MOST_PACKETS", "MOST_READ"])
def test_what_is_asked_for_is_listened_to_however_much_it_is(ringing: str, limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, limit, 100)
    monkeypatch.setattr(listening, "_AT_ONCE", 1)
    report = run([ringing], settings=Settings(listen=True))
    assert report.cause_of(1) == "false-answer"
    assert not needs(report)


def test_only_what_the_filters_let_pass_is_listened_to(ringing: str) -> None:
    report = run([ringing], Filters(call=2))
    assert not report.scene.sounds(1).sounds


def test_without_pyav_g711_is_heard_and_the_rest_is_told(ringing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoder, "PACKAGE", "no_such_package_of_sound")
    assert run([ringing]).cause_of(1) == "false-answer"
    report = run([G722])
    assert ("echo", ("sound",), 1) in needs(report)


def test_one_call_is_listened_to_whether_it_was_answered_or_not(ringing: str) -> None:
    report = run([ringing])
    assert sounds(report, 1) == report.scene.sounds(1)
    assert set(heard(report, [1])) == {stream.index for stream in report.call(1).streams}
