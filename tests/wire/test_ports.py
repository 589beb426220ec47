"""Which datagrams are what, told by port and content."""

from __future__ import annotations

import struct

from sipwhy import _core

QUESTION = b"\x03sip\x07example\x03com\0\0\x01\0\x01"
REQUEST = b"OPTIONS sip:a@b SIP/2.0\r\nCall-ID: c\r\nFrom: <sip:a@b>;tag=1\r\nCSeq: 1 OPTIONS\r\n\r\n"
ANSWER = b"SIP/2.0 200 OK\r\nCall-ID: c\r\nFrom: <sip:a@b>;tag=1\r\nCSeq: 1 OPTIONS\r\n\r\n"


def _read(*datagrams: tuple[int, int, bytes]) -> _core.Tables:
    """A capture (raw IP) of datagrams between two hosts: source and destination port, payload."""
    capture = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101)
    for second, (src, dst, payload) in enumerate(datagrams):
        size = 28 + len(payload)
        packet = struct.pack(">BBHHHBBH4s4s", 0x45, 0, size, 1, 0, 64, 17, 0, bytes((192, 0, 2, 1)), bytes((192, 0, 2, 2)))
        packet += struct.pack(">HHHH", src, dst, size - 20, 0) + payload
        capture += struct.pack("<IIII", 1_700_000_000 + second, 0, size, size) + packet
    tracker = _core.Tracker()
    index = tracker.add_file()
    tracker.feed(index, capture)
    tracker.feed(index, b"")
    return tracker.finish()


def test_every_number_of_a_dns_query_is_taken_also_those_that_look_like_rtcp() -> None:
    for number in (0, 0x4142, 0x80C8, 0xBFCF, 0xFFFF):
        query = struct.pack(">6H", number, 0x0100, 1, 0, 0, 0) + QUESTION
        assert [(row[2], row[4]) for row in _read((1000, 53, query)).lookups()] == [("sip.example.com", 1)], hex(number)


def test_sip_on_the_port_of_dns_is_sip() -> None:
    tables = _read((5060, 53, REQUEST), (53, 5060, ANSWER))
    assert [tables.message(index)[6] for index in range(2)] == [0, 200]
    assert not tables.lookups()


def test_pairs_of_sockets_with_keep_alives_are_bounded_and_what_is_left_out_is_told() -> None:
    tables = _read(*((10_000 + port, 20_000, b"\r\n") for port in range(40_000)))
    assert len(tables.keep_alives()) == 32_768
    assert tables.broken() == [(0, "more than 65536 pairs of sockets with keep-alives", 32_769, 40_000 - 32_768)]
