"""What is found of no single call while packets come is told once, however often it is found."""

from __future__ import annotations

import re
import struct
from pathlib import Path
from socket import inet_aton

from sipwhy.app import Filters, run
from sipwhy.app.live import FollowedCapture, LiveJudge
from sipwhy.app.news import News
from sipwhy.app.report import FullReport
from sipwhy.model import Finding, Value
from sipwhy.sources.growing import Grown
from tests.app.test_live import HEAD, SECOND, START, Grows, refused

SCANNER = Path("tests/captures/scanner/capture.pcap").read_bytes()
HEADS = 24
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


def again(capture: bytes, seconds: int, was: str = "", becomes: str = "") -> bytes:
    """The same packets (without the capture's head) so much later, in dialogs of their own, one IPv4 address another one."""
    packets, at = bytearray(capture), HEADS
    while at + 16 <= len(packets):
        ts, _, length, _ = struct.unpack_from("<IIII", packets, at)
        struct.pack_into("<I", packets, at, ts + seconds)
        at += 16 + length
    told_as = f"{seconds:07}".encode()
    new = re.sub(rb"(?<=[Cc]all-ID: )(.{7})", told_as, re.sub(rb"(?<=branch=z9hG4bK)(.{7})", told_as, bytes(packets[HEADS:])))
    return new.replace(was.encode(), becomes.encode()).replace(inet_aton(was), inet_aton(becomes)) if was else new


def test_an_attack_from_another_address_is_news() -> None:
    judge = LiveJudge("eth0")
    judge.feed(SCANNER)
    list(judge.ended(judge.latest + 60 * SECOND))
    assert told(judge) == FOUND
    judge.feed(again(SCANNER, 100, "198.51.100.66", "198.51.100.77"))
    list(judge.ended(judge.latest + 60 * SECOND))
    assert told(judge) == FOUND


def test_an_attack_that_goes_on_is_told_once_an_hour() -> None:
    judge = LiveJudge("eth0")
    judge.feed(SCANNER[:HEADS])
    at = [minutes for minutes in range(0, 131, 10) if "scanner" in found_by(judge, again(SCANNER, 60 * minutes))]
    assert at == [0, 60, 120]


def found_by(judge: LiveJudge, packets: bytes) -> list[str]:
    judge.feed(packets)
    list(judge.ended(judge.latest + 60 * SECOND))
    return told(judge)


def report_of(*findings: Finding) -> FullReport:
    """A report of a capture with nothing but these findings."""
    report = run([str(Path("tests/captures/scanner/capture.pcap"))])
    report.findings = findings
    return report


def robocall(**values: Value) -> Finding:
    return Finding("robocall", "notice", "likely", "caller", values={"source": "203.0.113.50", "caller": "74951112233", **values})


def of(news: News, *findings: Finding, now: int = START) -> int:
    return len(list(news.of(report_of(*findings), now)))


def test_a_second_robocaller_behind_the_same_trunk_is_news_and_more_calls_of_the_first_are_not() -> None:
    news = News()
    assert of(news, robocall(callees=20)) == 1
    assert of(news, robocall(callees=25)) == 0
    assert of(news, robocall(callees=25), robocall(caller="74954445566", callees=20)) == 1


def test_an_attack_that_is_over_is_not_told_again_though_it_is_still_kept() -> None:
    report = run([str(Path("tests/captures/scanner/capture.pcap"))])
    news, until = News(), report.table.evidence.until
    assert sorted({wide.finding.rule for wide in news.of(report, until + SECOND)}) == FOUND
    assert list(news.of(report, until + 3700 * SECOND)) == []


def test_of_many_sources_that_are_only_counted_others_in_front_are_no_news() -> None:
    def flood(*sources: str) -> Finding:
        return Finding("flood", "error", "likely", "caller", values={"source": sources, "target": "203.0.113.10"})

    news = News()
    assert of(news, flood("192.0.2.1", "192.0.2.2")) == 1
    assert of(news, flood("192.0.2.2")) == 0
    assert of(news, flood("192.0.2.2", "192.0.2.3")) == 1
    assert of(news, flood("192.0.2.4", "192.0.2.5", "192.0.2.6", "+900")) == 1
    assert of(news, flood("192.0.2.7", "192.0.2.8", "192.0.2.9", "+910")) == 0


def test_a_clock_that_was_set_back_keeps_nothing_from_being_told() -> None:
    news = News()
    assert of(news, robocall()) == 1
    news.clock_was_set(-86_400 * SECOND)
    assert of(news, robocall(), now=START - 86_000 * SECOND) == 0
    assert of(news, robocall(), now=START - 82_800 * SECOND) == 1


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
