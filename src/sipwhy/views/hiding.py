"""
What must not be shown of a message: passwords, digests and keys, replaced by as many asterisks; everything else stays.

Digests and other credentials (RFC 7616 section 3.4, RFC 3261 section 22), the server's own digest (rspauth), passwords in URIs (RFC 3261
section 19.1.1), keys of SRTP (RFC 4568, RFC 4567, `k=` of RFC 4566), passwords of ICE (RFC 8839 section 5.4).
"""

from __future__ import annotations

import re

from sipwhy.reference.uri_password import URI_PASSWORD

_CREDENTIALS = re.compile(rb"(?im)^[ \t]*(?:proxy-)?(?:authorization|authentication-info)[ \t]*:((?:[^\r\n]|\r?\n[ \t])*)")
_SCHEME = re.compile(rb"[ \t\r\n]*([!-~]+)[ \t\r\n]+")
_DIGEST = re.compile(rb"""(?i)\b(?:response|rspauth)\s*=\s*("(?:[^"\\]|\\.)*"?|[^,\s]+)""")
_OF_URI = re.compile(URI_PASSWORD.encode(), re.IGNORECASE)
_KEY = re.compile(
    rb"(?im)^a=crypto:[^\r\n]*?inline:([^\r\n|]*)|^k=[a-z0-9]+:([^\r\n]*)|^a=ice-pwd:([^\r\n]*)|^a=key-mgmt:[^\s]*[ \t]+([^\r\n]*)"
)
_LATER_KEY = re.compile(rb"(?i)inline:([^\r\n|;\s]*)")
_OF_PAIRS = (b"digest", b"aka")
"""Schemes whose credentials are pairs of which only some are secret. Authentication-Info has no scheme: its first word is a pair."""


def hidden(raw: bytes) -> bytes:
    """The message with what is secret in it replaced; as long as before."""
    shown = bytearray(raw)
    lower = raw.lower()
    if b"auth" in lower:
        for found in _CREDENTIALS.finditer(raw):
            _hide_credentials(shown, raw, found.start(1), found.end(1))
    if b"sip" in lower:
        for found in _OF_URI.finditer(raw):
            _blot(shown, *found.span(1))
    if b"inline:" in lower or b"\nk=" in lower or b"a=ice-pwd:" in lower or b"a=key-mgmt:" in lower:
        _hide_keys(shown, raw)
    return bytes(shown)


def hidden_text(text: str) -> str:
    """The same of a part of a message that is text already: a URI, a start line."""
    return hidden(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")


def _hide_credentials(shown: bytearray, raw: bytes, start: int, end: int) -> None:
    """Of a digest its response; of any other scheme all that follows its name."""
    value = raw[start:end]
    scheme = _SCHEME.match(value)
    if scheme and b"=" not in scheme[1] and not scheme[1].lower().startswith(_OF_PAIRS):
        _blot(shown, start + scheme.end(), end)
        return
    for found in _DIGEST.finditer(value):
        _blot(shown, start + found.start(1), start + found.end(1))


def _hide_keys(shown: bytearray, raw: bytes) -> None:
    for found in _KEY.finditer(raw):
        for group in (1, 2, 3, 4):
            if found[group] is not None:
                _blot(shown, *found.span(group))
    for found in _LATER_KEY.finditer(raw):
        _blot(shown, *found.span(1))


def _blot(shown: bytearray, start: int, end: int) -> None:
    """Asterisks for all but quotation marks and line ends."""
    for at in range(start, end):
        if shown[at] not in b'"\r\n':
            shown[at] = ord("*")
