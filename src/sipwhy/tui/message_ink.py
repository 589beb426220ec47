"""A message as lines with highlighting: start line, names of headers, SDP; or its bytes as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sipwhy.model import Message
from sipwhy.texts.harmless import harmless
from sipwhy.tui.ink import LONGEST, Line
from sipwhy.views.hiding import hidden

_MOST_LINES = 3000
_HEADER = re.compile(r"^([!-9;-~]+)([ \t]*:)(.*)$", re.DOTALL)
_SDP = re.compile(r"^[a-z]=")
_TELLING = re.compile(r"((?:;|\b)(?:tag|branch|received|rport|expires|realm|nonce|username|uri|cause|text)=)", re.IGNORECASE)


def message_text(message: Message) -> list[str]:
    """The lines of a message, made harmless; passwords, digests and keys are asterisks."""
    text = hidden(message.raw).decode("utf-8", "replace").replace("\r\n", "\n").rstrip("\n")
    return [harmless(line, LONGEST) for line in text.split("\n")[:_MOST_LINES]]


def bytes_text(message: Message) -> list[str]:
    r"""Its bytes: what is no printable ASCII as \xNN, each line with the end it has."""
    raw = hidden(message.raw)
    lines = raw.splitlines(keepends=True)[:_MOST_LINES]
    return ["".join(map(_shown, line)) for line in lines]


def message_lines(message: Message, *, coloured: bool = True, as_bytes: bool = False) -> Iterator[Line]:
    """The message as lines with styles."""
    is_body = False
    for at, text in enumerate(bytes_text(message) if as_bytes else message_text(message)):
        bare = text.removesuffix("\\r\\n").removesuffix("\\n") if as_bytes else text
        is_body |= at > 0 and not bare
        yield _styled(text, at, is_body=is_body) if coloured else ((text, ""),)


def _shown(byte: int) -> str:
    if byte in (13, 10):
        return "\\r" if byte == 13 else "\\n"
    return chr(byte) if 32 <= byte < 127 and byte != 92 else "\\\\" if byte == 92 else f"\\x{byte:02x}"


def _styled(text: str, at: int, *, is_body: bool) -> Line:
    if at == 0:
        return ((text, "bold"),)
    if is_body:
        return ((text[:2], "sdp"), (text[2:], "")) if _SDP.match(text) else ((text, ""),)
    found = _HEADER.match(text)
    if found is None:
        return ((text, ""),)
    parts = _TELLING.split(found[3])
    values = tuple((part, "note" if number % 2 else "value") for number, part in enumerate(parts) if part)
    return ((found[1], "name"), (found[2], ""), *values)
