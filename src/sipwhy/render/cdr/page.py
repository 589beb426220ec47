"""Traffic quality as one self-contained page: what changed, ASR over time, tables, definitions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from sipwhy import __version__
from sipwhy.cdr.measures import Measures
from sipwhy.cdr.report import CdrReport, Key
from sipwhy.render.cdr.routes import code_name, route_lines
from sipwhy.render.cdr.speech import CdrSpeech
from sipwhy.render.cdr.steps import steps
from sipwhy.render.cdr.text import columns_of, end_of, headline, holdings
from sipwhy.render.cdr.unread import unread
from sipwhy.render.html.style import STYLE
from sipwhy.render.voice import Voice
from sipwhy.texts.amount import percent, whole
from sipwhy.texts.catalogue import say
from sipwhy.texts.cdr import DEFINITION
from sipwhy.texts.moment import date_of, span_of, time_of

_ROWS = 200
_BINS = 96
_WIDE, _HIGH, _SMALL = 760, 160, (140, 26)
_INKS = ("#0b62a8", "#b3261e", "#14733b", "#8a4b00", "#6a3fa0", "#00707a", "#a0306e", "#5f6a78")
CHART = """
.chart{width:100%;height:auto;font:11px system-ui,sans-serif}.chart .axis{stroke:var(--line)}.chart text{fill:var(--pale)}
.chart path{fill:none;stroke-width:1.6}.bars{fill:#0b62a8}.legend span{display:inline-block;margin-right:14px}
.legend i{display:inline-block;width:12px;height:3px;margin-right:5px;vertical-align:middle}
@media (prefers-color-scheme:dark){.bars{fill:#6db3f2}.chart path{filter:brightness(1.5)}}
""".strip()
Line = Sequence[tuple[int, int, int]]


def cdr_page(report: CdrReport, speech: CdrSpeech, voice: Voice) -> Iterator[str]:
    """The page in pieces."""
    title = speech.say("page-title")
    yield f'<!DOCTYPE html>\n<html lang="{speech.lang}">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{escape(title)}</title>\n<style>{STYLE}\n{CHART}</style>\n</head>\n<body>\n<main>\n"
    yield f"<h1>{escape(headline(report, speech))}</h1>\n"
    if report.span:
        yield f'<p class="pale">{escape(span_of(*report.span, speech.zone))}</p>\n'
    yield "".join(f'<p class="pale">{escape(line.strip())}</p>\n' for line in holdings(report, speech))
    yield from _changes(report, speech, voice)
    yield from _chart(report, speech)
    for key, groups in (("vendor", report.vendors), ("direction", report.directions)):
        yield from _table(speech.say(f"by-{key}"), groups, (key,), report, speech)
    yield from _table(speech.say("by-pair"), report.pairs, ("vendor", "direction"), report, speech)
    yield from _table(speech.say("by-hour"), report.hours, ("hour",), report, speech)
    yield from _codes(report, speech)
    yield from _list(speech.say("routes"), list(route_lines(report, speech)))
    yield from _list(speech.absent_title(report), speech.absent(report))
    yield from _list(speech.say("unread"), [unread(error, speech.lang) for error in report.loaded.refused])
    names = [source.name for source in report.loaded.sources]
    yield from _list(speech.say("broken"), [speech.broken(row, names) for row in report.loaded.broken])
    yield from _list(speech.say("definitions"), [say(DEFINITION, key, speech.lang) for key in DEFINITION])
    yield f"<footer>{escape(voice.screen('made-by', version=__version__))}</footer>\n</main>\n</body>\n</html>\n"


def _changes(report: CdrReport, speech: CdrSpeech, voice: Voice) -> Iterator[str]:
    yield f"<h2>{escape(speech.say('changed'))}</h2>\n"
    if not report.findings:
        calm = speech.say("nothing-changed") if report.is_judged else speech.say("too-little", n=report.least)
        yield f"<p>{escape(calm)}</p>\n"
    for finding in report.findings:
        said = voice.said(finding)
        fix = "".join(f"<li>{escape(step)}</li>" for step in steps(finding, voice, report.names))
        yield f'<article>\n<p class="verdict {finding.severity}">{escape(said.title)}</p>\n'
        over = f" {escape(end)}" if (end := end_of(finding, speech)) else ""
        yield f"<p>{escape(said.explanation)}{over}</p>\n<ol>{fix}</ol>\n</article>\n"


def _chart(report: CdrReport, speech: CdrSpeech) -> Iterator[str]:
    """ASR of the busiest vendors over time."""
    vendors = [key[0] for key in report.vendors if key[0] is not None][: len(_INKS)]
    if not vendors or not report.span:
        return
    lines = report.measuring.line("vendor", _BINS, "vendor IS NOT NULL")
    yield (
        f'<h2>ASR</h2>\n<svg class="chart" viewBox="0 0 {_WIDE} {_HIGH + 22}" role="img"><title>{escape(speech.say("legend"))}</title>\n'
    )
    for share in (0, 25, 50, 75, 100):
        y = _HIGH - _HIGH * share / 100
        yield f'<line class="axis" x1="34" x2="{_WIDE}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text x="0" y="{y + 4 if share < 100 else 10:.1f}">{share} %</text>\n'
    since, until = report.span
    for at in range(5):
        ts = since + (until - since) * at // 4
        anchor = "start" if at == 0 else "end" if at == 4 else "middle"
        x = 34 + (_WIDE - 34) * at / 4
        when = f"{date_of(ts, speech.zone)[5:]} {time_of(ts, speech.zone)[:5]}"
        yield f'<text x="{x:.0f}" y="{_HIGH + 16}" text-anchor="{anchor}">{when}</text>\n'
    for vendor, ink in zip(vendors, _INKS, strict=False):
        yield f'<path stroke="{ink}" d="{_path(lines.get(vendor, ()))}"><title>{escape(speech.named(vendor, "vendor"))}</title></path>\n'
    named = "".join(
        f'<span><i style="background:{ink}"></i>{escape(speech.named(vendor, "vendor"))}</span>'
        for vendor, ink in zip(vendors, _INKS, strict=False)
    )
    yield f'</svg>\n<p class="legend">{named}</p>\n'


def _path(line: Line) -> str:
    pieces, is_down = [], False
    for at, (answered, _, seizures) in enumerate(line):
        if seizures < 3:
            is_down = False
            continue
        x, y = 34 + (_WIDE - 34) * (at + 0.5) / len(line), _HIGH * (1 - answered / seizures)
        pieces.append(f"{'L' if is_down else 'M'}{x:.1f} {y:.1f}")
        is_down = True
    return "".join(pieces)


def _bars(line: Line) -> str:
    wide, high = _SMALL
    step = wide / max(1, len(line))
    bars = [
        f"M{at * step:.1f} {high}v-{tall:.1f}h{max(1.0, step - 1):.1f}v{tall:.1f}z"
        for at, tall in ((at, max(1.0, high * answered / seizures)) for at, (answered, _, seizures) in enumerate(line) if seizures)
    ]
    return f'<svg viewBox="0 0 {wide} {high}" width="{wide}" height="{high}"><path class="bars" d="{"".join(bars)}"/></svg>' if bars else ""


def _table(title: str, groups: Mapping[Key, Measures], keys: Sequence[str], report: CdrReport, speech: CdrSpeech) -> Iterator[str]:
    if not groups:
        return
    names = columns_of(report)
    lines = report.measuring.line(keys[0]) if len(keys) == 1 and keys[0] != "hour" else {}
    heads = [*map(speech.column, keys), *map(speech.column, names), *([speech.column("time")] if lines else [])]
    yield f'<h2>{escape(title)}</h2>\n<div class="scroll"><table>\n<tr>{"".join(f"<th>{escape(head)}</th>" for head in heads)}</tr>\n'
    for key, found in list(groups.items())[:_ROWS]:
        yield "<tr>" + "".join(f"<td>{escape(speech.named(value, column))}</td>" for value, column in zip(key, keys, strict=True))
        yield "".join(f'<td class="number">{escape(speech.figure(name, found))}</td>' for name in names)
        yield (f"<td>{_bars(lines.get(key[0], ()))}</td>" if lines else "") + "</tr>\n"
    yield "</table></div>\n"
    if len(groups) > _ROWS:
        yield f"<p>{escape(speech.say('more-groups', n=len(groups) - _ROWS))}</p>\n"


def _codes(report: CdrReport, speech: CdrSpeech) -> Iterator[str]:
    lost = report.total.attempts - report.total.answered
    found = [(code_name(str(code), speech), count) for code, count in report.codes]
    found += [(f"Q.850 {code_name(f'q850:{code}', speech)}", count) for code, count in report.causes]
    found += [(str(slug), count) for slug, count in report.proved]
    yield from _list(
        speech.say("why-failed"), [(f"{name}: {whole(count, speech.lang)} ({percent(count, lost, speech.lang)})") for name, count in found]
    )


def _list(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"<h2>{escape(title)}</h2>\n<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>\n"
