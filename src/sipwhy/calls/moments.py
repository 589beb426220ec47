"""When what happened on each leg, as columns, and whether what befell two of them hangs together."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from sipwhy.model.flag import Flag
from sipwhy.wire import Evidence, Method
from sipwhy.wire.columns import Array

TOGETHER = 1_000_000
"""How far apart two moments may be for one to be the other's cause, µs."""
SOON = 250_000
"""How long a B2BUA takes to tell one side what the other side said, µs."""
SLACK = 50_000
"""How far two captures' or two legs' clocks may be apart, µs."""


class Legs(Struct, frozen=True):
    """Columns over all legs, as they are: those that are no INVITE are passed over, for to pick the others would copy every column."""

    are_calls: Array
    """Which legs are INVITE, captured from the first on or with their answers alone."""
    call: Array
    src: Array
    dst: Array
    begin: Array
    last: Array
    answer: Array
    final: Array
    cancel: Array
    bye: Array
    bye_forward: Array
    """Whether the side that began the leg sent BYE first."""
    is_half: Array
    """Whether only its answers were captured, as a mirror of one direction gives them."""
    in_time: Array
    """The legs in order of time; equal times keep their order."""
    rank: Array
    """The place of each leg in that order."""
    is_silent: Array
    """Whether no answer to it was captured."""
    until: int
    """When the capture ends."""

    def __len__(self) -> int:
        return len(self.call)

    def waited(self, leg: int) -> int:
        """Until when the caller of a leg waited."""
        return int(self.answer[leg]) or int(self.final[leg]) or int(self.last[leg])

    def failed(self, leg: int) -> int:
        """When a leg had come to nothing: it failed, was cancelled, or the last of its requests was not answered; 0 if it had not."""
        if self.answer[leg]:
            return 0
        return int(self.cancel[leg]) or int(self.final[leg]) or (int(self.last[leg]) if self.is_silent[leg] else 0)

    def ends(self, legs: Array) -> Array:
        """When legs were over; an answered one without BYE was not before the capture ended."""
        bye, last = self.bye[legs], self.last[legs]
        return np.where(bye > 0, bye, np.where(self.answer[legs] > 0, np.maximum(last, self.until), last))

    def keys(self, evidence: Evidence, *names: str) -> Iterator[Array]:
        """A key of the text in each of some columns, by which one number is known again in another format; 0 where it is no call."""
        keys = evidence.text_keys()
        return (np.where(self.are_calls, keys[evidence.legs(name)], keys.dtype.type(0)) for name in names)


def legs_of(evidence: Evidence) -> Legs:
    """The columns of a reading."""
    column = evidence.legs
    flags, begin = column("flags"), column("first_ts")
    is_late = flags & Flag.STARTS_LATE != 0
    half = is_late & (flags & Flag.HAS_REQUEST == 0)
    in_time = np.argsort(begin, kind="stable")
    rank = np.empty_like(in_time)
    rank[in_time] = np.arange(len(begin))
    return Legs(
        are_calls=(column("method") == Method.INVITE) & (half | ~is_late),
        call=column("call"),
        src=column("src_ip"),
        dst=column("dst_ip"),
        begin=begin,
        last=column("last_ts"),
        answer=column("answer_ts"),
        final=column("final_ts"),
        cancel=column("cancel_ts"),
        bye=column("bye_ts"),
        bye_forward=column("bye_forward"),
        is_half=half,
        in_time=in_time,
        rank=rank,
        is_silent=flags & Flag.HAS_ANSWER == 0,
        until=evidence.end,
    )


def is_told(legs: Legs, incoming: int, outgoing: int) -> bool:
    """Whether one side was told at once what the other side said."""
    moments = (legs.answer, legs.final)
    told = any(follows(int(moment[outgoing]), int(moment[incoming])) for moment in moments)
    return told or abs(apart_by(legs.cancel, incoming, outgoing)) <= SOON


def is_correlated(legs: Legs, incoming: int, outgoing: int) -> bool:
    """Whether what befell the outgoing leg befell the incoming one right after, or the other way round for a hang-up."""
    answers = (legs.answer[outgoing], legs.answer[incoming]), (legs.final[outgoing], legs.final[incoming])
    if any(follows(int(one), int(other)) for one, other in answers):
        return True
    if any(abs(apart_by(column, incoming, outgoing)) <= SOON for column in (legs.cancel, legs.bye)):
        return True
    # The B2BUA gave up on its own (its ring timeout): CANCEL on one side, a final answer on the other.
    gave_up = int(legs.cancel[outgoing]) or (0 if legs.final[outgoing] else int(legs.final[incoming]))
    if gave_up and legs.final[incoming]:
        return is_near(gave_up, int(legs.final[incoming]))
    return not (legs.final[outgoing] or legs.final[incoming])


def apart_by(column: Array, incoming: int, outgoing: int) -> int:
    """How long after the outgoing leg's moment the incoming one's was; far if either had none."""
    one, other = int(column[outgoing]), int(column[incoming])
    return other - one if one and other else 10 * TOGETHER


def follows(cause: int, effect: int) -> bool:
    """Whether a moment comes right after another one; 0 is none."""
    return bool(cause and effect) and -SLACK <= effect - cause <= SOON


def is_near(one: int, other: int) -> bool:
    """Whether one of two moments may be the cause of the other; 0 is none."""
    return bool(one and other) and abs(one - other) <= TOGETHER


def contradict(legs: Legs, incoming: int, outgoing: int) -> bool:
    """
    Whether the outgoing leg's outcome cannot be the incoming one's: answered, and the caller was told otherwise.

    A B2BUA that cannot use an answer hangs up at once and tells the caller a failure.
    """
    answered, told = int(legs.answer[outgoing]), int(legs.answer[incoming])
    if not answered:
        return False
    if told:
        return told > answered + 2_000_000
    failed, bye = int(legs.final[incoming]), int(legs.bye[outgoing])
    undone = legs.bye_forward[outgoing] and is_near(answered, bye) and is_near(bye, failed)
    return bool(failed) and answered < failed and not undone
