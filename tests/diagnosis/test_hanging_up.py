"""Who hung up: a person, or a device whose timer had run out."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.diagnosis.hanging_up import ended_by_itself, told_cause
from sipwhy.model import Call
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap

_ANSWERED = "0.000 pbx > bob INVITE 1001 > 1002 +sdp\n2.000 bob > pbx 200 OK +sdp\n"
_REPEATED = "".join(f"{at}.500 bob > pbx 200 again\n" for at in (2, 3, 5, 9, 13, 17, 21, 25, 29, 33))


def _call(flow: str, folder: Path) -> Call:
    script = Script({})
    script.play(flow.splitlines())
    write_pcap(folder / "call.pcap", script.packets)
    return run([str(folder / "call.pcap")]).call(1)


def _ended_by_itself(flow: str, folder: Path, cause: str | None = None) -> bool:
    return ended_by_itself(_call(flow, folder), cause)


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        (None, False),
        ('Q.850;cause=16;text="Normal call clearing"', False),
        ("Q.850;cause=31", False),
        ('Q.850;cause=127;text="INTERWORKING"', False),
        ('Q.850;cause=41;text="TEMPORARY FAILURE"', True),
        ('SIP;cause=200;text="User ended"', False),
        ('Q.850;cause=102;text="Recovery on timer expiry"', True),
        ('SIP;cause=408;text="RTP timeout"', True),
    ],
)
def test_reason_tells_who_ended_it(reason: str | None, expected: bool, tmp_path: Path) -> None:
    header = f"    Reason: {reason}\n" if reason else ""
    assert _ended_by_itself(f"{_ANSWERED}2.010 pbx > bob ACK\n9.000 bob > pbx BYE\n{header}9.010 pbx > bob 200 OK", tmp_path) is expected


@pytest.mark.parametrize(
    ("reason", "cause", "expected"),
    [
        ('Q.850;cause=41;text="TEMPORARY FAILURE"', None, 41),
        ('Q.850;cause=41;text="TEMPORARY FAILURE"', "rtp-timeout", None),
        ("Q.850;cause=102", None, None),
        ("Q.850;cause=16", None, None),
        ("SIP;cause=408", None, None),
    ],
)
def test_a_gateway_may_hand_on_the_cause_of_the_network_behind_it(
    reason: str, cause: str | None, expected: int | None, tmp_path: Path
) -> None:
    flow = f"{_ANSWERED}2.010 pbx > bob ACK\n9.000 bob > pbx BYE\n    Reason: {reason}\n9.010 pbx > bob 200 OK"
    assert told_cause(_call(flow, tmp_path), cause) == expected


def test_whoever_waits_for_an_ack_in_vain_gives_up_by_itself(tmp_path: Path) -> None:
    assert _ended_by_itself(f"{_ANSWERED}{_REPEATED}34.010 bob > pbx BYE\n34.020 pbx > bob 200 OK", tmp_path)


def test_an_ack_that_came_late_leaves_it_to_a_person_to_hang_up(tmp_path: Path) -> None:
    late = "".join(f"{at}.500 bob > pbx 200 again\n" for at in (2, 3, 5, 9, 13, 17, 21, 25))
    flow = f"{_ANSWERED}{late}26.000 pbx > bob ACK\n{{}} bob > pbx BYE\n99.000 pbx > bob 200 OK"
    assert not _ended_by_itself(flow.format("33.000"), tmp_path)
    assert not _ended_by_itself(flow.format("90.000"), tmp_path)


def test_a_bye_long_after_the_timer_is_a_persons(tmp_path: Path) -> None:
    assert not _ended_by_itself(f"{_ANSWERED}{_REPEATED}90.000 bob > pbx BYE\n90.010 pbx > bob 200 OK", tmp_path)


def test_the_other_side_may_hang_up_by_hand_meanwhile(tmp_path: Path) -> None:
    assert not _ended_by_itself(f"{_ANSWERED}{_REPEATED}33.800 pbx > bob BYE\n33.810 bob > pbx 200 OK", tmp_path)


def test_a_timer_that_another_rule_proves_counts(tmp_path: Path) -> None:
    flow = f"{_ANSWERED}2.010 pbx > bob ACK\n92.000 bob > pbx BYE\n92.010 pbx > bob 200 OK"
    assert not _ended_by_itself(flow, tmp_path)
    assert _ended_by_itself(flow, tmp_path, "session-timer-expired")


def test_a_call_without_bye_was_ended_by_nobody(tmp_path: Path) -> None:
    assert not _ended_by_itself(f"{_ANSWERED}2.010 pbx > bob ACK", tmp_path)
