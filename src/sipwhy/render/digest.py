"""What every readable report says first: how much went wrong, for which causes, and what has no explanation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from sipwhy.diagnosis.report import CallRow, CauseGroup, Report
from sipwhy.model import CallKind
from sipwhy.views.summary import ALARMING, FAILED, Tally, tallies


class Digest(Struct, frozen=True):
    """The figures of a report, reckoned once."""

    tallies: Sequence[Tally]
    alarming: Sequence[CauseGroup]
    """Causes that are errors or warnings, most calls first."""
    wished: Sequence[CauseGroup]
    """Causes by which calls ended as their people wished."""
    noticed: Sequence[CauseGroup]
    """Causes that are only worth knowing."""
    unexplained: Mapping[CallKind, Sequence[int]]
    """The numbers of the calls that failed and have no cause."""
    statuses: Sequence[tuple[int | None, int]] = ()
    """The answers they got (None: no answer) and how many got each, most first."""

    def wrong(self, tally: Tally) -> int:
        """How many of a kind went wrong: an alarming cause, or a failure that nothing explains."""
        return tally.explained + len(self.unexplained.get(tally.kind, ()))

    def guessed(self, tally: Tally) -> int:
        """How many of these are only guessed: they did not fail by their answers, and what may be wrong is no more than possible."""
        return sum(group.guessed for group in self.alarming if group.kind == tally.kind)

    @property
    def unexplained_numbers(self) -> list[int]:
        """All of them in order."""
        return sorted(number for numbers in self.unexplained.values() for number in numbers)


def wrong_rows(report: Report) -> Callable[[CallRow], bool]:
    """Whether a call is among those of which the headline says that they went wrong."""
    alarming = {(group.cause, group.kind) for group in report.causes if group.severity in ALARMING}
    return lambda row: (row.cause, row.kind) in alarming or (row.cause is None and row.result in FAILED)


def digest(report: Report) -> Digest:
    """The figures of `report`; rows are read only of the calls that nothing explains."""
    causes, results = report.causes, report.results()
    rows = [row for number in report.unexplained() if (row := report.row(number))]
    unexplained: dict[CallKind, list[int]] = {}
    for row in rows:
        unexplained.setdefault(row.kind, []).append(row.number)
    return Digest(
        tallies=tallies(results, causes, Counter((row.kind, row.result) for row in rows)),
        alarming=[group for group in causes if group.severity in ALARMING],
        wished=_by_cause([group for group in causes if group.severity == "info"]),
        noticed=_by_cause([group for group in causes if group.severity == "notice"]),
        unexplained=unexplained,
        statuses=Counter(row.status for row in rows).most_common(),
    )


def _by_cause(groups: Sequence[CauseGroup]) -> list[CauseGroup]:
    """One group for each cause: calls and registrations that one cause explains are one line, where no kind is told."""
    found: dict[str, CauseGroup] = {}
    for group in groups:
        one = found.get(group.cause)
        found[group.cause] = group if one is None else _both(one, group)
    return sorted(found.values(), key=lambda group: -group.count)


def _both(one: CauseGroup, other: CauseGroup) -> CauseGroup:
    results = dict(Counter(one.results) + Counter(other.results))
    return replace(one, count=one.count + other.count, numbers=sorted([*one.numbers, *other.numbers]), results=results)
