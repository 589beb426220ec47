"""A report on what is kept of evidence that grows."""

from __future__ import annotations

from collections.abc import Sequence

from sipwhy.app.filters import Filters
from sipwhy.app.report import FullReport
from sipwhy.app.run import gather_opened
from sipwhy.app.settings import Settings
from sipwhy.sources import Problem
from sipwhy.sources.window import Window

_UNKNOWN_AFTER = 4 << 20
"""So many bytes in which nothing was found that could be read."""


def report_on(windows: Sequence[Window], filters: Filters, settings: Settings, is_all: bool) -> FullReport | None:
    """
    The report; None while nothing is kept, or nothing that can be read.

    Problem if it cannot be read and `is_all` there will be, or there is so much of it that more will not help.
    """
    files = [file for window in windows for file in window.files()]
    if not files:
        return None
    try:
        gathered = gather_opened(files, settings)
    except Problem:
        if is_all or sum(window.size for window in windows) > _UNKNOWN_AFTER:
            raise
        return None
    return FullReport(gathered.files, gathered.table, filters, gathered.broken, settings)
