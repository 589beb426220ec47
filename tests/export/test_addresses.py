"""Other addresses are of the same kind, and never two of one."""

from ipaddress import ip_address

from hypothesis import given
from hypothesis import strategies as st

from sipwhy.export.addresses import Addresses
from sipwhy.reference.networks import network_kind, share_network


def test_a_private_address_stays_private_and_its_network_together() -> None:
    addresses = Addresses()
    one, two, other = map(addresses.other, ("192.168.1.10", "192.168.1.20", "10.9.1.1"))
    assert network_kind(one) == network_kind(other) == "private"
    assert share_network(one, two)
    assert not share_network(one, other)


def test_what_names_nobody_stays() -> None:
    addresses = Addresses()
    for address in ("0.0.0.0", "127.0.0.1", "::", "::1", "255.255.255.255", "no address"):
        assert addresses.other(address) == address


@given(st.lists(st.ip_addresses(), unique=True, max_size=40))
def test_different_addresses_stay_different_and_of_their_kind(found: list[object]) -> None:
    addresses = Addresses()
    texts = [str(one) for one in found]
    others = [addresses.other(text) for text in texts]
    assert len(set(others)) == len(set(texts))
    assert others == [addresses.other(text) for text in texts]
    for text, other in zip(texts, others, strict=True):
        assert ip_address(other).version == ip_address(text).version
        assert network_kind(other) == network_kind(text)


def test_many_public_addresses_have_room() -> None:
    addresses = Addresses()
    others = {addresses.other(f"8.8.{n // 256}.{n % 256}") for n in range(2000)}
    assert len(others) == 2000
    assert all(network_kind(other) is None for other in others)
