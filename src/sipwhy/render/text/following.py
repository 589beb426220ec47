"""What is printed while evidence is followed: where it begins, each entry that ended, and the account at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis.report import CallRow, Report
from sipwhy.model import CallKind, Finding
from sipwhy.render.paper import Paper
from sipwhy.render.subject import subject
from sipwhy.render.text.card import subject_card
from sipwhy.render.text.overview import capture_finding
from sipwhy.render.voice import Voice
from sipwhy.texts.amount import whole
from sipwhy.texts.faults import fault
from sipwhy.texts.harmless import harmless
from sipwhy.texts.moment import span_of
from sipwhy.views.summary import ALARMING, KIND_ORDER

_CAUSES_NAMED = 20


def following(files: Sequence[str], voice: Voice, paper: Paper) -> Iterator[str]:
    """What is followed, and how it is ended."""
    names = tuple(voice.screen("stdin") if name == "-" else harmless(name, 80) for name in files)
    yield from (paper.paint(line, "dim") for line in paper.paragraph(voice.screen("following", files=names)))


def ended_card(report: Report, row: CallRow, number: int, voice: Voice, paper: Paper, *, full: bool) -> Iterator[str]:
    """An entry in full, as number `number` of those that ended."""
    found = subject(report, row.number, voice, full)
    if found is not None:
        yield paper.paint("─" * paper.text_width, "dim")
        yield from subject_card(replace(found, row=replace(row, number=number)), voice, paper, full)
        yield ""


def wide_card(finding: Finding, report: Report, voice: Voice, paper: Paper, *, full: bool) -> Iterator[str]:
    """A finding of no single call."""
    yield paper.paint("─" * paper.text_width, "dim")
    yield paper.paint(voice.screen("of-no-call"), "heading")
    yield from capture_finding(finding, report, voice, paper, full or finding.severity in ALARMING)
    yield ""


def broken_lines(broken: Mapping[str, int], voice: Voice) -> Iterator[str]:
    """What could not be read, and how often."""
    if broken:
        what = "; ".join(f"{fault(why, voice.lang)} ({whole(times, voice.lang)})" for why, times in sorted(broken.items()))
        yield voice.screen("followed-broken") + what


def account_lines(
    total: Mapping[CallKind, int], wrong: Mapping[CallKind, int], causes: Counter[str], span: tuple[int, int], voice: Voice
) -> Iterator[str]:
    """What ended between two moments (µs since 1970 UTC), and what went wrong of it; a cause without a name is none."""
    yield voice.screen("followed", span=span_of(*span, voice.zone))
    kinds = [kind for kind in KIND_ORDER if total.get(kind)]
    if not kinds:
        yield voice.screen("followed-nothing")
        return
    if bad := [kind for kind in kinds if wrong.get(kind)]:
        what = ", ".join(voice.screen(f"wrong-{kind}", n=whole(wrong[kind], voice.lang), total=total[kind]) for kind in bad)
        yield voice.screen("went-wrong", what=what)
    if well := [kind for kind in kinds if not wrong.get(kind)]:
        counts = (voice.screen(f"count-{kind}", n=total[kind]) for kind in well)
        calm = "no-failures" if "call" in well else "all-well"  # warnings of a call are told with -v alone, and few are listened to
        yield voice.screen("followed-well" if bad else calm, what=", ".join(counts))
    for cause, count in causes.most_common(_CAUSES_NAMED):
        yield f"  {whole(count, voice.lang)}  {cause or voice.screen('followed-unexplained')}"
