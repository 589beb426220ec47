"""
Pseudonyms for people and numbers: the same one always gives the same other, and nobody can turn it back.

A number keeps its length, and numbers that end alike have pseudonyms that end alike: what one switch calls
+7 495 123-45-67 and another 84951234567 is still the same subscriber. Each digit is replaced by a permutation that the
key and the digits behind it choose, so two numbers never become one. Names become user-1, user-2 ... as they are met.
"""

from __future__ import annotations

import re
import secrets
from hashlib import blake2b
from string import ascii_lowercase, ascii_uppercase, digits

_PHONE = re.compile(r"^(\+?)(\d+)$")
_ALPHABETS = (digits, "abcdef", "ABCDEF", ascii_lowercase[6:], ascii_uppercase[6:])
_ATTEMPTS = 100
"""How often another pseudonym is tried where one is taken: of very short texts there are not enough."""


class Mask:
    """Pseudonyms of one run; give a `seed` to get the same ones again."""

    def __init__(self, seed: bytes | None = None) -> None:
        self._key = blake2b(seed if seed is not None else secrets.token_bytes(32), digest_size=32).digest()
        self._names: dict[str, str] = {}
        self._tokens: dict[str, str] = {}
        self._taken: set[str] = set()

    def user(self, text: str) -> str:
        """The pseudonym of the user part of a URI: of a number (a leading + stays) or of a name."""
        found = _PHONE.match(text)
        if found and text.isascii():
            return found[1] + self.digits(found[2])
        return self._names.setdefault(text, f"user-{len(self._names) + 1}") if text else text

    def digits(self, number: str) -> str:
        """Other digits, as many; a permutation of all numbers of that length."""
        masked = ""
        for at in range(len(number) - 1, -1, -1):
            masked = str(self._permutation(number[at + 1 :])[int(number[at])]) + masked
        return masked

    def token(self, text: str) -> str:
        """Other letters and digits, of the same kinds, in the places of those of `text`; hexadecimal stays so, other scripts do not."""
        if text not in self._tokens:
            attempt = 0
            while (made := self._shaped(text, attempt)) in self._taken and attempt < _ATTEMPTS:
                attempt += 1
            self._taken.add(made)
            self._tokens[text] = made
        return self._tokens[text]

    def _shaped(self, text: str, attempt: int) -> str:
        stream = self._stream(f"{attempt}:{text}", len(text))
        return "".join(_like(char, byte) for char, byte in zip(text, stream, strict=True))

    def _permutation(self, behind: str) -> list[int]:
        """The ten digits in the order that the key and the digits `behind` choose."""
        stream = self._stream(f"digit:{behind}", 10)
        return sorted(range(10), key=lambda digit: (stream[digit], digit))

    def _stream(self, word: str, length: int) -> bytes:
        data = word.encode("utf-8", "surrogateescape")
        blocks = (blake2b(data, key=self._key, salt=at.to_bytes(8, "big")).digest() for at in range(length // 64 + 1))
        return b"".join(blocks)[:length]


def _like(char: str, byte: int) -> str:
    if not char.isascii():
        return ascii_lowercase[byte % len(ascii_lowercase)]
    alphabet = next((letters for letters in _ALPHABETS if char in letters), None)
    return alphabet[byte % len(alphabet)] if alphabet else char
