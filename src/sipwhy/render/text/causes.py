"""The causes ranked by calls lost, and those calls that ended as their people wished."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sipwhy.diagnosis.report import CauseGroup, Report
from sipwhy.render.digest import Digest
from sipwhy.render.paper import Paper
from sipwhy.render.voice import Voice
from sipwhy.render.wording import unexplained_line
from sipwhy.texts.amount import percent, whole
from sipwhy.texts.harmless import cells, pad, shorten
from sipwhy.texts.vocabulary import at_fault_of
from sipwhy.views.summary import Tally


def failures(report: Report, digest: Digest, voice: Voice, paper: Paper) -> Iterator[str]:
    """For each kind, its causes: how many, what share, who is at fault, one example."""
    for tally in digest.tallies:
        groups = [group for group in digest.alarming if group.kind == tally.kind]
        yield from _table(report, tally, groups, voice, paper)
    if unexplained := unexplained_line(digest, voice):
        yield ""
        yield from paper.paragraph(unexplained)


def not_failures(report: Report, digest: Digest, voice: Voice, paper: Paper) -> Iterator[str]:
    """One line for each cause that is no failure of the network."""
    for title, groups in (("as-wished", digest.wished), ("worth-knowing", digest.noticed)):
        if groups:
            yield ""
            yield paper.paint(voice.screen(title), "heading")
            yield from _short_lines(report, groups, voice, paper)


def _table(report: Report, tally: Tally, groups: Sequence[CauseGroup], voice: Voice, paper: Paper) -> Iterator[str]:
    if not groups:
        return
    yield ""
    title = voice.screen("share", title=voice.screen(f"why-{tally.kind}"), total=whole(tally.total, voice.lang))
    yield from (paper.paint(line, "heading") for line in paper.paragraph(title))
    counts = [whole(group.count, voice.lang) for group in groups]
    shares = [percent(group.count, tally.total, voice.lang) for group in groups]
    slug_width = max(len(group.cause) for group in groups)
    lead_width = max(map(len, counts)) + max(map(len, shares)) + 6
    for group, count, share in zip(groups, counts, shares, strict=True):
        lead = f"  {count:>{max(map(len, counts))}}  {share:>{max(map(len, shares))}}  "
        fault = f"{voice.screen('at-fault').lower()}: {at_fault_of(group.at_fault, group.kind, voice.lang)}"
        style = "error" if group.severity == "error" else "warning"
        if lead_width + slug_width + 2 + cells(fault) <= paper.width:
            yield lead + paper.paint(pad(group.cause, slug_width), style) + "  " + fault
        else:
            yield lead + paper.paint(group.cause, style)
            yield paper.line(fault, " " * lead_width)
        yield paper.paint(paper.line(_example(report, group, voice), " " * lead_width), "dim")


def _short_lines(report: Report, groups: Sequence[CauseGroup], voice: Voice, paper: Paper) -> Iterator[str]:
    count_width = max(len(whole(group.count, voice.lang)) for group in groups)
    slug_width = max(len(group.cause) for group in groups)
    for group in groups:
        lead = f"  {whole(group.count, voice.lang):>{count_width}}  {pad(group.cause, slug_width)}  "
        yield lead + paper.paint(shorten(_example(report, group, voice), paper.width - cells(lead)), "dim")


def _example(report: Report, group: CauseGroup, voice: Voice) -> str:
    finding = next((f for f in report.findings_of(group.example) if f.rule == group.cause), None)
    example = voice.screen("example", number=group.example)
    return f"{example}: {voice.title(finding)}" if finding else example
