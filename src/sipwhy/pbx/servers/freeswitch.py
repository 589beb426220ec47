"""FreeSWITCH, asked over its event socket or `fs_cli -x`."""

from __future__ import annotations

import re

from sipwhy.pbx.consoles import Console, answer_to
from sipwhy.pbx.servers.peer import Outcome, Peer, Registration
from sipwhy.pbx.servers.peer import State as PeerState
from sipwhy.pbx.servers.pjsip_tables import host_of
from sipwhy.pbx.servers.state import State

_VERSION = re.compile(r"FreeSWITCH Version (\S+)")
_PROFILE = re.compile(r"^\s*(\S+)\s+profile\s+(\S+)\s+RUNNING", re.MULTILINE)
_GATEWAY = re.compile(r"^\s*(?:\S+::)?(\S+)\s+gateway\s+(sips?:\S+)\s+([A-Z_]+)(.*)$", re.MULTILINE)
_USER = re.compile(r"^User:\s+([^@\s]+)@?\S*.*?^Contact:\s+(.*?)$(?:.*?^Ping-Status:\s+(\S+))?", re.MULTILINE | re.DOTALL)
_CALLS = re.compile(r"^(\d+) total", re.MULTILINE)
_OUTCOMES: dict[str, Outcome] = {
    "REGED": "registered",
    "NOREG": "registered",  # a gateway that is set not to register
    "FAIL_WAIT": "rejected",
    "FAILED": "rejected",
    "TIMEOUT": "no-answer",
    "TRYING": "waiting",
    "REGISTER": "waiting",
    "UNREGED": "waiting",
    "DOWN": "stopped",
}
"""mod_sofia.h, the states of a gateway."""


def state(console: Console) -> State:
    """What FreeSWITCH says of itself; ConsoleError if it cannot be asked at all."""
    version = _VERSION.search(console.ask("version"))
    status = _asked(console, "sofia status")
    peers = [peer for name, _ in _PROFILE.findall(status) for peer in registered(_asked(console, f"sofia status profile {name} reg"))]
    calls = _CALLS.search(_asked(console, "show calls count"))
    return State(
        version=version[1] if version else "",
        way=console.way,
        drivers=tuple(f"sofia/{name}" for name, _ in _PROFILE.findall(status)),
        peers=tuple(peers),
        registrations=gateways(status),
        calls=int(calls[1]) if calls else None,
    )


def gateways(text: str) -> tuple[Registration, ...]:
    """The gateways in `sofia status`."""
    return tuple(Registration(name, uri, _OUTCOMES.get(what, "unknown"), "sofia", what) for name, uri, what, _ in _GATEWAY.findall(text))


def registered(text: str) -> tuple[Peer, ...]:
    """The phones in `sofia status profile NAME reg`; who is not registered is not listed at all."""
    found = []
    for block in re.split(r"^Call-ID:", text, flags=re.MULTILINE)[1:]:
        for name, contact, ping in _USER.findall(block):
            uri = re.search(r"sips?:[^>\s]+", contact)
            found.append(Peer(name, _pinged(ping), host_of(uri[0]) if uri else None, "sofia", said=ping))
    return tuple(found)


def _pinged(status: str) -> PeerState:
    """What Ping-Status says of a phone; one without it is not asked."""
    if not status:
        return "unmonitored"
    return "unreachable" if status.lower().startswith("unreach") else "reachable"


def addresses(console: Console, name: str) -> tuple[str, ...]:
    """Where a phone is."""
    found = (peer for peer in state(console).peers if peer.name == name)
    return tuple(dict.fromkeys(peer.address for peer in found if peer.address))


def _asked(console: Console, words: str) -> str:
    return answer_to(console, words, "-ERR")
