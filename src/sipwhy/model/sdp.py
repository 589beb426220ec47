"""A session description, as far as diagnosis reads it (RFC 8866, RFC 3264)."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Direction = Literal["sendrecv", "sendonly", "recvonly", "inactive"]

_NO_CANDIDATE = 9
"""The port beside 0.0.0.0 by which WebRTC says that it names its addresses later (RFC 8829 section 5.2.1)."""


class Codec(Struct, frozen=True):
    """One format of a media line: "8 PCMA/8000"; `name` as rtpmap writes it, else that of the static type (RFC 3551), else ""."""

    payload_type: int
    name: str
    clock: int
    fmtp: str = ""


class Media(Struct, frozen=True):
    """One m= line with what applies to it; `address` is its own c= or else the session's."""

    kind: str
    """audio, video, image, application ..."""
    port: int
    profile: str
    """RTP/AVP, RTP/SAVP, UDP/TLS/RTP/SAVPF, udptl ..."""
    address: str | None
    direction: Direction
    codecs: tuple[Codec, ...]
    formats: tuple[str, ...]
    """The formats as written ("0", "8", "101", "t38")."""
    attributes: tuple[tuple[str, str], ...] = ()
    """Every a= line that applies, name and value; keys and passwords are left out."""

    @property
    def is_secure(self) -> bool:
        """Whether the profile asks for SRTP (RTP/SAVP, RTP/SAVPF)."""
        return "SAVP" in self.profile.upper()

    @property
    def may_be_secure(self) -> bool:
        """Whether its packets may be encrypted: by its profile, or because it names keys (SDES, DTLS) all the same."""
        return self.is_secure or self.attribute("crypto") is not None or self.attribute("fingerprint") is not None

    @property
    def holds_by_address(self) -> bool:
        """Whether it holds by c=0.0.0.0, as RFC 2543 did it (RFC 3264 section 8.4)."""
        return self.address in ("0.0.0.0", "::") and self.port not in (0, _NO_CANDIDATE)

    def attribute(self, name: str) -> str | None:
        """The first value of attribute `name`; "" for a flag."""
        return next((value for key, value in self.attributes if key == name), None)


class Sdp(Struct, frozen=True):
    """A whole description: the origin line's address and version, and its media."""

    origin_address: str | None
    session_id: str | None
    version: str | None
    address: str | None
    media: tuple[Media, ...]

    @property
    def audio(self) -> Media | None:
        """The first audio line."""
        return next((media for media in self.media if media.kind == "audio"), None)

    @property
    def fax(self) -> Media | None:
        """The first image line (T.38) that is not switched off."""
        return next((media for media in self.media if media.kind == "image" and media.port), None)
