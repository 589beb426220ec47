"""Addresses in an expression: one address or a network (RFC 4632 section 3.1), with a port or without; for rows and for SQL."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from msgspec import Struct

_WITH_PORT = re.compile(r"\[([^\]]*)\](?::(\d{1,5}))?|([^:\[\]]*):(\d{1,5})", re.ASCII)
_V4_PART = r"[0-9]{1,3}"


class Network(Struct, frozen=True):
    """The addresses whose first `prefix` bits are those of `ip`, which is written as the sources write it; any port if it is None."""

    ip: str
    prefix: int
    port: int | None = None

    @property
    def is_one(self) -> bool:
        """Whether it is a single address."""
        return self.prefix == (128 if ":" in self.ip else 32)

    @property
    def whole(self) -> IPv4Network | IPv6Network:
        """It as the standard library has it."""
        return ip_network((self.ip, self.prefix))

    def holds(self, ip: str | None, port: int | None) -> bool:
        """Whether an address of a message with its port lies in it."""
        if ip is None or (self.port is not None and port != self.port):
            return False
        if self.is_one:
            return ip == self.ip
        address = None if "." in ip and ":" in ip else _address(ip)
        return address is not None and address.version == self.whole.version and address in self.whole


def network_of(text: str) -> Network | None:
    """What `text` means: 10.0.0.1, 10.0.0.1:5060, 10.0.0.0/8, [2001:db8::1]:5060, 2001:db8::/32; None if it is no address."""
    plain, port = text.strip(), None
    if found := _WITH_PORT.fullmatch(plain):
        plain = found[1] if found[3] is None else found[3]
        digits = found[2] if found[3] is None else found[4]
        port = int(digits) if digits else None
    if port is not None and port > 65535:
        return None
    try:
        network = ip_network(plain, strict=False)
    except ValueError:
        return None
    return Network(_written(network.network_address), network.prefixlen, port)


def _written(address: IPv4Address | IPv6Address) -> str:
    """The address as the sources write it: IPv4 in IPv6 with dots."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return f"::ffff:{mapped}" if mapped else str(address)


def _address(ip: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(ip)
    except ValueError:
        return None


def v4_prefix(network: Network) -> tuple[str, str]:
    """Of an IPv4 network that is more than one address: what they all begin with, and a regular expression if that is not enough."""
    first, last = (str(end).split(".") for end in (network.whole[0], network.whole[-1]))
    same = [low for low, high in zip(first, last, strict=True) if low == high]
    prefix = "".join(f"{part}." for part in same)
    if network.prefix % 8 == 0:
        return prefix, ""
    parts = [_part(int(low), int(high)) for low, high in zip(first, last, strict=True)]
    return prefix, r"\A" + r"\.".join(parts) + r"\z"


def _part(low: int, high: int) -> str:
    if low == high:
        return str(low)
    return _V4_PART if (low, high) == (0, 255) else f"(?:{'|'.join(map(str, range(low, high + 1)))})"


def v6_digits(network: Network) -> tuple[str, str]:
    """Of an IPv6 network: the hexadecimal digits that all addresses begin with, and those of which one follows ("" if any may)."""
    digits = f"{int(network.whole.network_address):032x}"
    whole, rest = divmod(network.prefix, 4)
    if not rest:
        return digits[:whole], ""
    low = int(digits[whole], 16)
    return digits[:whole], "".join(f"{digit:x}" for digit in range(low, low + (1 << (4 - rest))))


def v6_text(ip: str) -> str:
    """SQL for the 32 hexadecimal digits of the IPv6 address that the SQL `ip` gives."""
    left, right = (
        f"array_to_string([lpad(g, 4, '0') for g in string_split(split_part({ip}, '::', {at}), ':') if g <> ''], '')" for at in (1, 2)
    )
    return f"({left} || repeat('0', 32 - length({left}) - length({right})) || {right})"
