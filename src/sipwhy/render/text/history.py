"""A history as a list: one message a line, each day under its date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sipwhy.model import Message
from sipwhy.reference.ports import SIP
from sipwhy.render.paper import Paper
from sipwhy.render.voice import Voice
from sipwhy.texts.harmless import harmless, shorten
from sipwhy.texts.moment import date_of, time_of, zone_of
from sipwhy.views.hiding import hidden_text
from sipwhy.views.hit import Hit

_NUMBER, _TIME, _SOCKET = 6, 15, 21
_SHORT_TIME, _SHORT_SOCKET = 14, 15
_WIDE = _NUMBER + _TIME + 2 * _SOCKET + 3 + 3 + 16
"""A narrower screen has milliseconds, and no port where it is the usual one."""


def history_lines(hits: Iterable[Hit], voice: Voice, paper: Paper) -> Iterator[str]:
    """A heading, and a line for each message as it comes; on a terminal lines are cut to its width."""
    day = ""
    is_narrow = paper.is_screen and paper.width < _WIDE
    for hit in hits:
        message = hit.message
        has_time = voice.has_time(message.ts)
        here = f"{date_of(message.ts, voice.zone)} {zone_of(message.ts, voice.zone)}" if has_time else voice.screen("no-time")
        if here.partition(" ")[0] != day.partition(" ")[0]:
            yield from [""] if day else []
            yield paper.paint(_joined(_heading(here, voice), is_narrow), "heading")
            day = here
        line = _joined(_fields(hit, voice, is_narrow), is_narrow)
        yield paper.paint(shorten(line, paper.width) if paper.is_screen else line, _style(message))


def _heading(day: str, voice: Voice) -> list[str]:
    return [
        voice.screen("column-message-number").rjust(_NUMBER),
        day,
        *(voice.screen(f"column-history-{name}") for name in ("who", "message")),
    ]


def _fields(hit: Hit, voice: Voice, is_narrow: bool) -> list[str]:
    message = hit.message
    ends = [_socket(message, side, is_narrow) for side in (0, 1)]
    return [
        str(message.number).rjust(_NUMBER),
        time_of(message.ts, voice.zone, 3 if is_narrow else 6) if voice.has_time(message.ts) else "",
        " → ".join(ends),
        harmless(_said(message), 200),
    ]


def _said(message: Message) -> str:
    """A request with its target; an answer with the method of what it answers, which no ladder shows here."""
    if message.status is None:
        return f"{message.method} {hidden_text(message.request_uri or '')}"
    return f"{message.label} ({message.method})" if message.method else message.label


def _socket(message: Message, side: int, is_narrow: bool) -> str:
    socket = (message.src, message.dst)[side]
    if not socket.port and socket.ip == "0.0.0.0":
        return "·"
    return shorten(socket.ip if socket.port == SIP else str(socket), _SHORT_SOCKET + 6) if is_narrow else str(socket)


def _joined(fields: list[str], is_narrow: bool) -> str:
    number, time, who, said = fields
    width, ends = (_SHORT_TIME, 2 * _SHORT_SOCKET + 3) if is_narrow else (_TIME, 2 * _SOCKET + 3)
    return f"{number} {time:<{width}} {who:<{ends}} {said}".rstrip()


def _style(message: Message) -> str:
    if message.status is None:
        return "request"
    return "failure" if message.status >= 400 and message.status not in (401, 407) else "provisional" if message.status < 200 else ""
