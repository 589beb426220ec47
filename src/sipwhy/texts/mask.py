"""
Pseudonyms for people and numbers: the same one always gives the same other, and nobody can turn it back.

Digits become digits of the same length through a keyed permutation (a Feistel network over decimal digits), so
two different numbers never become one. Names become user-1, user-2 ... in the order in which they are met.
"""

from __future__ import annotations

import re
import secrets
from hashlib import blake2b

_ROUNDS = 6
_PHONE = re.compile(r"^(\+?)(\d+)$")


class Mask:
    """Pseudonyms of one run; give a `seed` to get the same ones again."""

    def __init__(self, seed: bytes | None = None) -> None:
        self._key = blake2b(seed if seed is not None else secrets.token_bytes(32), digest_size=32).digest()
        self._names: dict[str, str] = {}

    def user(self, text: str) -> str:
        """The pseudonym of the user part of a URI: of a number (a leading + stays) or of a name."""
        found = _PHONE.match(text)
        if found and text.isascii():
            return found[1] + self.digits(found[2])
        return self._names.setdefault(text, f"user-{len(self._names) + 1}") if text else text

    def digits(self, number: str) -> str:
        """Other digits, as many; a permutation of all numbers of that length."""
        left, right = number[: len(number) // 2], number[len(number) // 2 :]
        for step in range(_ROUNDS):
            left, right = right, self._shifted(left, right, step)
        return left + right

    def _shifted(self, half: str, by: str, step: int) -> str:
        if not half:
            return half
        word = f"{step}:{len(half)}:{by}".encode()
        shift = int.from_bytes(blake2b(word, key=self._key, digest_size=16).digest(), "big")
        return str((int(half) + shift) % 10 ** len(half)).zfill(len(half))
