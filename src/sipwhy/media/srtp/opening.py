"""The packets of one stream opened: which key, and how often its numbers have wrapped, is what authenticates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sipwhy.media.srtp.sdes import Key
from sipwhy.media.srtp.session import ControlSession, Session

_PATIENT = 20
"""So many packets of a stream that no key has opened yet are tried with many rollovers: the capture may lack its beginning."""
_MOST_WRAPS = 64
"""Those of a day, at 50 packets a second."""
_MOST_KEYS = 64
"""Of one call; a sender names three or four, and others in some re-INVITEs. Who makes up thousands shall not have them tried."""
_MOST_REFUSED = 1000
"""Reports in a row that no key opens: those of an hour, behind which nothing else is to be expected."""


class Opener:
    """The state of one SSRC: the key in use, and the index of its last packet."""

    def __init__(self, keys: Sequence[Key]) -> None:
        """Keys in any order, those of a re-INVITE too; NoCipherError if the package cryptography is not there."""
        self._sessions = [Session(key) for key in dict.fromkeys(keys)]
        self._last: int | None = None
        self.opened = 0
        self.refused = 0
        """Packets that no key authenticates: another key, or a byte that is not the sender's."""

    def open(self, packet: bytes) -> bytes | None:
        """The RTP in one packet; None if it is refused. Packets come in the order in which they were captured."""
        number = int.from_bytes(packet[2:4], "big")
        for rollover in self._rollovers(number):
            for at, session in enumerate(self._sessions):
                plain = session.opened(packet, rollover)
                if plain is not None:
                    self._sessions.insert(0, self._sessions.pop(at))
                    self._last = rollover << 16 | number
                    self.opened += 1
                    return plain
        self.refused += 1
        return None

    def _rollovers(self, number: int) -> Iterator[int]:
        """
        The likeliest first: the index nearest to the last one (RFC 3711 appendix A).

        Then 0, for a new key or a sender that began anew counts from there in practice, though RFC 3711 section 3.3.1 says it goes on.
        """
        if self._last is None:
            yield from range(_MOST_WRAPS if self.refused < _PATIENT else 2)
            return
        wraps = self._last >> 16
        likely = min((wraps, wraps + 1, wraps - 1), key=lambda one: abs((one << 16 | number) - (self._last or 0)))
        yield from dict.fromkeys(one for one in (likely, 0, wraps, wraps + 1) if 0 <= one < 1 << 32)


class ControlOpener:
    """The keys of both ends of a stream for their SRTCP: each packet tells its index itself, so that nothing is counted."""

    def __init__(self, keys: Iterable[Key]) -> None:
        """Keys in any order; NoCipherError if the package cryptography is not there."""
        self._sessions = [ControlSession(key) for key in islice(dict.fromkeys(keys), _MOST_KEYS)]
        self._refused = 0
        """Packets since the last that was opened."""

    def open(self, packet: bytes) -> bytes | None:
        """The RTCP in one packet; None if no key authenticates it."""
        if self._refused >= _MOST_REFUSED:
            return None
        for at, session in enumerate(self._sessions):
            plain = session.opened(packet)
            if plain is not None:
                self._sessions.insert(0, self._sessions.pop(at))
                self._refused = 0
                return plain
        self._refused += 1
        return None
