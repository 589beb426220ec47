"""An anonymous message names nobody and tells the same story."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.export.disguise import Disguise
from sipwhy.export.sip_text import SipText
from sipwhy.model.headers import host_of, pairs, parameter, uri_of, user_of
from tests.export.message import INVITE, SECRETS
from tests.fakes.messages import message_of


def masked(raw: bytes = INVITE) -> bytes:
    text = SipText(Disguise(b"seed"))
    text.rewritten(raw)
    return text.rewritten(raw)


def test_nothing_that_names_anybody_is_left() -> None:
    said = masked().decode()
    assert not [secret for secret in SECRETS if secret.lower() in said.lower()]


def test_one_person_has_one_pseudonym_everywhere() -> None:
    message = message_of(masked())
    number = message.from_user
    assert number
    assert re.fullmatch(r"\d{11}", number)
    assert user_of(uri_of(message.header("P-Asserted-Identity") or "")) == f"+{number}"
    login = pairs(message.header("Proxy-Authorization") or "")["username"]
    assert user_of(message.contact or "") == login
    assert f"{login} dials {message.to_user}" in (message.header("Warning") or "")


def test_one_host_has_one_pseudonym_everywhere() -> None:
    message = message_of(masked())
    target = host_of(message.request_uri or "")
    assert target
    assert target[0].endswith(".example")
    assert target[1] == 5060
    assert pairs(message.header("Proxy-Authorization") or "")["realm"] == target[0]
    via = message.header("Via") or ""
    assert message.sdp
    assert message.sdp.address
    assert f" {message.sdp.address}:5062" in via
    assert host_of(message.contact or "") == (parameter(via, "received"), 5062)


def test_what_diagnosis_reads_stays() -> None:
    message = message_of(masked())
    assert message.method == "INVITE"
    assert message.header("CSeq") == "102 INVITE"
    assert (message.header("User-Agent") or "").startswith("Yealink SIP-T46U 108.86.0.20")
    assert parameter(message.header("Via") or "", "rport") == "5062"
    assert (parameter(message.header("Via") or "", "branch") or "").startswith("z9hG4bK")
    assert message.sdp
    assert message.sdp.audio
    audio = message.sdp.audio
    assert (audio.port, audio.profile, audio.formats, audio.direction) == (40000, "RTP/SAVP", ("8", "101"), "sendrecv")
    assert parameter(message.header("Diversion") or "", "reason") == "unconditional"
    assert message.header("Content-Length") == str(len(message.body))
    assert not message.faults


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Call-Info: <sip:203.0.113.10>;answer-after=0", "answer-after=0"),
        ("Alert-Info: <http://pbx.customer.example>;info=alert-autoanswer", "info=alert-autoanswer"),
        ("Alert-Info: Auto Answer", "Auto Answer"),
        ("P-Auto-Answer: normal", "normal"),
        ("Alert-Info: <http://pbx.customer.example>;info=Ivanov", ""),
        ("Alert-Info: Ivanov", ""),
    ],
)
def test_that_a_telephone_is_to_pick_up_by_itself_stays(line: str, said: str) -> None:
    text = masked(INVITE.replace(b"CSeq:", line.encode() + b"\r\nCSeq:", 1)).decode()
    assert said in text
    assert "Ivanov" not in text
    assert "customer" not in text


def test_a_wrong_content_length_stays_as_wrong() -> None:
    raw = INVITE.replace(b"Content-Length: ", b"Content-Length: 1", 1)
    wrong = int(re.findall(rb"Content-Length: (\d+)", raw)[0]) - len(raw.partition(b"\r\n\r\n")[2])
    said = masked(raw)
    assert int(re.findall(rb"Content-Length: (\d+)", said)[0]) - len(said.partition(b"\r\n\r\n")[2]) == wrong


def test_the_parts_of_a_multipart_body_are_rewritten_by_their_types() -> None:
    head, _, body = INVITE.partition(b"\r\n\r\n")
    parts = (
        b"--b1\r\nContent-Type: application/sdp\r\n\r\n"
        + body
        + b"--b1\r\nContent-Type: application/pidf+xml\r\n\r\n<p>anna.petrova</p>\r\n--b1--"
    )
    head = head.replace(b"application/sdp", b'multipart/mixed;boundary="b1"').replace(str(len(body)).encode(), str(len(parts)).encode())
    message = message_of(masked(head + b"\r\n\r\n" + parts))
    assert message.sdp
    assert message.sdp.audio
    assert message.sdp.audio.port == 40000
    assert b"anna" not in message.raw
    assert b"pidf+xml\r\n\r\nmasked" in message.raw


def test_a_status_in_a_fragment_stays() -> None:
    notify = INVITE.partition(b"\r\n\r\n")[0].replace(b"INVITE", b"NOTIFY").replace(b"application/sdp", b"message/sipfrag")
    assert masked(notify + b"\r\n\r\nSIP/2.0 486 Busy Here").endswith(b"\r\n\r\nSIP/2.0 486 Busy Here")


@given(st.binary(max_size=300), st.integers(0, len(INVITE)), st.integers(0, 40))
def test_whatever_the_bytes_nothing_crashes(noise: bytes, at: int, dropped: int) -> None:
    masked(INVITE[:at] + noise + INVITE[at + dropped :])
    masked(noise)


@given(st.integers(0, len(INVITE)))
def test_the_beginning_of_a_message_names_nobody_either(size: int) -> None:
    said = masked(INVITE[:size]).decode("utf-8", "replace").lower()
    assert not [secret for secret in SECRETS if secret.lower() in said]


@pytest.mark.parametrize(
    ("agent", "stays"),
    [
        ("SIPp/3.6.1 lab-phone", "SIPp/3.6.1"),
        ("SIPp", "SIPp"),
        ("friendly-scanner", "friendly-scanner"),
        ("sipcli/v1.8 of Ann Smith", "sipcli"),
        ("Asterisk PBX 20.20.1", "Asterisk PBX 20.20.1"),
        ("sipphone-of-ann", "masked"),
        ("Ann Smith's own phone 2", "masked"),
    ],
)
def test_a_known_product_stays_and_an_unknown_one_is_masked(agent: str, stays: str) -> None:
    assert Disguise(b"seed").product(agent) == stays


def test_credentials_of_any_scheme_or_of_none_are_masked() -> None:
    def credentials(value: str) -> str:
        return masked(f"REGISTER sip:b SIP/2.0\r\nAuthorization: {value}\r\n\r\n".encode()).decode().split("\r\n")[1]

    assert credentials("Basic MTA6YQ==") == "Authorization: Basic masked"
    assert credentials("Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJpdmFuIn0") == "Authorization: Bearer masked"
    assert credentials("ivan:secret") == "Authorization: masked"
    assert "petrov" not in credentials('Digest username="1001", petrov=5, realm="x"')


def test_the_name_of_a_file_in_a_part_of_a_body_is_gone() -> None:
    part = b'--xx\r\nContent-Type: application/pdf; name="Petrov.pdf"\r\n\r\nabc\r\n--xx--\r\n'
    said = masked(b"INVITE sip:b SIP/2.0\r\nContent-Type: multipart/mixed;boundary=xx\r\n\r\n" + part)
    assert b"Content-Type: application/pdf\r\n\r\nmasked" in said
    assert b"Petrov" not in said


def test_a_length_that_is_no_number_is_no_error() -> None:
    assert masked("INVITE sip:b SIP/2.0\r\nContent-Length: ²\r\n\r\n".encode()).decode().split("\r\n")[1] == "Content-Length: ²"
