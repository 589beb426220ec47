"""A side spoke, and then sends nothing but digital silence to the end, while the other side goes on speaking."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.ears import SPOKEN, Heard, way_of
from sipwhy.diagnosis.meaning import stream_proof
from sipwhy.diagnosis.offers import has_fax
from sipwhy.diagnosis.talk import OTHER, SIDES, person
from sipwhy.model import Call, Finding, Side
from sipwhy.model.finding import weaker
from sipwhy.model.sign import Sign
from sipwhy.model.sound import Sound, Spell

_LEAST = 30.0
"""Seconds of digital silence up to the end: longer than anybody keeps still who is spoken to, and longer than most look something up."""
_PROGRAMS = ("pbx", "proxy", "trunk")
"""Roles of hosts that answer with programs."""
_SPOKEN_TO = 3.0
"""Seconds that the other side speaks meanwhile."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where a person should hear the silence, and no description holds the call meanwhile."""
    if any(has_fax(message) for message in call.messages):
        return
    found = [one for side in SIDES if (one := _fallen(call, scene, side))]
    if len(found) == 1:
        heard, spell = found[0]
        stream, stretch = heard.stream, heard.stretch
        yield Finding(
            rule=RULE.slug,
            severity="notice",
            confidence=weaker("possible", stretch.talk.leg.confidence),
            at_fault="unknown",
            evidence=(stream_proof("silent", stream),),
            values={
                "mute": person(call, OTHER[stretch.side]) or stream.src.ip,
                "speaker": stream.src.ip,
                "seconds": spell.seconds,
                "waited": (heard.moment(spell) - stretch.talk.answer.ts) / 1e6,
            },
            at=stretch.talk.answer.number,
        )


def _fallen(call: Call, scene: Scene, side: Side) -> tuple[Heard, Spell] | None:
    """The first stretch on the way from a telephone to a side on which it falls silent, and the silence; it must reach the side."""
    way = way_of(call, scene, side)
    if not way or scene.host(way[-1].stream.dst.ip).is_server or _end(way[-1], scene, call) is None:
        return None  # whoever speaks to a menu or a mailbox may well keep still
    role = scene.host(way[0].stream.src.ip).role
    if role in _PROGRAMS or (role == "unknown" and side == "first"):
        return None  # whoever was called may be a mailbox, that greets and then records in silence
    return next((one, spell) for one in way if (spell := _end(one, scene, call)))


def _end(heard: Heard, scene: Scene, call: Call) -> Spell | None:
    """The digital silence at the end of a stream that was spoken on before; None if there is none."""
    spells = heard.sound.spells
    last = spells[-1] if spells else None
    if last is None or last.nature != "silence" or last.seconds < _LEAST or _spoken(heard.sound, 0, heard.moment(last)) < SPOKEN:
        return None
    since, until = heard.moment(last), heard.moment(last) + round(last.seconds * 1e6)
    due = sum(max(min(until, end) - max(since, begin), 0) for begin, end in heard.stretch.talk.expected(heard.stretch.side)) / 1e6
    sounds = scene.sounds(call.number)
    back = [sound for stream in heard.stretch.back if (sound := sounds.of(stream.index))]
    is_spoken_to = any(_spoken(sound, since, until) >= _SPOKEN_TO for sound in back)
    return last if due >= _LEAST and is_spoken_to else None


def _spoken(sound: Sound, since: int, until: int) -> float:
    """The seconds of speech between two moments."""
    speech = ((sound.start + spell.at * 1e6, sound.start + spell.until * 1e6) for spell in sound.spells if spell.nature == "speech")
    return sum(max(min(until, end) - max(since, begin), 0) for begin, end in speech) / 1e6


_EN, _RU = {"silent": "speech, then digital silence to the end"}, {"silent": "речь, затем до конца цифровая тишина"}

RULE = Rule(
    slug="voice-fell-silent",
    area="media",
    seeks=Seeks(results=frozenset({"answered"}), signs=Sign.LISTENED),
    check=check,
    aside=True,
    needs=("rtp", "sound"),
    references=("ITU-T G.711",),
    texts={
        "": Text(
            en=Words(
                title="{mute} spoke, and {waited:seconds} after the answer fell silent: {seconds:seconds} of empty packets",
                explanation=(
                    "{speaker} goes on sending packets, and all of them are digital silence, while the other side speaks. A room is "
                    "louder than that. Somebody may have pressed mute, or hold on a telephone that does not tell the server "
                    "(no re-INVITE); a headset that fell out or ran empty looks the same."
                ),
                fix=(
                    "Ask {mute} whether mute or hold was pressed; if nobody pressed it, try another headset or handset.",
                    "Compare other calls of {mute}: silence that begins as suddenly in many of them is the device.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{mute} говорил, а через {waited:seconds} после ответа замолчал: {seconds:seconds} пустых пакетов",
                explanation=(
                    "{speaker} продолжает слать пакеты, но в каждом цифровая тишина, а другая сторона говорит. Шум комнаты и даже дыхание "
                    "громче. Возможно, нажали кнопку mute или удержание на телефоне, который не сообщает о нём серверу (без re-INVITE); "
                    "так же выглядит отключившаяся или разрядившаяся гарнитура."
                ),
                fix=(
                    "Спросите {mute}, не нажимали ли mute или удержание; если нет, попробуйте другую гарнитуру или трубку.",
                    "Сравните другие вызовы {mute}: если тишина так же внезапно начинается во многих, дело в аппарате.",
                ),
                notes=_RU,
            ),
        ),
    },
)
