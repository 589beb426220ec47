"""Crypto suites of SRTP by their names in `a=crypto` (RFC 4568 section 6.2, RFC 6188, RFC 7714 section 14.2)."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class Suite(Struct, frozen=True):
    """One suite; all sizes are bytes."""

    key: int
    salt: int
    """Of the master salt, and of the session salt made from it."""
    tag: int
    is_gcm: bool = False
    """AES-GCM, whose tag is its own; else AES in counter mode with HMAC-SHA1."""


SUITES: Mapping[str, Suite] = {
    "AES_CM_128_HMAC_SHA1_80": Suite(16, 14, 10),
    "AES_CM_128_HMAC_SHA1_32": Suite(16, 14, 4),
    "AES_192_CM_HMAC_SHA1_80": Suite(24, 14, 10),
    "AES_192_CM_HMAC_SHA1_32": Suite(24, 14, 4),
    "AES_256_CM_HMAC_SHA1_80": Suite(32, 14, 10),
    "AES_256_CM_HMAC_SHA1_32": Suite(32, 14, 4),
    # As drafts of RFC 6188 wrote them, which Asterisk and Cisco still send.
    "AES_CM_192_HMAC_SHA1_80": Suite(24, 14, 10),
    "AES_CM_192_HMAC_SHA1_32": Suite(24, 14, 4),
    "AES_CM_256_HMAC_SHA1_80": Suite(32, 14, 10),
    "AES_CM_256_HMAC_SHA1_32": Suite(32, 14, 4),
    "AEAD_AES_128_GCM": Suite(16, 12, 16, is_gcm=True),
    "AEAD_AES_256_GCM": Suite(32, 12, 16, is_gcm=True),
}
