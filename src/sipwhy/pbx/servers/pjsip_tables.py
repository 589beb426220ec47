"""The tables that Asterisk's `pjsip show ...` prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sipwhy.model import headers
from sipwhy.pbx.servers.peer import Outcome, Peer, Registration, State

_ENDPOINT = re.compile(r"^ ?Endpoint:\s+(\S+?)(?:/.*?)?\s{2,}(\S.*?)\s+\d+ of \S+\s*$")
_AOR = re.compile(r"^\s+Aor:\s+(\S+)\s+\d+\s*$")
_CONTACT = re.compile(r"^\s+Contact:\s+(\S+?)/(sips?:\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s*$")
_MATCH = re.compile(r"^\s+Match:\s+(\S+)\s*$")
_REGISTRATION = re.compile(r"^ ?(\S+?)/(sips?:\S+)\s+(\S*)\s+(\S.*?)\s*(?:\(exp\. .*)?$")
_OUTCOMES: dict[str, Outcome] = {"Registered": "registered", "Rejected": "rejected", "Unregistered": "waiting", "Stopped": "stopped"}
"""res_pjsip_outbound_registration.c, sip_outbound_registration_status_str."""
_STATUSES: dict[str, State] = {"Avail": "reachable", "Unavail": "unreachable", "NonQual": "unmonitored"}
"""res_pjsip/location.c, the short names of a contact's status."""
_BETTER = ("reachable", "unmonitored", "unknown", "unreachable")


@dataclass(slots=True)
class _Endpoint:
    name: str
    state: str
    aors: list[str] = field(default_factory=list)
    contacts: list[tuple[str, State, float | None]] = field(default_factory=list)
    matches: list[str] = field(default_factory=list)


def endpoints(text: str) -> tuple[Peer, ...]:
    """The endpoints in `pjsip show endpoints`; of several contacts the best counts."""
    return tuple(_peer(endpoint) for endpoint in _read(text))


def registrations(text: str) -> tuple[Registration, ...]:
    """The registrations at carriers in `pjsip show registrations`."""
    found = (_REGISTRATION.match(line) for line in text.splitlines() if "<" not in line)
    return tuple(
        Registration(one[1], one[2], _OUTCOMES.get(one[4].split()[0], "unknown"), "pjsip", one[4].strip())
        for one in found
        if one is not None
    )


def addresses(text: str, name: str) -> tuple[str, ...]:
    """Where endpoint `name` is: the addresses of its contacts, else those by which it is recognised."""
    for endpoint in _read(text):
        if endpoint.name == name:
            hosts = [host_of(uri) for uri, _, _ in endpoint.contacts]
            return tuple(dict.fromkeys(filter(None, hosts))) or tuple(match.removesuffix("/32") for match in endpoint.matches)
    return ()


def host_of(uri: str) -> str:
    """The host of a SIP URI."""
    found = headers.host_of(uri)
    return found[0] if found else ""


def _read(text: str) -> Iterator[_Endpoint]:
    endpoint: _Endpoint | None = None
    for line in text.splitlines():
        if "<" in line:
            continue  # the heading
        if head := _ENDPOINT.match(line):
            if endpoint is not None:
                yield endpoint
            endpoint = _Endpoint(head[1], head[2])
        elif endpoint is not None:
            _add(endpoint, line)
    if endpoint is not None:
        yield endpoint


def _add(endpoint: _Endpoint, line: str) -> None:
    if aor := _AOR.match(line):
        endpoint.aors.append(aor[1])
    elif contact := _CONTACT.match(line):
        rtt = float(contact[5]) if re.fullmatch(r"\d+\.\d+", contact[5]) else None
        endpoint.contacts.append((contact[2], _STATUSES.get(contact[4], "unknown"), rtt))
    elif match := _MATCH.match(line):
        endpoint.matches.append(match[1])


def _peer(endpoint: _Endpoint) -> Peer:
    if not endpoint.contacts:
        state: State = "unregistered" if endpoint.aors else "no-aor"
        return Peer(endpoint.name, state, None, "pjsip", said=endpoint.state)
    uri, state, rtt = min(endpoint.contacts, key=lambda contact: _BETTER.index(contact[1]) if contact[1] in _BETTER else len(_BETTER))
    return Peer(endpoint.name, state, host_of(uri) or None, "pjsip", rtt, endpoint.state)
