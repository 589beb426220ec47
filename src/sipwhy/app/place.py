"""Where in the network somebody looks: an address, a socket or a network, as users write it."""

from __future__ import annotations

import re
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from msgspec import Struct

_SOCKET = re.compile(r"^(?:\[(?P<v6>[^\]/]+)\]|(?P<v4>[^:/]+)):(?P<port>\d{1,5})$", re.ASCII)
_LAST_PORT = 65535


class Place(Struct, frozen=True):
    """A network, or an address as a network of one; `port` is None where any will do."""

    network: IPv4Network | IPv6Network
    port: int | None = None

    def has(self, address: str, port: int | None = None) -> bool:
        """Whether an address is in it, and its port the wanted one unless no port is given."""
        try:
            is_in = ip_address(address) in self.network
        except ValueError:
            return False  # a log may have a name in place of an address
        return is_in and (port is None or self.port in (None, port))


@cache
def place_named(text: str) -> Place:
    """
    192.0.2.1, 192.0.2.1:5060, 2001:db8::1, [2001:db8::1]:5060, 192.0.2.0/24.

    Raises ValueError for anything else.
    """
    found = _SOCKET.match(text)
    if found is None:
        return Place(ip_network(text[1:-1] if text[:1] + text[-1:] == "[]" else text, strict=False))
    port = int(found["port"])
    if port > _LAST_PORT:
        raise ValueError(f"{port} is no port")
    return Place(ip_network(found["v6"] or found["v4"]), port)
