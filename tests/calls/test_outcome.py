"""What became of a call, a registration and anything else: the word for each final answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap


def _result(folder: Path, *lines: str) -> str:
    script = Script({})
    script.play(lines)
    write_pcap(folder / "one.pcap", script.packets)
    (row,) = run([str(folder / "one.pcap")]).rows()
    return row.result


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        ("200 OK", "answered"),
        ("302 Moved Temporarily", "redirected"),
        ("404 Not Found", "failed"),
        ("480 Temporarily Unavailable", "no-answer"),
        ("486 Busy Here", "busy"),
        ("503 Service Unavailable", "failed"),
        ("600 Busy Everywhere", "busy"),
        ("603 Decline", "declined"),
    ],
)
def test_a_call_is_what_its_final_answer_makes_of_it(answer: str, result: str, tmp_path: Path) -> None:
    told = _result(
        tmp_path,
        "0.0 alice > pbx INVITE 1001 > 1002 +sdp",
        "0.1 pbx > alice 180 Ringing",
        f"2.0 pbx > alice {answer}",
        "2.1 alice > pbx ACK",
    )
    assert told == result


def test_a_call_that_nobody_took_before_the_caller_hung_up_after_a_while_is_unanswered(tmp_path: Path) -> None:
    ringing = ["0.0 alice > pbx INVITE 1001 > 1002 +sdp", "0.1 pbx > alice 180 Ringing"]
    cancelled = ["alice > pbx CANCEL", "pbx > alice 200 OK (CANCEL)", "pbx > alice 487 Request Terminated (INVITE)", "alice > pbx ACK"]
    assert _result(tmp_path, *ringing, *(f"5.{at} {line}" for at, line in enumerate(cancelled))) == "cancelled"
    assert _result(tmp_path, *ringing, *(f"60.{at} {line}" for at, line in enumerate(cancelled))) == "no-answer"


@pytest.mark.parametrize(("answer", "result"), [("200 OK", "registered"), ("403 Forbidden", "rejected"), ("404 Not Found", "rejected")])
def test_a_registration_is_registered_or_rejected(answer: str, result: str, tmp_path: Path) -> None:
    assert _result(tmp_path, "0.0 alice > pbx REGISTER 1001", f"0.1 pbx > alice {answer}") == result


def test_what_nobody_answers_is_unanswered_or_failed_by_its_kind(tmp_path: Path) -> None:
    tries = [
        f"{at} alice > pbx REGISTER {'again' if at else '1001'}" for at in (0.0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5)
    ]
    assert _result(tmp_path, *tries, "90 end") == "unanswered"


def test_a_call_whose_connection_was_reset_under_it_has_failed(tmp_path: Path) -> None:
    """Nothing can come by that connection any more: it is not open when the capture ends."""
    script = Script({})
    script.play(
        [
            "0.000 alice:40000 > pbx INVITE 1001 > 1002 +sdp +tcp",
            "0.020 pbx > alice:40000 180 Ringing +tcp",
            "5.000 pbx > alice:40000 tcp-rst",
            "6 end",
        ]
    )
    write_pcap(tmp_path / "call.pcap", script.packets)
    report = run([str(tmp_path / "call.pcap")])
    assert (report.call(1).result, report.overview.legs_open) == ("failed", 0)
