"""Parameters of header values are read behind the URI, whatever stands in quotes."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.model.headers import host_of, parameter, split_values, uri_of, user_of


@pytest.mark.parametrize(
    "contact",
    [
        '"a <b>; x" <sip:1@a;expires=1>;+sip.instance="<urn:uuid:7>";expires=60',
        'Alice <sip:1@a>;+sip.instance="<urn:uuid:7>";expires=60',
        'sip:1@a;+sip.instance="<urn:uuid:7>";expires=60',
    ],
)
def test_a_parameter_may_hold_brackets_of_its_own(contact: str) -> None:
    assert parameter(contact, "+sip.instance") == "<urn:uuid:7>"
    assert parameter(contact, "expires") == "60"


def test_a_parameter_of_the_uri_is_not_the_headers() -> None:
    assert parameter("<sip:1@a;tag=no>", "tag") is None


def test_an_angle_bracket_in_a_display_name_begins_no_uri() -> None:
    assert uri_of('"Support <VIP>" <sip:1001@a>;tag=1') == "sip:1001@a"
    assert uri_of("Alice <sip:1001@a;ob>") == "sip:1001@a;ob"
    assert uri_of("sip:1001@a;tag=1") == "sip:1001@a"
    assert uri_of("*") == "*"


def test_an_angle_bracket_in_a_parameter_begins_no_uri() -> None:
    assert uri_of('sip:1@a;+sip.instance="<urn:uuid:7>"') == "sip:1@a"
    assert uri_of("Jo;hn <sip:1@a;x>;y") == "sip:1@a;x"


def test_an_escaped_backslash_escapes_no_quotation_mark() -> None:
    assert split_values(r'"a\\" <sip:1@a>, "b\", c" <sip:2@a>') == [r'"a\\" <sip:1@a>', r'"b\", c" <sip:2@a>']


@pytest.mark.parametrize(
    ("uri", "user", "host"),
    [
        ("sip:1001@a", "1001", ("a", 0)),
        ("sip:1001;phone-context=x@a:5070;transport=tcp", "1001", ("a", 5070)),
        ("sips:1001:password@[2001:db8::1]:5061", "1001", ("2001:db8::1", 5061)),
        ("tel:+7495;phone-context=x", "+7495", None),
        ("sip:a", None, ("a", 0)),
        ("sip:1001@a:99999", "1001", ("a", 0)),
        ("sip:1001@a:" + "9" * 5000, "1001", ("a", 0)),
    ],
)
def test_user_and_host_of_a_uri(uri: str, user: str | None, host: tuple[str, int] | None) -> None:
    assert user_of(uri) == user
    assert host_of(uri) == host


@given(st.text(alphabet=string.ascii_letters + string.digits + '"\\<>@:;=,[]?. \t\u0436', max_size=60))
def test_whatever_stands_in_a_header_is_read_without_an_error(value: str) -> None:
    parts = split_values(value)
    assert all(part in value for part in parts)
    for part in [value, *parts]:
        uri = uri_of(part)
        user_of(uri)
        host_of(uri)
        parameter(part, "tag")
