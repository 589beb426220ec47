"""`pbx check` as text: each server, and what is wrong with it first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sipwhy.pbx.failures import Group
from sipwhy.pbx.health import Health
from sipwhy.pbx.judge import Remark
from sipwhy.pbx.servers.peer import Peer
from sipwhy.pbx.servers.state import State
from sipwhy.render.pbx.speech import Speech
from sipwhy.texts.catalogue import say
from sipwhy.texts.harmless import cells, harmless, pad
from sipwhy.texts.pbx import FAILURE, PROBLEM, REMARK

_LISTED, _LISTED_VERBOSE = 20, 100_000
_WIDEST, _SHORT = 48, 12
"""Cells of a column, and of what may stand behind it on the same line."""
_STYLE = {"error": "error-bold", "warning": "warning", "notice": "note"}


def check_lines(health: Health, found: Sequence[Remark], now: float, speech: Speech, verbose: bool = False) -> Iterator[str]:
    """One server."""
    first, *rest = speech.paper.paragraph(f"{health.product.title}: {', '.join(_service(health, now, speech))}", "  ", "")
    yield first.replace(health.product.title, speech.heading(health.product.title), 1)
    yield from rest
    yield from _remarks(found, speech)
    if health.listening:
        said = (f"{one.transport} {_address(one.address)}:{one.port}" for one in health.listening)
        yield from _block(speech.say("listens"), ", ".join(said), speech)
    if health.state is not None:
        if health.state.drivers:
            yield from _block(speech.say("drivers"), ", ".join(health.state.drivers), speech)
        yield from _peers(health.state, speech, _LISTED_VERBOSE if verbose else _LISTED)
    yield from _failures(health, speech, verbose)
    yield from _disk(health, speech)


def remark_text(remark: Remark, speech: Speech) -> str:
    """What is wrong, in words."""
    values = dict(remark.values)
    if "why" in values:  # why the server could not be asked
        values["detail"] = say(PROBLEM, str(values["why"]), speech.lang, detail=values.get("detail", ""))
    seen = f"{remark.slug}-seen"
    return say(REMARK, seen if "ip" in values and seen in REMARK else remark.slug, speech.lang, **values)


def _service(health: Health, now: float, speech: Speech) -> Iterator[str]:
    service, state = health.service, health.state
    if not service.running:
        yield speech.paper.paint(speech.say("stopped"), "error-bold")
    elif service.since is None:
        yield speech.say("running-only")
    else:
        yield speech.say("running", since=speech.at(service.since), t=max(0.0, now - service.since))
    if service.unit:
        yield speech.say("unit", unit=service.unit, n=service.restarts)
    if state is not None:
        yield from (speech.say("version", version=state.version),) if state.version else ()
        yield from (speech.say("calls", n=state.calls),) if state.calls is not None else ()
        yield speech.say("asked", way=state.way)


def _remarks(found: Sequence[Remark], speech: Speech) -> Iterator[str]:
    if not found:
        yield from speech.item(speech.say("well"))
        return
    yield ""
    yield speech.heading(f"  {speech.say('wrong')}")
    for at, remark in enumerate(found, 1):
        lines = list(speech.item(remark_text(remark, speech), 1, f"{at}. "))
        yield speech.paper.paint(lines[0], _STYLE[remark.severity])
        yield from lines[1:]
        if remark.remedy is not None:
            yield from speech.typed(speech.say("mend"), remark.remedy)


def _peers(state: State, speech: Speech, most: int) -> Iterator[str]:
    ordered = sorted(state.peers, key=lambda peer: (peer.is_well, peer.name))
    rows = [(peer.name, speech.say(peer.state), peer.address or "", _more(peer, speech)) for peer in ordered]
    yield from _table(speech.say("peers"), rows, speech, most)
    said = [(one.name, speech.say(_OUTCOME.get(one.outcome, one.outcome)), one.server, one.why) for one in state.registrations]
    yield from _table(speech.say("registrations"), said, speech, most)


_OUTCOME = {"stopped": "given-up"}
"""A registration that is stopped is no service that is stopped."""


def _more(peer: Peer, speech: Speech) -> str:
    """How fast it answers; of one that is not well, what the log says of it."""
    if peer.why:
        return speech.say("log-says", what=say(FAILURE, peer.why, speech.lang), ip=peer.why_from or "?")
    return "" if peer.rtt_ms is None else speech.say("rtt", value=peer.rtt_ms)


def _table(title: str, rows: Sequence[tuple[str, str, str, str]], speech: Speech, most: int) -> Iterator[str]:
    """Names, states and addresses under each other; what more there is to say stands on a line of its own."""
    if not rows:
        return
    yield ""
    yield speech.heading(f"  {title} ({len(rows)})")
    shown = [tuple(harmless(field, 300) for field in row) for row in rows[:most]]
    widths = [min(_WIDEST, max(cells(row[at]) for row in shown)) for at in (0, 1)]
    for name, state, address, more in shown:
        line = f"  {pad(name, widths[0])}  {pad(state, widths[1])}  {address}"
        yield f"{line}  {more}".rstrip() if len(more) < _SHORT else line.rstrip()
        if len(more) >= _SHORT:
            yield from speech.item(more, 3)
    if len(rows) > most:
        yield from speech.item(speech.say("more", n=len(rows) - most) + "  (-v)")


def _failures(health: Health, speech: Speech, verbose: bool) -> Iterator[str]:
    yield ""
    if health.log is None:
        yield f"  {speech.say('no-log', folder=str(health.product.logs))}"
    elif not health.failures:
        yield f"  {speech.say('no-failures', log=health.log)}"
    else:
        yield speech.heading(f"  {speech.say('failures', log=health.log)}")
        for group in health.failures:
            yield from _failure(group, speech, verbose)


def _failure(group: Group, speech: Speech, verbose: bool) -> Iterator[str]:
    said = [speech.say("failure", n=group.count, what=say(FAILURE, group.cause, speech.lang))]
    if ips := group.most(group.ips):
        said.append(speech.say("failure-who", ips=ips))
    if users := group.most(group.users):
        said.append(speech.say("failure-users", users=users))
    if group.last is not None:
        said.append(speech.say("last", at=speech.at(group.last)))
    yield from speech.item("; ".join(said))
    if verbose:
        yield from speech.item(group.example, 3)


def _disk(health: Health, speech: Speech) -> Iterator[str]:
    if health.room is None:
        return
    yield ""
    yield speech.heading(f"  {speech.say('disk')}")
    yield from speech.item(speech.say("room", path=health.room.path, free=health.room.free / 1e9, total=health.room.total / 1e9))
    for path, size in health.logs:
        yield from speech.item(speech.say("log-size", path=path, size=size / 1e6))


def _block(title: str, text: str, speech: Speech) -> Iterator[str]:
    yield ""
    yield speech.heading(f"  {title}")
    yield from speech.item(text)


def _address(text: str) -> str:
    return f"[{text}]" if ":" in text else text
