"""One self-contained page: the answer, the causes, single calls with their ladders, the list of calls."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from html import escape
from itertools import islice

from sipwhy import __version__
from sipwhy.diagnosis.report import CallRow, CauseGroup, Report
from sipwhy.render.decryption import tls_lines
from sipwhy.render.digest import Digest, digest
from sipwhy.render.faxes import fax_counts
from sipwhy.render.headline import headline, holdings
from sipwhy.render.html.card import Pictures, card, words
from sipwhy.render.html.style import SCRIPT, STYLE
from sipwhy.render.media.lock import sealed_lines
from sipwhy.render.media.sparkline import STYLE as SPARK_STYLE
from sipwhy.render.media.sparkline import Curves
from sipwhy.render.media.strip import STYLE as STRIP_STYLE
from sipwhy.render.media.strip import Heard
from sipwhy.render.selection import selected
from sipwhy.render.svg import STYLE as LADDER_STYLE
from sipwhy.render.unchecked import unchecked_lines
from sipwhy.render.voice import Voice
from sipwhy.render.wording import (
    EVIDENCE_SHOWN,
    broken_line,
    command_on,
    evidence_lines,
    files_named,
    parties,
    results_of,
    scope_parts,
    unexplained_line,
)
from sipwhy.texts.amount import clock, percent, whole
from sipwhy.texts.catalogue import say
from sipwhy.texts.harmless import harmless
from sipwhy.texts.moment import date_of, days_of, time_of
from sipwhy.texts.srtp import SRTP
from sipwhy.texts.vocabulary import KIND, KINDS, at_fault_of, result_of_one, word
from sipwhy.views.summary import ALARMING, FAILED, ended

_MOST_ROWS = 2000
"""A browser shows a longer table slowly."""


def html_page(
    report: Report,
    voice: Voice,
    verbose: bool = False,
    only: int | None = None,
    *,
    curves: Curves | None = None,
    heard: Heard | None = None,
) -> Iterator[str]:
    """
    The page in pieces; `only` shows one call and nothing else.

    `curves` looks the seconds of streams up for their pictures, `heard` what they sound like.
    """

    def pictures(numbers: Sequence[int]) -> Pictures:
        return Pictures(curves(numbers) if curves else {}, heard(numbers) if heard else {})

    title = voice.screen("title", files=files_named(report.files, voice))
    yield f'<!DOCTYPE html>\n<html lang="{voice.lang}">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{escape(title)}</title>\n<style>{STYLE}\n{LADDER_STYLE}\n{SPARK_STYLE}\n{STRIP_STYLE}</style>\n</head>\n<body>\n<main>\n"
    if only is None:
        yield from _whole(report, voice, verbose, pictures)
    else:
        yield from card(report, only, voice, full=True, pictures=pictures([only]))
    yield f"<footer>{escape(voice.screen('made-by', version=__version__))}</footer>\n</main>\n"
    yield f"<script>{SCRIPT}</script>\n</body>\n</html>\n"


def _whole(report: Report, voice: Voice, verbose: bool, pictures: Callable[[Sequence[int]], Pictures]) -> Iterator[str]:
    figures = digest(report)
    shown = list(selected(report, figures, voice, verbose))
    numbers = [number for item in shown for number in item.numbers]
    answer, is_bad = headline(report, figures, voice)
    yield f'<h1 class="{"bad" if is_bad else "good"}">{escape(answer)}</h1>\n'
    yield f'<p class="pale">{escape(" · ".join(scope_parts(report, voice)))}</p>\n'
    if there := holdings(report, figures, voice):
        yield f"<p>{escape(there)}</p>\n"
    yield from _tallies(figures, voice)
    yield from _limits(report, voice)
    for tally in figures.tallies:
        groups = [group for group in figures.alarming if group.kind == tally.kind]
        yield from _groups(report, voice.screen(f"why-{tally.kind}"), groups, tally.total, voice, shown=numbers)
    if unexplained := unexplained_line(figures, voice):
        yield f"<p>{escape(unexplained)}</p>\n"
    yield from _groups(report, voice.screen("as-wished"), figures.wished, 0, voice, shown=numbers)
    yield from _groups(report, voice.screen("worth-knowing"), figures.noticed, 0, voice, shown=numbers)
    yield from _bullets(voice.screen("faxes"), fax_counts(report, numbers, voice))
    yield from _capture_findings(report, voice)
    found = pictures(numbers)
    for item in shown:
        for number in item.numbers:
            yield from card(report, number, voice, full=verbose, pictures=found)
        if item.group and (left := item.left + len(item.listed)):
            more = command_on(report, "calls", "--cause", item.group.cause)
            yield f"<p>{escape(voice.screen('more', n=left, command=''))} <code>{escape(more)}</code></p>\n"
    yield from _bullets(voice.screen("not-checked"), list(unchecked_lines(report, voice, verbose)))
    yield from _calls(report, figures, voice)


def _tallies(figures: Digest, voice: Voice) -> Iterator[str]:
    if not figures.tallies:
        return
    yield "<table>\n"
    for tally in figures.tallies:
        yield f'<tr><td>{word(KINDS, tally.kind, voice.lang)}</td><td class="number">{whole(tally.total, voice.lang)}</td>'
        yield f"<td>{escape(results_of(tally, voice))}</td></tr>\n"
    yield "</table>\n"


def _limits(report: Report, voice: Voice) -> Iterator[str]:
    trust = [
        f"{said.title}. {said.explanation}" if finding.severity in ALARMING else said.title
        for finding in report.findings
        if finding.rule in report.trust
        for said in (voice.said(finding),)
    ]
    yield from _bullets(voice.screen("trust"), trust)
    yield from _bullets(voice.screen("broken"), [broken_line(broken, report, voice) for broken in report.broken])
    yield from _bullets(voice.screen("tls"), list(tls_lines(report, voice)))
    yield from _bullets(say(SRTP, "title", voice.lang), list(sealed_lines(report, voice)))


def _bullets(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"<h2>{escape(title)}</h2>\n<ul>\n"
        yield from (f"<li>{escape(line)}</li>\n" for line in lines)
        yield "</ul>\n"


def _groups(report: Report, title: str, groups: Sequence[CauseGroup], total: int, voice: Voice, *, shown: Collection[int]) -> Iterator[str]:
    """A table of causes; the example of each leads to its card where that is among those `shown`, else to its line in the list of calls."""
    if not groups:
        return
    heads = [voice.screen(f"column-{name}").strip() for name in ("count", "cause", "fault", "example")]
    yield f'<h2>{escape(title)}</h2>\n<div class="scroll"><table>\n<tr>{"".join(f"<th>{escape(head)}</th>" for head in heads)}</tr>\n'
    for group in groups:
        share = f' <span class="pale">{percent(group.count, total, voice.lang)}</span>' if total else ""
        finding = next((f for f in report.findings_of(group.example) if f.rule == group.cause), None)
        style = group.severity if group.severity in ALARMING else ""
        yield f'<tr><td class="number">{whole(group.count, voice.lang)}{share}</td>'
        yield f'<td class="{style}"><code>{escape(group.cause)}</code></td>'
        yield f"<td>{at_fault_of(group.at_fault, group.kind, voice.lang)}</td>"
        place = "call" if group.example in shown else "row" if group.example <= _MOST_ROWS else ""
        example = f'<a href="#{place}-{group.example}">{group.example}</a>' if place else str(group.example)
        yield f"<td>{example}{f': {escape(voice.title(finding))}' if finding else ''}</td></tr>\n"
    yield "</table></div>\n"


def _capture_findings(report: Report, voice: Voice) -> Iterator[str]:
    found = [finding for finding in report.findings if finding.rule not in report.trust]
    if found:
        yield f"<h2>{escape(voice.screen('capture-wide'))}</h2>\n"
    for finding in found:
        proof = "".join(f"<li>{escape(line)}</li>" for line in evidence_lines(finding, report, voice)[:EVIDENCE_SHOWN])
        yield f"<article>\n{''.join(words(finding, 'call', voice))}<ul>{proof}</ul>\n</article>\n"


def _calls(report: Report, figures: Digest, voice: Voice) -> Iterator[str]:
    total = sum(tally.total for tally in figures.tallies)
    if not total:
        return
    heads = [voice.screen(f"column-{name}").strip() for name in ("number", "time", "kind", "who", "result", "talk", "cause")]
    yield f"<h2>{escape(voice.screen('calls-list'))}</h2>\n"
    seen = report.overview
    if voice.has_time(seen.end):
        yield f'<p class="pale">{escape(days_of(seen.start, seen.end, voice.zone))}</p>\n'
    is_dated = date_of(seen.start, voice.zone) != date_of(seen.end, voice.zone)
    search = escape(voice.screen("search"))
    yield f'<input type="search" hidden placeholder="{search}" aria-label="{search}">\n<div class="scroll"><table id="calls">\n'
    yield f"<thead><tr>{''.join(f'<th>{escape(head)}</th>' for head in heads)}</tr></thead>\n<tbody>\n"
    for row in islice(report.rows(), _MOST_ROWS):
        yield _row(row, voice, is_dated=is_dated)
    yield "</tbody></table></div>\n"
    if total > _MOST_ROWS:
        more = command_on(report, "calls")
        yield f"<p>{escape(voice.screen('more', n=total - _MOST_ROWS, command=more))}</p>\n"


def _row(row: CallRow, voice: Voice, *, is_dated: bool) -> str:
    result = result_of_one(ended(row.result, row.cause), row.kind, voice.lang) + (
        f" {row.status}" if row.status and row.status >= 300 else ""
    )
    day = f"{date_of(row.start, voice.zone)} " if is_dated else ""
    time = f"{day}{time_of(row.start, voice.zone)}" if voice.has_time(row.start) else ""
    cells = (
        f'<td class="number">{row.number}</td>',
        f"<td>{time}</td>",
        f"<td>{word(KIND, row.kind, voice.lang)}</td>",
        f"<td>{escape(parties(row))}</td>",
        f'<td class="{"error" if row.result in FAILED else ""}">{escape(result)}</td>',
        f'<td class="number">{clock(row.talk) if row.talk is not None else ""}</td>',
        f"<td>{escape(harmless(row.cause or ''))}</td>",
    )
    return f'<tr id="row-{row.number}">{"".join(cells)}</tr>\n'
