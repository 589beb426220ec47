"""`sipwhy cdr --watch TIME`: the sources are read again and again, and what is new is told once."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from sipwhy.app.cdr_watch import Below, Watch
from sipwhy.app.webhook import WebhookError, check, post
from sipwhy.cdr.reading.database import shown
from sipwhy.cdr.report import CdrReport
from sipwhy.cli.cdr_reading import failure, is_bad, read, thresholds
from sipwhy.cli.commands.cdr import CdrFailureError
from sipwhy.cli.failure import FailureError
from sipwhy.cli.output import paper, print_lines, print_pieces
from sipwhy.cli.reading import voice
from sipwhy.cli.wrapped import tell_beside
from sipwhy.model import Finding
from sipwhy.render.cdr.data import finding_entry
from sipwhy.render.cdr.speech import CdrSpeech
from sipwhy.render.cdr.text import finding_lines, headline
from sipwhy.render.json import encoded
from sipwhy.texts.catalogue import say
from sipwhy.texts.cdr import CDR, PROBLEM
from sipwhy.texts.faults import fault
from sipwhy.texts.language import Language


def watch(given: Mapping[str, Any], lang: Language) -> int:
    """
    Looks until Ctrl-C; without a webhook until a vendor is below a threshold or a change is as severe as --fail-on says: the status is 1.

    A source that cannot be read for a while (a file being rotated, a server that starts anew) is told of, and looked at again.
    """
    for option in ("csv", "html", "ticket"):
        if given[option]:
            raise CdrFailureError("watch-alone", 2, option=f"--{option}")
    seconds: float = given["watch"]
    if given["webhook"]:
        try:
            check(given["webhook"])
        except ValueError:
            raise CdrFailureError("bad-webhook", 2) from None
    watching = Watch(thresholds(given))
    said: str | None = None
    is_first = True
    while True:
        if not is_first:
            time.sleep(seconds)
        try:
            report = read(given, lang)
            if report.loaded.refused:  # what a part of the sources shows would be told as a change
                raise failure(report.loaded.refused[0])
        except FailureError as error:
            if is_first and error.key not in _MAY_COME:
                raise
            said = _told_once(error.said(lang), said)
            continue
        finally:
            is_first = False
        said = None
        new, low, is_low = watching.look(report)
        _tell(report, new, low, given, lang)
        if given["webhook"]:
            _send(watching, new, low, given, lang)
        elif is_low or is_bad(new, given):
            return 1
        del report  # its tables go before the next are made


_MAY_COME = ("empty", "nothing", "nothing-then")
"""What may become a source with attempts yet."""


def _told_once(words: str, before: str | None) -> str:
    if words != before:
        tell_beside(words)
    return words


def _tell(report: CdrReport, new: Sequence[Finding], low: Sequence[Below], given: Mapping[str, Any], lang: Language) -> None:
    speaking = voice(given, lang)
    if given["json"]:
        print_pieces([encoded(_document(new, low, given, lang)) + "\n"], "utf-8")
    else:
        on = paper(given["no_color"])
        speech = CdrSpeech(lang, on, UTC if given["utc"] else None)
        print_lines([headline(report, speech), *finding_lines(new, speech, speaking, report.names), *_said(low, lang)], on)
    sys.stdout.flush()


def _document(new: Sequence[Finding], low: Sequence[Below], given: Mapping[str, Any], lang: Language) -> dict[str, Any]:
    speaking = voice(given, lang)
    names = [shown(name) for name in given["files"]]
    return {
        "sources": names,
        "findings": [finding_entry(finding, speaking, names) for finding in new],
        "below": [{"vendor": one.vendor, "measure": one.measure, "value": round(one.value, 4), "limit": one.limit} for one in low],
    }


def _send(watching: Watch, new: list[Finding], low: list[Below], given: Mapping[str, Any], lang: Language) -> None:
    """What is new, and before it what was not taken: that is kept for the next time, unless it would be refused for ever."""
    if new or low:
        watching.keep(new, low)
    while watching.unsent:
        try:
            post(given["webhook"], _document(*watching.unsent[0], given, lang))
        except WebhookError as error:
            key = "webhook-refused" if error.is_final else "webhook-failed"
            tell_beside(say(PROBLEM, key, lang, detail=fault(str(error), lang)))
            if not error.is_final:
                break
        del watching.unsent[0]
    if lost := watching.lost():
        tell_beside(say(PROBLEM, "webhook-lost", lang, n=lost))


def _said(low: Sequence[Below], lang: Language) -> list[str]:
    return [say(CDR, "below", lang, vendor=one.vendor, measure=one.measure, value=one.value, limit=one.limit) for one in low]
