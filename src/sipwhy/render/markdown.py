"""The report as Markdown, for a ticket or a wiki."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sipwhy.diagnosis.arriving import unarrived
from sipwhy.diagnosis.report import CauseGroup, Report
from sipwhy.model import CallKind, Finding
from sipwhy.render.decryption import tls_lines
from sipwhy.render.digest import Digest, digest
from sipwhy.render.faxes import fax_counts
from sipwhy.render.headline import headline, holdings
from sipwhy.render.media.lock import sealed_lines
from sipwhy.render.media.score import network_told, unheard, unrated
from sipwhy.render.paper import Paper
from sipwhy.render.selection import selected
from sipwhy.render.subject import Subject, subject
from sipwhy.render.text.ladder import ladder_lines
from sipwhy.render.unchecked import unchecked_lines
from sipwhy.render.voice import Voice
from sipwhy.render.wording import (
    EVIDENCE_SHOWN,
    blamed,
    broken_line,
    call_ids,
    command_on,
    evidence_lines,
    heading,
    results_of,
    scope_parts,
    stream_table,
    unexplained_line,
)
from sipwhy.texts.amount import percent, whole
from sipwhy.texts.catalogue import say
from sipwhy.texts.srtp import SRTP
from sipwhy.texts.vocabulary import KINDS, at_fault_of, word
from sipwhy.views.summary import Tally

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~&])")
_PAPER = Paper(width=100)


def markdown(report: Report, voice: Voice, verbose: bool = False, only: int | None = None) -> Iterator[str]:
    """The lines of the document; `only` is one call and nothing else."""
    if only is not None:
        yield from _card(report, only, voice, verbose=True)
        return
    figures = digest(report)
    yield f"# {escaped(headline(report, figures, voice)[0])}"
    yield ""
    yield escaped(" · ".join(scope_parts(report, voice)))
    yield ""
    if there := holdings(report, figures, voice):
        yield escaped(there)
    for tally in figures.tallies:
        yield f"- {word(KINDS, tally.kind, voice.lang)}: {whole(tally.total, voice.lang)} — {escaped(results_of(tally, voice))}"
    yield from _limits(report, voice)
    for tally in figures.tallies:
        yield from _causes(report, figures, tally, voice)
    if unexplained := unexplained_line(figures, voice):
        yield from ("", escaped(unexplained))
    yield from _groups(report, voice.screen("as-wished"), [*figures.wished, *figures.noticed], None, voice)
    shown = selected(report, figures, voice, verbose)
    faxes = fax_counts(report, {number for item in shown for number in item.numbers}, voice)
    yield from _bullets(voice.screen("faxes"), [escaped(line.strip()) for line in faxes])
    yield from _findings(report, [f for f in report.findings if f.rule not in report.trust], voice)
    for item in shown:
        for number in item.numbers:
            yield ""
            yield from _card(report, number, voice, verbose)
        if item.group and (left := item.left + len(item.listed)):
            yield ""
            yield voice.screen("more", n=left, command=f"`{command_on(report, 'calls', '--cause', item.group.cause)}`")
    yield from _bullets(voice.screen("not-checked"), [escaped(line) for line in unchecked_lines(report, voice, verbose)])


def escaped(text: str) -> str:
    """`text` with every character that Markdown or HTML would obey made plain."""
    return _SPECIAL.sub(r"\\\1", text)


def _limits(report: Report, voice: Voice) -> Iterator[str]:
    trust = [finding for finding in report.findings if finding.rule in report.trust]
    for title, lines in (
        (voice.screen("trust"), [f"{escaped(voice.title(finding))} `{finding.rule}`" for finding in trust]),
        (voice.screen("broken"), [escaped(broken_line(broken, report, voice)) for broken in report.broken]),
        (voice.screen("tls"), [escaped(line) for line in tls_lines(report, voice)]),
        (say(SRTP, "title", voice.lang), [escaped(line) for line in sealed_lines(report, voice)]),
    ):
        yield from _bullets(title, lines)


def _bullets(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield from ("", f"**{title}:**", "")
        yield from (f"- {line}" for line in lines)


def _causes(report: Report, figures: Digest, tally: Tally, voice: Voice) -> Iterator[str]:
    groups = [group for group in figures.alarming if group.kind == tally.kind]
    yield from _groups(report, voice.screen(f"why-{tally.kind}"), groups, tally.total, voice)


def _groups(report: Report, title: str, groups: Sequence[CauseGroup], total: int | None, voice: Voice) -> Iterator[str]:
    """A table of causes; with shares where there is a `total`."""
    if not groups:
        return
    names = [voice.screen(f"column-{name}") for name in ("count", "cause", "fault", "example")]
    yield from ("", f"## {title}", "", f"| {' | '.join(name.strip() for name in names)} |", "|---:|---|---|---|")
    for group in groups:
        share = f" ({percent(group.count, total, voice.lang)})" if total else ""
        finding = next((f for f in report.findings_of(group.example) if f.rule == group.cause), None)
        example = f"{group.example}: {escaped(voice.title(finding))}" if finding else str(group.example)
        fault = at_fault_of(group.at_fault, group.kind, voice.lang)
        yield f"| {whole(group.count, voice.lang)}{share} | `{group.cause}` | {fault} | {example} |"


def _findings(report: Report, findings: Sequence[Finding], voice: Voice) -> Iterator[str]:
    if findings:
        yield from ("", f"## {voice.screen('capture-wide')}")
    for finding in findings:
        yield ""
        yield from _words(finding, "call", voice)
        if proof := evidence_lines(finding, report, voice)[:EVIDENCE_SHOWN]:
            yield ""
            yield from (f"- {escaped(line)}" for line in proof)


def _card(report: Report, number: int, voice: Voice, verbose: bool) -> Iterator[str]:
    found = subject(report, number, voice, verbose)
    if found is None:
        return
    yield f"## {escaped(' · '.join(heading(found.row, voice)))}"
    if known := call_ids(found.call, voice):
        yield from ("", "  \n".join(map(escaped, known)))
    if found.verdict:
        yield from ("", escaped(voice.screen(found.verdict, n=found.counted)))
    for finding in found.findings:
        yield ""
        yield from _words(finding, found.row.kind, voice.on(found.call))
    if found.answer:
        yield from ("", escaped(found.answer))
    yield from _bullets(voice.screen("from-log"), [escaped(line) for line in found.log])
    if found.call.legs or not found.log:
        yield from ("", "```text")
        yield from (line.replace("```", "'''") for line in ladder_lines(found.picture, _PAPER, voice.lang))
        yield "```"
    yield from _streams(found, voice)
    for text in found.sealed:
        yield from ("", escaped(text))


def _streams(found: Subject, voice: Voice) -> Iterator[str]:
    call = found.call
    if not call.streams:
        return
    heads, *rows = stream_table(call, call.streams, voice, found.alone)
    yield from ("", f"| {' | '.join(heads)} |", "|---|---|" + "---:|" * (len(heads) - 2))
    yield from (f"| {' | '.join(escaped(field) for field in row)} |" for row in rows)
    network = network_told(call.streams, unarrived(call), found.alone, voice.lang)
    for why in filter(None, [*unheard(call, call.streams, voice.lang), unrated(call.streams, voice.lang), network]):
        yield from ("", escaped(why))


def _words(finding: Finding, kind: CallKind, voice: Voice) -> Iterator[str]:
    said = voice.said(finding)
    yield f"**{escaped(said.title)}** `{finding.rule}`"
    yield ""
    yield blamed(finding, kind, voice)
    if said.explanation:
        yield from ("", escaped(said.explanation))
    if said.fix:
        yield from ("", f"{voice.screen('fix')}:", "")
        yield from (f"{number}. {escaped(step)}" for number, step in enumerate(said.fix, 1))
