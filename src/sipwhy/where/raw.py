"""What is read from the bytes of a message: header lines, body, session description, codecs; by expressions that RE2 reads alike."""

from __future__ import annotations

import re
from functools import lru_cache

from sipwhy.reference.payload_types import STATIC

COMPACT = {
    "a": "accept-contact", "b": "referred-by", "c": "content-type", "d": "request-disposition", "e": "content-encoding", "f": "from",
    "i": "call-id", "j": "reject-contact", "k": "supported", "l": "content-length", "m": "contact", "n": "identity-info",
    "o": "event", "r": "refer-to", "s": "subject", "t": "to", "u": "allow-events", "v": "via", "x": "session-expires", "y": "identity",
}  # fmt: skip
"""Compact forms (RFC 3261 section 7.3.3, RFC 3515, 3841, 3892, 4028, 4474, 6665)."""
_LONG = {long: short for short, long in COMPACT.items()}

EMPTY_LINE = r"\r?\n\r?\n"
FOLD = r"\r?\n[ \t]+"
"""A line that goes on (RFC 3261 section 7.3.1)."""
SDP = r"(?:\A|\n)(v=0\n(?:[a-z]=[^\n]*(?:\n|{end}))*)"
"""A session description in a body whose lines end with line feeds; one part of several is found, too."""
RTPMAP = r"(?m:^)a=rtpmap:[0-9]+ +([^/ \n]+)"
MEDIA = r"(?m:^)m=[^ \n]+ [0-9]+(?:/[0-9]+)? [^ \n]*RTP/[^ \n]+"
"""The beginning of a media line of RTP (RFC 8866 section 5.14)."""
_END_OF_HEAD = re.compile(rb"\n\r?\n")
_FOLD = re.compile(rb"\r?\n[ \t]+")
_SDP = re.compile(SDP.format(end=r"\Z"))
_RTPMAP = re.compile(RTPMAP)


CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SMALL = str.maketrans(CAPITALS, CAPITALS.lower())


def small(text: str) -> str:
    """The text with its Latin capitals made small, and no others: that is the same everywhere."""
    return text.translate(_SMALL)


_SHOWN = bytes(byte if 0x20 <= byte < 0x7F or byte in b"\t\n\r" else ord("?") for byte in range(256))


def text_of(raw: bytes | None) -> str:
    """
    The message as text. One that is no UTF-8 is taken for ASCII: of each byte beyond it a question mark is left.

    So no byte hides the line feed behind it, as it would where a broken character is replaced together with what follows.
    """
    try:
        return (raw or b"").decode()
    except UnicodeDecodeError:
        return _shown(raw or b"")


def header_pattern(name: str) -> str:
    """A regular expression of RE2 for the lines of header `name` (in small letters), long or compact; its group is the value."""
    return rf"(?m:^)(?:{_spellings(name)})[ \t]*:[ \t]*([^\n]*?)[ \t\r]*(?m:$)"


def _spellings(name: str) -> str:
    long = COMPACT.get(name, name)
    return "|".join(map(_any_case, [long, *([_LONG[long]] if long in _LONG else [])]))


def _any_case(name: str) -> str:
    return "".join(f"[{char}{char.upper()}]" if char.isalpha() else re.escape(char) for char in name)


@lru_cache(maxsize=256)
def _header(name: str) -> re.Pattern[bytes]:
    """The same for bytes behind a line feed, which is found a good deal faster than the beginning of a line."""
    return re.compile(rf"\n(?:{_spellings(name)})[ \t]*:([^\n]*)".encode())


def header_values(raw: bytes | None, name: str) -> list[str]:
    """The value of every line of header `name`, folded lines joined."""
    whole = raw or b""
    end = _END_OF_HEAD.search(whole)
    head = b"\n" + (whole[: end.start()] if end else whole)
    if b"\n " in head or b"\n\t" in head:
        head = _FOLD.sub(b" ", head)
    found = _header(name).findall(head)
    if not found:
        return []
    read = text_of if _is_text(whole) else _shown
    return [read(value.rstrip(b" \t\r").lstrip(b" \t")) for value in found]


def _is_text(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _shown(raw: bytes) -> str:
    return raw.translate(_SHOWN).decode("ascii")


def body_of(raw: bytes | None) -> str | None:
    """What stands behind the head, its lines ended by line feeds; None if nothing does."""
    end = _END_OF_HEAD.search(raw or b"")
    if not raw or not end:
        return None
    read = text_of if _is_text(raw) else _shown
    return read(raw[end.end() :]).replace("\r\n", "\n") or None


def sdp_of(raw: bytes | None) -> str | None:
    """The first session description."""
    if not raw or b"v=0" not in raw:
        return None
    found = _SDP.search(body_of(raw) or "")
    return found[1] if found else None


def codecs_of(raw: bytes | None) -> list[str]:
    """The names of the formats of RTP in its session description, in small letters."""
    sdp = sdp_of(raw)
    if sdp is None:
        return []
    named = [small(name) for name in _RTPMAP.findall(sdp)]
    return [*named, *(small(name) for number, name in STATIC.items() if _format(number).search(sdp))]


def format_pattern(numbers: str) -> str:
    """A regular expression for a media line of RTP that has one of some payload types ("0|8")."""
    return rf"{MEDIA}(?: [0-9]+)*? (?:{numbers})(?: |\r|(?m:$))"


@lru_cache(maxsize=32)
def _format(number: int) -> re.Pattern[str]:
    return re.compile(format_pattern(str(number)))
