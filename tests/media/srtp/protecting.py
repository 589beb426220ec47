"""The sender's side of SRTP and SRTCP, written from the RFCs and not from what is tested."""

from __future__ import annotations

import hmac

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sipwhy.media.srtp.sdes import Key


def _pad(key: bytes, vector: int, size: int) -> bytes:
    """A key stream by single blocks: AES of the vector, of the vector plus one, and so on."""
    blocks = b"".join((vector + n).to_bytes(16, "big") for n in range(size // 16 + 1))
    ecb = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # counter mode made of its definition
    return ecb.update(blocks)[:size]


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _derived(key: Key, first: int) -> tuple[bytes, bytes, bytes]:
    """Session keys: for the cipher, for the tag, and the salt."""
    master = int.from_bytes(key.salt + bytes(14 - len(key.salt)), "big")
    cipher, signing, salt = (
        _pad(key.key, (master ^ label << 48) << 16, size) for label, size in enumerate((key.suite.key, 20, key.suite.salt), first)
    )
    return cipher, signing, salt


def protected(packet: bytes, key: Key, rollover: int, identifier: bytes = b"") -> bytes:
    """RTP without extension as SRTP."""
    start = 12 + 4 * (packet[0] & 15)
    cipher, signing, salt = _derived(key, 0)
    if key.suite.is_gcm:
        vector = _xor(bytes(2) + packet[8:12] + rollover.to_bytes(4, "big") + packet[2:4], salt)
        return packet[:start] + AESGCM(cipher).encrypt(vector, packet[start:], packet[:start]) + identifier
    index = rollover << 16 | int.from_bytes(packet[2:4], "big")
    counter = (int.from_bytes(salt, "big") << 16) ^ (int.from_bytes(packet[8:12], "big") << 64) ^ (index << 16)
    plain = packet[start:] if key.is_open else _xor(packet[start:], _pad(cipher, counter, len(packet) - start))
    sent = packet[:start] + plain
    tag = hmac.new(signing, sent + rollover.to_bytes(4, "big"), "sha1").digest()[: key.suite.tag]
    return sent + identifier + tag


def protected_control(packet: bytes, key: Key, index: int, identifier: bytes = b"", *, is_secret: bool = True) -> bytes:
    """RTCP as SRTCP."""
    cipher, signing, salt = _derived(key, 3)
    word = (is_secret << 31 | index).to_bytes(4, "big")
    if key.suite.is_gcm:
        vector = _xor(bytes(2) + packet[4:8] + bytes(2) + index.to_bytes(4, "big"), salt)
        start = 8 if is_secret else len(packet)
        return packet[:start] + AESGCM(cipher).encrypt(vector, packet[start:], packet[:start] + word) + word + identifier
    vector_of = (int.from_bytes(salt, "big") << 16) ^ (int.from_bytes(packet[4:8], "big") << 64) ^ (index << 16)
    sent = packet[:8] + _xor(packet[8:], _pad(cipher, vector_of, len(packet) - 8)) if is_secret else packet
    return sent + word + identifier + hmac.new(signing, sent + word, "sha1").digest()[:10]
