"""Why an entry, or a leg of it, has no streams to show, and which calls have voice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sipwhy.diagnosis.report import Report
from sipwhy.diagnosis.talk import is_unseen, unseen_talks
from sipwhy.model import Call
from sipwhy.reference import hearing
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language
from sipwhy.texts.media import MEDIA
from sipwhy.texts.vocabulary import KIND, word

_LISTED = 10
_MOST_ASKED = 200
"""So many calls without RTP are asked whether there should have been some: their messages have to be read."""


def voiceless(call: Call, spoken: Sequence[int], lang: Language) -> Iterator[str]:
    """A sentence on this entry, and one on the numbers of the calls that have voice (`spoken`)."""
    if call.kind != "call":
        yield say(MEDIA, "no-call", lang, number=call.number, kind=word(KIND, call.kind, lang))
    else:
        yield say(MEDIA, "no-streams-of" if call.result in ("answered", "incomplete") else "never-answered", lang)
    yield spoken_line(spoken, lang)


def unseen_legs(call: Call, lang: Language) -> Iterator[str]:
    """A sentence on each leg whose voice the capture lacks where it has that of another one."""
    for talk in unseen_talks(call):
        yield say(MEDIA, "leg-unseen", lang, leg=talk.leg.index + 1, src=talk.leg.src.ip, dst=talk.leg.dst.ip)


def has_voice(report: Report) -> bool:
    """Whether RTP of some call was seen: else that of none is missed."""
    return report.overview.streams > report.overview.unplaced_rtp


def unseen_calls(report: Report, numbers: Iterable[int]) -> list[int]:
    """Those calls in which people talked and of which no voice is here, though the capture has that of others."""
    without = [number for number in numbers if not report.outline(number).streams] if has_voice(report) else []
    return [number for number in without[:_MOST_ASKED] if is_unseen(report.call(number))]


def unseen_line(report: Report, lang: Language) -> str:
    """A sentence on those of a list; "" if there are none."""
    found = unseen_calls(report, (row.number for row in report.rows() if row.kind == "call" and (row.talk or 0.0) >= hearing.STOPPED))
    numbers = tuple(map(str, found[:_LISTED]))
    return say(MEDIA, "calls-unseen", lang, numbers=(*numbers, "…") if len(found) > _LISTED else numbers, n=len(found)) if found else ""


def spoken_line(spoken: Sequence[int], lang: Language) -> str:
    """The numbers of the calls that have voice; of many the first."""
    if not spoken:
        return say(MEDIA, "none-spoken", lang)
    left = len(spoken) - _LISTED
    return say(MEDIA, "spoken-many" if left > 0 else "spoken", lang, numbers=tuple(map(str, spoken[:_LISTED])), n=left)
