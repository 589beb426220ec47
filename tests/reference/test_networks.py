"""Addresses: whose network they are of, and what leads into one from outside."""

from __future__ import annotations

import pytest

from sipwhy.reference.networks import leads_inside, network_of, share_network


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("198.51.100.7", "198.51.7.100", True),
        ("198.51.100.7", "198.52.100.7", False),
        ("2001:db8:1::1", "2001:db8:2::9", True),
        ("2001:db8::1", "2001:db9::1", False),
        ("32.1.1.1", "2001:db8::1", False),
    ],
)
def test_an_owners_addresses_begin_alike(one: str, other: str, same: bool) -> None:
    assert (network_of(one) == network_of(other)) is same


def test_one_network_may_hold_hidden_addresses_of_one_kind_that_begin_alike() -> None:
    assert share_network("192.168.1.5", "192.168.7.9")
    assert not share_network("10.1.0.5", "10.2.0.5")
    assert not share_network("198.51.100.7", "198.51.100.8")


def test_only_the_way_from_an_open_address_to_a_hidden_one_leads_inside() -> None:
    assert leads_inside("8.8.8.8", "192.168.1.5")
    assert not leads_inside("192.168.1.5", "8.8.8.8")
    assert not leads_inside("10.0.0.1", "192.168.1.5")
    assert not leads_inside("8.8.8.8", "9.9.9.9")
