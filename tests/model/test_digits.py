"""A number in a header is plain digits, and not more of them than it can have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.model.digits import bare, is_dialled_abroad, is_extension, is_neighbour, number_in


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("4294967295", 4294967295),
        ("12345678901", None),
        ("9" * 5000, None),
        ("", None),
        (None, None),
        ("+1", None),
        ("\u00b2", None),
    ],
)
def test_a_number_has_plain_digits_and_not_too_many(text: str | None, number: int | None) -> None:
    assert number_in(text) == number


@given(st.text(max_size=14))
def test_any_text_is_read_without_an_error(text: str) -> None:
    number = number_in(text)
    assert number is None or (text.isascii() and int(text) == number)


@pytest.mark.parametrize(
    ("user", "left"),
    [
        ("+74951234567", "4951234567"),
        ("9#84951234567", "4951234567"),
        ("1002", "1002"),
        ("room12", "room12"),
        ("bob", "bob"),
        ("", ""),
    ],
)
def test_routes_want_prefixes_and_the_number_stays_the_same(user: str, left: str) -> None:
    assert bare(user) == left


def test_a_number_abroad_begins_as_it_is_dialled() -> None:
    assert is_dialled_abroad("00493012345678")
    assert not is_dialled_abroad("493012345678")
    assert not is_dialled_abroad(None)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("111", "112", True),
        ("911", "907", True),
        ("112", "112", False),
        ("20", "112", False),
        ("211", "112", False),
        ("1120", "112", False),
        ("a12", "112", False),
        ("+12", "112", False),
        ("\u0661\u0661\u0661", "112", False),
        (None, "112", False),
        ("111", "", False),
    ],
)
def test_extensions_of_one_plan_are_as_long_and_begin_alike(one: str | None, other: str | None, expected: bool) -> None:
    assert is_neighbour(one, other) is expected


@pytest.mark.parametrize(
    ("user", "expected"), [("1001", True), ("4951234", False), ("carrier", False), ("", False), (None, False), ("+1001", False)]
)
def test_an_extension_is_fewer_digits_than_a_number_of_the_public_network(user: str | None, expected: bool) -> None:
    assert is_extension(user) == expected
