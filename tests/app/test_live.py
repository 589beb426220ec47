"""A capture that never ends: every call is told once, as soon as it is over, as the whole capture would tell it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from sipwhy.app import Filters, run
from sipwhy.app.follow import Ended
from sipwhy.app.live import FollowedCapture, LiveJudge
from sipwhy.sources.growing import Grown

CAPTURES = sorted(Path("tests/captures").glob("*/*.pcap*"))
SAMPLE = Path("samples/office-morning.pcap")
SECOND = 1_000_000
START = 1_700_000_000 * SECOND

Told = tuple[str, str, int | None, str | None]


def message(start: str, call: str, cseq: str, more: str = "", tag: str = "") -> bytes:
    """A message between 1001 and 1002."""
    lines = (
        start,
        f"Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK{call}{cseq.replace(' ', '')}",
        "From: <sip:1001@example.com>;tag=a",
        f"To: <sip:1002@example.com>{tag}",
        f"Call-ID: {call}",
        f"CSeq: {cseq}",
        "Contact: <sip:1001@10.0.0.1>",
        *([more] if more else []),
        "Content-Length: 0",
        "",
        "",
    )
    return "\r\n".join(lines).encode()


def record(ts: int, payload: bytes, forward: bool = True) -> bytes:
    """A record of pcap: a UDP datagram from 10.0.0.1 to 10.0.0.2, or back."""
    ends = (bytes([10, 0, 0, 1]), bytes([10, 0, 0, 2]))
    src, dst = ends if forward else ends[::-1]
    udp = struct.pack("!HHHH", 5060, 5060, 8 + len(payload), 0) + payload
    packet = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0) + src + dst + udp
    return struct.pack("<IIII", ts // SECOND, ts % SECOND, len(packet), len(packet)) + packet


HEAD = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101)


def invite(ts: int, call: str) -> bytes:
    return record(ts, message("INVITE sip:1002@example.com SIP/2.0", call, "1 INVITE"))


def answer(ts: int, call: str, line: str, cseq: str = "1 INVITE", more: str = "") -> bytes:
    return record(ts, message(f"SIP/2.0 {line}", call, cseq, more, ";tag=b"), forward=False)


def bye(ts: int, call: str) -> bytes:
    return record(ts, message("BYE sip:1002@10.0.0.2 SIP/2.0", call, "2 BYE", tag=";tag=b"))


def refused(ts: int, call: str) -> bytes:
    return invite(ts, call) + answer(ts + 1000, call, "404 Not Found")


def ids(ended: Iterator[Ended]) -> list[tuple[str, ...]]:
    return [tuple(one.report.outline(one.row.number).call_ids) for one in ended]


def judge(*records: bytes, filters: Filters | None = None) -> LiveJudge:
    made = LiveJudge("test", filters)
    made.feed(HEAD + b"".join(records))
    return made


def test_a_call_is_told_five_seconds_after_its_end_and_only_once() -> None:
    live = judge(refused(START, "one"))
    assert ids(live.ended(START + 4 * SECOND)) == []
    assert ids(live.ended(START + 6 * SECOND)) == [("one",)]
    live.feed(answer(START + 7 * SECOND, "one", "404 Not Found"))
    assert ids(live.ended(START + 60 * SECOND)) == []


def test_what_rings_or_talks_is_waited_for_and_not_told_when_listening_ends() -> None:
    live = judge(invite(START, "rings"), answer(START, "rings", "180 Ringing"), invite(START, "talks"), answer(START, "talks", "200 OK"))
    assert ids(live.ended(START + 100 * SECOND)) == []
    assert live.counts.open_legs == 2
    assert ids(live.ended(START + 100 * SECOND, is_last=True)) == []
    assert live.left_open == 2


def test_a_call_that_talks_for_an_hour_is_told_when_somebody_hangs_up() -> None:
    live = judge(invite(START, "long"), answer(START + SECOND, "long", "200 OK"))
    for minute in range(5, 60, 5):
        live.feed(refused(START + minute * 60 * SECOND, f"short-{minute}"))
        assert len(ids(live.ended(START + (minute * 60 + 10) * SECOND))) == 1
    end = START + 3600 * SECOND
    live.feed(bye(end, "long") + answer(end + 1000, "long", "200 OK", "2 BYE"))
    told = list(live.ended(end + 6 * SECOND))
    assert ids(iter(told)) == [("long",)]
    assert (told[0].row.result, told[0].row.talk, told[0].is_bad) == ("answered", 3599.0, False)


def register(ts: int, number: int, line: str) -> bytes:
    request = message("REGISTER sip:example.com SIP/2.0", "reg", f"{number} REGISTER", "Expires: 60")
    return record(ts, request) + answer(ts + 1000, "reg", line, f"{number} REGISTER", "Expires: 60")


def test_a_registration_is_told_again_only_when_it_ends_otherwise() -> None:
    live, told = judge(), []
    for number in range(1, 40):
        at = START + number * 60 * SECOND
        live.feed(register(at, number, "403 Forbidden" if 20 <= number < 22 else "200 OK"))
        told += [(number, one.row.result) for one in live.ended(at + 10 * SECOND)]
    assert told == [(1, "registered"), (20, "rejected"), (22, "registered")]
    assert live.counts.kept_messages < 60


def test_a_clock_that_is_set_ends_no_call() -> None:
    live = judge(invite(START, "rings"), answer(START, "rings", "180 Ringing"))
    live.clock_was_set(-3600 * SECOND)
    back = START - 3600 * SECOND
    live.feed(refused(back, "other"))
    assert ids(live.ended(back + SECOND)) == []
    assert ids(live.ended(back + 6 * SECOND)) == [("other",)]
    live.feed(answer(back + 20 * SECOND, "rings", "486 Busy Here"))
    assert ids(live.ended(back + 26 * SECOND)) == [("rings",)]


def test_conditions_hold() -> None:
    live = judge(refused(START, "one"), filters=Filters(port=5061))
    assert ids(live.ended(START + 6 * SECOND)) == []
    live = judge(refused(START, "one"), filters=Filters(port=5060, phone="1002"))
    assert ids(live.ended(START + 6 * SECOND)) == [("one",)]


def test_memory_is_bounded_by_what_is_open() -> None:
    live = LiveJudge("test", beside=200)
    live.feed(HEAD)
    told, kept = 0, []
    for minute in range(30):
        at = START + minute * 60 * SECOND
        live.feed(b"".join(refused(at + n, f"{minute}-{n}") for n in range(100)))
        told += len(ids(live.ended(at + 30 * SECOND)))
        kept.append(live.counts.kept_messages)
    assert told == 3_000
    assert max(kept) <= 600
    assert live.counts.messages == 6_000


def test_for_want_of_room_what_is_open_longest_goes_and_is_counted() -> None:
    live = LiveJudge("test", beside=10, room=100)
    live.feed(HEAD + b"".join(invite(START + n, f"open-{n}") for n in range(300)))
    list(live.ended(START + SECOND))
    assert live.counts.forced_legs == 200
    assert live.counts.kept_messages == 100


@pytest.mark.parametrize("path", [*CAPTURES, SAMPLE], ids=lambda path: path.parent.name)
@pytest.mark.parametrize("piece", [1 << 12, 1 << 14])
def test_calls_end_as_the_whole_capture_tells_them(path: Path, piece: int) -> None:
    data, live = path.read_bytes(), LiveJudge(str(path))
    told: dict[tuple[str, ...], Told] = {}
    for at in range(0, len(data), piece):
        live.feed(data[at : at + piece])
        told |= verdicts(live.ended(live.latest))
    told |= verdicts(live.ended(live.latest, is_last=True))
    whole = run([str(path)])
    expected = {
        tuple(sorted(whole.outline(row.number).call_ids)): (row.kind, row.result, row.status, row.cause)
        for row in whole.rows()
        if row.kind == "call" and row.result != "incomplete" and not (row.result == "answered" and row.talk is None)
    }
    assert {key: told.get(key) for key in expected} == expected


def verdicts(ended: Iterator[Ended]) -> dict[tuple[str, ...], Told]:
    def of(one: Ended) -> tuple[tuple[str, ...], Told]:
        row = one.row
        return tuple(sorted(one.report.outline(row.number).call_ids)), (row.kind, row.result, row.status, row.cause)

    return dict(map(of, ended))


class Grows:
    """Something that grows when a test says so."""

    name, has_past, has_ended = "grows", True, False

    def __init__(self, *parts: bytes) -> None:
        self.parts = [Grown(part, not at) for at, part in enumerate(parts)]

    def take(self) -> Grown | None:
        return self.parts.pop(0) if self.parts else None


def test_of_a_capture_that_is_followed_the_past_is_known_and_not_told() -> None:
    grows = Grows(HEAD, refused(START, "past") + invite(START, "rings") + answer(START, "rings", "180 Ringing"))
    followed = FollowedCapture(grows)
    followed.begin(0.0)
    grows.parts.append(Grown(answer(START + 9 * SECOND, "rings", "486 Busy Here")))
    assert followed.take(1.0)
    assert ids(followed.ended(2.0)) == []
    assert ids(followed.ended(7.0)) == [("rings",)]
    assert followed.account.total == {"call": 1}


def test_a_registration_that_failed_before_and_goes_on_is_told_once() -> None:
    grows = Grows(HEAD, register(START, 1, "403 Forbidden"))
    followed = FollowedCapture(grows)
    followed.begin(0.0)
    assert ids(followed.ended(20.0)) == []
    told = []
    for number in (2, 3):
        grows.parts.append(Grown(register(START + number * 60 * SECOND, number, "403 Forbidden")))
        followed.take(number * 60.0)
        told += [(number, one.row.result) for one in followed.ended(number * 60.0 + 10)]
    assert told == [(2, "rejected")]


def test_a_capture_that_is_begun_anew_ends_what_was_open_before() -> None:
    grows = Grows(HEAD)
    followed = FollowedCapture(grows)
    followed.begin(0.0)
    grows.parts += [Grown(refused(START, "old")), Grown(HEAD + refused(START + SECOND, "new"), True)]
    followed.take(1.0)
    assert ids(followed.ended(2.0)) == [("old",)]
    assert ids(followed.ended(20.0)) == [("new",)]
    assert followed.account.total == {"call": 2}
