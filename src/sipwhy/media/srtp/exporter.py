"""Keys of SRTP from those of a DTLS handshake (RFC 5764 section 4.2): what a key log has of it, exported under a label."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sipwhy.media.srtp.handshake import Agreed
from sipwhy.media.srtp.sdes import Key
from sipwhy.media.srtp.suites import SUITES

_LABEL = b"EXTRACTOR-dtls_srtp"
_DTLS_1_0, _DTLS_1_3 = 0xFEFF, 0xFEFC
PROFILES = {1: "AES_CM_128_HMAC_SHA1_80", 2: "AES_CM_128_HMAC_SHA1_32", 7: "AEAD_AES_128_GCM", 8: "AEAD_AES_256_GCM"}
"""Protection profiles of DTLS-SRTP (RFC 5764 section 4.1.2, RFC 7714 section 14.2) by the suites of SDES that work alike."""
_BY_SHA384 = frozenset(
    (0x009D, 0x009F, 0x00A1, 0x00A3, 0x00A5, 0x00A7, 0xC024, 0xC026, 0xC028, 0xC02A, 0xC02C, 0xC02E, 0xC030, 0xC032, 0x1302)
)
"""Cipher suites whose key derivation is by SHA-384 (www.iana.org/assignments/tls-parameters); all others use SHA-256."""


def exported(agreed: Agreed[Any], logs: Iterable[bytes], *, is_client: bool) -> Iterator[Key]:
    """The keys of what the client of a handshake sends, or its server; none if no log has a line of it."""
    for profile in agreed.profiles:
        suite = SUITES[PROFILES[profile]] if profile in PROFILES else None
        if suite is None:
            continue
        for material in _materials(agreed, logs, 2 * (suite.key + suite.salt)):
            keys, salts = material[: 2 * suite.key], material[2 * suite.key :]
            side = 0 if is_client else 1
            key, salt = keys[side * suite.key :][: suite.key], salts[side * suite.salt :][: suite.salt]
            yield Key(suite, key, salt, agreed.mki)


def has_line(agreed: Agreed[Any], logs: Iterable[bytes]) -> bool:
    """Whether a log has the secret of a handshake."""
    return any(True for _ in _materials(agreed, logs, 1))


def _materials(agreed: Agreed[Any], logs: Iterable[bytes], size: int) -> Iterator[bytes]:
    digest = "sha384" if agreed.cipher in _BY_SHA384 else "sha256"
    is_new = agreed.version == _DTLS_1_3
    for secret in _secrets(logs, b"EXPORTER_SECRET" if is_new else b"CLIENT_RANDOM", agreed.client_random):
        if is_new:
            yield _exported_new(secret, digest, size)
        else:
            seed = _LABEL + agreed.client_random + agreed.server_random
            yield _prf_old(secret, seed, size) if agreed.version == _DTLS_1_0 else _prf(digest, secret, seed, size)


def _secrets(logs: Iterable[bytes], label: bytes, random: bytes) -> Iterator[bytes]:
    line = re.compile(rb"(?im)^[ \t]*" + label + rb"[ \t]+" + random.hex().encode() + rb"[ \t]+((?:[0-9a-f]{2})+)[ \t]*\r?$")
    found = dict.fromkeys(match[1].lower() for log in logs for match in line.finditer(log))
    return (bytes.fromhex(secret.decode()) for secret in found)


def _prf(digest: str, secret: bytes, seed: bytes, size: int) -> bytes:
    """RFC 5246 section 5."""
    out, part = b"", seed
    while len(out) < size:
        part = hmac.digest(secret, part, digest)
        out += hmac.digest(secret, part + seed, digest)
    return out[:size]


def _prf_old(secret: bytes, seed: bytes, size: int) -> bytes:
    """RFC 2246 section 5."""
    half = (len(secret) + 1) // 2
    parts = zip(_prf("md5", secret[:half], seed, size), _prf("sha1", secret[-half:], seed, size), strict=True)
    return bytes(one ^ other for one, other in parts)


def _exported_new(secret: bytes, digest: str, size: int) -> bytes:
    """RFC 8446 section 7.5, with the labels of RFC 9147 section 5.9."""
    made: Callable[..., Any] = getattr(hashlib, digest)
    empty = made().digest()
    return _expand(_expand(secret, _LABEL, empty, len(empty), digest), b"exporter", empty, size, digest)


def _expand(secret: bytes, label: bytes, context: bytes, size: int, digest: str) -> bytes:
    """HKDF-Expand-Label (RFC 8446 section 7.1)."""
    name = b"dtls13" + label
    info = size.to_bytes(2, "big") + bytes([len(name)]) + name + bytes([len(context)]) + context
    out, part, count = b"", b"", 0
    while len(out) < size:
        count += 1
        part = hmac.digest(secret, part + info + bytes([count]), digest)
        out += part
    return out[:size]
