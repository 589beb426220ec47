"""`sipwhy --follow FILE...`: what is appended is read, and each entry is told when it is over."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from sipwhy.app import Problem
from sipwhy.app.follow import Account, Ended, Follower
from sipwhy.app.live import FollowedCapture
from sipwhy.app.news import Wide
from sipwhy.app.watch import SHARE
from sipwhy.cli.ends import ends
from sipwhy.cli.failure import NO_INPUT, FailureError
from sipwhy.cli.output import paper, print_lines, print_pieces
from sipwhy.cli.reading import conditions, voice
from sipwhy.cli.telling import print_wide
from sipwhy.cli.wrapped import tell_beside
from sipwhy.render.json import call_entry, encoded
from sipwhy.render.paper import Paper
from sipwhy.render.text.following import account_lines, broken_lines, ended_card, following
from sipwhy.render.voice import Voice
from sipwhy.sources.capture_file import MAGICS
from sipwhy.sources.growing import Peeked, open_growing
from sipwhy.texts.faults import fault
from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language

_PAUSE = 0.2
_ALONE = ("call", "json", "html", "markdown", "fail_on", "keylog", "rsa_key", "listen")
"""What goes with whole files alone; what is followed is neither decrypted nor listened to."""
_LEAST = 1.0


class _Desk(Struct, frozen=True):
    """Where and how it is told."""

    voice: Voice
    paper: Paper
    is_json: bool
    is_verbose: bool

    def begin(self, names: list[str]) -> None:
        """What is followed."""
        if not self.is_json:
            print_lines([*following(names, self.voice, self.paper), ""], self.paper)

    def tell(self, ended: Ended, is_past: Callable[[Ended], bool]) -> None:
        """One entry; of one that was there before it is said so."""
        if not (ended.is_bad or self.is_verbose):
            return
        report, row = ended.report, ended.row
        if self.is_json:
            entry = call_entry(report, row, self.voice) | {"number": ended.number}
            print_pieces([encoded(entry) + "\n"], "utf-8")
        else:
            if is_past(ended):
                print_lines(self.paper.paragraph(self.voice.screen("followed-past")), self.paper)
            print_lines(ended_card(report, row, ended.number, self.voice, self.paper, full=self.is_verbose), self.paper)

    def tell_wide(self, wide: Wide) -> None:
        """A finding of no single call."""
        print_wide(wide, self.voice, self.paper, is_json=self.is_json, full=self.is_verbose)

    def end(self, account: Account, since: int) -> None:
        """The account of all that ended."""
        if self.is_json:
            return
        span = (since, time.time_ns() // 1000)
        lines = account_lines(account.total, account.wrong, account.causes, span, self.voice)
        print_lines(lines, self.paper)
        if account.has_forgotten:
            print_lines(self.paper.paragraph(self.voice.screen("followed-too-much")), self.paper)


def follow(given: Mapping[str, Any], lang: Language) -> int:
    """Reads until Ctrl-C, SIGTERM or the end of all pipes; the exit status."""
    if alone := tuple(f"--{name.replace('_', '-')}" for name in _ALONE if given[name]):
        raise FailureError("follow-alone", 2, options=alone)
    since = time.time_ns() // 1000
    filters, settings = conditions(given["files"], given, since, lang)
    desk = _Desk(voice(given, lang), paper(given["no_color"]), given["jsonl"], given["verbose"])
    try:
        growing = [Peeked(open_growing(path)) for path in given["files"]]
        with ends() as is_ended:
            if len(growing) == 1 and _is_capture(growing[0], is_ended):
                capture = FollowedCapture(growing[0], filters, settings)
                _follow(capture, desk, list(given["files"]), is_ended)
                desk.end(capture.account, since)
                for line in broken_lines(capture.broken, desk.voice):
                    tell_beside(line)
                return 0
            follower = Follower(growing, filters, settings)
            _follow(follower, desk, list(given["files"]), is_ended)
    except Problem as problem:
        raise FailureError(problem.kind, NO_INPUT, path=problem.path, detail=problem.detail) from None
    desk.end(follower.account, since)
    for name, why in follower.unread.items():
        tell_beside(f"{harmless(name)}: {fault(why, lang)}")
    return 0


def _is_capture(growing: Peeked, is_ended: Callable[[], bool]) -> bool:
    """Whether its first bytes are those of a capture; they are waited for."""
    while not (is_ended() or growing.has_ended or growing.first):
        time.sleep(_PAUSE)
    return growing.first.startswith(MAGICS)


def _follow(follower: Follower | FollowedCapture, desk: _Desk, names: list[str], is_ended: Callable[[], bool]) -> None:
    follower.begin(time.monotonic())
    desk.begin(names)
    next_round = 0.0
    while not is_ended() and not follower.has_ended:
        came = follower.take(time.monotonic())
        if follower.is_waiting and (follower.is_full or time.monotonic() >= next_round):
            began = time.monotonic()
            _tell(follower, desk, began)
            sys.stdout.flush()
            now = time.monotonic()
            next_round = now + max(_LEAST, SHARE * (now - began))
        if not came:
            time.sleep(_PAUSE)
    _tell_all(follower, desk)


def _is_new(_: Ended) -> bool:
    """Of a log what was there already is not told at all."""
    return False


def _tell_all(follower: Follower | FollowedCapture, desk: _Desk) -> None:
    """What has come since, and what was waited for."""
    while follower.take(time.monotonic()) and follower.is_full:
        _tell(follower, desk, time.monotonic())
    _tell(follower, desk, time.monotonic(), is_last=True)


def _tell(follower: Follower | FollowedCapture, desk: _Desk, now: float, is_last: bool = False) -> None:
    for ended in follower.ended(now, is_last):
        desk.tell(ended, follower.is_past if isinstance(follower, FollowedCapture) else _is_new)
    for wide in follower.wide():
        desk.tell_wide(wide)
