"""One call in full: what happened, who is at fault, what to do, and the ladder that proves it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sipwhy.diagnosis.report import CallRow, Report
from sipwhy.model import Call, Finding
from sipwhy.render.text.ladder import ladder_lines
from sipwhy.render.text.paper import Paper
from sipwhy.render.voice import Voice
from sipwhy.render.wording import blamed, heading, timing
from sipwhy.texts.harmless import cells, harmless
from sipwhy.texts.vocabulary import SEVERITY, word
from sipwhy.views.ladder import MOST_ROWS, ladder
from sipwhy.views.summary import ALARMING, FAILED

_INDENT = "  "
_MOST_STREAMS = 4
_UNSHORTENED = 2000


def card(report: Report, number: int, voice: Voice, paper: Paper, full: bool = False) -> Iterator[str]:
    """The lines of call `number`; `full` shows every finding, every message and the packets' numbers."""
    row = report.row(number)
    if row is None:
        return
    call, findings, cause = report.call(number), report.findings_of(number), report.cause_of(number)
    yield from _heading(row, call, voice, paper)
    chosen = [f for f in findings if full or f.rule == cause or f.severity in ALARMING]
    yield from _verdict(row, chosen, cause, voice, paper)
    yield from _others(row, [f for f in chosen if f.rule != cause], voice, paper, full)
    yield ""
    picture = ladder(call, voice.proofs(chosen, cause), report.host, report.files, voice.lang, _UNSHORTENED if full else MOST_ROWS)
    yield from ladder_lines(picture, paper, voice.lang, show_frames=full)
    yield from _streams(call, voice, full)


def _heading(row: CallRow, call: Call, voice: Voice, paper: Paper) -> Iterator[str]:
    which, who, when, how = heading(row, voice)
    style = "error-bold" if row.result in FAILED else "heading"
    lead = f"{which}  {who}  {when}"
    if cells(lead) + 2 + cells(how) <= paper.width:
        yield paper.paint(lead, "heading") + "  " + paper.paint(how, style)
    else:
        yield paper.paint(paper.line(lead), "heading")
        yield _INDENT + paper.paint(paper.line(how, ""), style)
    if times := timing(call, voice):
        yield paper.paint(_INDENT + times, "dim")


def _verdict(row: CallRow, findings: Sequence[Finding], cause: str | None, voice: Voice, paper: Paper) -> Iterator[str]:
    found = next((f for f in findings if f.rule == cause), None)
    if found is not None:
        yield from _finding(found, row, voice, paper)
    elif row.result in FAILED:
        yield from paper.paragraph(voice.screen("no-cause"), _INDENT)
    elif row.result == "incomplete":
        yield from paper.paragraph(voice.screen("capture-ended"), _INDENT)
    elif not findings:
        yield _INDENT + paper.paint(voice.screen("well"), "success")


def _finding(finding: Finding, row: CallRow, voice: Voice, paper: Paper) -> Iterator[str]:
    said = voice.said(finding)
    yield from (paper.paint(line, "bold") for line in paper.paragraph(f"{said.title} [{finding.rule}]", _INDENT))
    yield from paper.paragraph(f"{voice.screen('at-fault')}: {blamed(finding, row.kind, voice)}", _INDENT)
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


def _others(row: CallRow, findings: Sequence[Finding], voice: Voice, paper: Paper, full: bool) -> Iterator[str]:
    if findings:
        yield ""
    for finding in findings:
        said = voice.said(finding)
        severity = word(SEVERITY, finding.severity, voice.lang)
        yield from paper.paragraph(f"{voice.screen('also')} ({severity}): {said.title} [{finding.rule}]", _INDENT * 2, _INDENT)
        if full:
            yield from paper.paragraph(f"{voice.screen('at-fault')}: {blamed(finding, row.kind, voice)}", _INDENT * 2)
            yield from paper.paragraph(said.explanation, _INDENT * 2)
            yield from fix_lines(said.fix, voice, paper, _INDENT * 2)


def _streams(call: Call, voice: Voice, full: bool) -> Iterator[str]:
    streams = call.streams if full else call.streams[:_MOST_STREAMS]
    if streams:
        yield ""
    for stream in streams:
        codec = harmless(stream.codec or f"PT {stream.payload_type}", 20)
        yield _INDENT + voice.screen(
            "stream", src=stream.src, dst=stream.dst, codec=codec, packets=stream.packets, lost=stream.lost, jitter=stream.jitter_ms
        )
