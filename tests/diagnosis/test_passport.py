"""Identity headers: what can be read of them, what is wrong with them, and whose signature they carry."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.app.run import run
from sipwhy.app.settings import Settings, SettingsError, certificates_of
from sipwhy.diagnosis import signature
from sipwhy.diagnosis.passport import canonical, read, same_number
from sipwhy.diagnosis.signature import Given, check
from tests.rules.cases import FOLDER, Case, read_cases

URL = "https://cert.example.com/a.pem"
HEADER = {"alg": "ES256", "ppt": "shaken", "typ": "passport", "x5u": URL}
CLAIMS = {"attest": "A", "orig": {"tn": "12155551212"}, "dest": {"tn": ["12155551213"]}, "iat": 1443208345, "origid": "1"}


def _part(value: object) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _identity(header: object, claims: object, signed: bytes = bytes(64)) -> str:
    return f"{_part(header)}.{_part(claims)}.{_part(signed)};info=<{URL}>;alg=ES256;ppt=shaken"


def test_a_sound_passport_is_read() -> None:
    found = read(_identity(HEADER, CLAIMS))
    assert (found.flaws, found.attest, found.origin, found.destinations) == ((), "A", "12155551212", ("12155551213",))
    assert (found.issued, found.info, found.ppt) == (1443208345, URL, "shaken")


@pytest.mark.parametrize(
    ("header", "claims", "flaw"),
    [
        ({"typ": "jwt"}, {}, "typ"),
        ({"alg": "none"}, {}, "alg"),
        ({"x5u": "ftp://x"}, {}, "x5u"),
        ({"x5u": "https://elsewhere.example.com/a.pem"}, {}, "info"),
        ({"ppt": "rcd"}, {}, "ppt"),
        ({}, {"iat": "yesterday"}, "iat"),
        ({}, {"orig": {}}, "orig"),
        ({}, {"dest": {"tn": ["+1"]}}, "dest.tn"),
        ({}, {"attest": "D"}, "attest"),
        ({}, {"origid": ""}, "origid"),
    ],
)
def test_each_flaw_is_named(header: dict[str, str], claims: dict[str, object], flaw: str) -> None:
    assert flaw in read(_identity(HEADER | header, CLAIMS | claims)).flaws


@given(st.text(max_size=300), st.binary(max_size=200))
def test_nothing_in_an_identity_surprises(text: str, data: bytes) -> None:
    read(text)
    read(f"{_part(data)}.{_part(data)}.{_part(data)};{text}")
    check(read(f"{_part(data)}.{_part(data)}.{_part(bytes(64))}"), [Given("a.pem", data)])


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    )
)
def test_claims_of_any_shape_are_read(value: object) -> None:
    found = read(_identity({**HEADER, "x5c": value}, {**CLAIMS, "orig": value, "dest": value, "iat": value, "attest": value}))
    assert found.destinations is not None
    check(found, [])


@pytest.mark.parametrize(("user", "number"), [("+1 (215) 555-1212", "12155551212"), ("1001", None), ("bob", None), (None, None)])
def test_numbers_are_compared_as_digits(user: str | None, number: str | None) -> None:
    assert canonical(user) == number


def test_a_number_without_its_country_code_is_the_same_one() -> None:
    assert same_number("79161234567", "9161234567")
    assert same_number("79161234567", "89161234567"[1:])
    assert not same_number("79161234567", "79161234568")


def _case(title: str) -> Case:
    return next(case for case in read_cases(FOLDER / "identity" / "passport-signature-invalid.md") if case.title == title)


def _own_certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A capture signed with a certificate that it carries, and that certificate as a file."""
    capture = tmp_path / "case.pcap"
    _case("The signature is right").write(capture)
    call = run([str(capture)]).call(1)
    value = next(value for message in call.messages for value in message.values("Identity"))
    chain = read(value).header["x5c"]
    assert isinstance(chain, list)
    file = tmp_path / "sign.pem"
    file.write_text(f"-----BEGIN CERTIFICATE-----\n{chain[0]}\n-----END CERTIFICATE-----\n", encoding="utf-8")
    return capture, file


def test_a_certificate_that_is_given_checks_a_signature(tmp_path: Path) -> None:
    pytest.importorskip("cryptography", reason="the extra package that checks signatures")
    capture, file = _own_certificate(tmp_path)
    given_files = certificates_of([str(file)])
    report = run([str(capture)], settings=Settings(certificates=given_files))
    assert "passport-signature-invalid" not in {found.rule for found in report.findings_of(1)}
    assert "passport-signature-invalid" not in {line.rule for line in report.not_checked}
    stranger = tmp_path / "other.pcap"
    _case("No certificate is at hand").write(stranger)
    report = run([str(stranger)], settings=Settings(certificates=given_files))
    said = [found for found in report.findings_of(1) if found.rule == "passport-signature-invalid"]
    assert [found.confidence for found in said] == ["certain"]


def test_without_a_certificate_it_is_said_that_nothing_was_checked(tmp_path: Path) -> None:
    capture = tmp_path / "case.pcap"
    _case("No certificate is at hand").write(capture)
    assert "passport-signature-invalid" in {line.rule for line in run([str(capture)]).not_checked}


def test_a_capture_without_signed_calls_misses_no_certificate(tmp_path: Path) -> None:
    capture = tmp_path / "case.pcap"
    next(iter(read_cases(FOLDER / "outcome" / "callee-busy.md"))).write(capture)
    assert "passport-signature-invalid" not in {line.rule for line in run([str(capture)]).not_checked}


def test_a_certificate_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"missing\.pem"):
        certificates_of([str(tmp_path / "missing.pem")])


def test_without_the_package_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signature, "PACKAGE", "no_such_package_here")
    with pytest.raises(SettingsError, match="certificate-package"):
        certificates_of([str(tmp_path)])
    assert check(read(_identity(HEADER, CLAIMS)), [Given("a.pem", b"x")]) is None
