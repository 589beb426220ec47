"""Makes the captures that speed is measured on.

usage: python bench/corpora.py sig DIALOGS OUT.pcap     signalling of a trunk: calls, registrations, probes
       python bench/corpora.py rtp CALLS OUT.pcap       calls with ten seconds of G.711 both ways, some with loss
       python bench/corpora.py log DIALOGS OUT.log      the signalling as Asterisk's full log tells it
"""

from __future__ import annotations

import heapq
import struct
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from ipaddress import IPv4Address
from itertools import count
from pathlib import Path

import numpy as np

from dialogue import BORDERS, CHANCE, Datagram, Dialogue

_FILE_HEAD = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
_RECORD = struct.Struct("<IIII")
_START = 1717750000.0
_BUFFER = 1 << 22
_DIALOGS_PER_SECOND, _CALLS_PER_SECOND = 60, 20
_RTP_PACKETS, _RTP_INTERVAL, _TALK = 500, 0.02, 10.0
_LOSSY_STREAMS, _LOSS = 0.2, 0.02
_RTP_FRAME = np.dtype(
    [
        ("seconds", "<u4"), ("micros", "<u4"), ("captured", "<u4"), ("length", "<u4"), ("ethernet", "S14"), ("ip", "u1", 20),
        ("src_port", ">u2"), ("dst_port", ">u2"), ("udp_length", ">u2"), ("checksum", ">u2"), ("version", "u1"), ("type", "u1"),
        ("sequence", ">u2"), ("timestamp", ">u4"), ("ssrc", ">u4"), ("sound", "u1", 160),
    ]
)  # fmt: skip


class Framer:
    """Puts datagrams into Ethernet frames with running IP identifications."""

    def __init__(self) -> None:
        self._ident = 0

    def frame(self, datagram: Datagram) -> bytes:
        """The whole frame; the IP checksum is right, the UDP one left out."""
        self._ident = (self._ident + 1) & 0xFFFF
        src, dst = IPv4Address(datagram.src).packed, IPv4Address(datagram.dst).packed
        length = len(datagram.payload) + 28
        total = 0x4500 + length + self._ident + 0x4000 + 0x4011 + sum(struct.unpack("!HHHH", src + dst))
        total = (total & 0xFFFF) + (total >> 16)
        total = (total & 0xFFFF) + (total >> 16)
        ethernet = b"\x02\x42" + dst + b"\x02\x42" + src + b"\x08\x00"
        ip = struct.pack("!HHHHHH", 0x4500, length, self._ident, 0x4000, 0x4011, total ^ 0xFFFF) + src + dst
        udp = struct.pack("!HHHH", datagram.src_port, datagram.dst_port, length - 20, 0)
        return ethernet + ip + udp + datagram.payload


def signalling(dialogs: int, out: Path) -> None:
    """Writes a capture of so many dialogues, in order of time."""
    framer = Framer()
    with out.open("wb", _BUFFER) as file:
        file.write(_FILE_HEAD)
        for at, datagram in _in_order(dialogs):
            file.write(_record(at, framer.frame(datagram)))


def log(dialogs: int, out: Path) -> None:
    """Writes the same dialogues as the full log of the border they cross: PJSIP's logger, and a line of other kind for each message."""
    with out.open("wb", _BUFFER) as file:
        for at, datagram in _in_order(dialogs):
            file.write(_logged(at, datagram))


def _logged(at: float, datagram: Datagram) -> bytes:
    is_sent = datagram.src in BORDERS
    far = f"{datagram.dst}:{datagram.dst_port}" if is_sent else f"{datagram.src}:{datagram.src_port}"
    verb, way = ("Transmitting", "to") if is_sent else ("Received", "from")
    kind = "response" if datagram.payload.startswith(b"SIP/2.0") else "request"
    moment = datetime.fromtimestamp(_START + at, UTC).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
    head = f"[{moment}] VERBOSE[11739] res_pjsip_logger.c: <--- {verb} SIP {kind} ({len(datagram.payload)} bytes) {way} UDP:{far} --->\n"
    other = f"[{moment}] DEBUG[11734] res_pjsip/pjsip_distributor.c: Searching for serializer associated with dialog of {far}\n"
    return head.encode() + datagram.payload + b"\n\n" + other.encode()


