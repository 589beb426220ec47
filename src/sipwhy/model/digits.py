"""Numbers as headers and descriptions write them: plain digits, and no more of them than such a number has."""

from __future__ import annotations

_MOST = 10
"""Digits of 2**32 - 1, the highest of CSeq, Expires and most others (RFC 3261 sections 20.16 and 20.19)."""
_EMERGENCY = ("112", "911")
_ABROAD = ("00", "011", "810", "900", "9810")
"""How numbers abroad begin that a caller dials; a carrier delivers no DID so."""
_SIGNS = str.maketrans("", "", "+*#-.()")
"""What stands between and before the digits of a number."""
_SAME = 10
"""Digits by which two forms of one number agree, whatever prefix goes before them."""
WHOLE = 7
"""Digits from which on a dialled number is one of the public network and no extension."""


def number_in(text: str | None, most: int = _MOST) -> int | None:
    """The number that a text is; None of anything else, and of more than `most` digits, which nobody means."""
    return int(text) if text and len(text) <= most and text.isascii() and text.isdigit() else None


def is_whole_number(user: str | None) -> bool:
    """Whether a user is a number of the public network and not an extension: seven digits or more, with or without a plus."""
    digits = (user or "").removeprefix("+")
    return digits.isascii() and digits.isdigit() and len(digits) >= WHOLE


def is_extension(user: str | None) -> bool:
    """Whether a user is named like an extension: digits, and fewer than a number of the public network has."""
    return user is not None and user.isdigit() and not is_whole_number(user)


def is_emergency(user: str | None) -> bool:
    """Whether a user is a number for emergencies everywhere (ITU-T E.161.1); where extensions begin alike it may be one of them."""
    return user in _EMERGENCY


def is_neighbour(one: str | None, other: str | None) -> bool:
    """Whether two users may be extensions of one plan: as many digits, and the same first one."""
    if not one or not other or not (one + other).isascii():
        return False
    return one.isdigit() and other.isdigit() and len(one) == len(other) and one[0] == other[0] and one != other


def is_dialled_abroad(user: str | None) -> bool:
    """Whether a user begins like a number abroad that somebody dials."""
    return (user or "").startswith(_ABROAD)


def bare(user: str) -> str:
    """What is left of a user when the prefixes and signs of routes are taken off: the last digits of a number; a name as it is."""
    digits = user.translate(_SIGNS)
    return digits[-_SAME:] if digits.isascii() and digits.isdigit() else user
