"""The sender's side of SRTP, written from the RFCs and not from what is tested."""

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


def protected(packet: bytes, key: Key, rollover: int, identifier: bytes = b"") -> bytes:
    """RTP without extension as SRTP."""
    start = 12 + 4 * (packet[0] & 15)
    master = int.from_bytes(key.salt + bytes(14 - len(key.salt)), "big")
    sizes = ((0, key.suite.key), (1, 20), (2, key.suite.salt))
    cipher, signing, salt = (_pad(key.key, (master ^ label << 48) << 16, size) for label, size in sizes)
    if key.suite.is_gcm:
        vector = _xor(bytes(2) + packet[8:12] + rollover.to_bytes(4, "big") + packet[2:4], salt)
        return packet[:start] + AESGCM(cipher).encrypt(vector, packet[start:], packet[:start]) + identifier
    index = rollover << 16 | int.from_bytes(packet[2:4], "big")
    vector = (int.from_bytes(salt, "big") << 16) ^ (int.from_bytes(packet[8:12], "big") << 64) ^ (index << 16)
    sent = packet[:start] + _xor(packet[start:], _pad(cipher, vector, len(packet) - start))
    tag = hmac.new(signing, sent + rollover.to_bytes(4, "big"), "sha1").digest()[: key.suite.tag]
    return sent + identifier + tag
