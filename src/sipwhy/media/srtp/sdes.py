"""Keys in a description: `a=crypto:TAG SUITE inline:KEY|LIFETIME|MKI:LENGTH PARAMETERS` (RFC 4568 sections 4 and 6)."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from sipwhy.media.srtp.suites import SUITES, Suite

Fault = Literal["suite", "parameter", "bad-key"]
"""Why a line cannot be used: a suite or a session parameter that nothing here knows, or a key that is none (perhaps hidden)."""

_SHOWN = re.compile(r"[A-Z0-9]+(?:_[A-Z0-9]+)+", re.IGNORECASE)
"""Names of suites have underscores, which the base64 of a key never has: no key is taken for a name and shown."""
_MOST_MKI = 128
_HARMLESS = re.compile(r"UNENCRYPTED_SRTCP|WSH=\d+|FEC_ORDER=\w+|FEC_KEY=.*|-.*")
"""Parameters that change nothing of how RTP is read: SRTCP, the window for replays, error correction, and optional ones."""


class Key(Struct, frozen=True):
    """A master key with what goes with it; how it is written nowhere shows it."""

    suite: Suite
    key: bytes
    salt: bytes
    mki: int = 0
    """Bytes of the master key's identifier in each packet."""
    is_open: bool = False
    """Whether packets are only authenticated (UNENCRYPTED_SRTP)."""

    def __repr__(self) -> str:
        return "Key(...)"


class Unusable(Struct, frozen=True):
    """A line of which no key came."""

    fault: Fault
    name: str = ""
    """The suite, where that is what is not known, or the parameter."""


def keys_in(body: bytes) -> Iterator[Key | Unusable]:
    """The keys of the audio lines of a description, in its order; whatever the bytes are, nothing is raised."""
    is_audio = False
    for line in body.decode("utf-8", "replace").splitlines():
        if line.startswith("m="):
            is_audio = line[2:].lower().startswith("audio")
        elif is_audio and line[:9].lower() == "a=crypto:":
            yield from _keys(line[9:].split())


def _keys(words: list[str]) -> Iterator[Key | Unusable]:
    if len(words) < 3:
        yield Unusable("bad-key")
        return
    suite = SUITES.get(words[1].upper())
    if suite is None:
        yield Unusable("suite", words[1][:40] if _SHOWN.fullmatch(words[1]) else "")
        return
    parameters = [word.upper() for word in words[3:]]
    strange = [word for word in parameters if word not in {"UNENCRYPTED_SRTP", "KDR=0"} and not _HARMLESS.fullmatch(word)]
    if strange:
        yield Unusable("parameter", strange[0].partition("=")[0][:40] if _SHOWN.fullmatch(strange[0]) or strange[0][:4] == "KDR=" else "")
        return
    for method in words[2].split(";"):
        yield _key(method, suite, "UNENCRYPTED_SRTP" in parameters)


def _key(method: str, suite: Suite, is_open: bool) -> Key | Unusable:
    name, _, value = method.partition(":")
    text, *more = value.split("|")
    try:
        # Some leave the padding out that the suites of 256 bits need.
        both = binascii.a2b_base64(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), strict_mode=True)
    except ValueError:
        return Unusable("bad-key")
    mki = _mki(more)
    # Nothing but zeros is what `export --anonymize` leaves of a key.
    if name.lower() != "inline" or len(both) != suite.key + suite.salt or not any(both) or mki is None:
        return Unusable("bad-key")
    return Key(suite, both[: suite.key], both[suite.key :], mki, is_open)


def _mki(more: list[str]) -> int | None:
    """The length of the identifier: after the lifetime, if that is told, `1:4` is the value 1 in four bytes; None if malformed."""
    for part in more:
        _, colon, length = part.partition(":")
        if colon:
            return int(length) if length.isascii() and length.isdigit() and len(length) < 4 and 1 <= int(length) <= _MOST_MKI else None
    return 0
