"""The history as Asterisk's console shows it (res_pjsip_history.c): numbers from 0, whole seconds, the other side's address."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from sipwhy.model import Endpoint
from sipwhy.views.hiding import hidden, hidden_text
from sipwhy.views.hit import Hit

_LONGEST, _LONGEST_URI = 255, 127
"""Characters that it has room for in a line, and for a URI."""
_ADDRESS = 24
UNKNOWN = "0.0.0.0"
"""The address of a source that does not know its own: Asterisk's logs."""


def list_heading() -> tuple[str, str]:
    """The two lines above a list."""
    first = f"{'No.':<5} {'Timestamp':<10} {'(Dir) Address':<30} {'SIP Message':<35}"
    return first, f"{'=' * 5} {'=' * 10} {'=' * 30} {'=' * 35}"


def list_line(hit: Hit, own: AbstractSet[str]) -> str:
    """One message in a line."""
    arrow = "* ==>" if is_sent(hit, own) else "* <=="
    line = f"{hit.message.number - 1:05d} {_seconds(hit):<10.10} {arrow:<5.5} {remote(hit, own)!s:<24.{_ADDRESS}} {_start_line(hit)}"
    return line[:_LONGEST]


def entry_text(hit: Hit, own: AbstractSet[str]) -> str:
    """
    One message whole, with the empty line behind it. It is as captured: Asterisk writes it again from what it has parsed.

    What is secret in it is hidden, which Asterisk does not do.
    """
    way = "Sent to" if is_sent(hit, own) else "Received from"
    text = hidden(hit.raw).decode("utf-8", "replace").replace("\r\n", "\n")
    return f"<--- History Entry {hit.message.number - 1} {way} {remote(hit, own)} at {_seconds(hit):<10.10} --->\n{text}\n"


def is_sent(hit: Hit, own: AbstractSet[str]) -> bool:
    """Whether the server sent it."""
    message = hit.message
    if message.src.ip in own:
        return message.dst.ip not in own or message.dst.ip == message.src.ip
    return message.src.ip == UNKNOWN and message.dst.ip != UNKNOWN


def remote(hit: Hit, own: AbstractSet[str]) -> Endpoint:
    """The other side."""
    return hit.message.dst if is_sent(hit, own) else hit.message.src


def _seconds(hit: Hit) -> str:
    return str(hit.message.ts // 1_000_000)


def _start_line(hit: Hit) -> str:
    message = hit.message
    if message.status is None:
        return f"{message.method} {hidden_text(message.request_uri or '')[:_LONGEST_URI]} SIP/2.0"
    return f"SIP/2.0 {message.status} {message.reason or ''}"
