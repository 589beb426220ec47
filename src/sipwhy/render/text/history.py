"""A history as a list: one message a line, each day under its date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sipwhy.model import Message
from sipwhy.render.paper import Paper
from sipwhy.render.voice import Voice
from sipwhy.texts.harmless import harmless, shorten
from sipwhy.texts.moment import date_of, time_of, zone_of
from sipwhy.views.hit import Hit

_NUMBER, _TIME, _SOCKET = 6, 15, 21


def history_lines(hits: Iterable[Hit], voice: Voice, paper: Paper) -> Iterator[str]:
    """A heading, and a line for each message as it comes; on a terminal lines are cut to its width."""
    day = ""
    for hit in hits:
        message = hit.message
        if (here := date_of(message.ts, voice.zone)) != day:
            yield from [""] if day else []
            yield paper.paint(_joined(_heading(f"{here} {zone_of(message.ts, voice.zone)}", voice)), "heading")
            day = here
        line = _joined(_fields(hit, voice))
        yield paper.paint(shorten(line, paper.width) if paper.colours else line, _style(message))


def _heading(day: str, voice: Voice) -> list[str]:
    return [voice.screen("column-number").rjust(_NUMBER), day, *(voice.screen(f"column-history-{name}") for name in ("who", "message"))]


def _fields(hit: Hit, voice: Voice) -> list[str]:
    message = hit.message
    said = message.label if message.status is not None else f"{message.method} {message.request_uri or ''}"
    who = f"{_socket(message, 0)} → {_socket(message, 1)}"
    return [str(message.number).rjust(_NUMBER), time_of(message.ts, voice.zone, 6), who, harmless(said, 200)]


def _socket(message: Message, side: int) -> str:
    socket = (message.src, message.dst)[side]
    return str(socket) if socket.port or socket.ip != "0.0.0.0" else "·"


def _joined(fields: list[str]) -> str:
    number, time, who, said = fields
    return f"{number} {time:<{_TIME}} {who:<{2 * _SOCKET + 3}} {said}".rstrip()


def _style(message: Message) -> str:
    if message.status is None:
        return "request"
    return "failure" if message.status >= 400 and message.status not in (401, 407) else "provisional" if message.status < 200 else ""
