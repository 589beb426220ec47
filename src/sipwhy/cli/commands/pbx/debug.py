"""`sipwhy pbx debug --peer 120 | --ip A | --all`: SIP logging on for a while, its messages as calls, and off again."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import click

from sipwhy.cli import options as shared
from sipwhy.cli import suggestions
from sipwhy.cli.commands.pbx.bans import address_given
from sipwhy.cli.commands.pbx.problem import PbxError
from sipwhy.cli.commands.pbx.speaking import speech_of
from sipwhy.cli.commands.pbx.which import chosen, option, server_option
from sipwhy.cli.failure import FailureError
from sipwhy.cli.help import Command
from sipwhy.cli.kinds import length, size
from sipwhy.cli.output import print_lines
from sipwhy.pbx import processes
from sipwhy.pbx.console_error import ConsoleError
from sipwhy.pbx.consoles import Console
from sipwhy.pbx.debug.off import undo_stale
from sipwhy.pbx.debug.record import RecordError, active
from sipwhy.pbx.debug.session import SIGNALS, Limits, Session
from sipwhy.pbx.debug.switch import Switch, SwitchError, switch, where
from sipwhy.pbx.debug.watchdog import WatchdogError
from sipwhy.pbx.heads import Head
from sipwhy.pbx.programs import Machine
from sipwhy.pbx.reach import console_of
from sipwhy.pbx.servers.product import Product
from sipwhy.render.pbx.speech import Speech
from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language

_LONGEST = 86_400
"""Seconds."""


class _EndedBySignal(BaseException):
    """The process shall end: by which signal."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def command(lang: Language) -> click.Command:
    """The tracing."""

    def trace(**given: Any) -> int:
        try:
            return _debug(given, lang)
        except (SwitchError, ConsoleError) as error:
            values = error.values if isinstance(error, SwitchError) else {"detail": error.detail}
            raise PbxError(error.key, 2, **values) from None
        except RecordError as error:
            raise PbxError("no-record", 2, detail=str(error)) from None

    parameters: shared.Parameters = [
        option(lang, "--peer", metavar="NAME"),
        option(lang, "--ip", metavar="ADDRESS"),
        option(lang, "--all", is_flag=True),
        option(lang, "--for", "lasts", type=length(lang, 1, _LONGEST), metavar="TIME", default="5m"),
        option(lang, "--off", is_flag=True),
        option(lang, "--min-free", metavar="SIZE", type=size(lang, 0), default="200M"),
        server_option(lang),
        option(lang, "--trace", metavar="FILE", shell_complete=suggestions.files),
        shared.option(lang, "--verbose", "-v", is_flag=True),
        *shared.settings(lang),
        *shared.speech(lang),
    ]
    return Command("debug", lang, parameters, trace)


def _debug(given: Mapping[str, Any], lang: Language) -> int:
    programs = Machine()
    speech = speech_of(given, lang)
    is_off = _turn_off_stale(programs, speech, given["off"])
    if given["off"]:
        return int(not is_off)
    if sum(bool(given[name]) for name in ("peer", "ip", "all")) != 1:
        raise PbxError("one-target", 2)
    address = str(address_given(given["ip"])) if given["ip"] else None
    product = _product(given["server"])
    console = console_of(product, programs, os.environ)
    _refuse_second(product, speech)
    driver, addresses = where(product, console, given["peer"]) if given["peer"] else (None, (address,) if address else ())
    plan = switch(product, console, addresses, driver, str(os.getpid()))
    with tempfile.TemporaryDirectory(prefix="sipwhy-") as folder:
        capture = Path(folder) / "siptrace.pcap"
        session = Session(product, console, plan, Limits(lasts=given["lasts"], free=given["min_free"]), capture)
        status = _follow(session, product, console, plan, speech)
        if status < 128:
            _report(session, plan, Path(folder), given, speech)
        return status


def _follow(session: Session, product: Product, console: Console, plan: Switch, speech: Speech) -> int:
    """Shows messages as they come; the exit status, 128 and more for a signal."""
    status = 0
    try:
        with _signals_end(), session:
            _announce(session, product, console, plan, speech)
            for head in session.follow():
                if not plan.addresses or head.address in plan.addresses:
                    print_lines([_line(head, speech)], speech.paper)
                    sys.stdout.flush()
    except _EndedBySignal as ended:
        status = 0 if ended.number == signal.SIGINT else 128 + ended.number  # Ctrl-C is how it is meant to end
    except WatchdogError as error:
        raise PbxError("no-watchdog", 2, detail=str(error)) from None
    if session.ended is not None:
        print_lines(["", speech.say(f"ended-{session.ended}")], speech.paper)
    if session.failed is not None:
        commands = tuple(console.shown(words) for words in plan.undo)
        print_lines([speech.paper.paint(speech.say("debug-not-off", detail=session.failed, commands=commands), "error-bold")], speech.paper)
        return status or 1
    if not plan.was_on:
        print_lines([speech.say("debug-off")], speech.paper)
    return status


