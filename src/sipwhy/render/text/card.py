"""One call in full: what happened, who is at fault, what to do, and the ladder that proves it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sipwhy.diagnosis.arriving import unarrived
from sipwhy.diagnosis.report import CallRow, Report
from sipwhy.model import Finding
from sipwhy.render.media.score import network_told, unheard, unrated
from sipwhy.render.paper import Paper
from sipwhy.render.subject import Subject, subject
from sipwhy.render.text.ladder import ladder_lines
from sipwhy.render.voice import Voice
from sipwhy.render.wording import blamed, call_ids, heading, stream_table, timing, way_within
from sipwhy.texts.harmless import cells, pad
from sipwhy.texts.vocabulary import SEVERITY, word

_INDENT = "  "
_MOST_STREAMS = 6
_LEAST_WAY = 20
"""Cells for the two ends of a stream, however narrow the paper is."""


def card(report: Report, number: int, voice: Voice, paper: Paper, full: bool = False) -> Iterator[str]:
    """The lines of call `number`; `full` shows every finding, every message and the packets' numbers."""
    found = subject(report, number, voice, full)
    if found is not None:
        yield from subject_card(found, voice, paper, full)


def subject_card(found: Subject, voice: Voice, paper: Paper, full: bool = False) -> Iterator[str]:
    """The same of what is known of a call already."""
    voice = voice.on(found.call)
    yield from _heading(found, voice, paper)
    if found.verdict:
        text = paper.paragraph(voice.screen(found.verdict, n=found.counted), _INDENT)
        yield from (paper.paint(line, "success" if found.verdict == "well" else "") for line in text)
    beside = [finding for finding in found.findings if finding.rule != found.cause]
    for finding in found.findings:
        if finding.rule == found.cause:
            yield from _finding(finding, found.row, voice, paper)
    if found.answer:
        yield ""
        yield from (paper.paint(line, "dim") for line in paper.paragraph(found.answer, _INDENT))
    yield from _others(found.row, beside, voice, paper, full)
    yield from _log(found.log, voice, paper)
    if found.call.legs or not found.log:
        yield ""
        yield from ladder_lines(found.picture, paper, voice.lang, show_frames=full)
    yield from _streams(found, voice, paper, full)
    for said in found.sealed:
        yield from paper.paragraph(said, _INDENT * 2, _INDENT)


def _heading(found: Subject, voice: Voice, paper: Paper) -> Iterator[str]:
    which, who, when, how = heading(found.row, voice)
    style = "error-bold" if found.is_bad else "heading"
    lead = f"{which}  {who}  {when}"
    if cells(lead) + 2 + cells(how) <= paper.width:
        yield paper.paint(lead, "heading") + "  " + paper.paint(how, style)
    else:
        yield paper.paint(paper.line(lead), "heading")
        yield _INDENT + paper.paint(paper.line(how), style)
    if times := timing(found.call, voice, found.cause):
        yield from (paper.paint(line, "dim") for line in paper.paragraph(times, _INDENT))
    for known in call_ids(found.call, voice):
        yield from (paper.paint(line, "dim") for line in paper.paragraph(known, _INDENT * 2, _INDENT))


def _finding(finding: Finding, row: CallRow, voice: Voice, paper: Paper) -> Iterator[str]:
    said = voice.said(finding)
    yield from (paper.paint(line, "bold") for line in paper.paragraph(f"{said.title} [{finding.rule}]", _INDENT))
    yield from paper.paragraph(blamed(finding, row.kind, voice), _INDENT)
    if said.explanation:
        yield ""
        yield from paper.paragraph(said.explanation, _INDENT)
    yield from fix_lines(said.fix, voice, paper, _INDENT)


def fix_lines(steps: Sequence[str], voice: Voice, paper: Paper, indent: str) -> Iterator[str]:
    """The steps to take, numbered where there are several."""
    if not steps:
        return
    yield ""
    yield indent + paper.paint(voice.screen("fix") + ":", "heading")
    for at, step in enumerate(steps, 1):
        lead = f"{at}. " if len(steps) > 1 else ""
        yield from paper.paragraph(step, indent + " " * len(lead), indent + lead)


def _log(lines: Sequence[str], voice: Voice, paper: Paper) -> Iterator[str]:
    if lines:
        yield ""
        yield _INDENT + paper.paint(voice.screen("from-log") + ":", "heading")
    for line in lines:
        yield from paper.paragraph(line, _INDENT * 2, _INDENT)


def _others(row: CallRow, findings: Sequence[Finding], voice: Voice, paper: Paper, full: bool) -> Iterator[str]:
    if findings:
        yield ""
    for finding in findings:
        said = voice.said(finding)
        severity = word(SEVERITY, finding.severity, voice.lang)
        yield from paper.paragraph(f"{voice.screen('also')} ({severity}): {said.title} [{finding.rule}]", _INDENT * 2, _INDENT)
        if full or voice.is_answer(finding):
            yield from paper.paragraph(blamed(finding, row.kind, voice), _INDENT * 2)
            yield from paper.paragraph(said.explanation, _INDENT * 2)
            yield from fix_lines(said.fix, voice, paper, _INDENT * 2)


def _streams(found: Subject, voice: Voice, paper: Paper, full: bool) -> Iterator[str]:
    call = found.call
    streams = call.streams if full else call.streams[:_MOST_STREAMS]
    if not streams:
        return
    rows = stream_table(call, streams, voice, found.alone)
    widths = [max(cells(row[at]) for row in rows) for at in range(len(rows[0]))]
    room = paper.width - len(_INDENT)
    gap = "  " if sum(widths) + 2 * (len(widths) - 1) <= room else " "
    widths[0] = min(widths[0], max(room - sum(widths[1:]) - len(gap) * (len(widths) - 1), _LEAST_WAY))
    yield ""
    for at, (way, codec, *numbers) in enumerate(rows):
        ends = pad(way_within(way, widths[0]), widths[0])
        fields = (ends, pad(codec, widths[1]), *(n.rjust(w) for n, w in zip(numbers, widths[2:], strict=True)))
        line = paper.line(gap.join(fields).rstrip(), _INDENT)
        yield line if at else paper.paint(line, "dim")
    if len(streams) < len(call.streams):
        yield _INDENT + voice.screen("more-streams", n=len(call.streams) - len(streams))
    network = network_told(streams, unarrived(call), found.alone, voice.lang)
    for why in filter(None, [*unheard(call, streams, voice.lang), unrated(streams, voice.lang), network]):
        yield from (paper.paint(line, "dim") for line in paper.paragraph(why, _INDENT))
