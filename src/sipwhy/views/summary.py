"""The figures of a whole run: how many of each kind there were, how each ended, how many went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from msgspec import Struct

from sipwhy.model import CallKind, Result, Severity

KIND_ORDER: tuple[CallKind, ...] = ("call", "registration", "options", "subscription", "message", "other")
RESULT_ORDER: tuple[Result, ...] = (
    "answered", "registered", "unregistered", "busy", "declined", "no-answer", "cancelled", "redirected",
    "failed", "rejected", "unanswered", "incomplete",
)  # fmt: skip
FAILED: frozenset[Result] = frozenset({"failed", "rejected", "unanswered"})
ALARMING: frozenset[Severity] = frozenset({"error", "warning"})


class Group(Protocol):
    """As much of a group of calls with one cause as the figures need."""

    @property
    def kind(self) -> CallKind:
        """What kind of calls they are."""

    @property
    def severity(self) -> Severity:
        """How bad it is."""

    @property
    def count(self) -> int:
        """How many there are."""


class Tally(Struct, frozen=True):
    """One kind: how many, and how many of them ended how (in a fixed order, nothing that is 0)."""

    kind: CallKind
    total: int
    results: tuple[tuple[Result, int], ...]
    explained: int
    """How many have a cause that is an error or a warning."""

    @property
    def failed(self) -> int:
        """How many failed by their result alone."""
        return sum(count for result, count in self.results if result in FAILED)


def tallies(results: Mapping[tuple[CallKind, Result], int], groups: Iterable[Group]) -> tuple[Tally, ...]:
    """The tally of every kind that occurs."""
    explained: dict[str, int] = {}
    for group in groups:
        if group.severity in ALARMING:
            explained[group.kind] = explained.get(group.kind, 0) + group.count
    return tuple(
        Tally(kind, sum(count for _, count in found), found, explained.get(kind, 0))
        for kind in KIND_ORDER
        if (found := tuple((result, results[kind, result]) for result in RESULT_ORDER if results.get((kind, result))))
    )