def _announce(session: Session, product: Product, console: Console, plan: Switch, speech: Speech) -> None:
    what = speech.say("what-addresses", addresses=plan.addresses) if plan.addresses else _asked_for(plan, speech)
    said = speech.say("debug-on", server=product.title, t=session.lasts, what=what, way=console.way)
    print_lines([*speech.item(said, 0), *([speech.say("debug-was-on", server=product.title)] if plan.was_on else []), ""], speech.paper)
    sys.stdout.flush()


def _asked_for(plan: Switch, speech: Speech) -> str:
    hosts = tuple(word for words in plan.on for word in re.findall(r" (?:host|ip) (\S+)", words))
    return speech.say("what-addresses", addresses=hosts) if hosts else speech.say("what-all")


def _report(session: Session, plan: Switch, folder: Path, given: Mapping[str, Any], speech: Speech) -> None:
    """The messages as calls with findings; a trace that cannot be read so is kept and named."""
    if not session.received:
        print_lines([speech.say("no-messages")], speech.paper)
        if plan.is_ours:
            session.trace.unlink(missing_ok=True)
        return
    kept = kept_trace(session, plan, given["trace"], folder)
    print_lines([""], speech.paper)
    try:
        _show(kept, plan.addresses, given, speech)
    except FailureError as failure:
        detail = failure.said(speech.lang)
        print_lines([*speech.item(speech.say("not-read", path=str(kept), detail=detail), 0)], speech.paper)
    if plan.is_ours or given["trace"]:
        print_lines(["", speech.say("kept", path=str(kept))], speech.paper)


def kept_trace(session: Session, plan: Switch, target: str | None, folder: Path) -> Path:
    """The messages of this tracing alone as a file: of a log that others write to, what has been written since."""
    is_whole = plan.is_ours or plan.hep is not None
    if target is None and is_whole:
        return session.trace
    kept = Path(target) if target else folder / session.trace.name
    try:
        with session.trace.open("rb") as trace, kept.open("wb") as file:
            trace.seek(0 if is_whole else session.began)
            shutil.copyfileobj(trace, file)
    except OSError as error:
        raise FailureError("cannot-write", 2, path=str(kept), detail=error.strerror or str(error)) from None
    if plan.is_ours:
        session.trace.unlink(missing_ok=True)
    return kept


def _show(path: Path, addresses: tuple[str, ...], given: Mapping[str, Any], speech: Speech) -> None:
    from sipwhy.cli.reading import read, voice  # noqa: PLC0415  # late: rules and core are heavy, and only this needs them
    from sipwhy.render.text import screen  # noqa: PLC0415  # as above

    options = {**given, "ip": addresses[0] if len(addresses) == 1 else None}
    options.pop("all")
    found = read([str(path)], options, speech.lang)
    print_lines(screen(found, voice(given, speech.lang).about(found), speech.paper, given["verbose"]), speech.paper)


def _turn_off_stale(programs: Machine, speech: Speech, tells: bool) -> bool:
    """Turns off what tools that are gone have left on; whether all of it is off now."""
    is_off, left = True, undo_stale(programs)
    for record, failed in left:
        if failed is None:
            print_lines([speech.say("debug-left-off", server=record.product)], speech.paper)
        else:
            is_off = False
            said = speech.say("debug-not-off", detail=failed, commands=record.undo)
            print_lines([*speech.item(said, 0)], speech.paper)
    if tells and not left:
        print_lines([speech.say("debug-none-left")], speech.paper)
    return is_off


def _product(name: str | None) -> Product:
    """The server that is meant, or the only one that runs."""
    for product in chosen(name):
        if name is not None or (processes.find(product.processes)):
            return product
    raise PbxError("no-server", 2)


def _refuse_second(product: Product, speech: Speech) -> None:
    other = active(product.name)
    if other is not None:
        raise PbxError("in-use", 2, pid=other.pid, until=speech.at(other.deadline))


def _line(head: Head, speech: Speech) -> str:
    arrow = "←" if head.came_in else "→"
    now = speech.at(time.time()).split()[1]
    return harmless(f"{now}  {arrow} {head.transport} {head.address}:{head.port}  {head.first}", speech.paper.width)


@contextmanager
def _signals_end() -> Any:
    """A signal ends what is inside like an exception, so that it is turned off; while that is done, no further one disturbs."""

    def end(number: int, _: FrameType | None) -> None:
        for one in SIGNALS:
            signal.signal(one, signal.SIG_IGN)
        raise _EndedBySignal(number)

    before = {number: signal.signal(number, end) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
