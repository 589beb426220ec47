"""
Which Dial is under way in a log without names of calls (a console's), and whose the lines are that Dial writes of it.

Dial names what it calls and what rings, but not whose end it is that it tells of. An end is that of the only Dial that is known to be
under way; a Dial that the log does not tell of, but for what it calls, may be another one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, TypeVar

from msgspec import Struct

from sipwhy.calls.log.dialled import device_of
from sipwhy.model import Confidence
from sipwhy.model.log_event import LogEvent

Attempt = TypeVar("Attempt")

_LASTS = 180_000_000
"""µs for which the end of a Dial may be that of one that the log does not tell of."""
_MOST = 64
"""Dials of one attempt that are kept; a queue hangs up a Local channel without a word, and dials it again."""
_ABOUT = 2_000_000
"""µs by which times may be wrong between which a Dial let telephones ring; those of many logs are whole seconds."""
_DIAL, _QUEUE = "app_dial.c", "app_queue.c"
"""What writes "Called ..."; both say so of whoever does not pick up (apps/app_queue.c, rna), and a console does not name the writer."""
_TIMEOUT = "dial-timeout"
"""The end that a queue writes of a member, too."""
_LEG = re.compile(r"-[0-9a-f]{8}(?:;[12])?$")
"""How the name of a channel ends; Local/1002@from-internal-00000001;2 is the far half of what was dialled as Local/1002@from-internal."""
_OPTIONS = re.compile(r"^(Local/[^/]+)/\w+$")


class _Dial(Struct, Generic[Attempt]):
    """A Dial under way."""

    holder: Attempt
    targets: tuple[str, ...]
    begun: int
    """The number of the event with which it began."""
    at: int
    is_leg: bool
    """Whether it is that of a Local channel that the holder's own Dial, or Queue, calls."""
    is_called: bool = False
    """Whether the log tells of a call of it."""


