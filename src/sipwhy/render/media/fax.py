"""What is known of a fax, where streams are listed or listened to: UDPTL is none of them."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis.report import Report
from sipwhy.model import Finding
from sipwhy.render.json import Json, finding_entry
from sipwhy.render.paper import Paper
from sipwhy.render.voice import Voice
from sipwhy.texts.catalogue import say
from sipwhy.texts.media import MEDIA

RULES = ("t38-outcome", "fax-rejected", "t38-parameters-differ", "fax-as-voice")
"""The rules that tell of faxes."""
_BY_T38 = "t38-outcome"
_UNSEEN = "unseen"
_LISTED = 5


def faxes_of(report: Report, number: int) -> list[Finding]:
    """What rules tell of a fax in one call."""
    return [finding for finding in report.findings_of(number) if finding.rule in RULES]


def fax_lines(report: Report, number: int, voice: Voice, paper: Paper, beside: str = "") -> Iterator[str]:
    """What rules tell of a fax in one call; where it went by T.38, what that means for the streams that stand above (a text, if any do)."""
    for finding in faxes_of(report, number):
        said = voice.said(finding)
        yield from ("", *paper.paragraph(f"{said.title} [{finding.rule}]"))
        if finding.rule == _BY_T38:
            beside = "" if finding.variant == _UNSEEN else beside
            yield from paper.paragraph(said.explanation, "  ")
            yield from paper.paragraph(say(MEDIA, beside, voice.lang), "  ") if beside else ()


def fax_entries(report: Report, number: int, voice: Voice) -> list[Json]:
    """The same for JSON."""
    speaker = voice.on(report.call(number))
    return [finding_entry(finding, speaker, report) for finding in faxes_of(report, number)]


def fax_list(report: Report, voice: Voice) -> Iterator[str]:
    """A sentence for each call with T.38, agreed or refused, below a list of streams."""
    for number in report.faxes[:_LISTED]:
        for finding in faxes_of(report, number):
            is_apart = finding.rule == _BY_T38 and finding.variant != _UNSEEN
            yield say(MEDIA, "fax-of" if is_apart else "fax-told", voice.lang, number=number, title=voice.title(finding), rule=finding.rule)
    if (left := len(report.faxes) - _LISTED) > 0:
        yield say(MEDIA, "fax-more", voice.lang, n=left)
