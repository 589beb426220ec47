"""Traffic quality on a terminal: the answer first, tables with spark lines, what changed, what this CDR lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from sipwhy.cdr.measures import SHORT, Measures
from sipwhy.cdr.report import CdrReport, Group, Key
from sipwhy.model import Finding
from sipwhy.render.cdr.routes import code_name, route_lines
from sipwhy.render.cdr.speech import CdrSpeech
from sipwhy.render.cdr.steps import is_over, steps
from sipwhy.render.voice import Voice
from sipwhy.texts.amount import percent, whole
from sipwhy.texts.harmless import cells, harmless, shorten
from sipwhy.texts.moment import full_moment, span_of

_ROWS = 15
_BROKEN = 8
_UNITS = ("%", "s", "с")
_NARROWER = (
    (frozenset[str](), 18),
    (frozenset({"pdd_95"}), 18),
    (frozenset({"pdd_95", "minutes"}), 18),
    (frozenset({"pdd_95", "minutes", "time"}), 18),
    (frozenset({"pdd_95", "minutes", "time", "pdd"}), 12),
    (frozenset({"pdd_95", "minutes", "time", "pdd", "acd"}), 10),
)
"""What a table goes without on a narrower screen, step by step, and how long its names are then; a file or a pipe gets all of it."""
_NAME = 28
_PAINTED = re.compile("\x1b\\[[0-9;]*m")
_NO_BREAK = "\N{NO-BREAK SPACE}"


def cdr_lines(report: CdrReport, speech: CdrSpeech, voice: Voice, by: Sequence[str] = (), verbose: bool = False) -> Iterator[str]:
    """The whole report."""
    paper = speech.paper
    answer = headline(report, speech)
    yield from (paper.paint(line, "bold") for line in (paper.paragraph(answer) if paper.is_screen else [answer]))
    if report.span:
        yield span_of(*report.span, speech.zone)
    for line in holdings(report, speech):
        yield from paper.paragraph(line, "  ", "")
    yield ""
    yield from _changes(report, speech, voice)
    yield paper.paint(speech.say("measures"), "heading")
    yield from _all_together(report, speech)
    for key in by or ("vendor", "direction"):
        yield from _group(report, key, speech, verbose)
    if not by and verbose:
        yield from _pairs(report, speech)
    yield from _why(report, speech)
    yield from _routes(report, speech)
    yield from _absent(report, speech)
    yield from _broken(report, speech, verbose)


def headline(report: CdrReport, speech: CdrSpeech) -> str:
    """The answer in one line; shares that are of a part of the attempts say of how many."""
    total = report.total
    key = "headline-bare" if not total.seizures else "headline" if total.seizures == total.attempts else "headline-part"
    values = {"attempts": total.attempts, "answered": total.answered, "seizures": total.seizures, "asr": total.asr, "ner": total.ner}
    said = speech.say(key, **values)
    return f"{said} ({only})" if (only := _only(report, speech)) else said


def _only(report: CdrReport, speech: CdrSpeech) -> str:
    """The time that was asked for; "" if that is all."""
    since, until = report.window or (None, None)
    if since is not None and until is not None:
        return speech.say("only-between", span=span_of(since, until, speech.zone))
    if since is not None:
        return speech.say("only-since", since=full_moment(since, speech.zone))
    return speech.say("only-until", until=full_moment(until, speech.zone)) if until is not None else ""


def holdings(report: CdrReport, speech: CdrSpeech) -> Iterator[str]:
    """What was read, and how it was understood."""
    for at, source in enumerate(report.loaded.sources):
        key = "source" if source.mapped is None else "source-own"  # a layout of its own is called as the file is
        said = speech.say(key, name=source.name, layout=speech.layout(source.layout), rows=source.rows, attempts=source.attempts)
        yield f"{said}, {speech.say('source-then', n=report.then.get(at, 0))}" if report.window else said
        if source.is_guessed and source.mapped:
            columns = ", ".join(f"{target} = {column}" for target, column in source.mapped.columns.items())
            yield "  " + speech.say("guessed", columns="{columns}").replace("{columns}", harmless(columns, 400))
        if not source.layout.checked:
            yield "  " + speech.say("unchecked")
        for name in ("tails", "halves", "same"):
            if n := getattr(source.joined, name):
                yield "  " + speech.say(name, n=n)
    if report.is_narrow:
        yield speech.say("narrow")
    if report.met:
        met = report.met
        yield speech.say("met", met=met.calls - met.alone, calls=met.calls, by_call_id=met.by_call_id, by_numbers=met.by_numbers)


def _changes(report: CdrReport, speech: CdrSpeech, voice: Voice) -> Iterator[str]:
    paper = speech.paper
    yield paper.paint(speech.say("changed"), "heading")
    if not report.findings:
        yield speech.say("nothing-changed") if report.is_judged else speech.say("too-little", n=report.least)
    yield from finding_lines(report.findings, speech, voice, report.names)
    if not report.findings:
        yield ""


def finding_lines(findings: Sequence[Finding], speech: CdrSpeech, voice: Voice, files: Sequence[str]) -> Iterator[str]:
    """Each change with its words, what to do, and what the code itself allows."""
    paper = speech.paper
    for finding in findings:
        said = voice.said(finding)
        style = {"error": "error-bold", "warning": "warning"}.get(finding.severity, "bold")
        yield from (paper.paint(line, style) for line in paper.paragraph(said.title, "  ", "● "))
        yield from paper.paragraph(said.explanation, "  ")
        if over := end_of(finding, speech):
            yield from paper.paragraph(over, "  ")
        for at, step in enumerate(steps(finding, voice, files), 1):
            yield from paper.paragraph(step, "     ", f"  {at}. ")
        yield ""


def end_of(finding: Finding, speech: CdrSpeech) -> str:
    """Until when a change is seen; "" if that is the end of the data, or it comes back day by day."""
    until = finding.values.get("until_ts")
    return speech.say("seen-until", until=full_moment(until, speech.zone)) if isinstance(until, int) and is_over(finding) else ""


def table(rows: Sequence[Sequence[str]], speech: CdrSpeech) -> Iterator[str]:
    """Rows in columns: the first set left, figures set right, the last left again."""
    widths = [max(cells(row[at]) for row in rows) for at in range(len(rows[0]))]
    for number, row in enumerate(rows):
        pieces = [row[0] + " " * (widths[0] - cells(row[0]))]
        pieces += [" " * (width - cells(cell)) + cell for cell, width in zip(row[1:-1], widths[1:-1], strict=True)]
        line = "  " + "  ".join([*pieces, row[-1]]).rstrip()
        yield speech.paper.paint(line, "dim") if number == 0 else line


def columns_of(report: CdrReport) -> tuple[str, ...]:
    """The measures that this CDR can tell."""
    has_pdd = "pdd_s" not in report.absent
    return ("attempts", "asr", "ner", "acd", "minutes", *(("pdd", "pdd_95") if has_pdd else ()))


def _all_together(report: CdrReport, speech: CdrSpeech) -> Iterator[str]:
    total = report.total
    names = ["asr", "abr", "ner"] + ([] if "status" in report.absent else ["ser", "seer", "isa"]) + ["acd", "minutes"]
    names += [] if "pdd_s" in report.absent else ["pdd", "pdd_95"]
    yield from _unbroken([_with_unit(speech.column(name), speech.figure(name, total)) for name in names], speech)
    more = []
    if total.answered:
        more.append(f"{speech.say('short', limit=SHORT)} {percent(total.short, total.answered, speech.lang)}")
        if "vendor" not in report.absent:
            more.append(f"{speech.say('false')} {percent(total.false, total.answered, speech.lang)}")
    if report.repeated is not None and total.attempts:
        more.append(f"{speech.say('repeated')} {percent(report.repeated, total.attempts, speech.lang)}")
    if known := total.hung_up_caller + total.hung_up_callee:
        said = speech.say("hung-up-said", caller=total.hung_up_caller / known, callee=total.hung_up_callee / known)
        more.append(f"{speech.say('hung-up')}: {said}")
    if more:
        yield from _unbroken(more, speech)
    yield ""


def _with_unit(name: str, figure: str) -> str:
    """A measure as it is said: the unit, which a column has in its head, stands behind the figure."""
    plain, _, unit = name.rpartition(" ")
    if unit not in _UNITS:
        return f"{name} {figure}"
    if plain.rpartition(" ")[2].isdigit():  # a percentile: its name ends with the sign, and the figure is something else
        return f"{name}: {figure}"
    value, _, interval = figure.partition(" ")
    return f"{plain} {value} {unit} {interval}".rstrip()


def _unbroken(pieces: Sequence[str], speech: CdrSpeech) -> Iterator[str]:
    """Pieces one behind the other; a line ends between two of them."""
    for line in speech.paper.paragraph(" · ".join(piece.replace(" ", _NO_BREAK) for piece in pieces), "  "):
        yield line.replace(_NO_BREAK, " ")


def _group(report: CdrReport, key: str, speech: CdrSpeech, verbose: bool) -> Iterator[str]:
    groups, column = grouped(report, key)
    if not groups or (set(groups) == {(None,)} and key not in ("vendor",)):
        return
    yield speech.paper.paint(speech.say(f"by-{key}"), "heading")
    bars = report.measuring.line(column) if key in ("vendor", "direction", "operator", "country") else {}
    yield from _table(groups, (column,), columns_of(report), speech, most=None if verbose else _ROWS, bars=bars)
    yield ""


def grouped(report: CdrReport, key: str) -> tuple[Group, str]:
    """The groups of one key, and the column behind it."""
    known: Mapping[str, tuple[Group, str]] = {
        "vendor": (report.vendors, "vendor"),
        "direction": (report.directions, "direction"),
        "caller": (report.callers, "caller"),
        "source": (report.sources, "source_trunk"),
        "hour": (report.hours, "hour"),
    }
    return known[key] if key in known else (report.measuring.by(key), key)


def _table(
    groups: Mapping[Key, Measures],
    keys: Sequence[str],
    columns: Sequence[str],
    speech: CdrSpeech,
    *,
    most: int | None = None,
    bars: Mapping[object, list[tuple[int, int, int]]],
) -> Iterator[str]:
    shown = list(groups.items())[:most]

    def lines(left_out: frozenset[str], name_width: int) -> list[str]:
        told, has_bars = [name for name in columns if name not in left_out], bool(bars) and "time" not in left_out
        rows = [[" · ".join(map(speech.column, keys)), *map(speech.column, told), speech.column("time") if has_bars else ""]]
        for key, found in shown:
            name = " · ".join(shorten(speech.named(value, column), name_width) for value, column in zip(key, keys, strict=True))
            rows.append([name, *(speech.figure(column, found) for column in told), speech.bars(bars.get(key[0], ())) if has_bars else ""])
        return list(table(rows, speech))

    made = lines(frozenset(), _NAME)
    for left_out, name_width in _NARROWER if speech.paper.is_screen else ():
        if max(map(_cells, made)) <= speech.paper.width:
            break
        made = lines(left_out, name_width)
    yield from made
    if len(groups) > len(shown):
        yield f"  {speech.say('more-groups', n=len(groups) - len(shown))}"


def _cells(line: str) -> int:
    return cells(_PAINTED.sub("", line))


def _pairs(report: CdrReport, speech: CdrSpeech) -> Iterator[str]:
    if len(report.pairs) > 1:
        yield speech.paper.paint(speech.say("by-pair"), "heading")
        yield from _table(report.pairs, ("vendor", "direction"), columns_of(report), speech, bars={})
        yield ""


def _why(report: CdrReport, speech: CdrSpeech) -> Iterator[str]:
    lost = report.total.attempts - report.total.answered
    lines = [
        (speech.say("codes"), [(code_name(str(code), speech), count) for code, count in report.codes]),
        (speech.say("causes"), [(code_name(f"q850:{code}", speech), count) for code, count in report.causes]),
        ("", [(harmless(str(reason), 40), count) for reason, count in report.reasons] if not report.codes and not report.causes else []),
        (speech.say("proved"), [(str(slug), count) for slug, count in report.proved]),
    ]
    if not lost or not any(found for _, found in lines):
        return
    yield speech.paper.paint(speech.say("why-failed"), "heading")
    for title, found in lines:
        if found:
            said = [f"{name} {percent(count, lost, speech.lang)} ({whole(count, speech.lang)})" for name, count in found]
            yield from speech.paper.paragraph(", ".join(said), "    ", f"  {title}: " if title else "  ")
    yield ""


def _routes(report: CdrReport, speech: CdrSpeech) -> Iterator[str]:
    if lines := list(route_lines(report, speech)):
        yield speech.paper.paint(speech.say("routes"), "heading")
        for line in lines:
            yield from speech.paper.paragraph(line, "    ", "  ")
        yield ""


def _absent(report: CdrReport, speech: CdrSpeech) -> Iterator[str]:
    if lines := speech.absent(report):
        yield speech.paper.paint(speech.absent_title(report), "heading")
        for line in lines:
            yield from speech.paper.paragraph(line, "    ", "  ")
        yield ""


def _broken(report: CdrReport, speech: CdrSpeech, verbose: bool) -> Iterator[str]:
    rows = report.loaded.broken
    if not rows:
        return
    names = [source.name for source in report.loaded.sources]
    total = sum(row.times for row in rows)
    yield speech.paper.paint(f"{speech.say('broken')} ({whole(total, speech.lang)})", "warning")
    shown = rows if verbose else rows[:_BROKEN]
    yield from (f"  {speech.broken(row, names)}" for row in shown)
    if len(shown) < len(rows):
        yield f"  {speech.say('more-groups', n=total - sum(row.times for row in shown))}"
