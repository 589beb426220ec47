"""Whether the keys of an offer and its answer can work together: profiles, SDES, DTLS roles (RFC 4568, RFC 5763, RFC 4145)."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from sipwhy.diagnosis.offers import Exchange
from sipwhy.model import Media, Message

Manner = Literal["dtls", "sdes", "plain"]
"""How voice is kept: SRTP with keys by DTLS (RFC 5763), SRTP with keys in the description (RFC 4568), or open."""

_OTHER_KEYS = ("fingerprint", "key-mgmt", "zrtp-hash")
"""Lines beside a=crypto by which keys are agreed: DTLS (RFC 5763), MIKEY (RFC 4567), ZRTP (RFC 6189 section 8)."""
_ROLES = {("active", "active"), ("passive", "passive")}


class Conflict(Struct, frozen=True):
    """What does not fit: both sides' words for it."""

    kind: Literal["profile", "keys", "suite", "setup"]
    offered: str
    answered: str


def conflict(exchange: Exchange) -> Conflict | None:
    """The first thing by which an answered audio line cannot be encrypted, or read, by both sides."""
    if exchange.audio is None:
        return None
    offered, answered = exchange.audio
    if offered.is_secure != answered.is_secure or _is_dtls(offered) != _is_dtls(answered):
        plain_with_keys = not offered.is_secure and not answered.is_secure
        return None if plain_with_keys else Conflict("profile", offered.profile, answered.profile)
    if answered.is_secure and not _suites(answered) and not any(_has(exchange, answered, name) for name in _OTHER_KEYS):
        return Conflict("keys", offered.profile, answered.profile)
    return _of_suites(offered, answered) or _of_roles(offered, answered)


def manners(message: Message | None) -> frozenset[Manner]:
    """
    In which ways its audio lines may be sent; none where it describes no audio, or SRTP without a word about keys.

    A refusal may say so, too: its lines tell what would be taken, whatever their ports (RFC 3261 section 21.4.26).
    """
    found: set[Manner] = set()
    for line in message.sdp.media if message and message.sdp else ():
        if message and line.kind == "audio":
            found |= _manners(line, b"a=fingerprint:" in message.body)
    return frozenset(found)


def _manners(line: Media, has_fingerprint: bool) -> set[Manner]:
    if _is_dtls(line):
        return {"dtls"}
    found: set[Manner] = set() if line.is_secure else {"plain"}
    if line.attribute("crypto") is not None:
        found.add("sdes")
    return found | {"dtls"} if has_fingerprint else found


def _is_dtls(media: Media) -> bool:
    return "TLS" in media.profile.upper()


def _suites(media: Media) -> tuple[str, ...]:
    """Tag and suite of every a=crypto; the keys themselves are left out."""
    return tuple(" ".join(value.split()[:2]) for name, value in media.attributes if name == "crypto")


def _of_suites(offered: Media, answered: Media) -> Conflict | None:
    asked, given = _suites(offered), _suites(answered)
    if offered.is_secure and asked and given and not set(asked) & set(given):
        return Conflict("suite", ", ".join(asked), ", ".join(given))
    return None


def _of_roles(offered: Media, answered: Media) -> Conflict | None:
    if not _is_dtls(answered):
        return None
    roles = tuple((media.attribute("setup") or "").strip().lower() for media in (offered, answered))
    if roles[1] == "actpass" or roles in _ROLES:
        return Conflict("setup", *roles)
    return None


def _has(exchange: Exchange, media: Media, name: str) -> bool:
    """Whether a media line of the answer, or its session, has an attribute: only media lines are kept, so the body is asked."""
    if media.attribute(name) is not None:
        return True
    return exchange.answer is not None and f"a={name}:".encode() in exchange.answer.body
