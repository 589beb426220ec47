"""TCP segments made anew for messages: numbered so that nothing is missing (RFC 9293 section 3.4)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from sipwhy.export import datagrams
from sipwhy.model import Endpoint

ABRUPT = 7
"""FIN, SYN, RST."""
_SYN, _ACK, _PUSH = 2, 16, 8


class Segments:
    """The numbers of every direction."""

    def __init__(self) -> None:
        self._next: dict[tuple[Endpoint, Endpoint], int] = {}

    def message(self, src: Endpoint, dst: Endpoint, payload: bytes, *, is_web: bool) -> Iterator[bytes]:
        """Packets with one message, in a frame of WebSocket or without."""
        framed = _web_frame(payload) if is_web else payload
        for at in range(0, len(framed), datagrams.MOST):
            yield self.segment(src, dst, _ACK | _PUSH, framed[at : at + datagrams.MOST])

    def segment(self, src: Endpoint, dst: Endpoint, flags: int, payload: bytes = b"") -> bytes:
        """The packet with the next segment of a direction."""
        number = 1000 if flags & _SYN else self._next.get((src, dst), 1001)
        acknowledged = self._next.get((dst, src), 1001) if flags & _ACK else 0
        self._next[src, dst] = number + len(payload) + (1 if flags & 3 else 0)
        return datagrams.tcp(src, dst, (number, acknowledged), flags & 0x3F, payload)


def _web_frame(payload: bytes) -> bytes:
    """One unmasked text frame (RFC 6455 section 5.2)."""
    size = len(payload)
    length = bytes([size]) if size < 126 else b"\x7e" + struct.pack("!H", size) if size < 1 << 16 else b"\x7f" + struct.pack("!Q", size)
    return b"\x81" + length + payload
