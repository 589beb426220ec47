"""Datagrams framed as nearly every one is, which are read by a shorter way, and the same ones behind a VLAN's tag."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.app.report import FullReport
from sipwhy.diagnosis.registry import rules
from sipwhy.render.json import json_report
from sipwhy.render.voice import Voice

_ROOT = Path(__file__).parents[2]
_HEAD = struct.Struct("<IIII")
_ETHERNET = 1
_VLAN = bytes.fromhex("81000005")
_RTP, _NUMBER, _SSRC = 42, 44, 50
"""Where RTP, its number and its source stand in such a frame."""


def _records(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 24
    while at + _HEAD.size <= len(data):
        seconds, parts, captured, _ = _HEAD.unpack_from(data, at)
        yield seconds, parts, data[at + _HEAD.size : at + _HEAD.size + captured]
        at += _HEAD.size + captured


def _written(head: bytes, records: Iterator[tuple[int, int, bytes]], tag: bytes = b"") -> bytes:
    frames = ((seconds, parts, frame[:12] + tag + frame[12:]) for seconds, parts, frame in records)
    return head + b"".join(_HEAD.pack(seconds, parts, len(frame), len(frame)) + frame for seconds, parts, frame in frames)


def _captures() -> list[Path]:
    found = [*(_ROOT / "samples").glob("*.pcap"), *(_ROOT / "tests/captures").rglob("*.pcap"), *(_ROOT / "tests/media").rglob("*.pcap")]
    little = bytes.fromhex("d4c3b2a1")
    heads = {path: path.open("rb").read(24) for path in found}
    return sorted(path for path, head in heads.items() if head.startswith(little) and head[20:24] == struct.pack("<I", _ETHERNET))


def _told(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    report = run([str(path)])
    assert isinstance(report, FullReport)
    return "".join(json_report(report, Voice("en", rules()).about(report)))


def _disturbed(records: Iterator[tuple[int, int, bytes]]) -> Iterator[tuple[int, int, bytes]]:
    """RTP whose numbers wrap around and whose source changes, some packets twice, some of them as RTCP, cut, padded or in pieces."""
    for at, (seconds, parts, frame) in enumerate(records):
        if frame[12:15] != b"\x08\x00\x45" or len(frame) < 60 or frame[_RTP] != 0x80:
            yield seconds, parts, frame
            continue
        changed = bytearray(frame)
        struct.pack_into(">H", changed, _NUMBER, (int.from_bytes(frame[_NUMBER : _NUMBER + 2], "big") + 65_400) % 65_536)
        changed[_SSRC] ^= at > 800
        changed[_RTP] |= 0x20 * (at % 11 == 0) | 0x10 * (at % 13 == 0) | 0x01 * (at % 17 == 0)
        changed[_RTP + 1] = 200 if at % 19 == 0 else changed[_RTP + 1]
        changed[20] |= 0x20 * (at % 23 == 0)
        changed[30:34] = bytes((192, 0, 2, 77)) if at % 5 == 0 else changed[30:34]
        changed += bytes(6 * (at % 29 == 0))
        yield from [(seconds, parts, bytes(changed[: 60 if at % 31 == 0 else None]))] * (1 + (at % 7 == 0))


@pytest.mark.parametrize("path", _captures(), ids=lambda path: "/".join(path.parts[-2:]))
def test_the_shorter_way_tells_what_the_longer_one_tells(path: Path, tmp_path: Path) -> None:
    head, records = path.read_bytes()[:24], list(_records(path.read_bytes()))
    plain = _told(tmp_path / "one.pcap", _written(head, iter(records)))
    assert plain == _told(tmp_path / "one.pcap", _written(head, iter(records), _VLAN))


def test_of_a_disturbed_stream_both_ways_tell_the_same(tmp_path: Path) -> None:
    data = (_ROOT / "samples" / "voices.pcap").read_bytes()
    records = list(_disturbed(_records(data)))
    plain = _told(tmp_path / "one.pcap", _written(data[:24], iter(records)))
    assert plain != _told(tmp_path / "one.pcap", data)
    assert plain == _told(tmp_path / "one.pcap", _written(data[:24], iter(records), _VLAN))
