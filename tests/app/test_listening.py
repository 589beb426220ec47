"""Calls are listened to where that costs little or is asked for; what was not is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sipwhy.app import listening, run, sounding
from sipwhy.app.filters import Filters
from sipwhy.app.media import heard, sounds
from sipwhy.app.settings import Settings
from sipwhy.diagnosis.report import Report
from sipwhy.media.sound import decoder
from sipwhy.model.sign import Sign
from tests.media.sound.encoders import by_ffmpeg
from tests.media.sound.voice import speech
from tests.rules.cases import FOLDER, read_cases
from tests.rules.dialogues import Script
from tests.rules.packets import rtp, udp, write_pcap

CAPTURES = Path(__file__).resolve().parents[1] / "media" / "captures"
G722 = str(CAPTURES / "g722.pcap")


@pytest.fixture
def ringing(tmp_path: Path) -> str:
    """A carrier answers, and it rings on: 3,600 packets of voice."""
    read_cases(FOLDER / "media" / "false-answer.md")[0].write(tmp_path / "ringing.pcap")
    return str(tmp_path / "ringing.pcap")


def needs(report: Report) -> set[tuple[str, tuple[str, ...], int]]:
    return {(one.rule, one.needs, one.calls) for one in report.not_checked if one.calls}


def test_a_small_capture_is_listened_to(ringing: str) -> None:
    report = run([ringing])
    assert report.cause_of(1) == "false-answer"
    assert not needs(report)
    (bob, *_) = (sound for sound in report.scene.sounds(1).sounds if sound.spells[0].nature == "ringback")
    assert bob.spells[0].times >= 4


def test_beyond_the_budget_nothing_is_read_again_and_it_is_told(ringing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "MOST_PACKETS", 100)
    monkeypatch.setattr(sounding, "packets", lambda *_: pytest.fail("the evidence is read again"))
    report = run([ringing])
    assert report.cause_of(1) is None
    assert not report.call(1).is_signed(Sign.LISTENED)
    assert ("false-answer", ("listening",), 1) in needs(report)
    assert {rule for rule, _, _ in needs(report)} == {
        "false-answer",
        "echo",
        "clipped-audio",
        "faint-audio",
        "fax-as-voice",
        "noise-for-voice",
        "voice-fell-silent",
    }


@pytest.mark.parametrize("limit", ["MOST_PACKETS", "MOST_READ"])
def test_what_is_asked_for_is_listened_to_however_much_it_is(ringing: str, limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, limit, 100)
    monkeypatch.setattr(listening, "_AT_ONCE", 1)
    report = run([ringing], settings=Settings(listen=True))
    assert report.cause_of(1) == "false-answer"
    assert not needs(report)


def test_of_a_long_call_the_beginning_is_heard_and_that_is_told(ringing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "_LONGEST", 3)
    report = run([ringing])
    assert max(sound.seconds for sound in report.scene.sounds(1).sounds) <= 3.1
    assert ("echo", ("end",), 1) in needs(report)
    assert max(sound.seconds for sound in sounds(report, 1).sounds) > 3.1


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


def test_silence_of_a_codec_that_must_be_decoded_is_found_by_ear(tmp_path: Path) -> None:
    """G.722: the called telephone sends digital silence, the caller speaks."""
    pytest.importorskip("av", reason="PyAV is not installed")
    encode = by_ffmpeg("g722", 16000, 320)
    spoken = list(encode(speech(16000, 6.0)))
    silent = list(encode(np.zeros(6 * 16000, dtype=np.int16)))
    script = Script({})
    script.play(
        [
            "0.000 alice > trunk INVITE 1001 > 79161234567 +sdp:G722=9",
            "0.500 trunk > alice 200 OK +sdp:4002:G722=9",
            "0.510 alice > trunk ACK",
            "7.000 alice > trunk BYE",
            "7.010 trunk > alice 200 OK",
        ]
    )
    alice, trunk = ("198.51.100.21", 4000), ("203.0.113.50", 4002)
    for (src, dst), ssrc, payloads in (((alice, trunk), 5, spoken), ((trunk, alice), 7, silent)):
        for at, payload in enumerate(payloads[:300]):
            frame = udp(src, dst, rtp(at, ssrc=ssrc, kind=9)[:12] + payload, at + 1)
            script.packets.append((600_000 + at * 20_000, frame, len(frame)))
    write_pcap(tmp_path / "x.pcap", script.packets)
    report = run([str(tmp_path / "x.pcap")])
    assert report.call(1).streams[0].codec == "G722"
    assert report.cause_of(1) == "silent-audio"
