"""Whether a PASSporT is signed by a certificate at hand: ES256 (RFC 7518 section 3.4), by the extra package `cryptography`."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from sipwhy.diagnosis.passport import Passport

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

PACKAGE = "cryptography"
_BEGIN = b"-----BEGIN CERTIFICATE-----"


class Given(Struct, frozen=True):
    """A file with certificates: its name, and its bytes (PEM, or one certificate in DER)."""

    name: str
    data: bytes


class Checked(Struct, frozen=True):
    """What came of it: by whose certificate, and whether that one was valid when the PASSporT was made."""

    verdict: Literal["valid", "invalid", "expired"]
    subject: str
    is_named: bool
    """Whether the certificate is surely the signer's: the PASSporT carries it, or its URL ends with the file's name."""


def can_check() -> bool:
    """Whether the extra package is installed."""
    return find_spec(PACKAGE) is not None


def has_certificate(given: Given) -> bool:
    """Whether there is any in a file."""
    return any(True for _ in _read(given.data))


def check(passport: Passport, given: Sequence[Given]) -> Checked | None:
    """Checks a signature against the certificates at hand; None if there is none that could be the signer's."""
    if not passport.signature or passport.is_compact or not can_check():
        return None
    signed = passport.token.rpartition(".")[0].encode()
    failed: Checked | None = None
    for certificate, is_named in _certificates(passport, given):
        subject = certificate.subject.rfc4514_string()
        if _verifies(certificate, passport.signature, signed):
            return Checked("valid" if _is_valid_at(certificate, passport.issued) else "expired", subject, is_named)
        if failed is None or (is_named and not failed.is_named):
            failed = Checked("invalid", subject, is_named)
    return failed


def _certificates(passport: Passport, given: Sequence[Given]) -> Iterator[tuple[Certificate, bool]]:
    """The certificates that may be the signer's, each with whether it surely is."""
    url = str(passport.header.get("x5u") or passport.info or "")
    for text in _carried(passport):
        yield from ((certificate, True) for certificate in _read(text))
    for file in given:
        found = list(_read(file.data))
        named = bool(url) and url.rpartition("/")[2] == file.name
        yield from ((certificate, named) for certificate in found[:1])  # the signer's own comes first, its issuers behind it


def _carried(passport: Passport) -> Iterator[bytes]:
    """The certificate that the PASSporT itself carries (`x5c`, RFC 7515 section 4.1.6)."""
    chain = passport.header.get("x5c")
    if isinstance(chain, list) and chain and isinstance(chain[0], str):
        try:
            yield base64.b64decode(chain[0])
        except (binascii.Error, ValueError):
            return


def _read(data: bytes) -> Iterator[Certificate]:
    from cryptography import x509  # noqa: PLC0415  # an extra: asked for only where a certificate is at hand

    try:
        if _BEGIN in data:
            yield from x509.load_pem_x509_certificates(data)
        elif data:
            yield x509.load_der_x509_certificate(data)
    except ValueError:
        return


def _verifies(certificate: Certificate, signature: bytes, signed: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  # as above
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415  # as above
    from cryptography.hazmat.primitives.asymmetric import ec, utils  # noqa: PLC0415  # as above

    key = certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey) or len(signature) != 64:
        return False
    r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
    try:
        key.verify(utils.encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def _is_valid_at(certificate: Certificate, issued: int | None) -> bool:
    if issued is None:
        return True
    try:
        moment = datetime.fromtimestamp(issued, UTC)
    except (ValueError, OverflowError, OSError):
        return False
    return certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc
