"""How a TCP connection began and ended, as far as that can be read without keys: TLS, WebSocket, SIP in the open."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from sipwhy.model.message import Endpoint
from sipwhy.reference.alerts import HARMLESS

Speech = Literal["nothing", "tls", "sip", "http", "other"]
"""What the first bytes of a direction are."""
TLS_1_2, TLS_1_3 = 0x0303, 0x0304
_VERSIONS = {0x0300: "SSL 3.0", 0x0301: "TLS 1.0", 0x0302: "TLS 1.1", TLS_1_2: "TLS 1.2", TLS_1_3: "TLS 1.3"}


def version_name(version: int) -> str:
    """A TLS version as people say it."""
    return _VERSIONS.get(version, f"0x{version:04x}")


class At(Struct, frozen=True):
    """When something was seen (µs since 1970 UTC), and the packet's number in its file."""

    ts: int
    frame: int


class ClientHello(Struct, frozen=True):
    """What a client offers (RFC 8446 section 4.1.2); before TLS 1.3 it names its newest version only."""

    at: At
    oldest: int
    newest: int
    ciphers: int
    name: str | None
    """The server's name that it asks for (SNI, RFC 6066 section 3)."""
    protocol: str | None


class ServerHello(Struct, frozen=True):
    """What a server chose."""

    at: At
    version: int
    cipher: int


class Certificate(Struct, frozen=True):
    """A server's certificate (RFC 5280), seen before TLS 1.3 only; times in µs since 1970 UTC."""

    at: At
    subject: str
    issuer: str
    is_self_signed: bool
    not_before: int
    not_after: int
    names: tuple[str, ...]
    """Names and addresses that it is for: the first ones."""
    fits: bool | None
    """Whether it is for the name that the client asked for; None if it asked for none."""


class Alert(Struct, frozen=True):
    """An alert that can be read (RFC 8446 section 6)."""

    at: At
    level: int
    description: int


class Side(Struct, frozen=True):
    """One direction of a TLS connection."""

    finished: bool
    """It sent Finished, as far as that shows: an encrypted handshake record, which TLS 1.3 has not."""
    records: int
    """Its encrypted records of the type of data; in TLS 1.3 everything behind the hellos has that type."""
    first: At
    """The first of them."""
    first_length: int
    last_length: int
    last: At
    alert: Alert | None
    """Its first readable alert, close_notify apart."""
    sealed_alert: At | None
    """Its first encrypted alert, before TLS 1.3."""


class Handshake(Struct, frozen=True):
    """A TLS handshake as far as it is in the open."""

    hello: ClientHello | None
    answer: ServerHello | None
    chain: int
    """How many certificates the server showed."""
    certificate: Certificate | None
    """The first of them, if it could be read."""
    asked: At | None
    """The server wants to see the client's certificate (CertificateRequest)."""
    given: int | None
    """How many certificates the client showed."""
    client: Side
    server: Side


class Upgrade(Struct, frozen=True):
    """The HTTP request by which a connection is to become a WebSocket, and its answer (RFC 6455, RFC 7118)."""

    target: str
    offered: str
    """The protocols of Sec-WebSocket-Protocol; "" if none is named."""
    answered: At | None
    status: int | None
    chosen: str


class End(Struct, frozen=True):
    """The first FIN or RST of a connection."""

    at: At
    by_client: bool


class Connection(Struct, frozen=True):
    """One TCP connection; `client` opened it."""

    file: int
    client: Endpoint
    server: Endpoint
    began: At
    """Its first bytes."""
    client_speaks: Speech
    server_speaks: Speech
    tls: Handshake | None
    upgrade: Upgrade | None
    end: End | None

    @property
    def has_broken_off(self) -> bool:
        """Whether its TLS ended, for all to see, before a byte of what it was opened for: there is nothing inside to be decrypted."""
        tls = self.tls
        if tls is None:
            return False
        if any(side.alert and side.alert.description not in HARMLESS for side in (tls.client, tls.server)):
            return True
        if self.end is None or (tls.answer is not None and tls.answer.version >= TLS_1_3):
            return False
        return not any(side.records or (side.finished and tls.answer is None) for side in (tls.client, tls.server))


Outcome = Literal[
    "nothing", "opened", "no-key", "wrong-key", "ephemeral", "other-key", "resumed", "cipher", "begun-before", "lost", "no-keys"
]
"""
What came of decrypting: records were opened; no key log has a line of this connection; its line opens nothing; the RSA key cannot help,
for the keys were agreed by Diffie-Hellman; they were sent under another RSA key; the session goes on from one that is not in the capture;
the cipher suite is not known; the connection began before the capture; bytes of its handshake are missing; there are no keys at all.
"""


class Decryption(Struct, frozen=True):
    """What became of one TLS connection of which there were keys, or might have been."""

    file: int
    client: Endpoint
    server: Endpoint
    began: At
    outcome: Outcome
    version: int
    cipher: int
    """Number of the cipher suite; 0 where it is not known, and so the version."""
    opened: int
    """Records."""
    refused: int
    """Records that could not be opened, or did not authenticate."""
    has_sip: bool
    is_late: bool
    """The capture brings its keys along, but behind what they open."""
