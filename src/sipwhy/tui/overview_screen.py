"""The overview: what was read, how far it may be trusted, how everything ended and why, methods and answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sipwhy.app.report import FullReport
from sipwhy.render.digest import digest
from sipwhy.render.text.causes import failures, not_failures
from sipwhy.render.text.overview import capture_findings, limits, overview
from sipwhy.render.text.screen import not_checked
from sipwhy.texts.amount import percent, whole
from sipwhy.tui.ink import Ink, Line, inked_lines
from sipwhy.tui.lines import Stop
from sipwhy.tui.text_page import TextPage
from sipwhy.wire import METHODS

_BESIDE = 3


class OverviewScreen(TextPage):
    """Of one report."""

    def __init__(self, report: FullReport) -> None:
        super().__init__()
        self._report = report

    def title_text(self) -> str:
        """What it is."""
        return self.say("statistics-title")

    def made(self, width: int) -> tuple[Sequence[Line], Sequence[Stop]]:
        """The report's own overview, and counts of messages."""
        return inked_lines(self._lines(Ink(width - 1, colours=True)), " "), ()

    def _lines(self, paper: Ink) -> Iterator[str]:
        report, voice = self._report, self.program.voice
        figures = digest(report)
        yield from overview(report, figures, voice, paper)
        yield from limits(report, voice, paper, True)
        yield from failures(report, figures, voice, paper)
        yield from capture_findings(report, voice, paper, False)
        yield from not_failures(report, figures, voice, paper)
        yield from self._messages(paper)
        yield from not_checked(report, voice, paper, True)

    def _messages(self, paper: Ink) -> Iterator[str]:
        """How many messages of each method, and how many answers of each class."""
        evidence = self._report.table.evidence
        status, method = evidence.messages("status"), evidence.messages("method")
        requests = np.bincount(method[status == 0], minlength=len(METHODS))
        answers = np.bincount(status[status > 0] // 100, minlength=10)
        total = int(requests.sum() + answers.sum())
        by_method = {METHODS[at]: int(requests[at]) for at in np.argsort(-requests, kind="stable").tolist() if requests[at]}
        by_class = {f"{at}xx": int(count) for at, count in enumerate(answers.tolist()) if count}
        for key, counts in (("messages-of", by_method), ("answers-of", by_class)):
            if counts:
                yield ""
                yield paper.paint(self.say(key), "heading")
                yield from self._table(counts, total)

    def _table(self, counts: dict[str, int], total: int) -> Iterator[str]:
        texts = [f"{name:<10} {whole(count, self.lang):>9} {percent(count, total, self.lang):>5}" for name, count in counts.items()]
        per_line = max(min(_BESIDE, self.width // (len(texts[0]) + 4)), 1)
        for at in range(0, len(texts), per_line):
            yield "  " + "    ".join(texts[at : at + per_line])
