"""Which sockets a server listens on: the output of `ss -H -lntup`."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

COMMAND = ("ss", "-H", "-l", "-n", "-t", "-u", "-p")
_USER = re.compile(r'"([^"]*)",pid=(\d+)')


@dataclass(frozen=True, slots=True)
class Listening:
    """A socket that somebody listens on."""

    transport: str
    address: str
    port: int
    program: str


def listening(text: str, programs: Collection[str]) -> tuple[Listening, ...]:
    """The sockets of these programs; each once, although every child of Kamailio holds it."""
    found: dict[Listening, None] = {}
    for line in text.splitlines():
        fields = line.split()
        if len(fields) < 6 or fields[0] not in ("tcp", "udp"):
            continue
        address, _, port = fields[4].rpartition(":")
        for name, _ in _USER.findall(" ".join(fields[6:])):
            if name in programs and port.isdigit():
                found[Listening(fields[0], address.strip("[]").partition("%")[0] or "*", int(port), name)] = None
    return tuple(sorted(found, key=lambda one: (one.port, one.transport, one.address)))
