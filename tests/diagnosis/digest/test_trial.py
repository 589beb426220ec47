"""Digests made with a changed password are told for what they are, whatever the algorithm."""

from hashlib import new

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sipwhy.diagnosis.digest import Account, Secrets, Slip, Verdict
from sipwhy.diagnosis.digest.credentials import request_of
from sipwhy.diagnosis.digest.slips import as_bytes, wrong_forms
from sipwhy.diagnosis.digest.trial import Judge, Names

PASSWORD = "Zq8uVr2StW6y"
HASHES = {"MD5": "md5", "SHA-256": "sha256", "SHA-512-256": "sha512_256"}
NAMES = Names(["1001@pbx.example.com", "anna"], ["pbx.example.com", "asterisk"])


def _hash(algorithm: str, *parts: bytes) -> bytes:
    return new(HASHES[algorithm.upper().removesuffix("-SESS")], b":".join(parts)).hexdigest().encode()


def _request(
    password: bytes,
    /,
    algorithm: str = "MD5",
    qop: bytes = b"auth",
    *,
    user: bytes = b"1001",
    realm: bytes = b"office",
    uri: bytes = b"sip:a",
) -> bytes:
    """A REGISTER of 1001 for the realm "office", its digest computed here from the formula of RFC 7616 section 3.4."""
    body = b"v=0\r\n"
    key = _hash(algorithm, user, realm, password)
    if algorithm.upper().endswith("-SESS"):
        key = _hash(algorithm, key, b"n", b"c")
    asked = _hash(algorithm, b"REGISTER", uri, *([_hash(algorithm, body)] if qop == b"auth-int" else []))
    middle = (b"n", b"00000001", b"c", qop) if qop else (b"n",)
    extra = b', qop=%s, nc=00000001, cnonce="c"' % qop if qop else b', cnonce="c"'
    response = _hash(algorithm, key, *middle, asked)
    line = b'username="1001", realm="office", nonce="n", uri="sip:a", algorithm=%s%s, response="%s"' % (algorithm.encode(), extra, response)
    return b"REGISTER sip:pbx.example.com SIP/2.0\r\nAuthorization: Digest " + line + b"\r\n\r\n" + body


def _verdict(raw: bytes, account: Account, *others: Account) -> Verdict:
    request = request_of(raw)
    assert request is not None
    return Judge(Secrets([account, *others])).verdict(request, request.credentials[0], account, lambda: NAMES)


@pytest.mark.parametrize("algorithm", ["MD5", "md5-sess", "SHA-256", "SHA-256-sess", "SHA-512-256", "SHA-512-256-sess"])
@pytest.mark.parametrize("qop", [b"", b"auth", b"auth-int"])
def test_right_cut_and_wrong_are_told_with_every_algorithm(algorithm: str, qop: bytes) -> None:
    account = Account("1001", PASSWORD)
    assert _verdict(_request(b"Zq8uVr2StW6y", algorithm, qop), account) == Verdict(Slip.RIGHT)
    assert _verdict(_request(b"Zq8uVr2S", algorithm, qop), account) == Verdict(Slip.TRUNCATED, 8)
    assert _verdict(_request(b"Summer2025", algorithm, qop), account) == Verdict(Slip.NONE)


@pytest.mark.parametrize(
    ("given_password", "used", "slip"),
    [
        ("Winter2026", "wINTER2026", Slip.CASE),
        ("Winter2026", "winter2026", Slip.CASE),
        ("Winter2026", "WINTER2026", Slip.CASE),
        ("Winter2026", "Winter2026 ", Slip.BLANK),
        ("Winter2026", "\tWinter2026", Slip.BLANK),
        ("Winter2026", "Winter2026\u00a0", Slip.BLANK),
        (" Winter2026", "Winter2026", Slip.BLANK),
        ("Winter2026", "Winter2026\r", Slip.LINE_END),
        ("Winter2026", "Winter2026\r\n", Slip.LINE_END),
        ("Winter2026", "inter2026", Slip.TAIL),
        ("Winter2026", "Winter2026Winter2026", Slip.DOUBLED),
        ("Winter2026", '"Winter2026"', Slip.QUOTES),
        ("'Winter2026'", "Winter2026", Slip.QUOTES),
        ("Winter2026", "Цштеук2026", Slip.LAYOUT),
        ("Цштеук2026", "Winter2026", Slip.LAYOUT),
        ("пароль1", "gfhjkm1", Slip.LAYOUT),
        ("Yellow-Zebra", "Zellow/Yebra", Slip.LAYOUT),
        ("aqua1", "qauq&", Slip.LAYOUT),
        ("Tom&Jerry", "Tom&amp;Jerry", Slip.ESCAPED),
        ("Tom&amp;Jerry", "Tom&Jerry", Slip.ESCAPED),
        ("50%;off", "50%25%3Boff", Slip.ESCAPED),
        ("one;two", "one\\;two", Slip.ESCAPED),
        ("p0st", "pOst", Slip.LOOKALIKE),
        ("Il1l", "I11l", Slip.LOOKALIKE),
        ("сор", "cop", Slip.NONE),
        ("сop", "cop", Slip.LOOKALIKE),
        ("Winter2026", "Witner2026", Slip.SWAPPED),
        ("Winter2026", "Wnter2026", Slip.MISSING),
        ("Winter2026", "Winnter2026", Slip.MISSING),
        ("Winter2026", "", Slip.EMPTY),
        ("Winter2026", "1001", Slip.SAME_AS_USER),
        ("Winter2026", "Wint", Slip.TRUNCATED),
        ("Winter2026", "Win", Slip.NONE),
        ("Winter2026", "Winter2026x", Slip.NONE),
    ],
)
def test_a_slip_is_told(given_password: str, used: str, slip: Slip) -> None:
    assert _verdict(_request(used.encode()), Account("1001", given_password)).slip is slip


