"""One master key at work: session keys, and packets opened (RFC 3711 sections 3.3, 3.4, 4.1.1, 4.2.1 and 4.3; RFC 7714 for GCM)."""

from __future__ import annotations

import hmac
from importlib import import_module
from typing import Any

from sipwhy.media.rtp import header_size
from sipwhy.media.srtp.sdes import Key

PACKAGE = "cryptography"
_AUTHENTICATION = 20
"""Bytes of the key of HMAC-SHA1 (RFC 3711 section 5.2)."""
_VOICE, _CONTROL = 0, 3
"""The first label of the three keys of SRTP, and of SRTCP (RFC 3711 section 4.3.2)."""
_SENDER, _WORD = 8, 4
"""Bytes of an RTCP packet up to its sender's SSRC, and of the word behind it: whether it is encrypted, and its index (section 3.4)."""
_CONTROL_TAG = 10
"""Bytes of the tag of SRTCP by HMAC-SHA1, with the suites of 32 bits, too (RFC 4568 section 6.2.2)."""


class NoCipherError(Exception):
    """The package cryptography is not installed; the message is what the import says."""


class _Session:
    """What a master key gives for packets of one kind; NoCipherError if the package cryptography is not there."""

    def __init__(self, key: Key, label: int) -> None:
        try:
            self._ciphers: Any = import_module(f"{PACKAGE}.hazmat.primitives.ciphers")
            aead: Any = import_module(f"{PACKAGE}.hazmat.primitives.ciphers.aead")
            self._invalid: Any = import_module(f"{PACKAGE}.exceptions").InvalidTag
        except ImportError as error:
            raise NoCipherError(str(error)) from None
        self._suite, self._mki = key.suite, key.mki
        self.cipher_key = self._derived(key, label, key.suite.key)
        self.authentication_key = self._derived(key, label + 1, _AUTHENTICATION)
        self.salt = self._derived(key, label + 2, key.suite.salt)
        self._gcm: Any = aead.AESGCM(self.cipher_key) if key.suite.is_gcm else None

    def counted(self, data: bytes, vector: bytes) -> bytes:
        """Data encrypted or decrypted by the cipher key in counter mode from `vector` on."""
        return self._aes_counter(self.cipher_key, vector, data)

    def _plain(self, data: bytes, ssrc: bytes, index: int) -> bytes:
        """RFC 3711 section 4.1.1: IV = (salt * 2^16) XOR (SSRC * 2^64) XOR (index * 2^16)."""
        vector = int.from_bytes(self.salt, "big") << 16 ^ int.from_bytes(ssrc, "big") << 64 ^ index << 16
        return self.counted(data, vector.to_bytes(16, "big"))

    def _is_signed(self, signed: bytes, tag: bytes) -> bool:
        return hmac.compare_digest(hmac.digest(self.authentication_key, signed, "sha1")[: len(tag)], tag)

    def _plain_by_gcm(self, vector: bytes, data: bytes, beside: bytes) -> bytes | None:
        """What is in data with its tag, authenticated together with `beside`; `vector` has not met the salt yet."""
        mixed = int.from_bytes(vector, "big") ^ int.from_bytes(self.salt, "big")
        try:
            return bytes(self._gcm.decrypt(mixed.to_bytes(12, "big"), data, beside))
        except self._invalid:
            return None

    def _derived(self, key: Key, label: int, size: int) -> bytes:
        """Section 4.3.1 without a derivation rate. A salt of 12 bytes stands left in the 14 (RFC 7714 section 11)."""
        salt = int.from_bytes(key.salt.ljust(14, b"\0"), "big") ^ label << 48
        return self._aes_counter(key.key, (salt << 16).to_bytes(16, "big"), bytes(size))

    def _aes_counter(self, key: bytes, vector: bytes, data: bytes) -> bytes:
        cipher = self._ciphers.Cipher(self._ciphers.algorithms.AES(key), self._ciphers.modes.CTR(vector))
        return bytes(cipher.encryptor().update(data))


class Session(_Session):
    """What a master key gives for SRTP; NoCipherError if the package cryptography is not there."""

    def __init__(self, key: Key) -> None:
        super().__init__(key, _VOICE)
        self._is_open = key.is_open

    def opened(self, packet: bytes, rollover: int) -> bytes | None:
        """The RTP in an SRTP packet, if `rollover`, the count of its number's wraps, is right; None if it does not authenticate."""
        start = header_size(packet)  # never encrypted (section 3.1)
        end = len(packet) - self._suite.tag - self._mki
        if start is None or end < start:
            return None
        if self._gcm:
            return self._opened_by_gcm(packet, start, rollover)
        signed = packet[:end]
        if not self._is_signed(signed + rollover.to_bytes(4, "big"), packet[len(packet) - self._suite.tag :]):
            return None
        if self._is_open:
            return signed
        return packet[:start] + self._plain(packet[start:end], packet[8:12], rollover << 16 | int.from_bytes(packet[2:4], "big"))

    def _opened_by_gcm(self, packet: bytes, start: int, rollover: int) -> bytes | None:
        """RFC 7714 section 8.1: the vector is (0, SSRC, rollover, number); the header is what is authenticated besides."""
        vector, end = packet[8:12] + rollover.to_bytes(4, "big") + packet[2:4], len(packet) - self._mki
        if self._is_open:
            whole = packet[: end - self._suite.tag]
            return whole if self._plain_by_gcm(vector, packet[end - self._suite.tag : end], whole) is not None else None
        plain = self._plain_by_gcm(vector, packet[start:end], packet[:start])
        return None if plain is None else packet[:start] + plain


class ControlSession(_Session):
    """What a master key gives for SRTCP; NoCipherError if the package cryptography is not there."""

    def __init__(self, key: Key) -> None:
        super().__init__(key, _CONTROL)

    def opened(self, packet: bytes) -> bytes | None:
        """The RTCP in an SRTCP packet, encrypted or only authenticated; None if it does not authenticate."""
        behind = self._mki + (0 if self._gcm else _CONTROL_TAG)
        end = len(packet) - behind - _WORD
        if end < _SENDER:
            return None
        word = packet[end : end + _WORD]
        is_secret, index = bool(word[0] & 0x80), int.from_bytes(word, "big") & 0x7FFFFFFF
        if self._gcm:
            return self._opened_by_gcm(packet, end, is_secret, index)
        if not self._is_signed(packet[: end + _WORD], packet[len(packet) - _CONTROL_TAG :]):
            return None
        return packet[:_SENDER] + self._plain(packet[_SENDER:end], packet[4:8], index) if is_secret else packet[:end]

    def _opened_by_gcm(self, packet: bytes, end: int, is_secret: bool, index: int) -> bytes | None:
        """RFC 7714 section 9: the vector is (0, SSRC, 0, index); the word is authenticated besides, and all that is not encrypted."""
        vector, word = packet[4:8] + bytes(2) + index.to_bytes(4, "big"), packet[end : end + _WORD]
        start = _SENDER if is_secret else end - self._suite.tag
        if start < _SENDER:
            return None
        plain = self._plain_by_gcm(vector, packet[start:end], packet[:start] + word)
        return None if plain is None else packet[:start] + plain
