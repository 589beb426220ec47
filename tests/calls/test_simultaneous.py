"""Several calls of the same two people through one PBX that begin at one moment: which leg is whose."""

from __future__ import annotations

from ipaddress import IPv4Address
from pathlib import Path

import pytest

from sipwhy.app import run
from tests.rules.dialogues import Script
from tests.rules.packets import udp, write_pcap

_CALLS = 5
_ORDERS = ([0, 1, 2, 3, 4], [3, 1, 4, 0, 2], [4, 3, 2, 1, 0])
_SESSION = "    Session-ID: {:032x};remote=00000000000000000000000000000000"


def _sdp(of: str, number: int, as_said: bool) -> str:
    """What a telephone describes, which the PBX says as it is, or with sockets of its own."""
    host, port = {"alice": ("198.51.100.21", 4000), "bob": ("198.51.100.22", 5000)}[of]
    return f"+sdp:{host}:{port + 2 * number}" if as_said else f"+sdp:203.0.113.10:{port + 2 * number}"


def _kept_origin(line: str, number: int) -> list[str]:
    """The lines that describe what a relay leaves of a telephone's description: its origin, where the socket is the relay's own."""
    way, _, socket = line.rpartition(" +sdp:")
    host, _, port = socket.rpartition(":")
    body = ("v=0", f"o=- 7{number} 1 IN IP4 192.0.2.9", "s=-", f"c=IN IP4 {host}", "t=0 0", f"m=audio {port} RTP/AVP 0")
    return [way, *(f"    |{part}" for part in body)]


def _script(
    order: list[int],
    *,
    is_direct: bool,
    silent: int = -1,
    later: float = 0.0,
    links: bool = False,
    origins: bool = False,
    step: float = 0.0,
) -> list[str]:
    lines: list[tuple[float, str]] = []
    for number in range(_CALLS):
        lines.append((number * step, f"alice > pbx [a{number}] INVITE 1001 > 1002 {_sdp('alice', number, True)}"))
    for place, number in enumerate(order):
        at, answered = number * step, 1.0 + later * place + number * step
        lines += [
            (at + 0.004, f"pbx > bob [b{number}] INVITE 1001 > 1002 {_sdp('alice', number, is_direct)}"),
            (answered, f"bob > pbx [b{number}] 200 OK {_sdp('bob', number, True)}"),
            (answered + 0.002, f"pbx > alice [a{number}] 200 OK {_sdp('bob', number, is_direct)}"),
            (answered + 0.003, f"alice > pbx [a{number}] ACK"),
            (answered + 0.004, f"pbx > bob [b{number}] ACK"),
            (9.0, f"alice > pbx [a{number}] BYE"),
            (9.001, f"pbx > alice [a{number}] 200 OK"),
            (9.002, f"pbx > bob [b{number}] BYE"),
            (9.003, f"bob > pbx [b{number}] 200 OK"),
        ]
        alice, bob = f"alice:{4000 + 2 * number}", f"bob:{5000 + 2 * number}"
        ends = [(alice, bob)] if is_direct else [(alice, f"pbx:{5000 + 2 * number}"), (f"pbx:{4000 + 2 * number}", bob)]
        lines += [(answered + 0.1, f"{one} > {other} rtp 250") for one, other in ends]
        lines += [(answered + 0.1, f"{other} > {one} rtp 250") for one, other in ends if number != silent]
    found = []
    for at, line in sorted(lines, key=lambda one: one[0]):
        is_offer = " INVITE " in line
        of = int(line.split("]")[0][-1]) if is_offer else 0
        said, *body = _kept_origin(line, of) if origins and is_offer else [line]
        found += [f"{at:.3f} {said}", *body]
        found += [_SESSION.format(of + 1)] if links and is_offer else []
    return found


def _with_bare_ends(frame: bytes) -> bytes:
    """The same datagram with bare line feeds in its message."""
    payload = frame[42:]
    if b"SIP/2.0" not in payload:
        return frame
    src, dst = (str(IPv4Address(frame[at : at + 4])) for at in (26, 30))
    ports = [int.from_bytes(frame[at : at + 2]) for at in (34, 36)]
    return udp((src, ports[0]), (dst, ports[1]), payload.replace(b"\r\n", b"\n"))


