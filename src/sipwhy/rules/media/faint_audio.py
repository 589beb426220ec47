"""Voice so quiet that people ask to speak up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.ears import Heard, first_such, sender, way_of
from sipwhy.diagnosis.meaning import stream_proof
from sipwhy.diagnosis.talk import OTHER, SIDES, person
from sipwhy.model import Call, Finding
from sipwhy.model.finding import weaker
from sipwhy.model.sign import Sign
from sipwhy.model.sound import Sound, Sounds, Spell

_FAINT, _LEAK = -44.0, -54.0
"""
dBov of active speech: 18 dB below the usual -26 (ITU-T P.56 is the measure); still less is voice, too, but it may be that of the other side
which leaks back.
"""
_OVER_NOISE = 15.0
"""dB by which speech is louder than what is between words."""
_PAUSES = 0.1
"""The share of digital silence from which it is that what is between words."""
_LEAST = 4.0
"""Seconds of speech."""
_SILENT = ("quiet", "silence", "unsent", "lost", "torn")
"""What nothing leaks back of."""
_LOST = 12.0
"""dB by which a host makes voice quieter that came to it loud enough."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the quieter side, at the leg where its voice first is too quiet."""
    is_faint = partial(_is_faint, sounds=scene.sounds(call.number))
    found = [one for side in SIDES if (one := first_such(way_of(call, scene, side), is_faint))]
    if found:
        yield _finding(call, scene, *min(found, key=lambda one: one[0].sound.level.active or 0.0))


def _is_faint(heard: Heard, sounds: Sounds) -> bool:
    level = heard.sound.level
    active, noise = level.active, level.noise if level.silent < _PAUSES else None
    if active is None or active > _FAINT or (noise is not None and active - noise < _OVER_NOISE):
        return False
    others = [sound for stream in heard.stretch.back if (sound := sounds.of(stream.index))] if active < _LEAK else []
    return _spoken(heard.sound, others) >= _LEAST


def _spoken(sound: Sound, others: Sequence[Sound]) -> float:
    """The seconds of speech in which none of the others speaks."""
    speech = [spell for spell in sound.spells if spell.nature == "speech"]
    return sum(spell.seconds for spell in speech) - sum(_common(sound, spell, other) for spell in speech for other in others)


def _common(sound: Sound, spell: Spell, other: Sound) -> float:
    """How many seconds of a spell the other side speaks."""
    late = (other.start - sound.start) / 1e6
    spans = ((one.at + late, one.until + late) for one in other.spells if one.nature not in _SILENT)
    return sum(max(min(until, spell.until) - max(at, spell.at), 0.0) for at, until in spans)


def _finding(call: Call, scene: Scene, heard: Heard, before: Heard | None) -> Finding:
    stretch, stream, level = heard.stretch, heard.stream, heard.sound.level
    was = before.sound.level.active if before else None
    is_lost = was is not None and level.active is not None and was - level.active >= _LOST
    return Finding(
        rule=RULE.slug,
        severity="notice",
        confidence=weaker("likely", stretch.talk.leg.confidence),
        at_fault="unknown" if before and not is_lost else sender(scene, heard, before),
        evidence=(stream_proof("voice", stream),),
        values={
            "who": person(call, OTHER[stretch.side]) or stream.src.ip,
            "speaker": stream.src.ip,
            "level": level.active,
            "was": was if is_lost else None,
        },
        variant="here" if is_lost else "",
        at=stretch.talk.answer.number,
    )


_EN, _RU = {"voice": "the voice that is quiet"}, {"voice": "тихий голос"}

RULE = Rule(
    slug="faint-audio",
    area="media",
    seeks=Seeks(results=frozenset({"answered"}), signs=Sign.LISTENED),
    check=check,
    needs=("rtp", "sound"),
    references=("ITU-T P.56", "ITU-T G.107"),
    texts={
        "": Text(
            en=Words(
                title="{who} is very quiet: {level:number} dBov",
                explanation=(
                    "The voice from {speaker} has a level of {level:number} dBov while somebody speaks; -26 is usual, and 18 dB less is as "
                    "if the speaker stood across the room."
                ),
                fix=(
                    "Turn up the microphone's gain on {speaker}, speak closer to it, try another headset or handset.",
                    "Gateway to analogue lines: raise the gain towards IP (rxgain in Asterisk chan_dahdi), a long line loses level.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{who} слышно очень тихо: {level:number} dBov",
                explanation=(
                    "Уровень голоса от {speaker}, пока говорят, {level:number} dBov; обычный −26, а на 18 дБ тише — как будто говорят из "
                    "другого угла комнаты."
                ),
                fix=(
                    "Прибавьте усиление микрофона на {speaker}, говорите ближе к нему, попробуйте другую гарнитуру или трубку.",
                    "Шлюз аналоговых линий: прибавьте усиление в сторону IP (rxgain в Asterisk chan_dahdi), длинная линия ослабляет.",
                ),
                notes=_RU,
            ),
        ),
        "here": Text(
            en=Words(
                title="{speaker} makes {who} very quiet: {was:number} dBov become {level:number}",
                explanation=(
                    "The voice of {who} comes to {speaker} with {was:number} dBov and leaves it with {level:number}: it is made quieter "
                    "there."
                ),
                fix=("Look for attenuation on {speaker}: VOLUME() in Asterisk, set_audio_level in FreeSWITCH, gain of a port or trunk.",),
                notes=_EN,
            ),
            ru=Words(
                title="{speaker} делает голос {who} очень тихим: было {was:number} dBov, стало {level:number}",
                explanation=(
                    "Голос {who} приходит на {speaker} с уровнем {was:number} dBov, а уходит с {level:number}: его ослабляют там."
                ),
                fix=("Ищите ослабление на {speaker}: VOLUME() в Asterisk, set_audio_level во FreeSWITCH, усиление порта или транка.",),
                notes=_RU,
            ),
        ),
    },
)
