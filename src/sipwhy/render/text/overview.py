"""The top of the report: the answer, what was read, how everything ended, and how far it may be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sipwhy.diagnosis.report import Report
from sipwhy.model import Finding
from sipwhy.render.decryption import tls_lines
from sipwhy.render.digest import Digest
from sipwhy.render.headline import headline, holdings
from sipwhy.render.media.lock import sealed_lines
from sipwhy.render.paper import Paper, in_pieces, with_counts
from sipwhy.render.text.card import fix_lines
from sipwhy.render.voice import Voice
from sipwhy.render.wording import EVIDENCE_SHOWN, blamed, broken_line, evidence_lines, results_of, scope_parts
from sipwhy.texts.amount import whole
from sipwhy.texts.catalogue import say
from sipwhy.texts.harmless import cells, pad
from sipwhy.texts.srtp import SRTP
from sipwhy.texts.vocabulary import KINDS, TRUST, word
from sipwhy.views.summary import ALARMING

_BROKEN_SHOWN = 5


def overview(report: Report, digest: Digest, voice: Voice, paper: Paper) -> Iterator[str]:
    """The headline, the evidence, the tallies."""
    answer, is_bad = headline(report, digest, voice)
    yield from (paper.paint(line, "error-bold" if is_bad else "bold") for line in paper.paragraph(with_counts(answer)))
    yield from _scope(report, voice, paper)
    yield from elsewhere(report, digest, voice, paper)
    found = digest.tallies
    if not found:
        return
    yield ""
    name_width = max(cells(word(KINDS, tally.kind, voice.lang)) for tally in found)
    count_width = max(len(whole(tally.total, voice.lang)) for tally in found)
    for tally in found:
        name = pad(word(KINDS, tally.kind, voice.lang), name_width)
        total = whole(tally.total, voice.lang).rjust(count_width)
        lead = f"{name}  {total}: "
        yield from paper.paragraph(in_pieces(results_of(tally, voice)), " " * cells(lead), lead)


def elsewhere(report: Report, digest: Digest, voice: Voice, paper: Paper) -> Iterator[str]:
    """What the capture holds, where the filters let nothing of it pass."""
    if there := holdings(report, digest, voice):
        yield ""
        yield from paper.paragraph(there)


def _scope(report: Report, voice: Voice, paper: Paper) -> Iterator[str]:
    """The parts on as many lines as they need, broken between parts."""
    line = ""
    for part in scope_parts(report, voice):
        joined = f"{line} · {part}" if line else part
        if line and cells(joined) > paper.text_width:
            yield from _dim(line, paper)
            joined = part
        line = joined
    yield from _dim(line, paper)


def _dim(line: str, paper: Paper) -> Iterator[str]:
    """A line of parts; a single part that is too long, as the names of files may be, on several."""
    yield from (paper.paint(text, "dim") for text in paper.paragraph(line))


def limits(report: Report, voice: Voice, paper: Paper, verbose: bool) -> Iterator[str]:
    """What could not be read, and what weakens the findings."""
    if report.trust:
        yield ""
        yield paper.paint(voice.screen("trust") + ":", "heading")
        for slug in report.trust:
            yield from _trust(slug, report, voice, paper, verbose)
    if report.broken:
        yield ""
        yield paper.paint(voice.screen("broken") + ":", "heading")
        shown = report.broken if verbose else report.broken[:_BROKEN_SHOWN]
        for broken in shown:
            yield from paper.paragraph(broken_line(broken, report, voice), "    ", "  ")
        if left := len(report.broken) - len(shown):
            yield "  " + voice.screen("and-more-broken", n=left)
    for title, lines in ((voice.screen("tls"), tls_lines(report, voice)), (say(SRTP, "title", voice.lang), sealed_lines(report, voice))):
        yield from listed(title, lines, paper)


def listed(title: str, lines: Iterable[str], paper: Paper) -> Iterator[str]:
    """Paragraphs under a heading; nothing where there are none."""
    found = list(lines)
    if found:
        yield ""
        yield paper.paint(f"{title}:", "heading")
    for line in found:
        yield from paper.paragraph(line, "    ", "  ")


def _trust(slug: str, report: Report, voice: Voice, paper: Paper, verbose: bool) -> Iterator[str]:
    found = [finding for finding in report.findings if finding.rule == slug]
    if not found:
        yield from paper.paragraph(f"{word(TRUST, slug, voice.lang)} [{slug}]", "    ", "  ")
    for finding in found:
        said = voice.said(finding)
        yield from paper.paragraph(f"{said.title} [{slug}]", "    ", "  ")
        if verbose or finding.severity in ALARMING:
            yield from paper.paragraph(said.explanation, "    ")
            yield from _evidence(finding, report, voice, paper)
            yield from fix_lines(said.fix, voice, paper, "    ")


def capture_findings(report: Report, voice: Voice, paper: Paper, verbose: bool) -> Iterator[str]:
    """The findings about the whole capture, trust apart: a notice is one line, and what is mere information left out, unless `verbose`."""
    found = [f for f in report.findings if f.rule not in report.trust and (verbose or f.severity != "info" or voice.is_answer(f))]
    if not found:
        return
    yield ""
    yield paper.paint(voice.screen("capture-wide"), "heading")
    for finding in found:
        yield from capture_finding(finding, report, voice, paper, verbose or finding.severity in ALARMING)


def capture_finding(finding: Finding, report: Report, voice: Voice, paper: Paper, full: bool) -> Iterator[str]:
    """One finding about the whole capture: its title, and where `full` what it means, what proves it and what to do."""
    said = voice.said(finding)
    style = "error-bold" if finding.severity == "error" else "bold" if finding.severity == "warning" else ""
    yield from (paper.paint(line, style) for line in paper.paragraph(f"{said.title} [{finding.rule}]", "    ", "  "))
    if full:
        if finding.severity == "error" and finding.at_fault != "unknown":
            yield from paper.paragraph(blamed(finding, "other", voice), "    ")
        yield from paper.paragraph(said.explanation, "    ")
        yield from _evidence(finding, report, voice, paper)
        yield from fix_lines(said.fix, voice, paper, "    ")


def _evidence(finding: Finding, report: Report, voice: Voice, paper: Paper) -> Iterator[str]:
    for line in evidence_lines(finding, report, voice)[:EVIDENCE_SHOWN]:
        yield from (paper.paint(part, "note") for part in paper.paragraph(line, "      ", "    → "))
