"""Addresses as users write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.app.place import place_named


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("192.0.2.1", ("192.0.2.1", 5060), ("192.0.2.2", 5060)),
        ("192.0.2.1:5060", ("192.0.2.1", 5060), ("192.0.2.1", 5061)),
        ("192.0.2.0/24", ("192.0.2.77", 5060), ("192.0.3.1", 5060)),
        ("192.0.2.9/24", ("192.0.2.77", 5060), ("192.0.3.1", 5060)),
        ("2001:db8::1", ("2001:0db8::0001", 5060), ("2001:db8::2", 5060)),
        ("[2001:db8::1]:5060", ("2001:db8::1", 5060), ("2001:db8::1", 5061)),
        ("2001:db8::/32", ("2001:db8:5::1", 5060), ("192.0.2.1", 5060)),
    ],
)
def test_an_address_a_socket_or_a_network(text: str, inside: tuple[str, int], outside: tuple[str, int]) -> None:
    place = place_named(text)
    assert place.has(*inside)
    assert not place.has(*outside)


@pytest.mark.parametrize("text", ["1.2.3", "192.0.2.1:99999", "192.0.2.0/33", "pbx.example.com", "", "[::1", "192.0.2.0/24:5060"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        place_named(text)


@given(st.text(max_size=30))
def test_any_text_is_a_place_or_a_value_error(text: str) -> None:
    try:
        place = place_named(text)
    except ValueError:
        return
    assert not place.has("pbx.example.com")
