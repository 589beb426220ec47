"""
Which networks nobody outside can reach, and what an address in them usually is.

Python's `ipaddress.is_private` calls documentation networks private and carrier NAT public: this table decides.
"""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Literal

NetworkKind = Literal["private", "container", "vpn", "carrier-nat", "link-local", "loopback", "unspecified", "unique-local"]

NETWORKS: tuple[tuple[str, NetworkKind, str], ...] = (
    ("0.0.0.0/8", "unspecified", "RFC 6890 section 2.2.2"),
    ("127.0.0.0/8", "loopback", "RFC 6890 section 2.2.2"),
    ("169.254.0.0/16", "link-local", "RFC 3927"),
    ("172.17.0.0/16", "container", "Docker's default bridge network"),
    ("10.88.0.0/16", "container", "Podman's default network"),
    ("10.244.0.0/16", "container", "Flannel's default network of Kubernetes pods"),
    ("10.8.0.0/24", "vpn", "the network of OpenVPN's own examples"),
    ("10.0.0.0/8", "private", "RFC 1918"),
    ("172.16.0.0/12", "private", "RFC 1918"),
    ("192.168.0.0/16", "private", "RFC 1918"),
    ("100.64.0.0/10", "carrier-nat", "RFC 6598"),
    ("::/128", "unspecified", "RFC 4291"),
    ("::1/128", "loopback", "RFC 4291"),
    ("fe80::/10", "link-local", "RFC 4291"),
    ("fc00::/7", "unique-local", "RFC 4193"),
)
"""Network, kind, source; the first that fits counts. Documentation networks (RFC 5737) are missing: labs use them as public."""

_PARSED: tuple[tuple[IPv4Network | IPv6Network, NetworkKind], ...] = tuple((ip_network(net), kind) for net, kind, _ in NETWORKS)


@lru_cache(maxsize=4096)
def network_kind(address: str) -> NetworkKind | None:
    """The kind of network `address` belongs to; None if it is public, or no numeric address."""
    try:
        parsed = ip_address(address.strip("[]"))
    except ValueError:
        return None
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    return next((kind for net, kind in _PARSED if parsed.version == net.version and parsed in net), None)


def is_hidden(address: str) -> bool:
    """Whether nobody outside its own network can send to `address`; the unspecified address is not meant (hold, loggers)."""
    return network_kind(address) not in (None, "unspecified")


def is_multicast(address: str) -> bool:
    """Whether it is the address of a group and not of a host (224.0.0.0/4, ff00::/8)."""
    try:
        return ip_address(address.strip("[]")).is_multicast
    except ValueError:
        return False


def is_numeric(address: str) -> bool:
    """Whether `address` is an IP address, in brackets or not, and no name."""
    try:
        ip_address(address.strip("[]"))
    except ValueError:
        return False
    return True


def leads_inside(source: str, target: str) -> bool:
    """Whether something goes from an address that is not hidden to one that is: it arrives only within that one's network."""
    return is_hidden(target) and not is_hidden(source)


def network_of(address: str) -> str:
    """The first 16 bits of an address, of IPv6 32: one owner's, roughly."""
    return ":".join(address.split(":")[:2]) if ":" in address else ".".join(address.split(".")[:2])


def share_network(one: str, other: str) -> bool:
    """Whether both are hidden addresses that one network may well hold: the same kind, and for IPv4 the same first two numbers."""
    kind = network_kind(one)
    if kind is None or kind != network_kind(other):
        return False
    return ":" in one or network_of(one) == network_of(other)