class Dials(Generic[Attempt]):
    """The Dials under way in one log file."""

    def __init__(self) -> None:
        self._events = 0
        self._of: dict[int, list[_Dial[Attempt]]] = {}
        """Of each attempt (by its `id`) its own Dial, and then those of its Local channels."""
        self._queues: dict[int, Attempt] = {}
        self._names: defaultdict[int, set[str]] = defaultdict(set)
        """What each attempt calls, by its `id`: targets, and devices with a blank before them."""
        self._callers: defaultdict[str, dict[int, Attempt]] = defaultdict(dict)
        """The same the other way round."""
        self._stray = (0, -_LASTS)
        """The number of the event, and the time, of the last call by something that is not known."""
        self._perhaps = 0
        """The number of the last call by a queue, or by a Dial that the log does not tell of: nothing says which."""

    def begin(self, holder: Attempt, targets: tuple[str, ...], at: int, *, is_leg: bool = False) -> None:
        """Notes a Dial of an attempt: its own, which ends the one before, or that of a Local channel."""
        if not is_leg:
            self.over(holder)
        self._events += 1
        targets = tuple(_OPTIONS.sub(r"\1", target) for target in targets)
        others = [dial for dial in self._of.get(id(holder), ()) if not (dial.is_leg and dial.targets == targets)]
        self._of[id(holder)] = [*others[:_MOST], _Dial(holder, targets, self._events, at, is_leg)]
        self._name(holder, targets)

    def queue(self, holder: Attempt) -> None:
        """Notes that an attempt waits in a queue: what is called and belongs to no Dial are its members."""
        self.over(holder)
        self._queues[id(holder)] = holder

    def over(self, holder: Attempt) -> None:
        """Forgets what an attempt dials: it is answered, hung up, or goes on in the dial plan."""
        self._of.pop(id(holder), None)
        self._queues.pop(id(holder), None)
        for name in self._names.pop(id(holder), ()):
            self._callers[name].pop(id(holder), None)
            if not self._callers[name]:
                del self._callers[name]

    def begin_leg(self, channel: str, targets: tuple[str, ...], at: int) -> Attempt | None:
        """Notes the Dial of a Local channel; the attempt that called the channel, if it is known."""
        holder = self._caller(_LEG.sub("", channel))
        if holder is None:
            self._note_stray(at)
        else:
            self.begin(holder, targets, at, is_leg=True)
        return holder

    def calls(self, target: str, at: int, writer: str = "") -> Attempt | None:
        """Whose call of a target it is; one that nobody is known to dial is noted. `writer` wrote the line, if that is known."""
        self._events += 1
        target = _OPTIONS.sub(r"\1", target)
        holder = self._caller(target)
        if holder is not None:
            for dial in self._of.get(id(holder), ()):
                dial.is_called = dial.is_called or target in dial.targets
            return holder
        if self._callers.get(target):
            return None
        if _DIAL not in writer and len(self._queues) == 1:
            (member_of,) = self._queues.values()
            self._name(member_of, [target])
            if not writer:
                self._perhaps = self._events
            return member_of
        if _QUEUE not in writer and (_DIAL in writer or not self._queues):
            self._note_stray(at)
        return None

    def rings(self, device: str) -> Attempt | None:
        """Whose device it is that rings."""
        return self._caller(f" {_LEG.sub('', device)}")

    def answers(self, at: int) -> tuple[Attempt | None, Confidence]:
        """About whose Dial an answer is that names no call, and how sure that is."""
        dial, sure = self._only(at)
        return (dial.holder if dial else None), sure

    def unmade(self, technology: str, at: int) -> Attempt | None:
        """Whose Dial could not make a channel of a technology: the only one that began just now and has called nothing yet."""
        begun = [
            dial
            for dials in self._of.values()
            for dial in dials
            if not dial.is_called and at - dial.at <= _ABOUT and any(target.startswith(f"{technology}/") for target in dial.targets)
        ]
        return begun[0].holder if len({id(dial.holder) for dial in begun}) == 1 else None

    def ends(self, event: LogEvent, at: int) -> tuple[Attempt | None, bool, Confidence]:
        """Whose Dial ended with such a line, whether that was one of its Local channels, and how sure it is."""
        first, sure = self._only(at)
        if first is None or (self._queues and event.kind == _TIMEOUT and _DIAL not in event.line.source):
            return None, False, sure
        dials = self._of[id(first.holder)]
        ended = next((dial for dial in reversed(dials) if _fits(dial, event, at)), None)
        if ended is None:
            return None, False, sure
        if ended.is_leg:
            dials.remove(ended)
            if not dials:
                del self._of[id(first.holder)]
        else:
            self.over(first.holder)
        return ended.holder, ended.is_leg, sure

    def owes(self, holder: Attempt, event: LogEvent, at: int) -> bool:
        """Whether a line of an end that may be of several Dials fits that of an attempt, which goes on in the dial plan."""
        return any(not dial.is_leg and _fits(dial, event, at) for dial in self._of.get(id(holder), ()))

    def _only(self, at: int) -> tuple[_Dial[Attempt] | None, Confidence]:
        """The Dial of the only attempt that has any; after a call by something unknown, less surely, one that was seen to begin later."""
        if len(self._of) != 1:
            return None, "certain"
        (dials,) = self._of.values()
        event, then = self._stray
        if at - then >= _LASTS:
            return dials[0], "likely" if dials[0].begun < self._perhaps else "certain"
        return (dials[0] if dials[0].is_called and event < dials[0].begun else None), "likely"

    def _note_stray(self, at: int) -> None:
        self._events += 1
        self._stray = (self._events, at)

    def _caller(self, name: str) -> Attempt | None:
        callers = self._callers.get(name, {})
        return next(iter(callers.values())) if len(callers) == 1 else None

    def _name(self, holder: Attempt, targets: Iterable[str]) -> None:
        for name in (name for target in targets for name in (target, f" {device_of(target)}")):
            self._names[id(holder)].add(name)
            self._callers[name][id(holder)] = holder


def _fits(dial: _Dial[Attempt], event: LogEvent, at: int) -> bool:
    """Whether the numbers that a line names are those of a Dial: how many it called, or how long it let them ring."""
    if "tried" in event.facts:
        return int(event.facts["tried"]) == len(dial.targets)
    if "ms" in event.facts and event.line.ts and dial.at:
        return abs(at - dial.at - int(event.facts["ms"]) * 1000) <= _ABOUT
    return True
