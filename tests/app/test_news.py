"""What is found of no single call while packets come is told once, however often it is found."""

from __future__ import annotations

import struct
from pathlib import Path

from sipwhy.app import Filters
from sipwhy.app.live import FollowedCapture, LiveJudge
from sipwhy.sources.growing import Grown
from tests.app.test_live import HEAD, SECOND, START, Grows, refused

SCANNER = Path("tests/captures/scanner/capture.pcap").read_bytes()
FOUND = ["extension-scan", "password-guessing", "scanner", "toll-fraud"]


def told(judge: LiveJudge | FollowedCapture) -> list[str]:
    return sorted(wide.finding.rule for wide in judge.wide())


def test_an_attack_is_told_once() -> None:
    judge = LiveJudge("eth0")
    judge.feed(SCANNER)
    list(judge.ended(judge.latest + 60 * SECOND))
    assert told(judge) == FOUND
    assert told(judge) == []
    for round_ in range(2, 5):
        judge.feed(SCANNER[24:])
        list(judge.ended(judge.latest + round_ * 60 * SECOND))
        assert told(judge) == []


def test_what_the_conditions_leave_out_is_not_told() -> None:
    judge = LiveJudge("eth0", Filters(ip="192.0.2.1"))
    judge.feed(SCANNER)
    list(judge.ended(judge.latest + 60 * SECOND))
    assert told(judge) == []


def test_the_past_of_a_capture_that_is_followed_is_known_and_not_told() -> None:
    followed = FollowedCapture(Grows(SCANNER[:24], SCANNER[24:]))
    followed.begin(0.0)
    list(followed.ended(60.0))
    assert told(followed) == []


def test_an_attack_that_was_told_is_not_told_again_after_a_rotation() -> None:
    grows = Grows(SCANNER[:24])
    followed = FollowedCapture(grows)
    followed.begin(0.0)
    found = []
    for at in range(3):
        grows.parts.append(Grown(SCANNER if at else SCANNER[24:], at > 0))
        followed.take(100.0 * at)
        list(followed.ended(100.0 * at + 60))
        found.append(told(followed))
    assert found == [FOUND, [], []]


def test_an_attack_at_the_end_of_a_capture_that_is_rotated_before_it_is_judged_is_told() -> None:
    grows = Grows(SCANNER[:24])
    followed = FollowedCapture(grows)
    followed.begin(0.0)
    grows.parts += [Grown(SCANNER[24:], False), Grown(HEAD, True)]
    followed.take(0.0)
    list(followed.ended(100.0))
    assert told(followed) == FOUND
    assert told(followed) == []


def cut_off(ts: int) -> bytes:
    """A packet of which ten bytes were captured."""
    return struct.pack("<IIII", ts // SECOND, 0, 10, 400) + bytes([0x45]) + bytes(9)


def test_what_cannot_be_read_is_counted_across_a_new_beginning() -> None:
    grows = Grows(HEAD)
    followed = FollowedCapture(grows)
    followed.begin(0.0)
    for at in range(2):
        grows.parts.append(Grown(HEAD + cut_off(START) + refused(START + SECOND, str(at)), True))
        followed.take(10.0 * at)
        list(followed.ended(10.0 * at + 9))
    assert followed.broken == {"IPv4 header cut off": 2}
