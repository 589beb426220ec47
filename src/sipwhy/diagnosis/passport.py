"""PASSporTs: what an Identity header claims about the caller (RFC 8224, RFC 8225, RFC 8588)."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec import Struct, field

from sipwhy.model import Message
from sipwhy.model.headers import unquoted

FRESH = 60
"""Seconds from `iat` after which a PASSporT is stale (RFC 8224 section 4.4 and 6.2.2 step 4)."""
_PARAMETER = re.compile(r'\s*(\w+)\s*=\s*("(?:[^"\\]|\\.)*"|<[^>]*>|[^;]*)')
_WELL_FORMED = re.compile(r"""(?:\s*(?:[\w.!%*+`'~-]+\s*(?:=\s*(?:"(?:[^"\\]|\\.)*"|<[^>]*>|[^\s;"<>]+)\s*)?)?(?:;|$))*""")
"""The parameters behind a token, each parted from the next by a semicolon (RFC 8224 section 4, RFC 3261 section 25.1)."""
_LONGEST = 64 * 1024
_SIGNATURE = 64
"""Bytes of an ES256 signature: r and s (RFC 7518 section 3.4)."""
_LEVELS = ("A", "B", "C")
_SHORTEST = 5
"""Digits below which a user is an extension and not a telephone number."""

Claims = Mapping[str, object]
_NONE: Claims = {}


class Passport(Struct, frozen=True):
    """One Identity header, as far as it can be read; `flaws` says what is wrong with it, each by the part that is."""

    token: str
    header: Claims = field(default_factory=dict)
    claims: Claims = field(default_factory=dict)
    signature: bytes = b""
    info: str | None = None
    """The URL of the certificate (`info` of the header field)."""
    ppt: str | None = None
    flaws: tuple[str, ...] = ()

    @property
    def is_compact(self) -> bool:
        """Whether header and claims were left out, to be made from the request (RFC 8224 section 4.1)."""
        return self.token.startswith("..")

    @property
    def issued(self) -> int | None:
        """`iat`, seconds since 1970 UTC."""
        return value if isinstance(value := self.claims.get("iat"), int) and not isinstance(value, bool) else None

    @property
    def attest(self) -> str | None:
        """The level of attestation: A, B or C (RFC 8588 section 4)."""
        return value if isinstance(value := self.claims.get("attest"), str) else None

    @property
    def origin(self) -> str | None:
        """The telephone number that calls."""
        return next(iter(_numbers(self.claims.get("orig"))), None)

    @property
    def destinations(self) -> tuple[str, ...]:
        """The telephone numbers that are called."""
        return tuple(_numbers(self.claims.get("dest")))


def passports(message: Message) -> tuple[Passport, ...]:
    """The PASSporTs of a request, in order."""
    return tuple(read(value) for value in message.values("Identity"))


@lru_cache(maxsize=256)
def read(value: str) -> Passport:
    """Reads one value of Identity: `token;info=<https://...>;alg=ES256;ppt=shaken`."""
    token, _, rest = value.partition(";")
    token = token.strip().strip('"')
    parameters = {found[1].lower(): unquoted(found[2].strip()).strip("<>") for found in map(_PARAMETER.match, rest.split(";")) if found}
    info, ppt = parameters.get("info"), parameters.get("ppt")
    parts = token.split(".")
    if len(parts) != 3 or len(token) > _LONGEST:
        return Passport(token[:_LONGEST], info=info, ppt=ppt, flaws=("token",))
    signature = _decoded(parts[2])
    if token.startswith(".."):
        return Passport(token, signature=signature or b"", info=info, ppt=ppt, flaws=() if signature else ("signature",))
    header, claims = (_object(part) for part in parts[:2])
    flaws = [*(["header"] if header is None else _of_header(header, parameters)), *(["claims"] if claims is None else ())]
    if not _WELL_FORMED.fullmatch(rest):
        flaws.append("parameters")
    if header is not None and claims is not None:
        flaws += _of_claims(claims, str(header.get("ppt") or ppt or ""))
    if signature is None or len(signature) != _SIGNATURE:
        flaws.append("signature")
    return Passport(token, header or _NONE, claims or _NONE, signature or b"", info, ppt, tuple(flaws))


def _of_header(header: Claims, parameters: Mapping[str, str]) -> Iterator[str]:
    """`typ`, `alg` and `x5u` are there and as they must be, and the parameters say the same (RFC 8225 section 4, RFC 8588 section 3)."""
    if header.get("typ") != "passport":
        yield "typ"
    if header.get("alg") != "ES256":
        yield "alg"
    url = header.get("x5u")
    if not isinstance(url, str) or not url.startswith(("https://", "http://")):
        yield "x5u"
    elif parameters.get("info") not in (None, url):
        yield "info"
    if "ppt" in parameters and header.get("ppt") != parameters["ppt"]:
        yield "ppt"


def _of_claims(claims: Claims, ppt: str) -> Iterator[str]:
    """`iat`, `orig` and `dest` are there; of SHAKEN `attest` and `origid` too; numbers are digits alone (RFC 8225 section 5)."""
    if not isinstance(claims.get("iat"), int):
        yield "iat"
    for name in ("orig", "dest"):
        claim = claims.get(name)
        if not isinstance(claim, dict) or not any(kind in claim for kind in ("tn", "uri")):
            yield name
        elif not all(number.isascii() and number.isdigit() for number in _numbers(claim)):
            yield f"{name}.tn"
    if ppt == "shaken":
        if claims.get("attest") not in _LEVELS:
            yield "attest"
        if not claims.get("origid"):
            yield "origid"


def _numbers(claim: object) -> Iterator[str]:
    """The telephone numbers of `orig` (one) or `dest` (a list)."""
    found = claim.get("tn") if isinstance(claim, dict) else None
    for number in found if isinstance(found, list) else [found]:
        if isinstance(number, str) and number:
            yield number


def _decoded(part: str) -> bytes | None:
    """base64url without padding (RFC 7515 appendix C)."""
    try:
        return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None


def _object(part: str) -> Claims | None:
    data = _decoded(part)
    if data is None:
        return None
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def canonical(user: str | None) -> str | None:
    """A telephone number as PASSporTs write it, digits alone (RFC 8224 section 8.3); None if `user` is no number."""
    digits = re.sub(r"[-.()\s]", "", (user or "").removeprefix("+"))
    return digits if digits.isascii() and digits.isdigit() and len(digits) >= _SHORTEST else None


def same_number(one: str, other: str) -> bool:
    """Whether two canonical numbers are one, as far as a missing country code leaves them comparable."""
    short, long = sorted((one, other), key=len)
    return long.endswith(short.removeprefix("0")) if len(short) >= 7 else one == other
