"""
What several captures of one way prove about what lies between them: messages that one holds and another one lacks.

A capture lacks a message for many reasons: it began later, ended sooner, was filtered, was taken on another way. So it counts
only where it shows other messages of the same two sockets: one the same way before, and one of either side after. Of two captures
the one nearer to the receiver is told by their clocks: however far these are apart, messages to the receiver come there later,
and its own come there sooner.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from sipwhy.model import Endpoint, Message
from sipwhy.texts.file_names import names_apart
from sipwhy.wire import Evidence
from sipwhy.wire.columns import median

_MOST = 2_000
"""Messages of a leg that are looked at."""


class Gap(Struct, frozen=True):
    """Messages that one capture of their way holds and another one, farther on, lacks."""

    held_by: str
    """The name of the capture that holds them."""
    lacked_by: str
    """The name of the one that lacks them."""
    witness: Message
    """Another message the same way, before them, as the one that lacks them has it."""
    is_proved: bool
    """Whether the times of what both have show that it stands farther on, and not nearer to the sender."""


class Vantages:
    """The captures of some evidence, as points on the ways of messages."""

    def __init__(self, evidence: Evidence, files: Sequence[str]) -> None:
        self._evidence = evidence
        self._names = names_apart(files)
        logs = frozenset(account.file for account in evidence.logs)
        self._captures = frozenset(range(len(files))) - logs

    def gap(self, messages: Sequence[Message]) -> Gap | None:
        """What lies between the one capture that holds these messages, all of one socket and leg, and another that lacks them all."""
        if len(self._captures) < 2 or not messages or messages[0].transport != "udp":
            return None
        by_file = self._beside(messages[0])
        kinds = {_kind(message) for message in messages}
        holding = [file for file, own in by_file.items() if any(_kind(one) in kinds for one in own)]
        if len(holding) != 1:
            return None
        (held,) = holding
        found = [gap for file in by_file if file != held and (gap := self._between(by_file, held, file, messages))]
        return found[0] if found else None

    def _beside(self, message: Message) -> Mapping[int, list[Message]]:
        """Everything of a message's leg, copies included, by the capture that holds it."""
        evidence = self._evidence
        found: dict[int, list[Message]] = defaultdict(list)
        for number in evidence.leg_messages(int(evidence.messages("leg")[message.number - 1]))[:_MOST]:
            one = evidence.message(number)
            if one.file in self._captures:
                found[one.file].append(one)
        return found

    def _between(self, by_file: Mapping[int, list[Message]], held: int, file: int, messages: Sequence[Message]) -> Gap | None:
        first, last = messages[0], messages[-1]
        before = [one for one in by_file[file] if one.src == first.src and one.ts <= first.ts]
        after = [one for one in by_file[file] if one.ts >= last.ts]
        is_farther = _is_farther(by_file[file], by_file[held], first) if before and after else False
        if is_farther is False:
            return None
        return Gap(self._names[held], self._names[file], before[-1], is_proved=bool(is_farther))


def _kind(message: Message) -> tuple[Endpoint, str, int | None, int | None]:
    """What stays of a message when a router rewrites the rest."""
    return message.src, message.method, message.status, message.cseq


def _is_farther(one: Iterable[Message], other: Iterable[Message], passing: Message) -> bool | None:
    """Whether messages the way of `passing` come to one capture behind the other, whatever their clocks say; None if untold."""
    times, others = _times(one), _times(other)
    shared = [key for key in times.keys() & others.keys() if len(times[key]) == len(others[key])]
    there = [b - a for key in shared if key[0] == passing.src for a, b in zip(others[key], times[key], strict=True)]
    back = [b - a for key in shared if key[0] == passing.dst for a, b in zip(others[key], times[key], strict=True)]
    if not there or not back or median(there) == median(back):
        return None
    return median(there) > median(back)


def _times(messages: Iterable[Message]) -> dict[tuple[Endpoint, bytes], list[int]]:
    found: dict[tuple[Endpoint, bytes], list[int]] = defaultdict(list)
    for one in messages:
        found[one.src, one.raw].append(one.ts)
    return found
