"""What one side sends is noise all along, or G.711 that is marked with the wrong law."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.ears import SPOKEN, Heard, first_such, sender, way_of
from sipwhy.diagnosis.meaning import stream_proof
from sipwhy.diagnosis.offers import has_fax
from sipwhy.diagnosis.talk import OTHER, SIDES, person
from sipwhy.model import Call, Finding
from sipwhy.model.finding import weaker
from sipwhy.model.sign import Sign
from sipwhy.model.sound import Sound, Sounds

_LEAST = 5.0
"""Seconds of noise."""
_LOUD = -45.0
"""dBov from which nobody takes it for the noise of a room, or for the comfort noise of a pause."""
_FAX = ("fax-calling", "fax-answer")


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """
    Fires on a voice that the other law of G.711 makes clear, and on loud noise without anything else while the other side speaks.

    Modems and fax sound like noise as well; where one of them is at work nobody speaks.
    """
    sounds = scene.sounds(call.number)
    for side in SIDES:
        way = way_of(call, scene, side)
        mistaken = first_such(way, lambda one: bool(one.sound.better_as))
        if mistaken:
            yield _finding(call, scene, mistaken, "law")
            return
        noisy = first_such(way, _is_noise)
        if noisy and not _is_fax(call, sounds) and _is_spoken_to(noisy[0], sounds):
            yield _finding(call, scene, noisy, "")
            return


def _is_noise(heard: Heard) -> bool:
    spells = [spell for spell in heard.sound.spells if spell.nature == "noise"]
    is_loud = all(spell.level is not None and spell.level >= _LOUD for spell in spells)
    return heard.sound.says_nothing and is_loud and sum(spell.seconds for spell in spells) >= _LEAST


def _is_fax(call: Call, sounds: Sounds) -> bool:
    heard = (spell for sound in sounds.sounds for spell in sound.spells)
    return any(has_fax(message) for message in call.messages) or any(spell.nature in _FAX for spell in heard)


def _is_spoken_to(heard: Heard, sounds: Sounds) -> bool:
    """Whether somebody speaks the other way."""
    return any(_spoken(sound) >= SPOKEN for stream in heard.stretch.back if (sound := sounds.of(stream.index)))


def _spoken(sound: Sound) -> float:
    return sum(spell.seconds for spell in sound.spells if spell.nature == "speech")


def _finding(call: Call, scene: Scene, found: tuple[Heard, Heard | None], variant: str) -> Finding:
    heard, before = found
    stretch, stream = heard.stretch, heard.stream
    levels = [spell.level for spell in heard.sound.spells if spell.nature == "noise" and spell.level is not None]
    return Finding(
        rule=RULE.slug,
        severity="notice",
        confidence=weaker("likely" if variant else "possible", stretch.talk.leg.confidence),
        at_fault=sender(scene, heard, before),
        evidence=(stream_proof("stream", stream),),
        values={
            "who": person(call, OTHER[stretch.side]) or stream.src.ip,
            "deaf": person(call, stretch.side) or stream.dst.ip,
            "speaker": stream.src.ip,
            "marked": stream.codec or "",
            "law": heard.sound.better_as,
            "level": max(levels, default=0.0),
        },
        variant=variant,
        at=stretch.talk.answer.number,
    )


_EN, _RU = {"stream": "what is heard as noise"}, {"stream": "что слышно как шум"}

RULE = Rule(
    slug="noise-for-voice",
    area="media",
    seeks=Seeks(results=frozenset({"answered"}), signs=Sign.LISTENED),
    check=check,
    aside=True,
    needs=("rtp", "sound"),
    references=("ITU-T G.711", "RFC 3551 section 4.5.14"),
    texts={
        "": Text(
            en=Words(
                title="From {who} comes nothing but even noise",
                explanation=(
                    "All that {speaker} sends in this call is noise of {level:number} dBov that never changes, as {marked}; the other "
                    "side speaks. It is no silence of a room, which is far quieter. The bytes may be no {marked} (another codec, "
                    "encryption that nobody agreed on), or the noise comes from the line or the microphone: which of both cannot be told."
                ),
                fix=(
                    "Listen to it: sipwhy audio FILE N -o call.wav.",
                    "Compare codec and encryption on both sides of {speaker}: let it have one codec, and SRTP off, for a test.",
                    "A gateway with analogue or E1 lines behind {speaker}: look for a dead line, and for its law (A-law, mu-law).",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="От {who} идёт только ровный шум",
                explanation=(
                    "Всё, что {speaker} отправляет в этом вызове, — неизменный шум с уровнем {level:number} dBov под видом {marked}; "
                    "другая сторона говорит. Это не тишина в комнате: она намного тише. Либо в пакетах не {marked} (другой кодек, "
                    "шифрование, о котором не договаривались), либо шумит линия или микрофон: что из двух, по пакетам не видно."
                ),
                fix=(
                    "Послушайте: sipwhy audio FILE N -o call.wav.",
                    "Сверьте кодек и шифрование с обеих сторон {speaker}: для проверки оставьте один кодек и выключите SRTP.",
                    ("Если за {speaker} шлюз с аналоговыми или E1 линиями, проверьте линию и закон кодирования (A-law, mu-law)."),
                ),
                notes=_RU,
            ),
        ),
        "law": Text(
            en=Words(
                title="The voice of {who} is {law} and is sent as {marked}: {deaf} hears it distorted and in noise",
                explanation=(
                    "{speaker} marks its packets as {marked}. Decoded so, what is heard is harsh and has loud noise in the pauses; the "
                    "same bytes decoded as {law}, the other law of G.711, are clear voice. Either the payload type is wrong, or the "
                    "conversion between the laws is missing or done twice."
                ),
                fix=(
                    "Let {speaker} use one law only, that of the line behind it: alaw in Europe, ulaw in North America and Japan.",
                    ("A gateway with E1 or T1 behind {speaker}: its companding must be that of the line (A-law on E1, mu-law on T1)."),
                    "A recording or announcement that is played: is it stored in the format that its name says (.alaw, .ulaw)?",
                ),
                notes={"stream": "{law} under the number of {marked}"},
            ),
            ru=Words(
                title="Голос {who} в {law}, а помечен как {marked}: {deaf} слышит его искажённым и с шумом",
                explanation=(
                    "{speaker} помечает пакеты как {marked}. Если декодировать их так, звук резкий, а в паузах громкий шум; те же байты, "
                    "декодированные как {law} (другой закон G.711), — чистый голос. Либо неверен тип нагрузки, либо преобразование между "
                    "законами пропущено или выполнено дважды."
                ),
                fix=(
                    "Оставьте на {speaker} один закон, тот же, что у линии за ним: alaw в Европе, ulaw в Северной Америке и Японии.",
                    ("Если за {speaker} шлюз E1 или T1: закон кодирования должен быть как у линии (A-law на E1, mu-law на T1)."),
                    "Если это запись или объявление: в том ли формате файл, что в его имени (.alaw, .ulaw)?",
                ),
                notes={"stream": "{law} под номером {marked}"},
            ),
        ),
    },
)
