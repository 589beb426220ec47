"""Entries of ipsets that a dropping rule looks into: `ipset save`."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sipwhy.pbx.bans.ban import Address, Ban, covers, jail_of, network_of
from sipwhy.pbx.bans.sought import Sought, seen, unseen
from sipwhy.pbx.programs import NOT_THERE, Programs


@dataclass(frozen=True, slots=True)
class Entry:
    """One member of a set: its address or network as written, and how many seconds it stays."""

    set_name: str
    member: str
    remains: int | None
    packets: int | None
    is_exception: bool = False


def bans(programs: Programs, used: Mapping[str, str], address: Address | None = None) -> Sought:
    """The members of the sets `used` (name to where something is dropped by them), or those that hit one address."""
    saved = programs.run(("ipset", "save"))
    if saved.status == NOT_THERE:
        return Sought()
    if not saved.is_well:
        return unseen("ipset", saved.complaint)
    return seen("ipset", _of(parse(saved.out), used, address))


def parse(text: str) -> list[Entry]:
    """The members in what `ipset save` printed; those marked nomatch are exceptions."""
    found = []
    for line in text.splitlines():
        words = line.split()
        if len(words) >= 3 and words[0] == "add":
            found.append(Entry(words[1], words[2], _number(words, "timeout"), _number(words, "packets"), "nomatch" in words))
    return found


def _of(entries: Collection[Entry], used: Mapping[str, str], address: Address | None) -> Iterator[Ban]:
    now = time.time()
    networks = [(entry, network) for entry in entries if (network := network_of(entry.member.partition(",")[0])) and entry.set_name in used]
    narrowest = {
        entry.set_name: network.prefixlen for entry, network in networks if entry.is_exception and address and covers(network, address)
    }
    for entry, network in networks:
        if entry.is_exception or (address is not None and not covers(network, address)):
            continue
        if network.prefixlen < narrowest.get(entry.set_name, 0):
            continue  # the narrowest entry decides
        lift = None if network.num_addresses > 1 else ("ipset", "del", entry.set_name, entry.member)
        yield Ban(
            "ipset",
            entry.set_name,
            network,
            used[entry.set_name],
            lift,
            until=now + entry.remains if entry.remains else None,
            packets=entry.packets,
            rule=f"{entry.set_name} {entry.member}",
            owner=jail_of(entry.set_name),
        )


def _number(words: list[str], name: str) -> int | None:
    at = words.index(name) + 1 if name in words else len(words)
    return int(words[at]) if at < len(words) and words[at].isdigit() else None
