"""Other addresses of the same kind: public ones of the documentation networks, private ones of private networks."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

from sipwhy.reference.networks import network_kind

_PUBLIC = ("203.0.113.0", "198.51.100.0", "192.0.2.0")
"""RFC 5737, 254 hosts each; behind them the benchmarking network 198.18.0.0/15 of RFC 2544."""
_PLAIN = tuple(number for number in range(1, 256) if number not in (8, 88, 244))
"""The second numbers of networks that are taken for private and no more: the others are usual for VPN and containers."""
_FIXED = {"container": "172.17.0.0", "vpn": "10.8.0.0", "carrier-nat": "100.64.0.0", "link-local": "169.254.0.0"}
_FIXED6 = {"unique-local": "fd00::", "link-local": "fe80::"}
_MULTICAST = "233.252.0.0"
_MULTICAST6 = "ff0e::db8:0:0"
"""MCAST-TEST-NET, RFC 6676; ff0e::db8:0:0/96, RFC 6676 too."""


class Addresses:
    """Gives each address another one, always the same; networks of private addresses stay apart (first two numbers)."""

    def __init__(self) -> None:
        self._given: dict[str, str] = {}
        self._hosts: dict[str, int] = {}
        self._networks: dict[str, int] = {}

    def other(self, address: str) -> str:
        """The address to use for `address`; unspecified, loopback and broadcast stay, and what is no address too."""
        try:
            parsed = ip_address(address.strip("[]"))
        except ValueError:
            return address
        spelt = str(parsed)
        if spelt not in self._given:
            self._given[spelt] = self._made(spelt, parsed)
        return self._given[spelt]

    def _made(self, address: str, parsed: IPv4Address | IPv6Address) -> str:
        kind = network_kind(address)
        if kind in ("unspecified", "loopback") or str(parsed) == "255.255.255.255":
            return str(parsed)
        if isinstance(parsed, IPv6Address):
            if parsed.is_multicast:
                return str(IPv6Address(_MULTICAST6) + self._next("multicast6"))
            mapped = parsed.ipv4_mapped
            return f"::ffff:{self.other(str(mapped))}" if mapped else str(IPv6Address(self._base6(kind)) + self._next(f"6{kind}"))
        if parsed.is_multicast:
            return str(IPv4Address(_MULTICAST) + self._next("multicast"))
        return self._made4(address, kind)

    def _made4(self, address: str, kind: str | None) -> str:
        if kind == "private":
            network = ".".join(address.split(".")[:2])
            number = self._networks.setdefault(network, len(self._networks) + 1)
            return str(IPv4Address(f"10.{_PLAIN[(number - 1) % len(_PLAIN)]}.0.0") + self._next(network))
        if kind:
            return str(IPv4Address(_FIXED[kind]) + self._next(kind))
        number = self._next("public")
        if number <= 254 * len(_PUBLIC):
            return str(IPv4Address(_PUBLIC[(number - 1) // 254]) + (number - 1) % 254 + 1)
        return str(IPv4Address("198.18.0.0") + number - 254 * len(_PUBLIC))

    def _base6(self, kind: str | None) -> str:
        return _FIXED6.get(kind or "", "2001:db8::")

    def _next(self, network: str) -> int:
        self._hosts[network] = self._hosts.get(network, 0) + 1
        return self._hosts[network]
