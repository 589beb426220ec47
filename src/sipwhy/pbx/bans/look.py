"""Every place that may drop an address, looked into; and what would get it banned again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sipwhy.pbx.bans import acl, fail2ban, htable, ipset, iptables, nft, routes
from sipwhy.pbx.bans.ban import Address, Ban, spellings
from sipwhy.pbx.bans.sought import Sought
from sipwhy.pbx.failures import failure, masked
from sipwhy.pbx.logtail import tail
from sipwhy.pbx.programs import Programs

_LINES, _TAIL = 10, 16_000_000
_FAMILY = {"iptables": "ip", "ip6tables": "ip6"}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an address was banned: the cause that most of the lines name, from which users, and the newest lines."""

    cause: str
    count: int
    users: tuple[str, ...]
    lines: tuple[str, ...]


def look(programs: Programs, address: Address | None = None, settings: Path = Path("/etc/asterisk")) -> Sought:
    """The bans of all places, or those that hit one address."""
    sought = fail2ban.bans(programs, address)
    kept, blind = iptables.rulesets(programs)
    sought.add(iptables.bans(kept, address))
    sought.add(blind)
    elsewhere = {(_FAMILY[one.program], table) for one in kept if one.program in _FAMILY for table in one.tables()}
    sought.add(nft.bans(programs, elsewhere, address))
    sought.add(ipset.bans(programs, iptables.set_names(kept), address))
    sought.add(routes.bans(programs, address))
    sought.add(htable.bans(programs, address))
    sought.add(acl.bans(settings, address))
    sought.bans = [_of_jail(ban, sought.bans) for ban in sought.bans]
    return sought


def reason(programs: Programs, bans: Sequence[Ban], address: Address, logs: Iterable[Path]) -> Reason | None:
    """Why `address` was banned, from the lines that fail2ban kept, else from the logs it watches, else from `logs`."""
    jails = dict.fromkeys(ban.where for ban in bans if ban.kind == "fail2ban")
    lines = [line for ban in bans if ban.kind == "fail2ban" for line in fail2ban.lines(programs, ban.where, ban.network)]
    if not lines:
        watched = [Path(path) for name in jails for path in fail2ban.jail(programs, name).logs]
        lines = _naming(dict.fromkeys([*watched, *logs]), address)
    causes = [found for line in lines if (found := failure(line)) is not None]
    if not lines:
        return None
    cause = Counter(found.cause for found in causes).most_common(1)
    users = Counter(found.user for found in causes if found.user)
    named = tuple(user for user, _ in users.most_common(5) if user)
    return Reason(cause[0][0] if cause else "unknown", len(causes) or len(lines), named, tuple(masked(line) for line in lines[-_LINES:]))


def _naming(paths: Iterable[Path], address: Address) -> list[str]:
    """The lines about `address` that tell of a failure, in the first file that has any; whole addresses only, in each spelling."""
    names = spellings(address)
    for path in paths:
        found = [line for line in tail(path, _TAIL) if any(name in line for name in names)]
        told = [line for line in found if (one := failure(line)) is not None and one.ip in names]
        if told:
            return told
    return []


def _of_jail(ban: Ban, every: Sequence[Ban]) -> Ban:
    """`ban` with the jail that keeps it, if that jail still bans the same: a chain may be named after jail and protocol."""
    if ban.kind == "fail2ban" or ban.owner is None:
        return ban
    jails = {one.where for one in every if one.kind == "fail2ban" and one.network == ban.network}
    named = [name for name in jails if ban.owner == name or ban.owner.startswith(f"{name}-")]
    return replace(ban, owner=max(named, key=len) if named else None)
