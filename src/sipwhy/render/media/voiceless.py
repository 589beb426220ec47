"""Why an entry, or a leg of it, has no streams to show, and which calls have voice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sipwhy.diagnosis.talk import unseen_talks
from sipwhy.model import Call
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language
from sipwhy.texts.media import MEDIA
from sipwhy.texts.vocabulary import KIND, word

_LISTED = 10


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


def spoken_line(spoken: Sequence[int], lang: Language) -> str:
    """The numbers of the calls that have voice; of many the first."""
    if not spoken:
        return say(MEDIA, "none-spoken", lang)
    left = len(spoken) - _LISTED
    return say(MEDIA, "spoken-many" if left > 0 else "spoken", lang, numbers=tuple(map(str, spoken[:_LISTED])), n=left)
