"""What is read from the bytes of a message: header lines, body, session description, codecs; by expressions that RE2 reads alike."""

from __future__ import annotations

import codecs
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
_END_OF_HEAD = re.compile(EMPTY_LINE)
_FOLD = re.compile(FOLD)
_SDP = re.compile(SDP.format(end=r"\Z"))
_RTPMAP = re.compile(RTPMAP)


CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SMALL = str.maketrans(CAPITALS, CAPITALS.lower())


def small(text: str) -> str:
    """The text with its Latin capitals made small, and no others: that is the same everywhere."""
    return text.translate(_SMALL)


def _questioned(error: UnicodeError) -> tuple[str, int]:
    """Each byte that is no UTF-8 is shown as a question mark, as DuckDB's decode() does."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "?" * (error.end - error.start), error.end


codecs.register_error("sipwhy-question", _questioned)


def text_of(raw: bytes | None) -> str:
    """The message as text."""
    return (raw or b"").decode("utf-8", "sipwhy-question")


def header_pattern(name: str) -> str:
    """A regular expression for the lines of header `name` (in small letters), long or compact; its group is the value."""
    long = COMPACT.get(name, name)
    spellings = [long, *([_LONG[long]] if long in _LONG else [])]
    return rf"(?m:^)(?:{'|'.join(map(_any_case, spellings))})[ \t]*:[ \t]*([^\n]*?)[ \t\r]*(?m:$)"


def _any_case(name: str) -> str:
    return "".join(f"[{char}{char.upper()}]" if char.isalpha() else re.escape(char) for char in name)


@lru_cache(maxsize=256)
def _header(name: str) -> re.Pattern[str]:
    return re.compile(header_pattern(name))


def header_values(raw: bytes | None, name: str) -> list[str]:
    """The value of every line of header `name`, folded lines joined."""
    text = text_of(raw)
    end = _END_OF_HEAD.search(text)
    head = text[: end.start()] if end else text
    return _header(name).findall(_FOLD.sub(" ", head))


def body_of(raw: bytes | None) -> str | None:
    """What stands behind the head, its lines ended by line feeds; None if nothing does."""
    text = text_of(raw)
    end = _END_OF_HEAD.search(text)
    return (text[end.end() :].replace("\r\n", "\n") or None) if end else None


def sdp_of(raw: bytes | None) -> str | None:
    """The first session description."""
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
