"""The messages of a stream are those of the capture, whatever the pieces in which it came."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sipwhy.app import run
from sipwhy.wire.messages import MessageBatch, MessageReader, capture_head, no_messages, read_records, told
from tests.sources import frames

TESTS = Path(__file__).parent.parent
CAPTURES = sorted(path for path in (TESTS / "captures").glob("*/*") if path.suffix in (".pcap", ".pcapng"))
MORNING = TESTS.parent / "samples" / "office-morning.pcap"


def read(data: bytes, *, piece: int = 1 << 20) -> MessageBatch:
    reader = MessageReader()
    for at in range(0, len(data), piece):
        reader.feed(data[at : at + piece])
    reader.restart()
    return reader.take()


def rows(batch: MessageBatch, columns: str = "*") -> list[tuple[object, ...]]:
    with duckdb.connect() as con:
        con.register("batch", batch)
        return con.execute(f"SELECT {columns} FROM batch ORDER BY number").fetchall()


def test_a_row_tells_who_what_and_when() -> None:
    batch = read(frames.pcap([frames.ethernet(frames.ipv4(frames.udp(one), forward=sent)) for sent, one in frames.messages()], 1))
    told_of = rows(batch, "epoch_us(ts), number, src_ip, src_port, dst_ip, transport, method, status, reason, request_uri, call_id, cseq")
    assert told_of[0] == (
        1_700_000_000_000_000, 1, "198.51.100.21", 5060, "203.0.113.10", "udp", "INVITE", None, None, "sip:1002@203.0.113.10", "dress", 1,
    )  # fmt: skip
    assert told_of[2][6:11] == ("INVITE", 486, "Busy Here", None, "dress")
    people = rows(batch, "from_user, from_host, from_tag, to_user, to_host, to_tag, via_branch, contact, node, direction, duplicate")
    assert people[0] == ("1001", "a", "f", "1002", "b", None, "z9hG4bKa", None, None, None, False)
    assert rows(batch, "raw")[1] == (list(frames.messages())[1][1],)


@pytest.mark.parametrize("path", [*CAPTURES, MORNING], ids=lambda path: path.parent.name)
def test_there_are_as_many_as_in_the_report(path: Path) -> None:
    report = run([str(path)])
    batch = read(path.read_bytes())
    assert len(batch) == report.overview.sip_messages
    assert sum(copy is True for (copy,) in rows(batch, "duplicate")) == report.overview.duplicates


@settings(max_examples=25, deadline=None)
@given(piece=st.integers(1, 5000))
def test_the_pieces_do_not_matter(piece: int) -> None:
    data = frames.pcapng(frames.tcp_frames(), 1)
    assert read(data, piece=piece).records() == read(data).records()


def test_every_dress_gives_the_same_four_messages() -> None:
    four = list(frames.messages())
    tcp = read(frames.pcap(frames.tcp_frames(), 1))
    assert rows(tcp, "transport, method, status") == [
        ("tcp", "INVITE", None),
        ("tcp", "INVITE", 180),
        ("tcp", "INVITE", 486),
        ("tcp", "ACK", None),
    ]
    web = read(frames.pcap(frames.tcp_frames(frames.websocket), 1))
    assert {transport for (transport,) in rows(web, "transport")} <= {"ws", "tcp"}
    sctp = read(frames.pcap([frames.sctp(one, at, forward=sent) for at, (sent, one) in enumerate(four)], 1))
    assert rows(sctp, "transport, raw") == [("sctp", one) for _, one in four]


@pytest.mark.parametrize("made", [frames.hep2, frames.hep3])
def test_hep_by_its_own_socket_and_in_a_capture_is_the_same(made: Callable[..., bytes]) -> None:
    packets = [made(one, at, forward=sent) for at, (sent, one) in enumerate(frames.messages())]
    reader = MessageReader()
    reader.feed_hep(packets, 1)
    straight = rows(reader.take(), "epoch_us(ts), src_ip, dst_ip, node, method, status")
    assert straight[1] == (1_700_000_000_001_000, "203.0.113.10", "198.51.100.21", "42", "INVITE", 180)
    captured = read(frames.pcap([frames.ethernet(frames.ipv4(frames.udp(one, (9060, 9060)))) for one in packets], 1))
    assert rows(captured, "epoch_us(ts), src_ip, dst_ip, node, method, status") == straight


def test_a_packet_seen_twice_is_marked_and_a_repeat_is_not() -> None:
    invite = frames.udp(next(frames.messages())[1])
    seen = [frames.ethernet(frames.ipv4(invite, ident=ident)) for ident in (7, 7, 8)]
    assert rows(read(frames.pcap(seen, 1)), "duplicate") == [(False,), (True,), (False,)]


def test_rows_come_in_order_of_time_and_keep_their_numbers() -> None:
    batch = told([(ts, None, None, None, None, "udp", None, None, False, b"OPTIONS sip:a SIP/2.0\r\n\r\n") for ts in (3, 1, 2)], 10)
    with duckdb.connect() as con:
        con.register("batch", batch)
        assert con.execute("SELECT number, epoch_us(ts), src_ip FROM batch").fetchall() == [(11, 1, None), (12, 2, None), (10, 3, None)]


def test_records_are_a_capture_that_is_read_again() -> None:
    batch = read(MORNING.read_bytes())
    again = read(capture_head() + batch.records())
    assert again.records() == batch.records()
    assert batch.after(batch.span()[1] - 1).span() == (batch.span()[1],) * 2  # type: ignore[index]  # it has messages
    assert no_messages().span() is None


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(ValueError, match=r"not an IP address: \"999.1\""):
        told([(1, "999.1", 5060, None, None, "udp", None, None, False, b"")])


@given(st.binary(max_size=300))
def test_any_bytes_are_records_or_are_refused(data: bytes) -> None:
    found = read_records(data)
    assert found is None or found.records() is not None


@given(st.binary(max_size=2000), st.integers(0, 300))
def test_any_frames_and_any_hep_are_survived(data: bytes, link: int) -> None:
    reader = MessageReader()
    reader.feed_frames(link, [(1, len(data), data)])
    reader.feed_hep([data, b"HEP3" + data], 1)
    reader.feed(data)
    reader.restart()
    assert len(reader.take()) <= reader.counts()[1]
