"""Kamailio's siptrace sends each message as HEP to an address of its configuration; here it is received and kept as a capture."""

from __future__ import annotations

import re
import socket
import struct
import time
from ipaddress import IPv4Address
from pathlib import Path
from typing import BinaryIO

from sipwhy.model.headers import host_of
from sipwhy.reference.ports import SIP

_PARAM = re.compile(r"""^\s*modparam\(\s*"siptrace"\s*,\s*"(\w+)"\s*,\s*(?:"([^"]*)"|(\d+))\s*\)""", re.MULTILINE)
_INCLUDE = re.compile(r"""^(?:#!|!!)?(?:include|import)_file\s+"([^"]+)\"""", re.MULTILINE)
_LINK_RAW = 101
_LARGEST = 65535


def duplicate_address(path: Path, depth: int = 0) -> tuple[str, int] | None:
    """Where siptrace sends HEP packets to; None if it does not, or sends no HEP."""
    named = _parameters(path, depth)
    place = host_of(named.get("duplicate_uri", ""))
    if place is None or named.get("hep_mode_on", "0") != "1":
        return None
    host, port = place
    return host, port or SIP


class HepReceiver:
    """Receives HEP packets on a socket of ours and appends each to a capture, as if it had been captured on its way here."""

    def __init__(self, address: tuple[str, int], path: Path) -> None:
        family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_DGRAM)
        try:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8_000_000)
            self._socket.bind(address)
            self._socket.setblocking(False)
            self._file: BinaryIO = path.open("wb")
        except OSError:
            self._socket.close()
            raise
        self._port = address[1]
        self._file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, _LARGEST + 28, _LINK_RAW))
        self._file.flush()

    def receive(self) -> int:
        """Keeps all packets that wait, and says how many there were."""
        count = 0
        while True:
            try:
                data, source = self._socket.recvfrom(_LARGEST)
            except OSError:  # nothing waits
                break
            self._keep(data, source)
            count += 1
        if count:
            self._file.flush()
        return count

    def close(self) -> None:
        """Closes socket and file."""
        self._socket.close()
        self._file.close()

    def _keep(self, data: bytes, source: tuple[str, int]) -> None:
        """A packet of IPv4 from loopback to loopback: what matters stands inside HEP."""
        here = IPv4Address("127.0.0.1").packed
        ports = struct.pack("!HHHH", source[1], self._port, 8 + len(data), 0)
        size = 20 + len(ports) + len(data)
        if size > _LARGEST:
            return
        head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, size, 0, 0, 64, 17, 0, here, here)
        seconds, rest = divmod(time.time_ns(), 1_000_000_000)
        self._file.write(struct.pack("<IIII", seconds, rest // 1000, size, size) + head + ports + data)


def _parameters(path: Path, depth: int) -> dict[str, str]:
    try:
        text = path.read_text(errors="replace")
    except OSError:
        return {}
    named = {name: value or number for name, value, number in _PARAM.findall(text)}
    if depth < 4:
        for name in _INCLUDE.findall(text):
            named = _parameters(path.parent / name, depth + 1) | named
    return named
