"""What one place says about one address."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Literal

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Kind = Literal["fail2ban", "iptables", "nft", "ipset", "route", "kamailio", "acl"]


_JAIL = "f2b-"
"""How fail2ban names its chains and sets."""


def jail_of(name: str) -> str | None:
    """The jail that made a chain or a set of this name; None if it is somebody else's."""
    return name.removeprefix(_JAIL) if name.startswith(_JAIL) else None


@dataclass(frozen=True, slots=True)
class Ban:
    """
    One entry that drops, refuses or diverts packets of `network`.

    `where` names the jail, chain, set or section; `action` is what happens to a packet; `lift` is the command that takes out this entry
    and nothing else (None: there is none, it stands in a configuration or is wider than one address); `owner` is the jail that made it.
    """

    kind: Kind
    where: str
    network: Network
    action: str
    lift: tuple[str, ...] | None = None
    since: float | None = None
    until: float | None = None
    packets: int | None = None
    rule: str = ""
    owner: str | None = None
    in_use: bool = True
    lines: tuple[str, ...] = field(default=(), compare=False)

    @property
    def is_wide(self) -> bool:
        """Whether others are hit too: lifting it would let them in as well."""
        return self.network.num_addresses > 1


def network_of(text: str) -> Network | None:
    """An address, or a network with a length or a mask, as programs write it; None if it is neither."""
    try:
        found = ip_network(text.strip().strip("[]").partition("%")[0], strict=False)
    except ValueError:
        return None
    return _plain(found)


def address_of(text: str) -> Address | None:
    """An address as a person gives it; ::ffff:192.0.2.1 is 192.0.2.1."""
    try:
        found = ip_address(text.strip().strip("[]"))
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found


def covers(network: Network, address: Address) -> bool:
    """Whether `address` lies in `network`."""
    return network.version == address.version and address in network


def spellings(address: Address) -> tuple[str, ...]:
    """How logs write an address."""
    if isinstance(address, IPv4Address):
        return (str(address), f"::ffff:{address}")
    return tuple(dict.fromkeys((address.compressed, address.exploded, address.compressed.upper())))


def _plain(found: Network) -> Network:
    """A network of IPv4 addresses written in IPv6 is one of IPv4."""
    mapped = found.network_address.ipv4_mapped if isinstance(found, IPv6Network) else None
    return IPv4Network((mapped, found.prefixlen - 96)) if mapped is not None and found.prefixlen >= 96 else found
