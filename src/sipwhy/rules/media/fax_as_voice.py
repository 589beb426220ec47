"""A fax machine is heard in a call that stays one of voice."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import proof, stream_proof
from sipwhy.diagnosis.offers import has_fax
from sipwhy.diagnosis.payloads import is_named
from sipwhy.diagnosis.talk import talks
from sipwhy.model import Call, Finding, Stream
from sipwhy.model.finding import weaker
from sipwhy.model.sign import Sign
from sipwhy.model.sound import Spell
from sipwhy.reference.payload_types import is_voice

_PASSES = frozenset({"PCMA", "PCMU", "L16"})
"""Codecs through which a fax can pass; others are made for voice and spoil it."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where a fax calls or answers and nobody ever offers T.38."""
    if any(has_fax(m) for m in call.messages):
        return
    found = list(_heard(call, scene))
    if found:
        # A fax that answers proves more than one that calls.
        yield _finding(call, *min(found, key=lambda one: (one[1].nature != "fax-answer", one[0].index)))


def _heard(call: Call, scene: Scene) -> Iterator[tuple[Stream, Spell]]:
    sounds = scene.sounds(call.number)
    for stream in call.streams:
        sound = sounds.of(stream.index) if stream.leg is not None else None
        for spell in sound.spells if sound else ():
            if spell.nature in ("fax-calling", "fax-answer"):
                yield stream, spell


def _finding(call: Call, stream: Stream, spell: Spell) -> Finding:
    voiced = [one for one in call.streams if one.is_audio and (one is stream or _is_known(call, one))]
    spoiling = sorted({one.codec or "?" for one in voiced if (one.codec or "").upper() not in _PASSES})
    leg = call.legs[stream.leg or 0]
    answer = next((talk.answer for talk in talks(call)), leg.messages[0])
    return Finding(
        rule=RULE.slug,
        severity="error" if spoiling else "notice",
        confidence=weaker("likely", leg.confidence),
        at_fault="unknown" if spoiling else "nobody",
        evidence=(proof("answered", answer), stream_proof("tone", stream)),
        values={
            "speaker": stream.src.ip,
            "hz": spell.frequencies[0],
            "codecs": tuple(spoiling) or tuple(sorted({one.codec or "?" for one in voiced})),
        },
        variant="" if spoiling else "g711",
        is_cause=bool(spoiling),
        at=answer.number,
    )


def _is_known(call: Call, stream: Stream) -> bool:
    """Whether it is a voice of which the descriptions name the codec: neither comfort noise alone nor a number that nobody listed."""
    return is_named(call, stream) and is_voice(stream.payload_type, stream.codec or "")


_EN = {"answered": "answered as a call of voice", "tone": "the tone of a fax"}
_RU = {"answered": "принят как голосовой вызов", "tone": "сигнал факса"}

RULE = Rule(
    slug="fax-as-voice",
    area="media",
    seeks=Seeks(results=frozenset({"answered"}), signs=Sign.LISTENED),
    check=check,
    needs=("rtp", "sound"),
    tells_why=("g711",),
    references=("ITU-T T.30", "ITU-T T.38 annex D", "ITU-T V.152"),
    texts={
        "": Text(
            en=Words(
                title="A fax or modem from {speaker}, and the codec is {codecs:list}: it cannot pass",
                explanation=(
                    "{speaker} sends the tone of a fax or modem ({hz:number} Hz), and the call goes by {codecs:list}, which is made for "
                    "voice and spoils everything else. Nobody offers T.38."
                ),
                fix=(
                    "Switch T.38 on at both ends: Asterisk PJSIP t38_udptl=yes and fax_detect=yes with the gateway (res_fax), FreeSWITCH "
                    "fax_enable_t38=true and t38_gateway; on ATA and trunk the T.38 setting.",
                    "Else allow PCMA or PCMU alone for this number, without silence suppression and with echo cancellation off.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="Факс или модем с {speaker}, а кодек {codecs:list}: не пройдёт",
                explanation=(
                    "{speaker} передаёт сигнал факса или модема ({hz:number} Гц), а вызов идёт кодеком {codecs:list}: он сделан для голоса "
                    "и портит всё остальное. T.38 никто не предлагает."
                ),
                fix=(
                    "Включите T.38 с обеих сторон: Asterisk PJSIP t38_udptl=yes и fax_detect=yes со шлюзом (res_fax), FreeSWITCH "
                    "fax_enable_t38=true и t38_gateway; на адаптере и транке настройка T.38.",
                    "Либо разрешите для этого номера только PCMA или PCMU, без подавления пауз и эхоподавления.",
                ),
                notes=_RU,
            ),
        ),
        "g711": Text(
            en=Words(
                title="A fax or modem from {speaker} goes as voice ({codecs:list}), without T.38",
                explanation=(
                    "{speaker} sends the tone of a fax or modem ({hz:number} Hz), and nobody offers T.38. By {codecs:list} it can pass, as "
                    "long as no packet is lost, nobody suppresses silence, and echo cancellers switch themselves off."
                ),
                fix=(
                    "If pages break off: switch T.38 on at both ends, or at least silence suppression and echo cancellation off, and a "
                    "fixed jitter buffer on.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="Факс или модем с {speaker} идёт как голос ({codecs:list}), без T.38",
                explanation=(
                    "{speaker} передаёт сигнал факса или модема ({hz:number} Гц), и T.38 никто не предлагает. Кодеком {codecs:list} он "
                    "пройдёт, пока нет потерь, никто не подавляет паузы, а эхоподавители отключаются сами."
                ),
                fix=(
                    "Если страницы обрываются, включите T.38 с обеих сторон или хотя бы выключите подавление пауз и эхоподавление и "
                    "поставьте фиксированный джиттер-буфер.",
                ),
                notes=_RU,
            ),
        ),
    },
)
