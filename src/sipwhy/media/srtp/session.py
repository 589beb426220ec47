"""One master key at work: session keys, and packets opened (RFC 3711 sections 3.3, 4.1.1, 4.2.1 and 4.3; RFC 7714 for GCM)."""

from __future__ import annotations

import hmac
from importlib import import_module
from typing import Any

from sipwhy.media.rtp import header_size
from sipwhy.media.srtp.sdes import Key

PACKAGE = "cryptography"
_AUTHENTICATION = 20
"""Bytes of the key of HMAC-SHA1 (RFC 3711 section 5.2)."""


class NoCipherError(Exception):
    """The package cryptography is not installed; the message is what the import says."""


class Session:
    """What a master key gives; NoCipherError if the package cryptography is not there."""

    def __init__(self, key: Key) -> None:
        try:
            self._ciphers: Any = import_module(f"{PACKAGE}.hazmat.primitives.ciphers")
            aead: Any = import_module(f"{PACKAGE}.hazmat.primitives.ciphers.aead")
            self._invalid: Any = import_module(f"{PACKAGE}.exceptions").InvalidTag
        except ImportError as error:
            raise NoCipherError(str(error)) from None
        self._suite, self._mki, self._is_open = key.suite, key.mki, key.is_open
        self.cipher_key = self._derived(key, 0, key.suite.key)
        self.authentication_key = self._derived(key, 1, _AUTHENTICATION)
        self.salt = self._derived(key, 2, key.suite.salt)
        self._gcm: Any = aead.AESGCM(self.cipher_key) if key.suite.is_gcm else None

    def opened(self, packet: bytes, rollover: int) -> bytes | None:
        """The RTP in an SRTP packet, if `rollover`, the count of its number's wraps, is right; None if it does not authenticate."""
        start = header_size(packet)  # never encrypted (section 3.1)
        end = len(packet) - self._suite.tag - self._mki
        if start is None or end < start:
            return None
        if self._gcm:
            return self._opened_by_gcm(packet, start, rollover)
        signed = packet[:end]
        tag = hmac.digest(self.authentication_key, signed + rollover.to_bytes(4, "big"), "sha1")[: self._suite.tag]
        if not hmac.compare_digest(tag, packet[len(packet) - self._suite.tag :]):
            return None
        if self._is_open:
            return signed
        # Section 4.1.1: IV = (salt * 2^16) XOR (SSRC * 2^64) XOR (index * 2^16).
        index = rollover << 16 | int.from_bytes(packet[2:4], "big")
        vector = int.from_bytes(self.salt, "big") << 16 ^ int.from_bytes(packet[8:12], "big") << 64 ^ index << 16
        return packet[:start] + self.counted(packet[start:end], vector.to_bytes(16, "big"))

    def counted(self, data: bytes, vector: bytes) -> bytes:
        """Data encrypted or decrypted by the cipher key in counter mode from `vector` on."""
        return self._aes_counter(self.cipher_key, vector, data)

    def _opened_by_gcm(self, packet: bytes, start: int, rollover: int) -> bytes | None:
        """RFC 7714 section 8.1: IV = (0, SSRC, rollover, number) XOR salt; the header is what is authenticated besides."""
        mixed = int.from_bytes(packet[8:12] + rollover.to_bytes(4, "big") + packet[2:4], "big") ^ int.from_bytes(self.salt, "big")
        vector, end = mixed.to_bytes(12, "big"), len(packet) - self._mki
        try:
            if self._is_open:
                self._gcm.decrypt(vector, packet[end - self._suite.tag : end], packet[: end - self._suite.tag])
                return packet[: end - self._suite.tag]
            return packet[:start] + bytes(self._gcm.decrypt(vector, packet[start:end], packet[:start]))
        except self._invalid:
            return None

    def _derived(self, key: Key, label: int, size: int) -> bytes:
        """Section 4.3.1 without a derivation rate. A salt of 12 bytes stands left in the 14 (RFC 7714 section 11)."""
        salt = int.from_bytes(key.salt.ljust(14, b"\0"), "big") ^ label << 48
        return self._aes_counter(key.key, (salt << 16).to_bytes(16, "big"), bytes(size))

    def _aes_counter(self, key: bytes, vector: bytes, data: bytes) -> bytes:
        cipher = self._ciphers.Cipher(self._ciphers.algorithms.AES(key), self._ciphers.modes.CTR(vector))
        return bytes(cipher.encryptor().update(data))
