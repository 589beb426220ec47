"""Offers and answers are paired as RFC 3264 and RFC 3261 section 13.2.1 say."""

from __future__ import annotations

from pathlib import Path

from sipwhy.app import run
from sipwhy.diagnosis.offers import Exchange, exchanges, names
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap


def _exchanges(folder: Path, *lines: str) -> list[Exchange]:
    script = Script({})
    script.play(lines)
    write_pcap(folder / "call.pcap", script.packets)
    return list(exchanges(run([str(folder / "call.pcap")]).call(1).first))


def test_the_answer_in_the_200_counts_before_that_of_the_183(tmp_path: Path) -> None:
    (found,) = _exchanges(
        tmp_path,
        "0.0 alice > pbx INVITE 1001 > 1002 +sdp:PCMA/G729",
        "0.1 pbx > alice 183 Session Progress +sdp:G729",
        "0.5 pbx > alice 200 OK +sdp:PCMA",
        "0.6 alice > pbx ACK",
    )
    assert found.answer is not None
    assert found.answer.status == 200
    assert found.is_first
    assert found.audio is not None
    assert names(found.audio[1]) == ("PCMA",)


def test_a_challenged_attempt_is_no_exchange(tmp_path: Path) -> None:
    found = _exchanges(
        tmp_path,
        "0.0 alice > pbx INVITE 1001 > 1002 +sdp",
        "0.1 pbx > alice 401 Unauthorized",
        "0.2 alice > pbx ACK",
        "0.3 alice > pbx INVITE +auth +sdp",
        "0.5 pbx > alice 200 OK +sdp",
        "0.6 alice > pbx ACK",
    )
    assert len(found) == 1


def test_an_offer_in_the_200_is_answered_by_the_ack(tmp_path: Path) -> None:
    (found,) = _exchanges(
        tmp_path, "0.0 pbx > bob INVITE 1001 > 1002", "0.5 bob > pbx 200 OK +sdp:PCMA/PCMU", "0.6 pbx > bob ACK +sdp:PCMA"
    )
    assert found.is_late
    assert found.answer is not None
    assert found.answer.method == "ACK"


def test_a_refused_line_has_no_audio(tmp_path: Path) -> None:
    (found,) = _exchanges(
        tmp_path,
        "0.0 alice > pbx INVITE 1001 > 1002 +sdp",
        "0.5 pbx > alice 200 OK",
        "    |v=0",
        "    |o=- 1 1 IN IP4 203.0.113.10",
        "    |c=IN IP4 203.0.113.10",
        "    |m=audio 0 RTP/AVP 0",
        "0.6 alice > pbx ACK",
    )
    assert found.answer is not None
    assert found.audio is None
