"""HEP by UDP (versions 1 to 3): what PBXs and capture agents mirror to a port."""

from __future__ import annotations

import os
import re
import socket
import threading
import time
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

from sipwhy.wire.messages import MessageBatch, MessageReader

LARGEST = 65_535
ROOM = 64 << 20
"""So many bytes wait here at most; then the kernel's buffer fills, and what it drops it counts."""
_BUFFER = 32 << 20
_FORCED = 33
"""SO_RCVBUFFORCE (asm-generic/socket.h): the administrator may ask for more than net.core.rmem_max."""
_AT_ONCE = 2000
_PAUSES = (0.2, 5.0)
"""Seconds until a socket that fails is read again: the first time, and at most; each pause is twice the one before."""
_PLACE = re.compile(r"(?:(?:\[(?P<v6>[^\]]+)\]|(?P<v4>[^:\[\]]+)):)?(?P<port>\d{1,5})", re.ASCII)


def place_of(text: str) -> tuple[str, int]:
    """Address and port of 9060, 192.0.2.1:9060 or [2001:db8::1]:9060, the address "" if there is none; ValueError for anything else."""
    found = _PLACE.fullmatch(text)
    if found is None or int(found["port"]) >= 1 << 16:
        raise ValueError(text)
    address = IPv6Address(found["v6"]) if found["v6"] else IPv4Address(found["v4"]) if found["v4"] else ""
    return str(address), int(found["port"])


class HepPort:
    """
    Listens on a UDP port from the beginning on, of all addresses of the machine where none is given; OSError if it cannot.

    A thread of its own empties the socket without pause: an event loop that takes a packet at a time loses some from 25,000 a second on.
    """

    def __init__(self, port: int, address: str = "") -> None:
        family = socket.AF_INET6 if ":" in address or not address else socket.AF_INET
        self._socket = _bound(family, address, port)
        self.port: int = self._socket.getsockname()[1]
        self.name = "hep:" + (f"[{address}]:" if ":" in address else f"{address}:" if address else "") + str(self.port)
        self.has_ended = False
        self.waits_for = ""
        """Why the socket cannot be read, as long as it cannot."""
        self._reader = MessageReader()
        self._waiting: list[bytes] = []
        self._size = 0
        self._changed = threading.Condition()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._drain, name="hep", daemon=True)
        self._thread.start()

    @property
    def dropped(self) -> tuple[int, int]:
        """What the kernel says it dropped for this socket; nothing is dropped here."""
        return _drops(self._socket), 0

    @property
    def faults(self) -> dict[str, int]:
        """What was no HEP, and how often."""
        return dict(self._reader.faults())

    def take(self, patience: float) -> MessageBatch | None:
        """The messages that came since."""
        with self._changed:
            self._changed.wait_for(lambda: bool(self._waiting), patience)
            packets, self._waiting, self._size = self._waiting, [], 0
            self._changed.notify_all()
        if not packets:
            return None
        self._reader.feed_hep(packets, time.time_ns() // 1000)
        batch = self._reader.take()
        return batch if len(batch) else None

    def close(self) -> None:
        """Listens no more."""
        self._closed.set()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RD)
        self._thread.join(2.0)
        self._socket.close()

    def _drain(self) -> None:
        first, longest = _PAUSES
        pause = first
        while not self._closed.is_set():
            packets: list[bytes] = []
            try:
                self._receive(packets)
                self.waits_for, pause = "", first
            except OSError as error:
                self.waits_for = error.strerror or str(error)
            if packets:
                self._keep(packets)
            if self.waits_for:
                self._closed.wait(pause)
                pause = min(2 * pause, longest)

    def _receive(self, packets: list[bytes]) -> None:
        """Adds what is there, waited for a moment; OSError if the socket fails, after what came before."""
        with suppress(BlockingIOError, TimeoutError):
            self._socket.settimeout(0.2)
            packets.append(self._socket.recv(LARGEST))
            self._socket.setblocking(False)
            while len(packets) < _AT_ONCE:
                packets.append(self._socket.recv(LARGEST))

    def _keep(self, packets: list[bytes]) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._size < ROOM or self._closed.is_set())
            self._waiting += packets
            self._size += sum(map(len, packets))
            self._changed.notify_all()


def _bound(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    made = socket.socket(family, socket.SOCK_DGRAM)
    try:
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        try:
            made.setsockopt(socket.SOL_SOCKET, _FORCED, _BUFFER)
        except OSError:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER)
        made.bind((address, port))
    except OSError:
        made.close()
        if family == socket.AF_INET6 and not address:
            return _bound(socket.AF_INET, "", port)  # a machine without IPv6
        raise
    return made


def _drops(made: socket.socket) -> int:
    """The last column of the socket's line in /proc/net/udp (Documentation/networking/proc_net_tcp.rst)."""
    try:
        inode = str(os.fstat(made.fileno()).st_ino)
        lines = [line.split() for name in ("udp", "udp6") for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]]
    except OSError:
        return 0
    return next((int(words[-1]) for words in lines if len(words) > 10 and words[9] == inode), 0)
