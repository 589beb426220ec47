"""Files that gave nothing, among others that could be read: the report on these alone must not pass for the whole."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import Protocol

from sipwhy.cli.wrapped import tell_beside
from sipwhy.diagnosis.report import Broken
from sipwhy.texts.catalogue import say
from sipwhy.texts.errors import ERROR
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


def complain_of_list(report: Reading, lang: Language) -> int:
    """The same, and each file of which a part could not be read: a list does not say so itself, as a report does."""
    status = complain(report, lang)
    for number, name in enumerate(report.files):
        if missing := [broken for broken in report.broken if broken.file == number and not broken.is_unread]:
            why, n = fault(missing[0].why, lang), sum(broken.times for broken in missing)
            tell_beside(say(ERROR, "partly-read", lang, path=name, n=n, why=why, files=shlex.join(report.files)))
    return status
