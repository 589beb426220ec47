"""The digest of the standards' own examples."""

import pytest

from sipwhy.diagnosis.digest.formula import Question, algorithm_of

HTTP = {"method": "GET", "uri": "/dir/index.html", "nc": "00000001", "qop": "auth"}
OLD = HTTP | {"nonce": "dcd98b7102dd2f0e8b11d0f600bfb0c093", "cnonce": "0a4f113b"}
NEW = HTTP | {"nonce": "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", "cnonce": "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"}
DOE = HTTP | {
    "uri": "/doe.json",
    "nonce": "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK",
    "cnonce": "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v",
}
BODY = (
    "v=0\r\no=bob 2890844526 2890844526 IN IP4 media.biloxi.com\r\ns=-\r\nc=IN IP4 media.biloxi.com\r\nt=0 0\r\nm=audio 49170 RTP/AVP 0\r\n"
    "a=rtpmap:0 PCMU/8000\r\nm=video 51372 RTP/AVP 31\r\na=rtpmap:31 H261/90000\r\nm=video 53000 RTP/AVP 32\r\na=rtpmap:32 MPV/90000\r\n"
)
PLAIN = {"method": "INVITE", "uri": "sip:bob@biloxi.com", "nonce": "dcd98b7102dd2f0e8b11d0f600bfb0c093"}
AUTH = PLAIN | {"nc": "00000001", "cnonce": "0a4f113b", "qop": "auth"}
WITH_BODY = AUTH | {"qop": "auth-int", "body": BODY}
MUFASA, BOB = ("Mufasa", "http-auth@example.org", "Circle of Life"), ("bob", "biloxi.com", "zanzibar")


@pytest.mark.parametrize(
    ("algorithm", "parts", "account", "response"),
    [
        # RFC 2617 section 3.5
        ("", OLD, ("Mufasa", "testrealm@host.com", "Circle Of Life"), "6629fae49393a05397450978507c4ef1"),
        # RFC 7616 section 3.9.1
        ("MD5", NEW, MUFASA, "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", NEW, MUFASA, "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
        # RFC 7616 section 3.9.2 as erratum 4897 corrects it: the text has values of a draft of SHA-512/256
        (
            "SHA-512-256",
            DOE,
            ("Jäsøn Doe", "api@example.org", "Secret, or not?"),
            "3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5",
        ),
        # draft-smith-sipping-auth-examples-01 sections 3.1 to 3.6
        ("", PLAIN, BOB, "bf57e4e0d0bffc0fbaedce64d59add5e"),
        ("MD5", AUTH, BOB, "89eb0059246c02b2f6ee02c7961d5ea3"),
        ("MD5-sess", AUTH, BOB, "e4e4ea61d186d07a92c9e1f6919902e9"),
        ("md5", WITH_BODY, BOB, "bdbeebb2da6adb6bca02599c2239e192"),
        ("MD5-SESS", WITH_BODY, BOB, "91984da2d8663716e91554859c22ca70"),
    ],
)
def test_an_example_of_the_standards_comes_out(algorithm: str, parts: dict[str, str], account: tuple[str, str, str], response: str) -> None:
    known = algorithm_of(algorithm)
    assert known is not None
    question = Question(known, **{name: text.encode() for name, text in parts.items()})
    user, realm, password = (text.encode() for text in account)
    assert question.response(question.account_hash(user, realm, password)) == response.encode()


def test_a_user_name_is_hashed_as_the_erratum_says() -> None:
    known = algorithm_of("SHA-512-256")
    assert known is not None
    hashed = "793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b"
    assert known.hash("Jäsøn Doe".encode(), b"api@example.org") == hashed.encode()


@pytest.mark.parametrize("token", ["AKAv1-MD5", "AKAv2-MD5-sess", "SHA-1", "md5 sess", "\udcff"])
def test_what_cannot_be_computed_is_no_algorithm(token: str) -> None:
    assert algorithm_of(token) is None