@pytest.mark.parametrize("form", ["é".encode("latin-1"), "e\u0301".encode(), "Ã©".encode()])
def test_other_bytes_for_the_same_characters_are_told(form: bytes) -> None:
    assert _verdict(_request(b"caf" + form), Account("1001", "café")).slip is Slip.ENCODING


@pytest.mark.parametrize("charset", ["cp1251", "koi8-r", "cp866"])
def test_russian_code_pages_are_told(charset: str) -> None:
    assert _verdict(_request("Пароль".encode(charset)), Account("1001", "Пароль")).slip is Slip.ENCODING


def test_another_name_realm_formula_or_account_is_told() -> None:
    account, other = Account("1001", PASSWORD), Account("1002", "Winter2026")
    right = PASSWORD.encode()
    assert _verdict(_request(right, user=b"anna"), account) == Verdict(Slip.NAME, other="anna")
    assert _verdict(_request(right, realm=b"asterisk"), account) == Verdict(Slip.REALM, other="asterisk")
    assert _verdict(_request(right, uri=b"sip:pbx.example.com"), account) == Verdict(Slip.FORMULA)
    assert _verdict(_request(b"Winter2026"), account, other) == Verdict(Slip.OTHER_ACCOUNT, other="1002")


def test_of_a_hash_only_right_and_not_right_can_be_said() -> None:
    known = _hash("MD5", b"1001", b"office", PASSWORD.encode()).decode()
    assert _verdict(_request(PASSWORD.encode()), Account("1001", hashes=[known.upper()])) == Verdict(Slip.RIGHT)
    assert _verdict(_request(PASSWORD.encode(), "MD5-sess"), Account("1001", hashes=[known])) == Verdict(Slip.RIGHT)
    assert _verdict(_request(PASSWORD[:8].encode()), Account("1001", hashes=[known])) == Verdict(Slip.NONE)
    assert _verdict(_request(PASSWORD.encode()), Account("1001", known)) == Verdict(Slip.RIGHT)


def test_an_algorithm_that_cannot_be_computed_is_no_wrong_password() -> None:
    raw = _request(b"x").replace(b"algorithm=MD5", b"algorithm=AKAv1-MD5")
    assert _verdict(raw, Account("1001", PASSWORD)) == Verdict(Slip.UNKNOWN_ALGORITHM, other="AKAv1-MD5")


TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=24)


@settings(max_examples=150, deadline=None)
@given(TEXT, st.data())
def test_a_digest_of_any_form_is_told_as_that_form(password: str, data: st.DataObject) -> None:
    forms = list(wrong_forms(password, "1001"))
    slip, length, used = data.draw(st.sampled_from(forms))
    assert _verdict(_request(used), Account("1001", password)) == Verdict(slip, length)


@settings(max_examples=100, deadline=None)
@given(TEXT)
def test_the_password_itself_is_right_and_no_wrong_form_equals_it(password: str) -> None:
    assert _verdict(_request(as_bytes(password)), Account("1001", password)) == Verdict(Slip.RIGHT)
    assert as_bytes(password) not in {form for _, _, form in wrong_forms(password, "1001")}


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.text(max_size=20), st.binary(max_size=120))
def test_nothing_that_is_given_or_sent_breaks_it(password: str, user: str, line: bytes) -> None:
    request = request_of(b"REGISTER sip:a SIP/2.0\r\nAuthorization: Digest " + line + b', response="00"\r\n\r\n')
    account = Account(user, password)
    assert request is not None
    for found in request.credentials:
        assert isinstance(Judge(Secrets([account])).verdict(request, found, account, lambda: NAMES), Verdict)
