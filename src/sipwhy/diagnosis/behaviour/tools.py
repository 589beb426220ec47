"""Who calls himself an attack tool, and who asks a whole network whether anybody is there."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
from msgspec import Struct

from sipwhy.diagnosis.behaviour.ground import Ground, groups
from sipwhy.model.flag import Flag
from sipwhy.reference.scanners import Tool, tool_of
from sipwhy.wire import Method
from sipwhy.wire.columns import Array, different, distinct, median

_SWEPT = 10
"""Addresses of one network that are asked before it is a sweep: a server's telephones lie scattered, or register with it."""
_ASKED_EACH = 2
_FEW = 3


class Visit(Struct, frozen=True):
    """What one program did, from however many addresses; legs in order of time."""

    tool: Tool
    sources: tuple[int, ...]
    legs: Array
    got_in: Array
    """Those of its legs that were registered, or put through to somebody."""


class Sweep(Struct, frozen=True):
    """One source asked many addresses, most of which never answered."""

    source: int
    legs: Array
    targets: int
    silent: int


def visits(ground: Ground) -> list[Visit]:
    """The programs of `reference.scanners` that came by; of doubtful ones only those that nobody let in."""
    agents = ground.legs("src_agent")
    known = {agent: tool for agent in distinct(agents).tolist() if (tool := tool_of(ground.text(agent)))}
    by_name: dict[str, list[int]] = {}
    for agent, tool in known.items():
        by_name.setdefault(tool.name, []).append(agent)
    found = (
        _visit(ground, known[numbers[0]], np.flatnonzero(np.isin(agents, numbers) & ground.is_first_hop)) for numbers in by_name.values()
    )
    return [visit for visit in found if visit]


def _visit(ground: Ground, tool: Tool, legs: Array) -> Visit | None:
    taken = legs[ground.is_taken[legs]]
    if not len(legs) or (not tool.is_certain and (len(taken) or len(legs) < _FEW)):
        return None
    return Visit(tool, tuple(different(ground.legs("src_ip")[legs]).tolist()), legs, taken)


def sweeps(ground: Ground) -> list[Sweep]:
    """Sources that asked ten addresses or more of one network once or twice each, and half of them or more kept silent."""
    method, status, flags = ground.legs("method"), ground.legs("status"), ground.legs("flags")
    asks = np.isin(method, (Method.OPTIONS, Method.REGISTER, Method.INVITE)) & ground.is_first_hop & ground.is_whole
    silent = asks & (status == 0) & (flags & int(Flag.HAS_ANSWER | Flag.REPEATED) == 0)
    source = ground.legs("src_ip")
    suspects = {int(source[legs[0]]) for legs in groups(source, np.flatnonzero(silent), _SWEPT // 2)}
    found = (_sweep(ground, suspect, np.flatnonzero(asks & (source == suspect)), silent) for suspect in sorted(suspects))
    return [sweep for sweep in found if sweep]


def _sweep(ground: Ground, source: int, legs: Array, silent: Array) -> Sweep | None:
    target = ground.legs("dst_ip")[legs]
    names, asked = np.unique(target, return_counts=True)
    quiet = len(different(target[silent[legs]]))
    if (
        _neighbours(ground, names) < _SWEPT
        or ground.blame(source) in ("pbx", "proxy")
        or quiet * 2 < len(names)
        or median(asked) > _ASKED_EACH
        or ground.is_taken[legs].any()
    ):
        return None
    return Sweep(source, legs, len(names), quiet)


def _neighbours(ground: Ground, addresses: Array) -> int:
    """The most of some addresses that differ in nothing but their last part."""
    return max(Counter(re.split(r"[.:](?=[^.:]*$)", ground.ip(address))[0] for address in addresses.tolist()).values(), default=0)
