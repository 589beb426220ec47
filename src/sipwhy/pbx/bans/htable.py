"""
Addresses that Kamailio has put into a hash table, as its stock configuration does with `ipban` when pike reports a flood.

Which tables ban is the configuration's choice, so a table counts if its keys are addresses and its name says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sipwhy.pbx.bans.ban import Address, Ban, covers, network_of
from sipwhy.pbx.bans.sought import Sought, seen, unseen
from sipwhy.pbx.programs import NOT_THERE, Done, Programs

CLIENT = "kamcmd"
_NAME = re.compile(r"^\s*name: (\S+)", re.MULTILINE)
_BANNING = re.compile(r"ban|block|black|deny|drop|flood|fail", re.IGNORECASE)


def bans(programs: Programs, address: Address | None = None) -> Sought:
    """Every address in a table of bans, or the entries of one address."""
    listed = programs.run((CLIENT, "htable.listTables"), timeout=5)
    if listed.status == NOT_THERE:
        return Sought()
    if "connect_unix_sock" in listed.err + listed.out:
        return Sought()  # it does not run, and its tables are gone with it
    if _fault(listed):
        return unseen("kamailio", _fault(listed))
    tables = [name for name in _NAME.findall(listed.out) if _BANNING.search(name)]
    return seen("kamailio", [ban for name in tables for ban in _of(programs, name, address)])


def _fault(done: Done) -> str:
    """What kamcmd complains of: it may do so on standard output and with status 0."""
    if not done.is_well or done.out.startswith("error:"):
        return done.complaint
    return ""


def _of(programs: Programs, table: str, address: Address | None) -> Iterator[Ban]:
    dumped = programs.run((CLIENT, "htable.dump", table), timeout=5)
    for name in _NAME.findall(dumped.out):
        network = network_of(name)
        if network is not None and (address is None or covers(network, address)):
            lift = None if network.num_addresses > 1 else (CLIENT, "htable.delete", table, name)
            yield Ban("kamailio", table, network, "htable", lift, rule=f"{table}[{name}]")
