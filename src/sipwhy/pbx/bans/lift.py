"""Letting one address in again: which commands do that and nothing else, in which order, and whether it helped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sipwhy.pbx.bans.ban import Ban
from sipwhy.pbx.programs import Done, Programs


@dataclass(frozen=True, slots=True)
class Plan:
    """Commands to run, and the bans that no command of ours may lift: they hit others too, or stand in a configuration."""

    steps: tuple[Ban, ...]
    left: tuple[Ban, ...]


def plan(bans: Sequence[Ban]) -> Plan:
    """What to run. What a jail keeps is taken out by the jail; if it is not, the next look finds it without an owner."""
    own = [ban for ban in bans if ban.lift is not None and (ban.kind == "fail2ban" or ban.owner is None)]
    left = [ban for ban in bans if ban.lift is None and (ban.kind == "fail2ban" or ban.owner is None)]
    own.sort(key=lambda ban: ban.kind != "fail2ban")
    return Plan(tuple(own), tuple(left))


def lift(programs: Programs, ban: Ban) -> Done:
    """Runs the command that takes out `ban`."""
    return programs.run(ban.lift or (), timeout=30) if ban.lift else Done(1, "", "")
