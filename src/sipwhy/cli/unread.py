"""Files that gave nothing, among others that could be read: the report on these alone must not pass for the whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sipwhy.cli.wrapped import tell_beside
from sipwhy.diagnosis.report import Broken
from sipwhy.texts.faults import fault
from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language

_DONE, _UNREAD = 0, 2


class Reading(Protocol):
    """What was read of some files, as far as it is told here."""

    @property
    def files(self) -> Sequence[str]:
        """Their names."""

    @property
    def broken(self) -> Sequence[Broken]:
        """What could not be read."""


def complain(report: Reading, lang: Language) -> int:
    """Names on standard error each file of which nothing could be read; the exit status: 2 if there is any, else 0."""
    unread = [broken for broken in report.broken if broken.is_unread]
    if not unread:
        return _DONE
    for broken in unread:
        tell_beside(f"{harmless(report.files[broken.file])}: {fault(broken.why, lang)}")
    return _UNREAD
