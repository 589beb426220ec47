"""Kamailio, asked by `kamcmd`."""

from __future__ import annotations

import re

from sipwhy.pbx.consoles import Console, answer_to
from sipwhy.pbx.servers.peer import Peer
from sipwhy.pbx.servers.pjsip_tables import host_of
from sipwhy.pbx.servers.state import State

_VERSION = re.compile(r"^kamailio (\S+)", re.MULTILINE)
_AOR = re.compile(r"^\s*AoR: (\S+)\s*$")
_ADDRESS = re.compile(r"^\s*Address: (\S+)\s*$")
_RECEIVED = re.compile(r"^\s*Received: (sips?:\S+)\s*$")
_MODULE = re.compile(r"^\s*(\w+)\s*$", re.MULTILINE)
_DEBUG = re.compile(r"^\s*(\d+)\s*$")
_TALKS = frozenset(
    {"tm", "sl", "registrar", "usrloc", "dispatcher", "htable", "pike", "siptrace", "nathelper", "rtpengine", "tls", "websocket"}
)
_VERBOSE = 3
"""The level of debug from which on every message fills the log (core parameter `debug`: 3 is DBG)."""


def state(console: Console) -> State:
    """What Kamailio says of itself; ConsoleError if it cannot be asked at all."""
    version = _VERSION.search(console.ask("core.version"))
    modules = tuple(name for name in _MODULE.findall(answer_to(console, "core.modules")) if name in _TALKS)
    level = _DEBUG.search(answer_to(console, "cfg.get core debug"))
    return State(
        version=version[1] if version else "",
        way=console.way,
        drivers=modules,
        peers=contacts(answer_to(console, "ul.dump")),
        debug=("core-debug",) if level and int(level[1]) >= _VERBOSE else (),
    )


def contacts(text: str) -> tuple[Peer, ...]:
    """The contacts in `ul.dump`; behind NAT the address from which they came counts."""
    found: list[Peer] = []
    name = ""
    for line in text.splitlines():
        if aor := _AOR.match(line):
            name = aor[1]
        elif address := _ADDRESS.match(line):
            found.append(Peer(name, "unmonitored", host_of(address[1]) or None, "usrloc"))
        elif (received := _RECEIVED.match(line)) and found:
            found[-1] = Peer(name, "unmonitored", host_of(received[1]) or found[-1].address, "usrloc")
    return tuple(found)


def addresses(console: Console, name: str) -> tuple[str, ...]:
    """Where a user's phones are."""
    found = (peer for peer in contacts(console.ask("ul.dump")) if peer.name.partition("@")[0] == name)
    return tuple(dict.fromkeys(peer.address for peer in found if peer.address))
