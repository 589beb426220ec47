"""Listening: packets are taken, saved if that is wanted, judged, and what is over is told, until somebody or the time ends it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sipwhy.app.live import LiveJudge
from sipwhy.cli.commands.live import LiveFailureError
from sipwhy.cli.desk import Desk
from sipwhy.cli.ends import ends
from sipwhy.cli.failure import NO_INPUT, FailureError
from sipwhy.cli.output import paper
from sipwhy.cli.reading import conditions, voice
from sipwhy.export.rotating import Limits, Rotating
from sipwhy.sources import Problem
from sipwhy.sources.live import ANY, Interfaces, LiveError, LiveSource, Stream, interfaces
from sipwhy.sources.privileges import GivenUp, give_up
from sipwhy.texts.language import Language

_PATIENCE = 0.2
_LEAST = 1.0
"""Judging comes once a second at most,"""
_SHARE = 3
"""takes a third of the time at most,"""
_MANY = 20_000
"""and comes sooner after so many messages."""
_SET = 30.0
"""By so many seconds a clock that was set differs."""


def listen(names: Sequence[str], expression: str, given: Mapping[str, Any], lang: Language) -> int:
    """Listens until Ctrl-C, SIGTERM, the end of the pipe or that of the time; the exit status."""
    since = time.time_ns() // 1000
    filters, settings = conditions((), given, since, lang)
    source = _opened(names, expression, given)
    judge = LiveJudge(", ".join(source.names), filters, settings)
    desk = Desk(voice(given, lang), paper(given["no_color"]), given["jsonl"], given["verbose"], given["bad_only"])
    rights = _rights(given["user"]) if isinstance(source, Interfaces) else None
    file = _file(given, rights)
    desk.begin(source.names, rights)
    source.start()
    until = time.monotonic() + given["lasts"] if given["lasts"] else None
    with ends() as is_ended:
        _listen(source, judge, desk, file, lambda: is_ended() or (until is not None and time.monotonic() >= until))
        is_whole = not is_ended()
    if isinstance(source, Stream) and (judge.is_recognised is False or (judge.is_recognised is None and is_whole)):
        raise LiveFailureError("not-a-capture", NO_INPUT)
    if file:
        file.close()
    desk.end(judge, source.taken(), file, _target(given["write"]) if given["write"] else "", since)
    return 0


def _opened(names: Sequence[str], expression: str, given: Mapping[str, Any]) -> LiveSource:
    if "-" in names:
        try:
            return Stream("-")
        except Problem as problem:
            raise FailureError(problem.kind, NO_INPUT, path=problem.path, detail=problem.detail) from None
    try:
        return Interfaces(names or (ANY,), expression, given["promiscuous"], given["ring"])
    except LiveError as error:
        status = 2 if error.kind in ("bad-filter", "no-libpcap", "no-interface") else NO_INPUT
        raise LiveFailureError(error.kind, status, **({"known": interfaces()} | error.values)) from None


def _rights(user: str | None) -> GivenUp:
    try:
        return give_up(user)
    except LookupError:
        raise LiveFailureError("no-user", 2, user=user) from None
    except OSError as error:
        raise LiveFailureError("rights-kept", 2, detail=error.strerror or str(error)) from None


def _file(given: Mapping[str, Any], rights: GivenUp | None) -> Rotating | None:
    if not given["write"]:
        return None
    try:
        return Rotating(_target(given["write"]), Limits(given["rotate_size"], given["rotate_time"], given["max_size"]))
    except OSError as error:
        user = rights.user if rights and rights.how == "user" else "root" if rights else "-"
        raise LiveFailureError("no-write", 2, path=given["write"], user=user, detail=error.strerror or str(error)) from None


def _target(path: str) -> str:
    """A file, in a directory that is there one of our name."""
    return str(Path(path) / "sipwhy.pcapng") if Path(path).is_dir() else path


def _listen(source: LiveSource, judge: LiveJudge, desk: Desk, file: Rotating | None, is_ended: Callable[[], bool]) -> None:
    round_ = _Round(source, judge, desk)
    while not is_ended() and not source.has_ended:
        _take(source, judge, file, _PATIENCE, round_)
        round_.turn()
        if judge.is_recognised is False:
            return
    source.stop()
    while _take(source, judge, file, 0.0, round_):
        round_.turn()
    round_.last()


def _take(source: LiveSource, judge: LiveJudge, file: Rotating | None, patience: float, round_: _Round) -> bool:
    block = source.read(patience)
    if block is None:
        return False
    if file:
        file.write(block.data, block.packets, time.monotonic(), block.is_head)
    judge.feed(block.data)
    round_.came = time.monotonic()
    return True


class _Round:
    """When what is over is asked for, and what time it is then on the clock of the packets."""

    def __init__(self, source: LiveSource, judge: LiveJudge, desk: Desk) -> None:
        self._source, self._judge, self._desk = source, judge, desk
        self.came = time.monotonic()
        self._next = 0.0
        self._messages = 0
        self._refused = 0
        self._offset = time.time() - time.monotonic()

    def turn(self) -> None:
        """Tells what is over, if it is time for that."""
        began = time.monotonic()
        messages = self._judge.counts.messages
        if began < self._next and messages - self._messages < _MANY:
            return
        self._messages = messages
        self._look_at_clock()
        self._tell(False)
        self._desk.watch(self._source.taken(), self._judge)
        self._next = time.monotonic() + max(_LEAST, _SHARE * (time.monotonic() - began))

    def last(self) -> None:
        """Tells what is left."""
        self._tell(True)

    def _tell(self, is_last: bool) -> None:
        refused = self._source.taken().refused
        for ended in self._judge.ended(self._now(), is_last, refused - self._refused):
            self._desk.tell(ended)
        for wide in self._judge.wide():
            self._desk.tell_wide(wide)
        self._refused = refused
        sys.stdout.flush()

    def _now(self) -> int:
        """The time of the last packet, and how long ago that came."""
        return self._judge.latest + round((time.monotonic() - self.came) * 1e6)

    def _look_at_clock(self) -> None:
        """Whether somebody has set this machine's clock, which is that of the packets of its interfaces."""
        offset = time.time() - time.monotonic()
        if abs(offset - self._offset) > _SET and isinstance(self._source, Interfaces):
            self._judge.clock_was_set(round((offset - self._offset) * 1e6))
            self._desk.clock_was_set()
        self._offset = offset
