"""The whole report as `sipwhy FILE` prints it: the answer first, then the causes, then single calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from sipwhy.diagnosis.report import Report
from sipwhy.render.digest import digest, wrong_rows
from sipwhy.render.faxes import fax_counts
from sipwhy.render.paper import Paper
from sipwhy.render.selection import Shown, selected, shows_every_failure
from sipwhy.render.text.calls import call_list
from sipwhy.render.text.card import card
from sipwhy.render.text.causes import failures, not_failures
from sipwhy.render.text.overview import capture_findings, limits, overview
from sipwhy.render.unchecked import unchecked_lines
from sipwhy.render.voice import Voice
from sipwhy.render.wording import command_on

_LISTED = 20


def screen(
    report: Report, voice: Voice, paper: Paper, verbose: bool = False, only: int | None = None, *, lead: Iterable[str] = ()
) -> Iterator[str]:
    """The lines of the report, with `lead` below its answer; `only` shows that one call in full and nothing else."""
    if only is not None:
        yield from card(report, only, voice, paper, full=True)
        return
    figures = digest(report)
    shown = selected(report, figures, voice, verbose)
    yield from overview(report, figures, voice, paper)
    yield from lead
    yield from limits(report, voice, paper, verbose)
    if not shows_every_failure(figures, shown):
        yield from failures(report, figures, voice, paper)
    yield from capture_findings(report, voice, paper, verbose)
    full = {number for item in shown for number in item.numbers}
    if not all(group.count == 1 and group.example in full for group in (*figures.wished, *figures.noticed)):
        yield from not_failures(report, figures, voice, paper)
    if lines := fax_counts(report, full, voice):
        yield ""
        yield paper.paint(voice.screen("faxes"), "heading")
        yield from (paper.line(line, "  ") for line in lines)
    yield from _cards(report, shown, voice, paper, verbose)
    if not shown:
        yield from _list(report, voice, paper)
    yield from not_checked(report, voice, paper, verbose)


def _cards(report: Report, shown: list[Shown], voice: Voice, paper: Paper, verbose: bool) -> Iterator[str]:
    for item in shown:
        for number in item.numbers:
            yield ""
            yield paper.paint("─" * paper.text_width, "dim")
            yield from card(report, number, voice, paper, full=verbose)
        yield from _others(report, item, voice, paper)


def _others(report: Report, item: Shown, voice: Voice, paper: Paper) -> Iterator[str]:
    """The other calls of a cause, a line each, and how to see the rest."""
    rows = [row for number in item.listed if (row := report.row(number))]
    if rows:
        yield ""
        yield paper.paint(voice.screen("same-cause") + ":", "heading")
        yield from call_list(rows, voice, paper, has_heading=False, is_wrong=wrong_rows(report))
    if item.group and item.left:
        more = command_on(report, "calls", "--cause", item.group.cause)
        yield "  " + paper.paint(voice.screen("more", n=item.left, command=more), "bold")


def _list(report: Report, voice: Voice, paper: Paper) -> Iterator[str]:
    total = sum(report.results().values())
    if not total:
        return
    yield ""
    yield from call_list(islice(report.rows(), _LISTED), voice, paper, is_wrong=wrong_rows(report))
    if total > _LISTED:
        yield "  " + voice.screen("more", n=total - _LISTED, command=command_on(report, "calls"))


def not_checked(report: Report, voice: Voice, paper: Paper, verbose: bool) -> Iterator[str]:
    """What could not be checked, and why; rules that crashed."""
    if report.contents.counts and next(iter(report.rows()), None) is None:
        return  # the conditions let nothing pass: there was nothing to apply rules to
    lines = list(unchecked_lines(report, voice, verbose))
    if lines:
        yield ""
        yield paper.paint(voice.screen("not-checked") + ":", "heading")
    for line in lines:
        yield from paper.paragraph(line, "    ", "  ")
