"""Keys as descriptions write them."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.media.srtp.sdes import Key, Unusable, keys_in
from sipwhy.media.srtp.suites import SUITES

SECRET = bytes(range(100, 130))
TEXT = base64.b64encode(SECRET).decode()
SUITE = "AES_CM_128_HMAC_SHA1_80"


def read(line: str) -> list[Key | Unusable]:
    return list(keys_in(f"v=0\r\nm=audio 4000 RTP/SAVP 8\r\na=crypto:{line}\r\n".encode()))


def test_the_key_comes_first_and_its_salt_behind_it() -> None:
    assert read(f"1 {SUITE} inline:{TEXT}") == [Key(SUITES[SUITE], SECRET[:16], SECRET[16:])]


@pytest.mark.parametrize(
    ("more", "mki"), [("|2^20", 0), ("|2^20|1:4", 4), ("|1066:4", 4), (" WSH=128", 0), (" UNENCRYPTED_SRTCP", 0), (" KDR=0", 0)]
)
def test_what_stands_behind_it(more: str, mki: int) -> None:
    assert read(f"1 {SUITE} inline:{TEXT}{more}") == [Key(SUITES[SUITE], SECRET[:16], SECRET[16:], mki)]


def test_a_line_may_have_several_keys_and_a_description_several_lines() -> None:
    other = base64.b64encode(SECRET[::-1]).decode()
    assert len(read(f"1 {SUITE} inline:{TEXT}|1:4;inline:{other}|2:4\r\na=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:{TEXT}")) == 3


def test_keys_of_video_are_none_of_audio() -> None:
    assert list(keys_in(f"m=video 4002 RTP/SAVP 99\r\na=crypto:1 {SUITE} inline:{TEXT}\r\nm=audio 4000 RTP/AVP 8\r\n".encode())) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"1 F8_128_HMAC_SHA1_80 inline:{TEXT}", Unusable("suite", "F8_128_HMAC_SHA1_80")),
        (f"1 inline:{TEXT} x", Unusable("suite")),
        (f"{SUITE} {TEXT} x", Unusable("suite")),
        (f"1 {SUITE} inline:{TEXT} KDR=12", Unusable("parameter", "KDR")),
        (f"1 {SUITE} inline:{TEXT} UNAUTHENTICATED_SRTP", Unusable("parameter", "UNAUTHENTICATED_SRTP")),
        (f"1 {SUITE} inline:{'*' * 40}", Unusable("bad-key")),
        (f"1 {SUITE} inline:{TEXT[:20]}", Unusable("bad-key")),
        (f"1 {SUITE} inline:{'A' * 40}", Unusable("bad-key")),
        (f"1 {SUITE} inline:{TEXT}|2^20|1:999", Unusable("bad-key")),
        (f"1 {SUITE}", Unusable("bad-key")),
    ],
)
def test_why_a_line_gives_no_key(line: str, expected: Unusable) -> None:
    assert read(line) == [expected]


def test_a_missing_padding_is_forgiven() -> None:
    both = bytes(range(46))
    (key,) = read(f"1 AES_256_CM_HMAC_SHA1_80 inline:{base64.b64encode(both).decode().rstrip('=')}")
    assert isinstance(key, Key)
    assert len(key.key) == 32


@given(st.binary(max_size=200), st.text(alphabet="inle:=|;2^ AES_CM128HMACSHA180", max_size=80))
def test_no_bytes_break_it(noise: bytes, words: str) -> None:
    list(keys_in(noise))
    list(keys_in(b"m=audio\na=crypto:" + noise))
    read(words)
    read(f"1 {SUITE} {words}")


@given(st.binary(min_size=30, max_size=30))
def test_no_key_is_shown(secret: bytes) -> None:
    text = base64.b64encode(secret).decode()
    for line in (f"{SUITE} inline:{text}", f"{text} inline:{text}", f"{SUITE} inline:{text} {text}", f"inline:{text} inline:{text}"):
        found = repr(read(f"1 {line}"))
        assert text not in found
        assert repr(secret[:16]) not in found
