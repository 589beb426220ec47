"""Picking packets out of a capture a second time."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sipwhy import _core
from sipwhy.app import run
from sipwhy.model import Endpoint
from sipwhy.wire.extractor import Wanted, packets

CAPTURE = Path(__file__).parent.parent / "captures" / "good-call" / "capture.pcap"
BYTES = CAPTURE.read_bytes()


def test_wanted_frames_come_as_they_were_captured() -> None:
    evidence = run([str(CAPTURE)]).table.evidence
    message = evidence.message(0)
    [packet] = packets(evidence, 1, Wanted(frames={(0, message.frame)}))
    assert (packet.frame, packet.ts, packet.kind) == (message.frame, message.ts, "udp")
    assert (packet.src, packet.dst, packet.payload) == (message.src, message.dst, message.raw)
    assert packet.data.endswith(message.raw)
    assert packet.cut == 0


def test_wanted_sockets_count_within_their_time() -> None:
    report = run([str(CAPTURE)])
    evidence = report.table.evidence
    stream = evidence.media.stream(0)
    whole = Wanted(sockets={stream.dst: (stream.first_ts, stream.last_ts)})
    found = [packet for packet in packets(evidence, 1, whole) if packet.dst == stream.dst]
    assert len(found) >= stream.packets
    assert not list(packets(evidence, 1, Wanted(sockets={stream.dst: (0, stream.first_ts - 1)})))


def test_spans_of_one_socket_are_joined() -> None:
    wanted, socket = Wanted(), Endpoint("192.0.2.1", 4000)
    wanted.add_socket(socket, (10, 20))
    wanted.add_socket(socket, (40, 50))
    assert wanted.sockets == {socket: (10, 50)}


@settings(deadline=None)
@given(st.binary(max_size=400), st.integers(24, len(BYTES)), st.integers(1, 5000))
def test_damage_and_the_size_of_pieces_stop_nothing(noise: bytes, at: int, piece: int) -> None:
    data = (BYTES[:at] + noise + BYTES[at + len(noise) // 2 :])[:60_000]
    whole = _core.Extractor(range(1, 500), [], []).feed(data)
    pieces = _core.Extractor(range(1, 500), [], [])
    found = [row for start in range(0, len(data), piece) for row in pieces.feed(data[start : start + piece])]
    assert found == whole
