"""What turns SIP logging on and off in each product, and where its messages then go."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sipwhy.pbx.console_error import ConsoleError
from sipwhy.pbx.consoles import Console
from sipwhy.pbx.debug.siptrace import duplicate_address
from sipwhy.pbx.folders import logs_of, script_of
from sipwhy.pbx.heads import FRESH, last_message
from sipwhy.pbx.servers import asterisk, freeswitch, kamailio
from sipwhy.pbx.servers.product import Product

_SAFE = re.compile(r"[\w.+:/@-]{1,128}")
_UNKNOWN = ("No such command", "-ERR", "Unable to", "Usage:", "Failed")


class SwitchError(Exception):
    """It cannot be turned on so; `key` names a text of `texts.pbx.PROBLEM`."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values


@dataclass(frozen=True, slots=True)
class Switch:
    """
    Commands that turn it on, commands that turn off just that, and the trace: a file that grows, or a socket to which HEP packets come.

    `addresses` are those that the server cannot filter by, so the report must; `was_on` says that somebody else had turned it on;
    `is_ours` that the trace is a file of nobody else.
    """

    on: tuple[str, ...]
    undo: tuple[str, ...]
    trace: Path | None = None
    hep: tuple[str, int] | None = None
    addresses: tuple[str, ...] = ()
    was_on: bool = False
    is_ours: bool = False


def where(product: Product, console: Console, name: str) -> tuple[str, tuple[str, ...]]:
    """The driver of a peer and its addresses; SwitchError if it has none now."""
    if not _SAFE.fullmatch(name):
        raise SwitchError("bad-peer", name=name)
    if product.name == "asterisk":
        for driver in ("pjsip", "sip"):
            if found := _tried(console, driver, name):
                return driver, found
    else:
        ask = freeswitch.addresses if product.name == "freeswitch" else kamailio.addresses
        if found := ask(console, name):
            return product.name, found
    raise SwitchError("peer-nowhere", name=name)


def switch(product: Product, console: Console, addresses: Sequence[str], driver: str | None, label: str) -> Switch:
    """How to trace `addresses` (none: everything); `label` tells our own log file from others."""
    if any(not _SAFE.fullmatch(address) for address in addresses):
        raise SwitchError("bad-peer", name=", ".join(addresses))
    if product.name == "asterisk":
        return _asterisk(product, console, addresses, driver or _driver(console), label)
    if product.name == "freeswitch":
        path = logs_of(product) / product.journals[0]
        was_on = last_message([path], time.time(), FRESH) is not None
        words = () if was_on else ("sofia global siptrace on",)
        return Switch(words, () if was_on else ("sofia global siptrace off",), path, addresses=tuple(addresses), was_on=was_on)
    return _kamailio(product, console, addresses)


def turn_on(console: Console, plan: Switch) -> None:
    """Runs the commands; SwitchError if the server does not know one of them."""
    for words in plan.on:
        answer = console.ask(words).strip()
        if answer.startswith(_UNKNOWN):
            raise SwitchError("not-turned-on", command=console.shown(words), answer=answer.splitlines()[0])


def turn_off(console: Console, undo: Sequence[str]) -> None:
    """Runs the commands that turn off, each of them although one fails; the first ConsoleError is raised at the end."""
    failed = None
    for words in undo:
        try:
            console.ask(words)
        except ConsoleError as error:
            failed = failed or error
    if failed is not None:
        raise failed


def _asterisk(product: Product, console: Console, addresses: Sequence[str], driver: str, label: str) -> Switch:
    logs = Path(asterisk.log_folder(console) or logs_of(product))
    trace = logs / f"sipwhy-debug-{label}.log"
    verbose = [logs / name for name in asterisk.verbose_logs(console)] or [logs / "full"]
    was_on = last_message(verbose, time.time(), FRESH) is not None
    channel = f"logger add channel {trace} notice,warning,error,verbose"
    on, off = ((), ()) if was_on else _words(driver, addresses)
    undo = (*off, f"logger remove channel {trace}")
    kept = tuple(addresses) if was_on or len(addresses) > 1 else ()
    return Switch((channel, *on), undo, trace, addresses=kept, was_on=was_on, is_ours=True)


def _words(driver: str, addresses: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if driver == "sip":  # it knows one address at a time
        return (f"sip set debug ip {addresses[0]}" if len(addresses) == 1 else "sip set debug on",), ("sip set debug off",)
    hosts = tuple(f"pjsip set logger host {address}{' add' if at else ''}" for at, address in enumerate(addresses))
    return hosts or ("pjsip set logger on",), ("pjsip set logger off",)


def _driver(console: Console) -> str:
    return "sip" if asterisk.is_chan_sip(console) else "pjsip"


def _kamailio(product: Product, console: Console, addresses: Sequence[str]) -> Switch:
    try:
        status = console.ask("siptrace.status check")
    except ConsoleError:
        raise SwitchError("no-siptrace") from None
    target = duplicate_address(script_of(product))
    if target is None:
        raise SwitchError("siptrace-nowhere")
    was_on = "enabled" in status.lower()
    on, undo = ((), ()) if was_on else (("siptrace.status on",), ("siptrace.status off",))
    return Switch(on, undo, hep=target, addresses=tuple(addresses), was_on=was_on)


def _tried(console: Console, driver: str, name: str) -> tuple[str, ...]:
    try:
        return asterisk.addresses(console, driver, name)
    except ConsoleError:
        return ()
