"""What a master key gives: the published vectors, and no byte that may be changed."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.media.srtp.sdes import Key
from sipwhy.media.srtp.session import ControlSession, Session
from sipwhy.media.srtp.suites import SUITES, Suite
from tests.media.srtp.protecting import protected, protected_control

CM_128, CM_256, GCM_128 = (SUITES[name] for name in ("AES_CM_128_HMAC_SHA1_80", "AES_256_CM_HMAC_SHA1_80", "AEAD_AES_128_GCM"))

RTCP = struct.pack("!BBHI6I", 0x81, 201, 7, 9, 7, 0, 100, 80, 0, 0)
suites = st.sampled_from(sorted(SUITES))


@st.composite
def keys(draw: st.DrawFn) -> Key:
    suite = SUITES[draw(suites)]
    key, salt = (draw(st.binary(min_size=size, max_size=size)) for size in (suite.key, suite.salt))
    return Key(suite, key, salt)


def rtp(number: int, payload: bytes, ssrc: int = 7, sources: int = 0) -> bytes:
    return struct.pack("!BBHII", 0x80 | sources, 8, number, 0, ssrc) + b"\x01\x02\x03\x04" * sources + payload


@pytest.mark.parametrize(
    ("suite", "key", "salt", "made"),
    [
        # RFC 3711 appendix B.3
        (
            CM_128, "E1F97A0D3E018BE0D64FA32C06DE4139", "0EC675AD498AFEEBB6960B3AABE6",
            ("C61E7A93744F39EE10734AFE3FF7A087", "CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4", "30CBBC08863D8C85D49DB34A9AE1"),
        ),
        # RFC 6188 section 7.4
        (
            CM_256, "f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6", "3b04803de51ee7c96423ab5b78d2",
            (
                "5ba1064e30ec51613cad926c5a28ef731ec7fb397f70a960653caf06554cd8c4", "fd9c32d39ed5fbb5a9dc96b30818454d1313dc05",
                "fa31791685ca444a9e07c6c64e93",
            ),
        ),
    ],
)  # fmt: skip
def test_session_keys_of_the_rfcs(suite: Suite, key: str, salt: str, made: tuple[str, str, str]) -> None:
    session = Session(Key(suite, bytes.fromhex(key), bytes.fromhex(salt)))
    assert (session.cipher_key, session.authentication_key, session.salt) == tuple(map(bytes.fromhex, made))


@pytest.mark.parametrize(
    ("suite", "key", "first", "last"),
    [
        # RFC 3711 appendix B.2: blocks 0, 1, 2 and 0xFEFF, 0xFF00, 0xFF01
        (
            CM_128, "2B7E151628AED2A6ABF7158809CF4F3C",
            "E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB41E95B3BB0A2E8DD477901E4FCA894C0",
            "EC8CDF7398607CB0F2D21675EA9EA1E4362B7C3C6773516318A077D7FC5073AE6A2CC3787889374FBEB4C81B17BA6C44",
        ),
        # RFC 6188 section 7.3
        (
            CM_256, "57f82fe3613fd170a85ec93c40b1f0922ec4cb0dc025b58272147cc438944a98",
            "92bdd28a93c3f52511c677d08b5515a49da71b2378a854f67050756ded165bac63c4868b7096d88421b563b8c94c9a31", "",
        ),
    ],
)  # fmt: skip
def test_key_streams_of_the_rfcs(suite: Suite, key: str, first: str, last: str) -> None:
    session = Session(Key(suite, bytes(suite.key), bytes(suite.salt)))
    session.cipher_key = bytes.fromhex(key)
    stream = session.counted(bytes(0xFF02 * 16), bytes.fromhex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000"))
    assert stream.startswith(bytes.fromhex(first))
    assert stream.endswith(bytes.fromhex(last))


def test_a_packet_of_rfc_7714_section_16() -> None:
    pytest.importorskip("cryptography")
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  # skipped without it

    session = Session(Key(GCM_128, bytes(16), bytes(12)))
    session.salt, session._gcm = b"Quid pro quo", AESGCM(bytes(range(16)))
    sent = bytes.fromhex(
        "8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833899d7f27beb16a9152cf765ee4390cce"
    )
    plain = session.opened(sent, 0)
    assert plain == sent[:12] + b"Gallia est omnis divisa in partes tres"


@given(keys(), st.integers(0, 2**32 - 1), st.integers(0, 65535), st.binary(max_size=200), st.integers(0, 15))
def test_what_is_encrypted_with_any_key_is_read_with_it(key: Key, rollover: int, number: int, payload: bytes, sources: int) -> None:
    packet = rtp(number, payload, ssrc=rollover ^ 0xFFFFFFFF, sources=sources)
    sent = protected(packet, key, rollover)
    assert Session(key).opened(sent, rollover) == packet
    assert len(payload) < 8 or payload not in sent
    assert Session(key).opened(sent, rollover ^ 1) is None


@given(keys(), st.binary(max_size=60), st.data())
def test_any_changed_byte_is_refused(key: Key, payload: bytes, data: st.DataObject) -> None:
    sent = bytearray(protected(rtp(9, payload), key, 3))
    sent[data.draw(st.integers(0, len(sent) - 1))] ^= data.draw(st.integers(1, 255))
    assert Session(key).opened(bytes(sent), 3) is None


@given(keys(), st.binary(max_size=100), st.sampled_from((b"", b"\x80\x08", b"\x90\x08")))
def test_random_bytes_are_refused(key: Key, noise: bytes, head: bytes) -> None:
    assert Session(key).opened(head + noise, 0) is None


def test_an_identifier_of_the_master_key_stands_before_the_tag_or_behind_it() -> None:
    for suite in SUITES.values():
        key = Key(suite, bytes(range(suite.key)), bytes(range(suite.salt)), mki=2)
        assert Session(key).opened(protected(rtp(1, b"voice"), key, 0, b"\0\1"), 0) == rtp(1, b"voice")
        assert ControlSession(key).opened(protected_control(RTCP, key, 5, b"\0\1")) == RTCP


def test_a_report_of_rfc_7714_section_17() -> None:
    pytest.importorskip("cryptography")
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  # skipped without it

    session = ControlSession(Key(GCM_128, bytes(16), bytes(12)))
    session.salt, session._gcm = b"Quid pro quo", AESGCM(bytes(range(16)))
    sent = bytes.fromhex(
        "81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9275bc84aa45896cf4d2fc5abf872"
        "45d9eade800005d4"
    )
    assert session.opened(sent) == bytes.fromhex("81c8000d4d617273") + b"NTP1NTP2RTP " + bytes.fromhex(
        "0000042a0000e9304c756e61" + "deadbeef" * 5
    )


@given(keys(), st.integers(0, 2**31 - 1), st.binary(min_size=8, max_size=200), st.booleans())
def test_reports_under_any_key_are_read_with_it(key: Key, index: int, content: bytes, is_secret: bool) -> None:
    packet = b"\x81\xc9" + content
    sent = protected_control(packet, key, index, is_secret=is_secret)
    assert ControlSession(key).opened(sent) == packet
    assert len(content) < 16 or (packet[8:] in sent) is not is_secret


@given(keys(), st.data())
def test_any_changed_byte_of_a_report_is_refused(key: Key, data: st.DataObject) -> None:
    sent = bytearray(protected_control(RTCP, key, 3, is_secret=data.draw(st.booleans())))
    sent[data.draw(st.integers(0, len(sent) - 1))] ^= data.draw(st.integers(1, 255))
    assert ControlSession(key).opened(bytes(sent)) is None


@given(keys(), st.binary(max_size=100), st.sampled_from((b"", b"\x80\xc8", b"\x81\xc9")))
def test_random_bytes_are_no_report(key: Key, noise: bytes, head: bytes) -> None:
    assert ControlSession(key).opened(head + noise) is None
