"""Credentials as they stand in requests, well formed or not."""

from hypothesis import given
from hypothesis import strategies as st

from sipwhy.diagnosis.digest.credentials import realms_asked, request_of

HEAD = b"REGISTER sip:pbx.example.com SIP/2.0\r\n"


def _given(line: bytes, body: bytes = b"") -> dict[str, str]:
    request = request_of(HEAD + line + b"\r\n\r\n" + body)
    assert request is not None
    (found,) = request.credentials
    return dict(found.fields)


def test_fields_are_read_without_quotes_and_escapes_in_any_case_and_over_several_lines() -> None:
    line = b'AUTHORIZATION :  digest USERNAME="10\\"01",\r\n realm="a, b",nonce=abc, qop = auth , NC=00000001,response="00FF"'
    assert _given(line) == {
        "username": '10"01', "realm": "a, b", "nonce": "abc", "qop": "auth", "nc": "00000001", "response": "00FF"
    }  # fmt: skip


def test_a_field_with_escapes_is_kept_in_both_spellings() -> None:
    request = request_of(HEAD + b'Authorization: Digest username="a\\\\b", realm="x"\r\n\r\n')
    assert request is not None
    assert request.credentials[0].spellings("username") == ("a\\b", "a\\\\b")
    assert request.credentials[0].spellings("realm") == ("x",)


def test_an_extended_user_name_is_decoded() -> None:
    request = request_of(HEAD + b"Authorization: Digest username*=UTF-8''J%C3%A4s%C3%B8n%20Doe, realm=\"x\"\r\n\r\n")
    assert request is not None
    assert request.credentials[0].user == "Jäsøn Doe"


def test_bytes_that_are_no_utf8_can_be_hashed_again() -> None:
    assert _given(b'Authorization: Digest username="\xe4"')["username"].encode("utf-8", "surrogateescape") == b"\xe4"


def test_both_headers_of_a_request_are_read_and_its_body_is_not() -> None:
    lines = b'Authorization: Digest realm="one"\r\nProxy-Authorization: Digest realm="two"'
    request = request_of(HEAD + lines + b'\r\n\r\nAuthorization: Digest realm="three"\r\n')
    assert request is not None
    assert [found.get("realm") for found in request.credentials] == ["one", "two"]
    assert request.body.startswith(b"Authorization")


def test_other_schemes_and_answers_are_no_digest() -> None:
    assert request_of(HEAD + b"Authorization: Basic YTpi\r\n\r\n") is None
    assert request_of(b'SIP/2.0 200 OK\r\nAuthorization: Digest realm="x"\r\n\r\n') is None


def test_realms_of_challenges() -> None:
    answer = b'SIP/2.0 401 Unauthorized\r\nWWW-Authenticate: Digest realm="a"\r\nProxy-Authenticate: Digest realm="b"\r\n\r\n'
    assert list(realms_asked(answer)) == ["a", "b"]


def test_what_a_digest_holds_is_not_shown() -> None:
    request = request_of(HEAD + b'Authorization: Digest username="1001", response="0123456789abcdef"\r\n\r\n')
    assert "0123456789abcdef" not in repr(request)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading(data: bytes) -> None:
    request = request_of(HEAD + b"Authorization: Digest " + data + b"\r\n\r\n")
    for found in request.credentials if request else ():
        assert all(isinstance(spelling, str) for name in (*found.fields, "username") for spelling in found.spellings(name))
    list(realms_asked(b"WWW-Authenticate: Digest " + data))
