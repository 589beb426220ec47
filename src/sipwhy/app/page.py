"""A report as one page, with what only the evidence itself can add: curves of loss and jitter, and what is heard."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sipwhy.app.media import curves, heard
from sipwhy.app.recorded_report import RecordedReport
from sipwhy.app.report import FullReport
from sipwhy.render.html import html_page
from sipwhy.render.voice import Voice


def page_of(report: FullReport | RecordedReport, voice: Voice, verbose: bool = False, only: int | None = None) -> Iterator[str]:
    """The page in pieces; `only` shows one call and nothing else. Of what was recorded there is no RTP to draw."""
    if not isinstance(report, FullReport):
        return html_page(report, voice, verbose, only)
    return html_page(report, voice, verbose, only, curves=partial(curves, report), heard=partial(heard, report))
