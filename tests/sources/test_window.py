"""What is kept of a growing file can be read as a file, wherever it was cut, and is bounded."""

from __future__ import annotations

import gzip
import struct
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.sources import Problem
from sipwhy.sources.growing import Grown
from sipwhy.sources.window import Window

CAPTURES = Path(__file__).parent.parent / "captures"
PCAP = (CAPTURES / "callee-declined" / "capture.pcap").read_bytes()
LOG = (Path(__file__).parent / "logs" / "pjsip.log").read_bytes()


def block(kind: int, body: bytes) -> bytes:
    length = 12 + len(body)
    return struct.pack("<II", kind, length) + body + struct.pack("<I", length)


SECTION = block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))
INTERFACE = block(1, struct.pack("<HHI", 1, 0, 65535))
PCAPNG = SECTION + INTERFACE + b"".join(block(6, struct.pack("<IIIII", 0, 0, number, 4, 4) + b"abcd") for number in range(50))


def kept(window: Window) -> list[bytes]:
    return [file.read(1 << 30) for file in window.files()]


def window_of(data: bytes, cuts: Sequence[int], most: int = 1 << 30, longest: float = 1e9) -> Window:
    window = Window("x", most, longest)
    ends = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    for at, (start, end) in enumerate(pairwise(ends)):
        window.take(Grown(data[start:end], is_new=at == 0), float(at))
    return window


@pytest.mark.parametrize("data", [PCAP, PCAPNG, LOG], ids=["pcap", "pcapng", "log"])
@given(cuts=st.lists(st.integers(0, 1 << 30), max_size=30))
def test_all_of_it_is_kept_wherever_it_was_cut(data: bytes, cuts: list[int]) -> None:
    assert kept(window_of(data, cuts)) == [data]


@given(
    data=st.binary(max_size=400), head=st.sampled_from([b"", PCAP[:24], PCAPNG[:60], LOG[:80], b"\n"]), cuts=st.lists(st.integers(0, 999))
)
def test_no_bytes_make_it_fail(data: bytes, head: bytes, cuts: list[int]) -> None:
    whole = head + data
    try:
        pieces = kept(window_of(whole, cuts))
    except Problem:
        return
    assert sum(map(len, pieces)) <= len(whole)


@pytest.mark.parametrize(("data", "head"), [(PCAP, PCAP[:24]), (PCAPNG, SECTION + INTERFACE)], ids=["pcap", "pcapng"])
def test_the_oldest_packets_go_and_the_header_stays(data: bytes, head: bytes) -> None:
    window = window_of(data, range(0, len(data), 100), most=len(data) // 3)
    (left,) = kept(window)
    assert left.startswith(head)
    assert data.endswith(left[len(head) :])
    assert len(head) < len(left) <= len(head) + len(data) // 3
    assert window.has_forgotten


def test_lines_that_went_are_counted() -> None:
    window = window_of(LOG, range(0, len(LOG), 500), most=2000)
    (file,) = window.files()
    left = file.read(1 << 30)
    assert LOG.endswith(left)
    assert file.lines_before == LOG.count(b"\n") - left.count(b"\n")


def test_what_is_old_goes_and_that_is_no_loss() -> None:
    window = window_of(b"old\nnew\nnewest\n", [4, 8], longest=1.5)
    assert kept(window) == [b"new\nnewest\n"]
    window.forget(100.0)
    assert (kept(window), window.has_forgotten) == ([b"newest\n"], False)


def test_the_longer_records_of_a_variant_of_pcap_are_cut_where_they_end() -> None:
    head = bytes.fromhex("34cdb2a1") + PCAP[4:24]
    record = struct.pack("<IIII", 1, 2, 60, 60) + struct.pack("<IHBB", 1, 0x0800, 0, 0) + bytes(60)
    assert kept(window_of(head + 3 * record, [len(head) + len(record) + 50])) == [head + 3 * record]
    assert kept(window_of(head + record + record[:50], [])) == [head + record]


def test_a_rotation_and_a_further_section_begin_stretches_of_their_own() -> None:
    window = Window("x")
    window.take(Grown(b"old\n", is_new=True, lines=7), 0.0)
    window.take(Grown(b"new\n", is_new=True), 1.0)
    assert [(file.lines_before, file.read(99)) for file in window.files()] == [(7, b"old\n"), (0, b"new\n")]
    assert kept(window_of(PCAPNG + PCAPNG, [5])) == [PCAPNG, PCAPNG]


def test_a_packed_stream_is_refused() -> None:
    with pytest.raises(Problem, match="growing-packed"):
        window_of(gzip.compress(LOG), [])
