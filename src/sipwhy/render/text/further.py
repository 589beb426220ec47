"""What to type next: on a terminal, the commands that lead on from a report."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis.report import Report
from sipwhy.render.paper import Paper
from sipwhy.render.voice import Voice
from sipwhy.render.wording import command_on
from sipwhy.texts.harmless import pad
from sipwhy.views.summary import ALARMING

_STDIN = "-"


def further(report: Report, voice: Voice, paper: Paper, only: int | None = None) -> Iterator[str]:
    """The commands for call `only`, else for the example of the worst cause; nothing where all is well or the input was a pipe."""
    number = only if only is not None else _worst(report)
    if number is None or _STDIN in report.files:
        return
    commands = {
        "further-call": command_on(report, "", "--call", str(number)),
        "further-flow": command_on(report, "flow", str(number), "--svg", "call.svg"),
        "further-export": command_on(report, "export", str(number), "-o", "call.pcapng"),
    }
    if report.store is not None:  # a history draws the ladder of a call in its report, and exports to a file that comes first
        del commands["further-flow"]
        commands["further-export"] = command_on(report, "export", "call.pcapng", str(number))
    shown = {key: typed for key, typed in commands.items() if only is None or key != "further-call"}
    yield ""
    yield paper.paint(voice.screen("further") + ":", "heading")
    labels = {key: voice.screen(key) for key in shown}
    widest = max(map(len, labels.values()))
    for key, typed in shown.items():
        yield f"  {pad(labels[key], widest)}  {typed}"


def lead(report: Report, voice: Voice, paper: Paper) -> Iterator[str]:
    """The first of these commands, for the top of a report whose end is out of sight."""
    number = _worst(report)
    if number is None or _STDIN in report.files:
        return
    yield ""
    yield f"{paper.paint(voice.screen('further') + ':', 'heading')} {command_on(report, '', '--call', str(number))}"


def _worst(report: Report) -> int | None:
    """The call that the most frequent alarming cause names, else one that nothing explains."""
    causes = [group.example for group in report.causes if group.severity in ALARMING]
    return next(iter([*causes, *report.unexplained()]), None)
