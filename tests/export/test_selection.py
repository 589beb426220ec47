"""Of a connection that many calls share, the packets of one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sipwhy.export.selection import pick
from sipwhy.model import Call, Durations, Endpoint, Message
from sipwhy.wire.extractor import Packet
from tests.fakes.messages import message_of

PBX, TRUNK = Endpoint("203.0.113.10", 5060), Endpoint("203.0.113.50", 41000)
CALL = Call(1, "call", ("a",), None, None, 0, 0, "failed", None, None, Durations(None, None, None), None, ())
_ACK, _SYN = 16, 2


def segment(frame: int, number: int, payload: bytes, flags: int = _ACK) -> Packet:
    size = len(payload)
    return Packet(frame, 0, frame, 1, size, payload, "tcp", TRUNK, PBX, payload, number & 0xFFFFFFFF, flags, 0)


def message(frame: int, size: int) -> Message:
    raw = b"INVITE sip:a SIP/2.0\r\n\r\n".ljust(size, b"x")
    return message_of(raw, frame, str(TRUNK), str(PBX), "tcp")


def picked(packets: list[Packet], *messages: Message) -> list[int]:
    return [packet.frame for packet in pick(packets, messages, CALL)]


def test_a_message_brings_the_segments_that_it_stands_in_and_the_opening() -> None:
    packets = [
        segment(1, 999, b"", _SYN),
        segment(2, 1000, b"o" * 500),  # another call's
        segment(3, 1500, b"m" * 1400),
        segment(4, 2900, b""),  # a bare acknowledgement
        segment(5, 2900, b"m" * 100),
        segment(6, 3000, b"o" * 500),
    ]
    assert picked(packets, message(5, 1500)) == [1, 3, 5]


@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 3000), min_size=1, max_size=12), st.data())
def test_sequence_numbers_go_in_a_circle(start: int, sizes: list[int], data: st.DataObject) -> None:
    ends = [sum(sizes[: at + 1]) for at in range(len(sizes))]
    packets = [segment(at + 1, start + end - size, b"m" * size) for at, (size, end) in enumerate(zip(sizes, ends, strict=True))]
    last = data.draw(st.integers(0, len(sizes) - 1))
    length = max(data.draw(st.integers(1, ends[last])), 24)
    assert picked(packets, message(last + 1, length)) == [at + 1 for at in range(last + 1) if ends[at] > ends[last] - length]


def test_a_fragment_brings_the_others_of_its_datagram() -> None:
    def fragment(frame: int, ident: int) -> Packet:
        return Packet(frame, 0, frame, 1, 9, b"f", "fragment", Endpoint(TRUNK.ip, 0), Endpoint(PBX.ip, 0), b"f", 0, 1, ident)

    assert picked([fragment(1, 7), fragment(2, 8), fragment(3, 7)], message(3, 30)) == [1, 3]
