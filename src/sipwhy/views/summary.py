"""The figures of a whole run: how many of each kind there were, how each ended, how many went wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Protocol

from msgspec import Struct, field

from sipwhy.model import CallKind, Result, Severity

KIND_ORDER: tuple[CallKind, ...] = ("call", "registration", "options", "subscription", "message", "other")
RESULT_ORDER: tuple[Result, ...] = (
    "answered", "registered", "unregistered", "busy", "declined", "no-answer", "cancelled", "redirected",
    "failed", "rejected", "unanswered", "incomplete",
)  # fmt: skip
FAILED: frozenset[Result] = frozenset({"failed", "rejected", "unanswered"})
ALARMING: frozenset[Severity] = frozenset({"error", "warning"})
_ENDED_BY: Mapping[str, Result] = {
    "callee-busy": "busy",
    "callee-declined": "declined",
    "do-not-disturb": "declined",
    "no-answer": "no-answer",
    "caller-cancelled": "cancelled",
    "redirected": "redirected",
}
"""How a call ended by what a person did, whichever answer was made of it: 403 and 603 may both stand for a telephone that rang in vain."""


def ended(result: Result, cause: str | None) -> Result:
    """How one call ended, in the words of the figures: what a person did goes before the answer that was made of it."""
    return result if result == "answered" else _ENDED_BY.get(cause or "", result)


class Group(Protocol):
    """As much of a group of calls with one cause as the figures need."""

    @property
    def cause(self) -> str:
        """The rule that found it."""

    @property
    def kind(self) -> CallKind:
        """What kind of calls they are."""

    @property
    def severity(self) -> Severity:
        """How bad it is."""

    @property
    def count(self) -> int:
        """How many there are."""

    @property
    def results(self) -> Mapping[Result, int]:
        """How many of them ended how, by the last answer."""


class Tally(Struct, frozen=True):
    """
    One kind: how many, and how many of them ended how (in a fixed order, nothing that is 0).

    What a person did goes before the answer that was made of it.
    """

    kind: CallKind
    total: int
    results: tuple[tuple[Result, int], ...]
    explained: int
    """How many have a cause that is an error or a warning."""
    faulty: Mapping[Result, int] = field(default_factory=dict)
    """How many of each result have such a cause, or failed for no known one."""


def tallies(
    results: Mapping[tuple[CallKind, Result], int],
    groups: Sequence[Group],
    unexplained: Mapping[tuple[CallKind, Result], int] | None = None,
) -> tuple[Tally, ...]:
    """The tally of every kind that occurs; `results` are by the last answer, `unexplained` those that failed and have no cause."""
    wrong, ended = Counter(unexplained or {}), Counter(dict(results))
    explained: Counter[CallKind] = Counter()
    for group in groups:
        if group.severity in ALARMING:
            explained[group.kind] += group.count
            wrong.update({(group.kind, result): count for result, count in group.results.items()})
        elif meant := _ENDED_BY.get(group.cause):
            ended.subtract({(group.kind, result): count for result, count in group.results.items()})
            ended[group.kind, meant] += sum(group.results.values())
    return tuple(
        Tally(kind, sum(count for _, count in found), found, explained[kind], {result: wrong[kind, result] for result, _ in found})
        for kind in KIND_ORDER
        if (found := tuple((result, ended[kind, result]) for result in RESULT_ORDER if ended[kind, result]))
    )
