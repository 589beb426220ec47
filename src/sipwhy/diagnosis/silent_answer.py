"""Who answered from the first that it will send no voice: on the leg behind a server that told the other side nothing of it."""

from __future__ import annotations

from msgspec import Struct

from sipwhy.diagnosis.deafness import Deafness
from sipwhy.diagnosis.talk import OTHER, Described, Talk, talks
from sipwhy.model import Call


class SilentAnswer(Struct, frozen=True):
    """One such answer."""

    talk: Talk
    said: Described


def silent_answer(call: Call, lost: Deafness) -> SilentAnswer | None:
    """The answer by which a leg farther on, towards whom nobody hears, never has voice: its sender did not mean to speak, and never did."""
    if lost.deaf != "first" or lost.how != "absent" or lost.is_fed:
        return None
    for talk in talks(call):
        mute = [one for one in talk.described if one.side == OTHER[lost.deaf] and one.audio and one.audio.port]
        is_asked = any(one.listens for one in talk.described if one.side == lost.deaf)
        is_farther = talk.leg.index > lost.talk.leg.index
        if is_farther and mute and is_asked and not any(one.speaks for one in mute):
            return SilentAnswer(talk, mute[0])
    return None
