"""`pbx check`: each server of this machine looked at from outside and asked."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from sipwhy.pbx import listening, processes
from sipwhy.pbx.console_error import ConsoleError
from sipwhy.pbx.consoles import Console
from sipwhy.pbx.debug.record import Record, stale
from sipwhy.pbx.failures import Group
from sipwhy.pbx.folders import logs_of
from sipwhy.pbx.heads import FRESH, last_message
from sipwhy.pbx.health import Health
from sipwhy.pbx.log import log_of
from sipwhy.pbx.programs import Programs
from sipwhy.pbx.reach import console_of
from sipwhy.pbx.room import log_sizes, room
from sipwhy.pbx.servers import asterisk, freeswitch, kamailio
from sipwhy.pbx.servers.peer import Peer
from sipwhy.pbx.servers.product import PRODUCTS, Product
from sipwhy.pbx.servers.state import State
from sipwhy.pbx.service import service
from sipwhy.pbx.starts import starts

_STATES: dict[str, Callable[[Console], State]] = {
    "asterisk": asterisk.state,
    "freeswitch": freeswitch.state,
    "kamailio": kamailio.state,
}
_HOUR = 3_600.0


def check(
    programs: Programs,
    environ: Mapping[str, str],
    products: tuple[Product, ...] = PRODUCTS,
    proc: Path = processes.PROC,
    now: float | None = None,
) -> list[Health]:
    """The servers that are installed or run here; none if there is none."""
    moment = time.time() if now is None else now
    left = stale()
    found = []
    for product in products:
        seen = service(programs, product.binary, product.units, product.processes, proc)
        if seen.installed or seen.running:
            health = Health(replace(product, logs=logs_of(product)), seen, moment)
            _look(health, programs, environ, left)
            found.append(health)
    return found


def _look(health: Health, programs: Programs, environ: Mapping[str, str], left: list[Record]) -> None:
    product, now = health.product, health.now
    health.room = room(product.logs)
    health.logs = log_sizes(product.logs) if product.name != "kamailio" else []
    health.left_on = tuple(words for record in left if record.product == product.name for words in record.undo)
    journals = [product.logs / name for name in product.journals]
    log = log_of(journals, health.service.unit, programs, now)
    health.log, health.failures = log.place, log.failures
    health.starts = starts(journals, now, _HOUR)
    if not health.service.running:
        return
    health.listening = listening.listening(programs.run(listening.COMMAND).out, product.processes)
    try:
        console = console_of(product, programs, environ)
        health.state = _STATES[product.name](console)
    except ConsoleError as error:
        health.silent = (error.key, error.detail)
        return
    health.state = replace(
        health.state,
        peers=tuple(_explained(peer, health.failures) for peer in health.state.peers),
        registrations=asterisk.explained(health.state.registrations, log.lines),
    )
    health.traced = last_message([product.logs / name for name in ("full", "full.log", "freeswitch.log")], now, FRESH)


def _explained(peer: Peer, failures: list[Group]) -> Peer:
    """Of a phone that is not registered, the cause that the log names most often with its name."""
    if peer.state != "unregistered":
        return peer
    counts = {group.cause: (group.users or {}).get(peer.name, 0) for group in failures}
    cause = max(counts, key=lambda one: counts[one], default="")
    if not counts.get(cause):
        return peer
    return replace(peer, why=cause, why_from=next(group.came_from.get(peer.name, "") for group in failures if group.cause == cause))
