"""Files that gave nothing, among others that could be read: the report on these alone must not pass for the whole."""

from __future__ import annotations

import sys

from sipwhy.diagnosis.report import Report
from sipwhy.texts.faults import fault
from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language

_DONE, _UNREAD = 0, 2


def complain(report: Report, lang: Language) -> int:
    """Names on standard error each file of which nothing could be read; the exit status: 2 if there is any, else 0."""
    unread = [broken for broken in report.broken if broken.is_unread]
    if not unread:
        return _DONE
    sys.stdout.flush()
    for broken in unread:
        sys.stderr.write(f"sipwhy: {harmless(report.files[broken.file])}: {fault(broken.why, lang)}\n")
    return _UNREAD
