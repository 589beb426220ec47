"""Reading what was heard: which stream of which stretch sounds how, and where on the way it begins to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from sipwhy.diagnosis.scene import Scene
from sipwhy.diagnosis.voice_times import Stretch, way_to
from sipwhy.model import AtFault, Call, Side, Stream
from sipwhy.model.sound import Sound, Spell

SPOKEN = 1.0
"""Seconds of speech from which somebody has spoken."""


class Heard(Struct, frozen=True):
    """One stream of a stretch with what it sounds like."""

    stretch: Stretch
    stream: Stream
    sound: Sound

    def moment(self, spell: Spell) -> int:
        """When a spell begins, µs since 1970 UTC."""
        return self.sound.start + round(spell.at * 1e6)

    def after_answer(self) -> Iterator[tuple[float, Spell]]:
        """The spells that end after the answer, each with the seconds from the answer to its beginning."""
        answered = self.stretch.talk.answer.ts
        for spell in self.sound.spells:
            at = (self.moment(spell) - answered) / 1e6
            if at + spell.seconds > 0:
                yield at, spell


def way_of(call: Call, scene: Scene, side: Side) -> tuple[Heard, ...]:
    """What is heard on the way to a side of the call, from whoever speaks on: every stretch that was listened to, its longest stream."""
    sounds = scene.sounds(call.number)
    found = []
    for stretch in way_to(call, side):
        heard = [(sound.seconds, stream.index, stream, sound) for stream in stretch.streams if (sound := sounds.of(stream.index))]
        if heard:
            _, _, stream, sound = max(heard, key=lambda one: one[:2])
            found.append(Heard(stretch, stream, sound))
    return tuple(found)


def first_such(way: tuple[Heard, ...], has: Callable[[Heard], bool]) -> tuple[Heard, Heard | None] | None:
    """The first stretch on the way of which `has` is true, and the one before it, of which it is not; None if it is true of none."""
    at = next((at for at, one in enumerate(way) if has(one)), None)
    return None if at is None else (way[at], way[at - 1] if at else None)


def sender(scene: Scene, heard: Heard, before: Heard | None) -> AtFault:
    """Who is at fault for how a stream sounds: whoever sends it, if it got another sound or has a voice of its own."""
    role = scene.host(heard.stream.src.ip).role
    if before is not None or role in ("pbx", "proxy"):
        return "pbx"
    if role == "trunk":
        return "trunk"
    return ("callee" if heard.stretch.side == "first" else "caller") if role == "phone" else "unknown"
