"""One line of a server's log, its head taken apart."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line that is no part of a SIP message; `text` is what the server says, without the head."""

    file: int
    """The 0-based index of its file."""
    line: int
    """Its number in the file, from 1."""
    ts: int | None
    """µs since 1970 UTC; None if the line has no time."""
    level: str
    """As logged: NOTICE, WARNING, SECURITY, INFO ...; "" if it has none."""
    source: str
    """The source file as logged, "res_pjsip_registrar.c"; "" if it has none."""
    tag: str
    """What Asterisk calls the call, "C-00000001"; "" if the line has none."""
    text: str
