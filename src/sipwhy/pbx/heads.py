"""
The line with which a server's log begins a SIP message, so that one sees messages come, and whether they are being traced at all.

Their bodies are read by the sources of the report; here only who, whither and the first line matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sipwhy.pbx.logtail import tail, written

_TAIL = 1_000_000
_HOST = r"\[?(?P<ip>[0-9a-fA-F.:]+?)\]?:(?P<port>\d+)"
_HEADS = tuple(
    re.compile(pattern)
    for pattern in (
        # res_pjsip_logger.c
        rf"<--- (?P<way>Received|Transmitting) SIP (?:request|response) \(\d+ bytes\) (?:from|to) (?P<transport>\w+):{_HOST} --->",
        # chan_sip.c
        rf"<--- SIP (?P<way>read) from (?P<transport>\w+):{_HOST} --->",
        rf"(?:<--- |Re|R)?(?P<way>[Tt]ransmitting|liably Transmitting|etransmitting #\d+) \((?:no )?NAT\) to {_HOST}",
        # sofia-sip, tport_log.c
        rf"(?P<way>recv|send) \d+ bytes (?:from|to) (?P<transport>\w+)/{_HOST} at",
    )
)
_FIRST = re.compile(r"^(?:[A-Z]+ \S+ SIP/2\.0|SIP/2\.0 \d{3}.*)$")
_IN = frozenset({"Received", "read", "recv"})
_NEAR = 4
"""Lines between a head and the message: sofia-sip draws a rule between them."""


@dataclass(frozen=True, slots=True)
class Head:
    """A message in a log: whether it came in, over what, the other end, and its first line."""

    came_in: bool
    transport: str
    address: str
    port: int
    first: str


class Heads:
    """Finds the messages in lines that are given one after another."""

    def __init__(self) -> None:
        self._waiting: re.Match[str] | None = None
        self._patience = 0

    def read(self, lines: Iterable[str]) -> Iterator[Head]:
        """The messages whose first line is among `lines`; what is begun is finished by the next call."""
        for line in lines:
            if found := next(filter(None, (head.search(line) for head in _HEADS)), None):
                self._waiting, self._patience = found, _NEAR
            elif self._waiting is not None:
                first = line.strip()
                self._patience -= 1
                if _FIRST.match(first):
                    yield _head(self._waiting, first)
                    self._waiting = None
                elif not self._patience:
                    self._waiting = None


FRESH = 120.0
"""Seconds after which a message in a log no longer shows that messages are being logged."""


def last_message(paths: Iterable[Path], now: float, within: float) -> float | None:
    """When the newest SIP message was written to one of the logs; None if none was within these seconds, or it bears no time."""
    for path in paths:
        newest = moment = None
        for line in tail(path, _TAIL):
            moment = written(line, now) or moment  # chan_sip's heads stand on a line of their own, behind the one that bears the time
            if any(head.search(line) for head in _HEADS):
                newest = moment
        if newest is not None and newest >= now - within:
            return newest
    return None


def _head(found: re.Match[str], first: str) -> Head:
    named = found.groupdict()
    return Head(named["way"] in _IN, (named.get("transport") or "udp").lower(), named["ip"], int(named["port"]), first)
