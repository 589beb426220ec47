"""What became of the encryption of one stream of voice."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Locked = Literal[
    "no-key",
    "mikey",
    "zrtp",
    "zrtp-seen",
    "unspoken",
    "dtls",
    "dtls-unseen",
    "dtls-no-line",
    "dtls-only-tls",
    "dtls-wrong-key",
    "suite",
    "parameter",
    "bad-key",
    "wrong-key",
    "no-cipher",
]
"""
Why it stays shut: the sender's descriptions have no key; they name MIKEY; or ZRTP, whose keys are told nowhere; or ZRTP is named by one
side, or seen in the media alone; they speak of plain RTP, and its packets have the size of SRTP all the same; its key is agreed by DTLS
and there is no key log; the handshake is not in the capture; no log has a line of this handshake; so it is, but the log opened TLS; what
the log has opens nothing; a suite or a parameter is not known, a key cannot be read, or none opens anything; or the package cryptography
is not installed.
"""
Misused = Literal["", "receiver", "former"]
"""Whose key opens it though it should not: the one that its receiver told, or the sender's own that a later description replaced."""
BY_KEY_LOG: frozenset[Locked | None] = frozenset({"dtls", "dtls-no-line", "dtls-only-tls"})
"""What a key log of one of the two ends would open."""


class Lock(Struct, frozen=True):
    """What became of a stream."""

    locked: Locked | None = None
    """None: it is plain, or was opened, or nothing of it was tried."""
    opened: int = 0
    """Packets that a key authenticates, of those that were tried."""
    refused: int = 0
    """Packets that none does, where others were opened."""
    name: str = ""
    """The suite or the parameter that is not known."""
    by_dtls: bool = False
    """Whether its keys came of a DTLS handshake."""
    misused: Misused = ""
