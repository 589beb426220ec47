"""One line of a server's log that is no part of a SIP message."""

from __future__ import annotations

from msgspec import Struct


class LogLine(Struct, frozen=True):
    """
    A line that holds one of the words that somebody asked for.

    `line` is its number in its file, from 1; `ts` µs since 1970 UTC, None where the log writes no times. `level` is the log's own
    word (NOTICE, ERR), `source` the file of the server's source that wrote it, `tag` Asterisk's call tag (C-00000001) or FreeSWITCH's
    channel UUID, `thread` the number of the thread that wrote it; each is "" where it is not written. `text` is what stands behind
    all that.
    """

    file: int
    line: int
    ts: int | None
    level: str
    source: str
    tag: str
    text: str
    thread: str = ""
