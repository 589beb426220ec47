"""Voice so loud that its waveform is cut off."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.ears import Heard, first_such, sender, way_of
from sipwhy.diagnosis.meaning import stream_proof
from sipwhy.diagnosis.talk import OTHER, SIDES, person
from sipwhy.model import Call, Finding
from sipwhy.model.finding import weaker
from sipwhy.model.sign import Sign

_HEARD = 0.08
"""The share of the time with voice in which it is cut off: heard as harsh."""
_LEAST = 3.0
"""Seconds of voice."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the side whose voice is cut off most, at the leg where it first is."""
    found = [one for side in SIDES if (one := first_such(way_of(call, scene, side), _is_clipped))]
    if found:
        yield _finding(call, scene, *max(found, key=lambda one: one[0].sound.level.clipped))


def _is_clipped(heard: Heard) -> bool:
    level = heard.sound.level
    spoken = sum(spell.seconds for spell in heard.sound.spells if spell.nature in ("speech", "steady"))
    return level.clipped >= _HEARD and spoken >= _LEAST


def _finding(call: Call, scene: Scene, heard: Heard, before: Heard | None) -> Finding:
    stretch, stream = heard.stretch, heard.stream
    return Finding(
        rule=RULE.slug,
        severity="notice",
        confidence=weaker("likely", stretch.talk.leg.confidence),
        at_fault=sender(scene, heard, before),
        evidence=(stream_proof("voice", stream),),
        values={
            "who": person(call, OTHER[stretch.side]) or stream.src.ip,
            "speaker": stream.src.ip,
            "share": heard.sound.level.clipped,
            "level": heard.sound.level.active or 0.0,
        },
        variant="here" if before else "",
        at=stretch.talk.answer.number,
    )


_EN, _RU = {"voice": "the voice that is cut off"}, {"voice": "голос, который обрезан"}

RULE = Rule(
    slug="clipped-audio",
    area="media",
    seeks=Seeks(results=frozenset({"answered"}), signs=Sign.LISTENED),
    check=check,
    needs=("rtp", "sound"),
    references=("ITU-T P.56", "ITU-T G.711"),
    texts={
        "": Text(
            en=Words(
                title="The voice of {who} is overdriven: cut off {share:percent} of the time",
                explanation=(
                    "The voice from {speaker} has a level of {level:number} dBov, and in {share:percent} of the time in which somebody "
                    "speaks its waveform is cut off at the largest value. It sounds harsh and is hard to understand; -26 dBov is usual."
                ),
                fix=(
                    "Turn down the microphone's gain on {speaker} and switch off its automatic gain (AGC), or move the microphone away.",
                    "Gateway to analogue lines: lower the gain towards IP (rxgain in Asterisk chan_dahdi).",
                    "If a PBX amplifies: VOLUME() and AGC() in Asterisk, set_audio_level in FreeSWITCH.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="Голос {who} перегружен: обрезан {share:percent} времени",
                explanation=(
                    "Уровень голоса от {speaker} {level:number} dBov, и {share:percent} времени, когда говорят, его форма обрезана на "
                    "наибольшем значении. Звук резкий, слова трудно разобрать; обычный уровень −26 dBov."
                ),
                fix=(
                    "Убавьте усиление микрофона на {speaker} и выключите автоматику (АРУ, AGC) или отодвиньте микрофон.",
                    "Шлюз аналоговых линий: уменьшите усиление в сторону IP (rxgain в Asterisk chan_dahdi).",
                    "Если усиливает АТС: VOLUME() и AGC() в Asterisk, set_audio_level во FreeSWITCH.",
                ),
                notes=_RU,
            ),
        ),
        "here": Text(
            en=Words(
                title="{speaker} overdrives the voice of {who}: cut off {share:percent} of the time",
                explanation=(
                    "The voice of {who} comes to {speaker} whole, and what it sends on has a level of {level:number} dBov and is cut off "
                    "at the largest value in {share:percent} of the time in which somebody speaks: it is amplified there."
                ),
                fix=(
                    "Look for amplification on {speaker}: VOLUME() and AGC() in Asterisk, set_audio_level in FreeSWITCH, gain of a port.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{speaker} перегружает голос {who}: обрезан {share:percent} времени",
                explanation=(
                    "На {speaker} голос {who} приходит целым, а дальше уходит с уровнем {level:number} dBov, и {share:percent} времени, "
                    "когда говорят, он обрезан на наибольшем значении: его усиливают там."
                ),
                fix=("Ищите усиление на {speaker}: VOLUME() и AGC() в Asterisk, set_audio_level во FreeSWITCH, усиление порта.",),
                notes=_RU,
            ),
        ),
    },
)
