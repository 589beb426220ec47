"""`sipwhy cdr --watch TIME`: the sources are read again and again, and what is new is told once."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC
from itertools import count
from typing import Any

from sipwhy.app.cdr_watch import Below, Watch
from sipwhy.app.webhook import WebhookError, check, post
from sipwhy.cdr.reading.database import shown
from sipwhy.cdr.report import CdrReport
from sipwhy.cli.cdr_reading import is_bad, read, span_of, thresholds
from sipwhy.cli.commands.cdr import CdrFailureError
from sipwhy.cli.failure import FailureError
from sipwhy.cli.output import paper, print_lines, print_pieces
from sipwhy.cli.reading import voice
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
    Looks until Ctrl-C; without a webhook until a vendor is below a threshold or something changed for the worse: the exit status is 1.

    A source that cannot be read for a while (a file being rotated, a server that starts anew) is told of, and looked at again.
    """
    for option in ("csv", "html", "ticket"):
        if given[option]:
            raise CdrFailureError("watch-alone", 2, option=f"--{option}")
    seconds = span_of(given["watch"])
    if given["webhook"]:
        try:
            check(given["webhook"])
        except ValueError:
            raise CdrFailureError("bad-webhook", 2) from None
    watching = Watch(thresholds(given))
    said: str | None = None
    for nth in count():
        if nth:
            time.sleep(seconds)
        try:
            report = read(given, lang)
        except FailureError as error:
            if not nth and error.key not in _MAY_COME:
                raise
            said = _told_once(error.said(lang), said)
            continue
        said = None
        new, low, is_low = watching.look(report)
        _tell(report, new, low, given, lang)
        if given["webhook"]:
            _send(watching, new, low, given, lang)
        elif is_low or is_bad(new, given):
            return 1
        del report  # its tables go before the next are made
    return 0


_MAY_COME = ("empty", "nothing", "nothing-then")
"""What may become a source with attempts yet."""


def _told_once(words: str, before: str | None) -> str:
    if words != before:
        sys.stdout.flush()
        sys.stderr.write(f"sipwhy: {words}\n")
    return words


def _tell(report: CdrReport, new: Sequence[Finding], low: Sequence[Below], given: Mapping[str, Any], lang: Language) -> None:
    speaking = voice(given, lang)
    if given["json"]:
        print_pieces([encoded(_document(new, low, given, lang)) + "\n"], "utf-8")
    else:
        on = paper(given["no_color"])
        speech = CdrSpeech(lang, on, UTC if given["utc"] else None)
        print_lines([headline(report, speech), *finding_lines(new, speech, speaking), *_said(low, lang)], on)
    sys.stdout.flush()


def _document(new: Sequence[Finding], low: Sequence[Below], given: Mapping[str, Any], lang: Language) -> dict[str, Any]:
    speaking = voice(given, lang)
    return {
        "sources": [shown(name) for name in given["files"]],
        "findings": [finding_entry(finding, speaking) for finding in new],
        "below": [{"vendor": one.vendor, "measure": one.measure, "value": round(one.value, 4), "limit": one.limit} for one in low],
    }


def _send(watching: Watch, new: list[Finding], low: list[Below], given: Mapping[str, Any], lang: Language) -> None:
    """What is new, and before it what was not taken; what is not taken now is kept for the next time."""
    if new or low:
        watching.unsent.append((new, low))
    try:
        while watching.unsent:
            post(given["webhook"], _document(*watching.unsent[0], given, lang))
            del watching.unsent[0]
    except WebhookError as error:
        sys.stderr.write(f"sipwhy: {say(PROBLEM, 'webhook-failed', lang, detail=fault(str(error), lang))}\n")


def _said(low: Sequence[Below], lang: Language) -> list[str]:
    return [say(CDR, "below", lang, vendor=one.vendor, measure=one.measure, value=one.value, limit=one.limit) for one in low]
