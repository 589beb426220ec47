"""`sipwhy cdr --watch TIME`: the sources are read again and again, and what is new is told once."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from sipwhy.app.cdr_watch import Below, below, news, post
from sipwhy.cdr.report import CdrReport
from sipwhy.cli.cdr_reading import read, thresholds
from sipwhy.cli.commands.cdr import CdrFailureError
from sipwhy.cli.output import paper, print_lines, print_pieces
from sipwhy.cli.reading import voice
from sipwhy.model import Finding
from sipwhy.render.cdr.data import finding_entry
from sipwhy.render.cdr.speech import CdrSpeech
from sipwhy.render.cdr.text import finding_lines, headline
from sipwhy.render.json import encoded
from sipwhy.texts.catalogue import say
from sipwhy.texts.cdr import CDR, PROBLEM
from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language

_SPAN = re.compile(r"^([1-9]\d{0,4})(s|m|h)$")
_SECONDS = {"s": 1, "m": 60, "h": 3600}


def watch(given: Mapping[str, Any], lang: Language) -> int:
    """Looks until Ctrl-C, or until a vendor is below a threshold: then the exit status is 1."""
    for option in ("csv", "html", "ticket"):
        if given[option]:
            raise CdrFailureError("watch-alone", 2, option=f"--{option}")
    found = _SPAN.match(given["watch"])
    if found is None:
        raise CdrFailureError("bad-span", 2, value=given["watch"])
    told: list[Finding] = []
    while True:
        report = read(given, lang)
        new = list(news(report.findings, told))
        low = below(report, thresholds(given))
        _tell(report, new, low, given, lang)
        if low and not given["webhook"]:
            return 1
        time.sleep(int(found[1]) * _SECONDS[found[2]])


def _tell(report: CdrReport, new: Sequence[Finding], low: Sequence[Below], given: Mapping[str, Any], lang: Language) -> None:
    speaking = voice(given, lang)
    document = {
        "findings": [finding_entry(finding, speaking) for finding in new],
        "below": [{"vendor": one.vendor, "measure": one.measure, "value": round(one.value, 4), "limit": one.limit} for one in low],
    }
    if given["json"]:
        print_pieces([encoded(document) + "\n"], "utf-8")
    else:
        on = paper(given["no_color"])
        speech = CdrSpeech(lang, on, UTC if given["utc"] else None)
        print_lines([headline(report, speech), *finding_lines(new, speech, speaking), *_said(low, lang)], on)
    sys.stdout.flush()
    if given["webhook"] and (new or low):
        try:
            post(given["webhook"], document)
        except (OSError, ValueError) as error:
            sys.stderr.write(f"sipwhy: {say(PROBLEM, 'webhook-failed', lang, detail=harmless(str(error)))}\n")


def _said(low: Sequence[Below], lang: Language) -> list[str]:
    return [say(CDR, "below", lang, vendor=one.vendor, measure=one.measure, value=one.value, limit=one.limit) for one in low]
