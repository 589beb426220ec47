"""Text logs through the core: the SIP messages in them as bytes of a capture, and the other lines that somebody asked for."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from sipwhy import _core
from sipwhy.model import LogAccount, LogLine
from sipwhy.wire.evidence import Log
from sipwhy.wire.log_difference import Socket

MOST_LINES = 200_000
"""So many lines of one log are kept, the last ones: whoever looks into a log asks what happened just now. The rest is counted."""

_OF_CHANNELS = ("New Channel sofia/", "Hangup sofia/")
"""How lines of FreeSWITCH begin that have a UUID in front, unless that is off."""
Zone = Sequence[tuple[int, int]]
"""From when on (s since 1970 UTC) a zone is how many seconds east of UTC."""


class Correction(Struct, frozen=True):
    """What captures beside a log say of it: how many µs its clock is ahead, and which of its own sockets are others on the wire."""

    ahead: int = 0
    aliases: Sequence[tuple[Socket, Socket]] = ()


class LogReader:
    """Reads one log from first byte to last, which `before` lines precede; `markers` are literal words whose lines are kept."""

    def __init__(
        self,
        zone: Zone,
        latest: int,
        year: int | None = None,
        markers: Sequence[str] = (),
        correction: Correction | None = None,
        *,
        before: int = 0,
    ) -> None:
        set_right = correction or Correction()
        words = [marker.encode() for marker in markers]
        self._reader = _core.LogReader(list(zone), latest, year, words, set_right.ahead, set_right.aliases, before)
        self._ahead = set_right.ahead
        self._rows: list[tuple[int, int | None, str, str, str, str, str]] = []
        self._dropped = 0

    def feed(self, data: bytes) -> bytes:
        """Takes the next bytes, b"" at the end; gives the messages in them as bytes of a capture file."""
        capture, rows = self._reader.feed(data)
        self._rows += [(line, ts, level, source, tag, text, thread) for _, line, ts, level, thread, source, tag, text in rows]
        too_many = max(len(self._rows) - MOST_LINES, 0)
        self._dropped += too_many
        del self._rows[:too_many]
        return capture

    def settle(self) -> bytes:
        """The messages that were held back for what might still come; for a log that is silent for a while and may grow again."""
        return self._reader.settle()

    @property
    def is_log(self) -> bool:
        """Whether it is a log, as far as it was read: it holds SIP messages, or most of its lines have a head that is known."""
        return self._reader.is_log()

    @property
    def broken(self) -> tuple[int, int] | None:
        """Messages that break off in it, or are mixed with others: the first line of the first, and how many there were."""
        return self._reader.broken()

    def told(self, file: int, zone: str) -> Log:
        """What became of it as file number `file`; `zone` is the name of the zone that was handed in."""
        lines, inside, headed, marked, unknown, messages, timeless, repeated, cut, year, own_zone = self._reader.counts()
        account = LogAccount(
            file=file,
            lines=lines,
            in_messages=inside,
            with_head=headed,
            unknown=unknown,
            messages=messages,
            marked=marked,
            dropped=self._dropped,
            repeated=repeated,
            timeless=timeless,
            cut=cut,
            year=year,
            zone=zone if own_zone else None,
            ahead=self._ahead,
            without_uuids=any(not tag and text.startswith(_OF_CHANNELS) for *_, tag, text, _ in self._rows),
        )
        return account, [LogLine(file, *row) for row in self._rows]
