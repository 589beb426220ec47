"""Encrypted voice of no call: a handshake tells of what follows it, and not of what goes over the same ports later."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from sipwhy.app import run, strange_voice
from sipwhy.diagnosis.report import StrangeVoice
from tests.media.srtp.test_handshake import client, server
from tests.rules.packets import Frame, Socket, udp, write_pcap

ENDS: tuple[Socket, Socket] = ("198.51.100.21", 4000), ("203.0.113.10", 10000)


def _voice(at: int, ssrc: int) -> list[Frame]:
    """150 packets of G.711 with a tag of ten bytes."""
    heads = (struct.pack("!BBHII", 0x80, 0, n, n * 160, ssrc) for n in range(150))
    return [_frame(at + n * 20_000, udp(*ENDS, head + b"\xff" * 170)) for n, head in enumerate(heads)]


def _frame(at: int, data: bytes) -> Frame:
    return at, data, len(data)


def _handshake(at: int) -> list[Frame]:
    there = [_frame(at + n, udp(*ENDS, part)) for n, part in enumerate(client())]
    return there + [_frame(at + 100 + n, udp(*ENDS[::-1], part)) for n, part in enumerate(server())]


def test_a_handshake_tells_of_the_voice_behind_it_alone(tmp_path: Path) -> None:
    write_pcap(tmp_path / "voice.pcap", [*_handshake(0), *_voice(100_000, 7), *_voice(600_000_000, 8)])
    assert run([str(tmp_path / "voice.pcap")]).strange_voice == StrangeVoice(2, 1, 0)


def test_many_streams_behind_one_handshake_ask_for_its_line_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def has_no_line(agreed: object, _: object) -> bool:
        asked.append(agreed)
        return False

    monkeypatch.setattr(strange_voice, "has_line", has_no_line)
    voices = [packet for n in range(8) for packet in _voice(100_000 + n * 3_000_000, n + 7)]
    write_pcap(tmp_path / "voice.pcap", [*_handshake(0), *voices])
    assert run([str(tmp_path / "voice.pcap")]).strange_voice == StrangeVoice(8, 8, 0)
    assert len(asked) == 1
