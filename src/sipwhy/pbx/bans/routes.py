"""Routes that lead nowhere (blackhole, unreachable, prohibit): the action "route" of fail2ban, and administrators, ban so."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.pbx.bans.ban import Address, Ban, covers, network_of
from sipwhy.pbx.bans.sought import Sought, seen, unseen
from sipwhy.pbx.programs import NOT_THERE, Programs

_KINDS = ("blackhole", "unreachable", "prohibit")


def bans(programs: Programs, address: Address | None = None) -> Sought:
    """Every such route, or those over one address."""
    found: list[Ban] = []
    for family in ("-4", "-6"):
        for kind in _KINDS:
            shown = programs.run(("ip", family, "route", "show", "type", kind))
            if shown.status == NOT_THERE:
                return Sought()
            if not shown.is_well and family == "-4":
                return unseen("route", shown.complaint)
            found.extend(_of(shown.out, family, kind, address))
    return seen("route", found)


def _of(text: str, family: str, kind: str, address: Address | None) -> Iterator[Ban]:
    for line in text.splitlines():
        words = line.split()
        written = words[1] if words[:1] == [kind] and len(words) > 1 else words[0] if words else ""
        network = network_of(written)
        if network is None or not network.prefixlen or (address is not None and not covers(network, address)):
            continue
        lift = None if network.num_addresses > 1 else ("ip", family, "route", "del", kind, written)
        yield Ban("route", kind, network, kind, lift, rule=line.strip())
