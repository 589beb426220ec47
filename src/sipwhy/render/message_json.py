"""Messages as JSON, schema 1: what `sipwhy grep --json` writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sipwhy.render.json import Json, encoded, listed
from sipwhy.texts.moment import iso_utc
from sipwhy.views.hiding import hidden
from sipwhy.views.hit import Hit


def json_messages(hits: Iterable[Hit], *, has_times: bool = True) -> Iterator[str]:
    """An object with `schema` and `messages`, message by message."""
    yield from listed("messages", (encoded(message_entry(hit, has_times=has_times)) for hit in hits))


def message_entry(hit: Hit, *, has_times: bool = True) -> Json:
    """One message, its `time` null without times in the evidence; `text` has line ends as captured, what is no UTF-8 is replaced."""
    message = hit.message
    return {
        "number": message.number,
        "call": hit.call,
        "time": iso_utc(message.ts) if has_times else None,
        "src": str(message.src),
        "dst": str(message.dst),
        "transport": message.transport,
        "method": message.method,
        "status": message.status,
        "reason": message.reason,
        "call_id": message.call_id,
        "file": message.file,
        "frame": message.frame,
        "is_copy": message.is_copy,
        "is_repeat": message.is_repeat,
        "text": hidden(hit.raw).decode("utf-8", "replace"),
    }
