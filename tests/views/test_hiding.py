"""Passwords, digests and keys of a message are never shown; everything else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.views.hiding import hidden


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (b'Authorization: Digest username="a", response="00ff", nc=1', b'Authorization: Digest username="a", response="****", nc=1'),
        (b"PROXY-AUTHORIZATION :digest RESPONSE=00ff,uri=x", b"PROXY-AUTHORIZATION :digest RESPONSE=****,uri=x"),
        (b'Authorization: Digest realm="response",\r\n response="00ff"', b'Authorization: Digest realm="response",\r\n response="****"'),
        (b"Authorization: Basic YTpi", b"Authorization: Basic ****"),
        (b"Authorization: Bearer\r\n abc.def", b"Authorization: Bearer\r\n *******"),
        (b'Authentication-Info: nextnonce="n", rspauth="00ff"', b'Authentication-Info: nextnonce="n", rspauth="****"'),
        (b'Authentication-Info: rspauth="00ff", qop=auth', b'Authentication-Info: rspauth="****", qop=auth'),
        (b"From: <sip:anna:geheim@office.example>;tag=1", b"From: <sip:anna:******@office.example>;tag=1"),
        (b"Contact: <sip:1001@10.0.0.1:5060;x=1>", b"Contact: <sip:1001@10.0.0.1:5060;x=1>"),
        (b"Contact: <sip:10.0.0.1:5060>, <sip:1001@10.0.0.2>", b"Contact: <sip:10.0.0.1:5060>, <sip:1001@10.0.0.2>"),
        (
            b"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:abcd|2^20;inline:efgh|1:4",
            b"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:****|2^20;inline:****|1:4",
        ),
        (b"k=clear:geheim", b"k=clear:******"),
        (b"a=key-mgmt:mikey AQAFgM0X", b"a=key-mgmt:mikey ********"),
        (b"a=ice-pwd:geheim", b"a=ice-pwd:******"),
        (b'WWW-Authenticate: Digest realm="x", nonce="n"', b'WWW-Authenticate: Digest realm="x", nonce="n"'),
        (b'Authorization: Digest response="unfinished', b'Authorization: Digest response="**********'),
    ],
)
def test_what_is_secret_is_blotted_out_and_nothing_else(line: bytes, shown: bytes) -> None:
    assert hidden(b"INVITE sip:a SIP/2.0\r\n" + line + b"\r\n\r\n") == b"INVITE sip:a SIP/2.0\r\n" + shown + b"\r\n\r\n"


@given(st.binary(max_size=300))
def test_whatever_the_bytes_the_length_stays_and_hiding_twice_is_hiding_once(data: bytes) -> None:
    for whole in (data, b"Authorization: " + data, b"\r\na=crypto:1 x inline:" + data):
        once = hidden(whole)
        assert len(once) == len(whole)
        assert hidden(once) == once
        assert once.count(b"\n") == whole.count(b"\n")


@given(st.from_regex(r"[0-9a-f]{32}", fullmatch=True), st.sampled_from(["response", "Response ", "RESPONSE"]), st.sampled_from(['"', ""]))
def test_no_digest_is_shown(digest: str, name: str, quote: str) -> None:
    line = f"Proxy-Authorization: Digest username={quote}1001{quote}, {name}={quote}{digest}{quote}, qop=auth"
    assert digest.encode() not in hidden(f"BYE sip:a SIP/2.0\r\n{line}\r\n\r\n".encode())
