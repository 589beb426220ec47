"""
The digest itself (RFC 7616 section 3.4).

    response = KD(H(A1), nonce ":" nc ":" cnonce ":" qop ":" H(A2))        KD(H(A1), nonce ":" H(A2)) without qop (RFC 2069)
    A1       = user ":" realm ":" password;  -sess:  H(user ":" realm ":" password) ":" nonce ":" cnonce
    A2       = method ":" uri;  auth-int:  method ":" uri ":" H(body)
    KD(secret, data) = H(secret ":" data)

RFC 8760 brings SHA-256 and SHA-512-256 to SIP; a 512-256 hash is SHA-512/256, not a SHA-512 cut short.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import partial

_HASHES = {"MD5": "md5", "SHA-256": "sha256", "SHA-512-256": "sha512_256"}
_FUNCTIONS = {name: partial(hashlib.new, known, usedforsecurity=False) for name, known in _HASHES.items()}
_FUNCTIONS["MD5"] = partial(hashlib.md5, usedforsecurity=False)  # found sooner by its own name
_KNOWN = frozenset(name for name, known in _HASHES.items() if known in hashlib.algorithms_available)
_SESSION = "-SESS"


@dataclass(frozen=True, slots=True)
class Algorithm:
    """A hash of the registry of digest algorithms, plain or as session variant."""

    name: str
    is_session: bool

    def hash(self, *parts: bytes) -> bytes:
        """H of the parts with colons between them, in hexadecimal."""
        return _FUNCTIONS[self.name](b":".join(parts)).hexdigest().encode()


def algorithm_of(token: str) -> Algorithm | None:
    """The algorithm of a token in any case, MD5 if there is none; None for one that cannot be computed here."""
    name = token.strip().upper() or "MD5"
    is_session = name.endswith(_SESSION)
    name = name.removesuffix(_SESSION)
    return Algorithm(name, is_session) if name in _KNOWN else None


@dataclass(frozen=True, slots=True)
class Question:
    """Everything that goes into a digest but the account: what was asked, and what the client added."""

    algorithm: Algorithm
    method: bytes
    uri: bytes
    nonce: bytes = field(repr=False)
    cnonce: bytes = field(default=b"", repr=False)
    nc: bytes = b""
    qop: bytes = b""
    """As the client wrote it; empty for the formula without qop."""
    body: bytes = field(default=b"", repr=False)

    def account_hash(self, user: bytes, realm: bytes, password: bytes) -> bytes:
        """H(user:realm:password): what servers keep as HA1 or md5_cred."""
        return self.algorithm.hash(user, realm, password)

    def response(self, account_hash: bytes) -> bytes:
        """The digest for an account of that hash."""
        return self.closed(account_hash, self.rest())

    def rest(self) -> bytes:
        """What is hashed behind the account: the same for every account that is tried."""
        asked = [self.method, self.uri]
        if self.qop.lower() == b"auth-int":
            asked.append(self.algorithm.hash(self.body))
        middle = (self.nonce, self.nc, self.cnonce, self.qop) if self.qop else (self.nonce,)
        return b":".join((*middle, self.algorithm.hash(*asked)))

    def closed(self, account_hash: bytes, rest: bytes) -> bytes:
        """The digest for an account of that hash, `rest` being known."""
        key = self.algorithm.hash(account_hash, self.nonce, self.cnonce) if self.algorithm.is_session else account_hash
        return self.algorithm.hash(key, rest)
