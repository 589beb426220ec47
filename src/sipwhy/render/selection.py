"""Which calls of a report are shown in full: some for each cause, of few calls every one that is unlike the others."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from msgspec import Struct

from sipwhy.diagnosis.report import CauseGroup, Report
from sipwhy.render.digest import Digest
from sipwhy.render.voice import Voice

FEW_CALLS = 3
"""So many calls are each shown in full, whatever became of them."""
_CARDS, _CARDS_VERBOSE = 8, 60
_OF_ONE_CAUSE, _OF_ONE_CAUSE_VERBOSE = 1, 20
_LISTED = 4


class Shown(Struct, frozen=True):
    """
    The calls of one cause: shown in full, named in a line each, and how many more there are.

    `group` is None for calls of no cause.
    """

    group: CauseGroup | None
    numbers: tuple[int, ...]
    listed: tuple[int, ...] = ()
    left: int = 0


def selected(report: Report, digest: Digest, voice: Voice, verbose: bool) -> list[Shown]:
    """Whom to show, cause by cause; then the failures without a cause; then, where calls are few, the other calls."""
    shown = [_of_group(report, group, voice, verbose) for group in digest.alarming[: _CARDS_VERBOSE if verbose else _CARDS]]
    if unexplained := digest.unexplained_numbers:
        each = FEW_CALLS if len(unexplained) <= FEW_CALLS else 1
        shown.append(Shown(None, tuple(unexplained[:each])))
    done = {number for item in shown for number in (*item.numbers, *item.listed)}
    rest = tuple(number for number in few_calls(report, digest) if number not in done)
    return [*shown, Shown(None, rest)] if rest else shown


def shows_every_failure(digest: Digest, shown: Sequence[Shown]) -> bool:
    """Whether every failure is shown in full, and they are few: a table of causes would only repeat them."""
    failures = sum(group.count for group in digest.alarming) + len(digest.unexplained_numbers)
    return failures <= FEW_CALLS and not any(item.left or item.listed for item in shown)


def _of_group(report: Report, group: CauseGroup, voice: Voice, verbose: bool) -> Shown:
    each = _OF_ONE_CAUSE_VERBOSE if verbose else group.count if group.count <= FEW_CALLS else _OF_ONE_CAUSE
    wanted = each + _LISTED
    others = (number for number in islice(group.numbers, wanted + 1) if number != group.example)
    numbers = [group.example, *islice(others, wanted - 1)]
    full = numbers[:each] if verbose else _unlike(report, group.cause, numbers[:each], voice)
    return Shown(group, tuple(full), tuple(number for number in numbers if number not in full), group.count - len(numbers))


def _unlike(report: Report, cause: str, numbers: Sequence[int], voice: Voice) -> list[int]:
    """Those of which something else is said than of one before: what they have in common need not be read twice."""
    said: dict[tuple[str, str], int] = {}
    for number in numbers:
        finding = next((finding for finding in report.findings_of(number) if finding.rule == cause), None)
        said.setdefault((voice.title(finding), finding.at_fault) if finding else ("", ""), number)
    return list(said.values())


def few_calls(report: Report, digest: Digest) -> Sequence[int]:
    """Every call where there are few; where there are none at all, the only entry."""
    calls = next((tally.total for tally in digest.tallies if tally.kind == "call"), 0)
    if 0 < calls <= FEW_CALLS:
        return [row.number for row in report.rows() if row.kind == "call"]
    if calls == 0 and sum(tally.total for tally in digest.tallies) == 1:
        return [row.number for row in report.rows()]
    return []
