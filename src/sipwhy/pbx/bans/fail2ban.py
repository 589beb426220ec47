"""
The bans of fail2ban, asked of its server; since when, until when, and the lines that caused them.

`get JAIL banip --with-time` (fail2ban 0.10 and newer) prints address, begin, seconds and end, in the server's zone:
198.51.100.21    2026-11-23 00:53:28 + 600 = 2026-11-23 01:03:28
The lines stand in its database, as many as `dbmaxmatches` allows.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sipwhy.pbx.bans.ban import Address, Ban, Network, covers, network_of
from sipwhy.pbx.bans.sought import Sought, seen, unseen
from sipwhy.pbx.programs import NOT_THERE, Programs

CLIENT = "fail2ban-client"
_IDLE = re.compile(r"Failed to access socket|Unable to contact server|Is fail2ban running")
_JAILS = re.compile(r"Jail list:\s*(.*)")
_LISTED = re.compile(r"Banned IP list:\s*(.*)")
_PATH = re.compile(r"^[|`]-\s+(/.*)$", re.MULTILINE)
_DATABASE = re.compile(r"(/\S.*)$", re.MULTILINE)
_TIMED = re.compile(r"^(\S+)\s+(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) \+ (-?\d+) =")


@dataclass(frozen=True, slots=True)
class Jail:
    """How a jail is set: how many failures within how many seconds, for how long, and from which files it learns of them."""

    name: str
    retries: int | None
    within: int | None
    lasts: int | None
    logs: tuple[str, ...]


def bans(programs: Programs, address: Address | None = None) -> Sought:
    """Every ban, or those of one address."""
    asked = programs.run((CLIENT, "status"))
    if asked.status == NOT_THERE:
        return Sought()
    if not asked.is_well:
        return unseen("fail2ban", "" if _IDLE.search(asked.out + asked.err) else asked.complaint)
    found = _JAILS.search(asked.out)
    names = [name.strip() for name in found[1].split(",")] if found else []
    return seen("fail2ban", [ban for name in filter(None, names) for ban in _of_jail(programs, name, address)])


def jail(programs: Programs, name: str) -> Jail:
    """How the jail `name` is set."""
    retries, within, lasts = (_number(programs, name, what) for what in ("maxretry", "findtime", "bantime"))
    logs = programs.run((CLIENT, "get", name, "logpath"))
    return Jail(name, retries, within, lasts, tuple(_PATH.findall(logs.out)))


def lines(programs: Programs, name: str, network: Network) -> tuple[str, ...]:
    """The lines that made the jail `name` ban, from fail2ban's own database; none if it keeps none."""
    where = _DATABASE.search(programs.run((CLIENT, "get", "dbfile")).out)
    if where is None or not Path(where[1].strip()).is_file():
        return ()
    try:
        return tuple(_kept(Path(where[1].strip()), name, network))
    except (sqlite3.Error, ValueError):
        return ()


def _kept(path: Path, name: str, network: Network) -> Iterator[str]:
    with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=2) as database:
        rows = database.execute("SELECT ip, data FROM bans WHERE jail = ? ORDER BY timeofban DESC LIMIT 5000", (name,)).fetchall()
    database.close()
    for ip, data in rows:
        if network_of(str(ip)) != network:
            continue
        matches = json.loads(data).get("matches") or []
        yield from (match if isinstance(match, str) else "".join(map(str, match)) for match in matches)
        return


def _of_jail(programs: Programs, name: str, address: Address | None) -> Iterator[Ban]:
    timed = programs.run((CLIENT, "get", name, "banip", "--with-time"))
    if timed.is_well:
        entries = [_entry(line) for line in timed.out.splitlines() if line.strip()]
    else:
        listed = _LISTED.search(programs.run((CLIENT, "status", name)).out)
        entries = [(word, None, None) for word in (listed[1].split() if listed else ())]
    for text, since, until in entries:
        network = network_of(text)
        if network is not None and (address is None or covers(network, address)):
            lift = None if network.num_addresses > 1 else (CLIENT, "set", name, "unbanip", text)
            yield Ban("fail2ban", name, network, "ban", lift, since, until, rule=text if lift is None else "", owner=name)


def _entry(line: str) -> tuple[str, float | None, float | None]:
    found = _TIMED.match(line)
    if found is None:
        return line.split(maxsplit=1)[0], None, None
    since = datetime.strptime(found[2], "%Y-%m-%d %H:%M:%S").timestamp()
    lasts = int(found[3])
    return found[1], since, since + lasts if lasts >= 0 else None


def _number(programs: Programs, name: str, what: str) -> int | None:
    said = programs.run((CLIENT, "get", name, what)).out.strip()
    return int(said) if re.fullmatch(r"-?\d{1,12}", said) else None
