"""
Reads digest credentials out of a request's own bytes (RFC 7616 section 3.4, RFC 3261 section 25).

    credentials  =  ("Digest" LWS digest-response) / other-response
    dig-resp     =  username / realm / nonce / digest-uri / dresponse / algorithm / cnonce / opaque / message-qop / nonce-count

Text is UTF-8 with surrogate escapes, so that whatever bytes were hashed can be hashed again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from sipwhy.model.headers import END_OF_HEAD

_HEADER = re.compile(rb"(?im)^(?:proxy-)?authorization[ \t]*:[ \t]*digest[ \t\r\n]+((?:[^\r\n]|\r?\n[ \t])*)")
_CHALLENGE = re.compile(rb"(?im)^(?:www|proxy)-authenticate[ \t]*:[ \t]*digest[ \t\r\n]+((?:[^\r\n]|\r?\n[ \t])*)")
_PAIR = re.compile(r'([\w*-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^,\s]*)')
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_EXTENDED = re.compile(r"^UTF-8'[\w-]*'(.*)$", re.IGNORECASE)
_METHOD = re.compile(rb"^([!-~]+) (\S+) SIP/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Credentials:
    """One Authorization or Proxy-Authorization with a digest. What it holds is never shown whole."""

    fields: Mapping[str, str] = field(repr=False)
    """By name in lower case, quotes and escapes taken away."""
    escaped: Mapping[str, str] = field(repr=False)
    """Those in which escapes stood, as they stood: some programs hash them so."""

    @property
    def user(self) -> str:
        """The user name, out of `username*` too (RFC 7616 section 3.4)."""
        extended = _EXTENDED.match(self.fields.get("username*", ""))
        if extended and "username" not in self.fields:
            return unquote_to_bytes(extended[1]).decode("utf-8", "surrogateescape")
        return self.fields.get("username", "")

    @property
    def is_hashed_user(self) -> bool:
        """Whether the user name stands as a hash (RFC 7616 section 3.4.4)."""
        return self.get("userhash").lower() == "true"

    def get(self, name: str) -> str:
        """A field, "" if it is not there."""
        return self.fields.get(name, "")

    def spellings(self, name: str) -> tuple[str, ...]:
        """A field without its escapes, and with them if it has any."""
        plain = self.user if name == "username" else self.get(name)
        return (plain, self.escaped[name]) if name in self.escaped else (plain,)


@dataclass(frozen=True, slots=True)
class Request:
    """What of a request goes into a digest: method, Request-URI and body, and the credentials in it."""

    method: bytes
    uri: bytes
    body: bytes = field(repr=False)
    credentials: tuple[Credentials, ...]


def request_of(raw: bytes) -> Request | None:
    """The digest credentials of a request, None if it has none (or is none)."""
    begun = _METHOD.match(raw)
    if begun is None or (b"uthorization" not in raw and b"UTHORIZATION" not in raw):
        return None
    end = END_OF_HEAD.search(raw)
    head = raw[: end.start()] if end else raw
    found = tuple(map(_credentials, _HEADER.findall(head)))
    return Request(begun[1], begun[2], raw[end.end() :] if end else b"", found) if found else None


def realms_asked(raw: bytes) -> Iterator[str]:
    """The realms of the challenges in an answer."""
    for value in _CHALLENGE.findall(raw):
        if realm := _credentials(value).get("realm"):
            yield realm


def _credentials(value: bytes) -> Credentials:
    plain, escaped = dict[str, str](), dict[str, str]()
    for name, text in _PAIR.findall(value.decode("utf-8", "surrogateescape")):
        key = name.lower()
        if key in plain:
            continue
        is_quoted = len(text) >= 2 and text[0] == text[-1] == '"'
        within = text[1:-1] if is_quoted else text
        plain[key] = _ESCAPE.sub(r"\1", within) if is_quoted else within
        if plain[key] != within:
            escaped[key] = within
    return Credentials(plain, escaped)