def _in_order(dialogs: int) -> Iterator[tuple[float, Datagram]]:
    waiting: list[tuple[float, int, Datagram]] = []
    ordinal, begin = count(), 0.0
    for number in range(dialogs):
        begin += CHANCE.expovariate(_DIALOGS_PER_SECOND)
        while waiting and waiting[0][0] <= begin:
            at, _, datagram = heapq.heappop(waiting)
            yield at, datagram
        for datagram in Dialogue(number).datagrams:
            heapq.heappush(waiting, (begin + datagram.at, next(ordinal), datagram))
    while waiting:
        at, _, datagram = heapq.heappop(waiting)
        yield at, datagram


def media(calls: int, out: Path) -> None:
    """Writes a capture of so many answered calls with their RTP, in order of time."""
    framer, generator = Framer(), np.random.default_rng(1)
    sounds = generator.integers(0, 256, (4096, 160), dtype=np.uint8)
    spoken: list[tuple[float, bytes]] = []
    streams, times, begin = [], [], 0.0
    for number in range(calls):
        begin += CHANCE.expovariate(_CALLS_PER_SECOND)
        call = Dialogue(number, share=0.1, talk=_TALK)
        spoken += [(begin + datagram.at, framer.frame(datagram)) for datagram in call.datagrams]
        ends = (call.a, call.media_ports[0]), (call.b, call.media_ports[1])
        for src, dst in (ends, ends[::-1]):
            example = framer.frame(Datagram(0, *src, *dst, bytes(172)))
            stream, at = _stream(example, begin + call.answered_at, generator, sounds)
            streams.append(stream.view(f"V{_RTP_FRAME.itemsize}"))  # as bytes: joining would turn the fields to native byte order
            times.append(at)
    spoken.sort(key=lambda packet: packet[0])
    _merge(spoken, np.concatenate(streams), np.concatenate(times), out)


def _stream(example: bytes, begin: float, generator: np.random.Generator, sounds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The RTP of one direction as records of a capture, and their times; `example` is a frame of it."""
    ordinals = np.arange(_RTP_PACKETS)
    stream = np.zeros(_RTP_PACKETS, _RTP_FRAME)
    stream["captured"] = stream["length"] = len(example)
    stream["ethernet"], stream["ip"] = example[:14], np.frombuffer(example[14:34], "u1")
    stream["src_port"], stream["dst_port"], stream["udp_length"] = *struct.unpack_from("!HH", example, 34), 180
    stream["version"], stream["type"] = 0x80, 8
    stream["type"][0] |= 0x80
    stream["sequence"] = (CHANCE.randrange(65536) + ordinals) & 0xFFFF
    stream["timestamp"] = (CHANCE.getrandbits(32) + 160 * ordinals) & 0xFFFFFFFF
    stream["ssrc"] = CHANCE.getrandbits(32)
    stream["sound"] = sounds[generator.integers(0, 4096, _RTP_PACKETS)]
    times = begin + _RTP_INTERVAL * ordinals + generator.exponential(0.002, _RTP_PACKETS)
    micros = ((_START + times) * 1e6).astype("u8")
    stream["seconds"], stream["micros"] = micros // 1_000_000, micros % 1_000_000
    if CHANCE.random() < _LOSSY_STREAMS:
        kept = generator.random(_RTP_PACKETS) > _LOSS
        return stream[kept], times[kept]
    return stream, times


def _merge(spoken: list[tuple[float, bytes]], records: np.ndarray, times: np.ndarray, out: Path) -> None:
    order = np.argsort(times, kind="stable")
    records = records[order]
    cuts = np.searchsorted(times[order], [at for at, _ in spoken])
    done = 0
    with out.open("wb", _BUFFER) as file:
        file.write(_FILE_HEAD)
        for (at, frame), cut in zip(spoken, cuts, strict=True):
            file.write(records[done:cut].tobytes())
            file.write(_record(at, frame))
            done = cut
        file.write(records[done:].tobytes())


def _record(at: float, frame: bytes) -> bytes:
    seconds, micros = divmod(int((_START + at) * 1e6), 1_000_000)
    return _RECORD.pack(seconds, micros, len(frame), len(frame)) + frame


if __name__ == "__main__":
    {"sig": signalling, "rtp": media, "log": log}[sys.argv[1]](int(sys.argv[2]), Path(sys.argv[3]))