def _played(
    tmp_path: Path, lines: list[str], *, is_bare: bool = False
) -> tuple[list[tuple[str, ...]], dict[str, str | None], set[tuple[str | None, str]]]:
    """The legs of each call by name, the cause of each by its first leg, and by what the second ones are joined."""
    script = Script({})
    script.play(lines)
    bare = [(at, _with_bare_ends(frame)) for at, frame, _ in script.packets]
    write_pcap(tmp_path / "at_once.pcap", [(at, frame, len(frame)) for at, frame in bare] if is_bare else script.packets)
    report = run([str(tmp_path / "at_once.pcap")])
    calls = [report.call(row.number) for row in report.rows()]
    legs = [tuple((leg.call_id or "").partition("@")[0].removeprefix("case-") for leg in call.legs) for call in calls]
    causes = {names[0]: row.cause for names, row in zip(legs, report.rows(), strict=True)}
    return legs, causes, {(leg.joined_by, leg.confidence) for call in calls for leg in call.legs[1:]}


def _right() -> list[tuple[str, ...]]:
    return [(f"a{number}", f"b{number}") for number in range(_CALLS)]


@pytest.mark.parametrize("step", [0.0, 0.001])
@pytest.mark.parametrize("order", _ORDERS)
def test_where_telephones_talk_directly_their_sockets_tell(tmp_path: Path, order: list[int], step: float) -> None:
    legs, causes, joined = _played(tmp_path, _script(order, is_direct=True, step=step))
    assert legs == _right()
    assert joined == {("description", "certain")}
    assert set(causes.values()) == {None}


def test_bare_line_feeds_part_a_description_from_its_headers_too(tmp_path: Path) -> None:
    legs, _, joined = _played(tmp_path, _script(_ORDERS[1], is_direct=True), is_bare=True)
    assert legs == _right()
    assert joined == {("description", "certain")}


def test_one_that_is_silent_is_the_only_one_that_went_wrong(tmp_path: Path) -> None:
    legs, causes, _ = _played(tmp_path, _script(_ORDERS[1], is_direct=True, silent=3))
    assert legs == _right()
    assert causes == {"a0": None, "a1": None, "a2": None, "a3": "one-way-audio", "a4": None}


def test_where_nothing_passes_through_order_decides_and_the_doubt_is_said(tmp_path: Path) -> None:
    legs, causes, joined = _played(tmp_path, _script(_ORDERS[0], is_direct=False))
    assert legs == _right()
    assert joined == {("numbers-and-order", "possible")}
    assert set(causes.values()) == {None}


def test_a_guess_makes_no_second_call_of_one_that_is_silent(tmp_path: Path) -> None:
    legs, causes, joined = _played(tmp_path, _script(_ORDERS[1], is_direct=False, silent=3))
    assert sorted(len(one) for one in legs) == [2] * _CALLS
    assert joined == {("numbers-and-order", "possible")}
    assert causes == {"a0": None, "a1": None, "a2": None, "a3": "one-way-audio", "a4": None}


def test_answers_a_second_apart_tell(tmp_path: Path) -> None:
    legs, _, joined = _played(tmp_path, _script(_ORDERS[1], is_direct=False, later=1.0))
    assert legs == _right()
    assert joined == {("numbers", "likely")}


def test_each_that_is_sent_on_before_the_next_one_comes_leaves_no_doubt(tmp_path: Path) -> None:
    legs, _, joined = _played(tmp_path, _script(_ORDERS[0], is_direct=False, step=0.02))
    assert legs == _right()
    assert joined == {("numbers", "likely")}


def test_what_a_session_id_joins_is_not_joined_by_numbers_as_well(tmp_path: Path) -> None:
    legs, _, joined = _played(tmp_path, _script(_ORDERS[1], is_direct=False, links=True))
    assert legs == _right()
    assert joined == {("session-id", "certain")}


def test_where_a_relay_keeps_the_origin_that_tells(tmp_path: Path) -> None:
    legs, _, joined = _played(tmp_path, _script(_ORDERS[1], is_direct=False, origins=True))
    assert legs == _right()
    assert joined == {("description", "certain")}
