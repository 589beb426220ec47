"""A network whose packets are written down where somebody listens."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

from tests.scenarios.wire import frames
from tests.scenarios.wire.frames import Socket

START = 1_794_214_800
"""9 November 2026, 09:00 UTC, in seconds since 1970."""
MTU = 1500


class Net:
    """Collects packets; `taps` are the addresses where one listens (none: everywhere), `cooked` writes what `-i any` sees."""

    def __init__(self, seed: str, taps: Iterable[str] = (), *, cooked: bool = False, hop: float = 0.0007, snap: int = 262144) -> None:
        self.rng = Random(seed)
        self.hop = hop
        self._taps = set(taps)
        self._cooked = cooked
        self._snap = snap
        self._frames: list[tuple[int, int, bytes]] = []
        self._numbers: dict[str, int] = {}
        self._sequence: dict[tuple[Socket, Socket], int] = {}

    def udp(self, at: float, src: Socket, dst: Socket, payload: bytes, *, lose_fragment: int | None = None, whole: bool = False) -> bytes:
        """Sends a datagram, in fragments if it is long, and gives the (first) IP packet; `lose_fragment` counts from 0."""
        return self._fragments(at, src[0], dst[0], 17, frames.udp(src, dst, payload), lose_fragment, whole=whole)

    def icmp(self, at: float, reporter: str, about: bytes, kind: int = 3, code: int = 3) -> None:
        """`reporter` tells the sender of a packet what became of it: 3/3 port, 3/1 host, 3/13 prohibited, 11/1 fragments."""
        target = ".".join(map(str, about[12:16]))
        self.packet(at, reporter, target, frames.ipv4(reporter, target, 1, frames.icmp(kind, code, about), number=self._number(reporter)))

    def connect(self, at: float, src: Socket, dst: Socket, *, answer: str = "accept") -> None:
        """A TCP handshake; `answer` is accept, refuse (RST) or silence (the SYN is sent again)."""
        first, other = self.rng.getrandbits(30), self.rng.getrandbits(30)
        self._tcp(at, src, dst, 2, first, 0)
        if answer == "refuse":
            self._tcp(at + self.hop, dst, src, 20, 0, first + 1)
        elif answer == "silence":
            for later in (1, 3, 7):
                self._tcp(at + later, src, dst, 2, first, 0)
        else:
            self._tcp(at + self.hop, dst, src, 18, other, first + 1)
            self._tcp(at + 2 * self.hop, src, dst, 16, first + 1, other + 1)
            self._sequence |= {(src, dst): first + 1, (dst, src): other + 1}

    def tcp(self, at: float, src: Socket, dst: Socket, payload: bytes = b"", *, flags: int = 24, ack: bool = True) -> None:
        """Data or an end (`flags` 17 FIN, 4 RST) in a connection that stands; the other side acknowledges data."""
        there, back = self._sequence[src, dst], self._sequence[dst, src]
        parts = [payload[n : n + 1448] for n in range(0, len(payload), 1448)] or [b""]
        for part in parts:
            self._tcp(at, src, dst, flags, there, back, part)
            there += len(part)
            at += 0.00002
        self._sequence[src, dst] = there + (1 if flags & 1 else 0)
        if payload and ack:
            self._tcp(at + self.hop, dst, src, 16, back, there)

    def packet(self, at: float, src: str, dst: str, packet: bytes) -> None:
        """An IP packet as it is."""
        if self._taps and not self._taps & {src, dst}:
            return
        out = not self._taps or src in self._taps
        frame = frames.cooked(packet, src, 4 if out else 0) if self._cooked else frames.ethernet(packet, src, dst)
        self._frames.append((round(at * 1e6), len(self._frames), frame))

    def copy_all(self, after: float) -> None:
        """Every packet a second time, as a mirror port or a second interface gives it."""
        self._frames += [(at + round(after * 1e6), len(self._frames) + order, frame) for at, order, frame in list(self._frames)]

    def cut(self, begin: float | None = None, end: float | None = None) -> None:
        """Leaves out what was sent before `begin` and from `end` on: the capture started late or stopped early."""
        low, high = (begin or -1e9) * 1e6, (1e12 if end is None else end) * 1e6
        self._frames = [one for one in self._frames if low <= one[0] < high]

    def thin(self, keep: Callable[[bytes], bool]) -> None:
        """Keeps the frames for which `keep(frame)` holds: what a filter or a dropped packet leaves of a capture."""
        self._frames = [one for one in self._frames if keep(one[2])]

    def coarse(self, step: float) -> None:
        """Rounds every time down to a clock that ticks so slowly; order stays that of sending."""
        tick = round(step * 1e6)
        ordered = sorted(self._frames)
        self._frames = [(at // tick * tick, place, frame) for place, (at, _, frame) in enumerate(ordered)]

    def save(self, path: Path) -> None:
        """Writes a classic pcap file in order of time."""
        out = [struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, self._snap, 113 if self._cooked else 1)]
        for at, _, frame in sorted(self._frames):
            seconds, micros = divmod(at, 1_000_000)
            kept = frame[: self._snap]
            out.append(struct.pack("<IIII", START + seconds, micros, len(kept), len(frame)) + kept)
        path.write_bytes(b"".join(out))

    def _tcp(self, at: float, src: Socket, dst: Socket, flags: int, sequence: int, acknowledged: int, payload: bytes = b"") -> None:
        segment = frames.tcp(src, dst, flags, sequence & 0xFFFFFFFF, acknowledged & 0xFFFFFFFF, payload)
        self.packet(at, src[0], dst[0], frames.ipv4(src[0], dst[0], 6, segment, number=self._number(src[0])))

    def _fragments(self, at: float, src: str, dst: str, protocol: int, segment: bytes, lost: int | None, *, whole: bool) -> bytes:
        number, room = self._number(src), (MTU - 20) // 8 * 8
        starts = [0] if whole or len(segment) <= MTU - 20 else list(range(0, len(segment), room))
        first = b""
        for place, start in enumerate(starts):
            part = segment if len(starts) == 1 else segment[start : start + room]
            packet = frames.ipv4(src, dst, protocol, part, number=number, offset=start, more=start + len(part) < len(segment))
            first = first or packet
            if place != lost:
                self.packet(at + place * 0.00001, src, dst, packet)
        return first

    def _number(self, host: str) -> int:
        self._numbers[host] = self._numbers.get(host, self.rng.getrandbits(15)) + 1
        return self._numbers[host]
