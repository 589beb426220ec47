"""Digits that a menu may count more than once: one key is told again as if it were another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.deafness import party
from sipwhy.diagnosis.digits import events_toward, keys_by_info
from sipwhy.diagnosis.meaning import proof, stream_proof
from sipwhy.diagnosis.payloads import asked_by
from sipwhy.diagnosis.talk import OTHER, SIDES, Talk, announced
from sipwhy.diagnosis.voice_times import way_to
from sipwhy.model import Call, Finding, Message, Side, Stream
from sipwhy.model.finding import weaker
from sipwhy.model.sign import Sign

if TYPE_CHECKING:
    from sipwhy.media.digits_by_info import Informed
    from sipwhy.media.sound.events import Pressed

_SEVERAL = 5
"""Packets in a row with a new timestamp each from which it is no chance: a key that is pressed takes at least four packets, of one."""
_TOGETHER = 500_000
"""
µs between a digit by INFO and the same one as an event up to which both are one press of a key.

A telephone sends INFO when the key goes down or up, and the event while it is down; SIP that is later than voice by half a second would
be sent again (T1, RFC 3261 section 17.1.1.1). Who presses a key twice is not so quick to change the way that it takes.
"""
_RATIO = 3
"""How many times as many as those with the timestamp of the one before: of a key, only the first packet has a new one."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where each packet of an event begins another one, or the same way carries a digit as an event and by INFO at once."""
    known = announced(call)
    ways = [(stretch.talk, side, stretch.streams) for side in SIDES for stretch in way_to(call, side)]  # from who keys on: others relay it
    for talk, side, streams in ways:
        for stream in streams:
            if packets := _begun_anew(talk, side, stream):
                yield _anew(scene, (talk, side), stream, packets)
                return
    for talk, side, _ in ways:
        keys = [key for key in keys_by_info(talk, side) if key.answer and 200 <= (key.status or 0) < 300]
        for stream, _ in events_toward(call, talk, side, known) if keys else ():
            if doubled := _told_twice(keys, scene.pressed(call.number).get(stream.index, ())):
                yield _twice(scene, (talk, side), stream, [key.answer for key in doubled if key.answer])
                return


def _told_twice(keys: Sequence[Informed], pressed: Sequence[Pressed]) -> list[Informed]:
    """The digits by INFO that came as events at the same time, too."""
    return [key for key in keys if any(one.key == key.key and _are_together(key, one) for one in pressed)]


def _are_together(key: Informed, event: Pressed) -> bool:
    return event.ts - _TOGETHER <= key.ts <= event.ts + event.seconds * 1e6 + _TOGETHER


def _begun_anew(talk: Talk, side: Side, stream: Stream) -> int:
    """How many packets of telephone events had a timestamp of their own, where nearly all had; 0 elsewhere."""
    events = {codec.payload_type for one in (side, OTHER[side]) for codec in asked_by(talk, one).events}
    voice = {codec.payload_type for one in (side, OTHER[side]) for codec in asked_by(talk, one).codecs} - events
    odd = [new for kind, new, same in stream.stamps if kind in events - voice and new >= _SEVERAL and new >= _RATIO * same]
    return max(odd, default=0)


def _anew(scene: Scene, way: tuple[Talk, Side], stream: Stream, packets: int) -> Finding:
    talk, side = way
    return Finding(
        rule=RULE.slug,
        severity="notice",
        confidence=weaker("likely", talk.leg.confidence),
        at_fault=party(talk, OTHER[side], scene),
        evidence=(stream_proof("stream", stream),),
        values={"sender": talk.host(OTHER[side]).ip, "receiver": talk.host(side).ip, "packets": packets},
        at=talk.answer.number,
    )


def _twice(scene: Scene, way: tuple[Talk, Side], stream: Stream, answers: list[Message]) -> Finding:
    talk, side = way
    return Finding(
        rule=RULE.slug,
        severity="notice",
        confidence="possible",
        at_fault=party(talk, OTHER[side], scene),
        evidence=(stream_proof("stream", stream), *(proof("taken", answer) for answer in answers)),
        values={"sender": talk.host(OTHER[side]).ip, "receiver": talk.host(side).ip, "count": len(answers)},
        variant="twice",
        at=answers[0].number,
    )


_EN = {"stream": "telephone events among the voice", "taken": "a digit by INFO is taken"}
_RU = {"stream": "события DTMF среди пакетов голоса", "taken": "цифра через INFO принята"}

RULE = Rule(
    slug="dtmf-doubled",
    area="media",
    seeks=Seeks(results=frozenset({"answered"}), signs=Sign.KEYED),
    check=check,
    needs=("rtp",),
    aside=True,
    felt=("", "twice"),
    references=("RFC 4733 section 2.5.1.3", "RFC 6086"),
    texts={
        "": Text(
            en=Words(
                title="{sender} gives one key many timestamps: {receiver} may take it for many keys",
                explanation=(
                    "All packets of one telephone event have the timestamp of its beginning (RFC 4733); by it a receiver tells a key that "
                    "is held from one that is pressed again. Of {sender}, {packets:count:packet|packets} came right behind another one, "
                    "each with a timestamp of its own: a menu may count each of them."
                ),
                fix=(
                    "Update {sender}: that is a fault of its software. See the keys one by one: sipwhy media FILE N.",
                    "Until then let it send digits another way: SIP INFO where {receiver} takes it, or tones in the voice with G.711.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{sender} даёт одной клавише много меток времени: {receiver} может принять её за много нажатий",
                explanation=(
                    "У всех пакетов одного события DTMF метка времени одна — его начало (RFC 4733): по ней получатель отличает удержание "
                    "клавиши от нового нажатия. У {sender} {packets:count:пакет|пакета|пакетов} сразу за предыдущим, и у каждого своя "
                    "метка: меню может посчитать каждый из них."
                ),
                fix=(
                    "Обновите {sender}: это ошибка его ПО. Нажатия по одному: sipwhy media FILE N.",
                    "До тех пор передавайте цифры иначе: через SIP INFO, если {receiver} его принимает, или тонами в голосе с G.711.",
                ),
                notes=_RU,
            ),
        ),
        "twice": Text(
            en=Words(
                title="{sender} sends digits twice, as telephone events and by SIP INFO: {receiver} may count both",
                explanation=(
                    "{sender} sent {count:count:digit|digits} by INFO, which {receiver} took, and the same within half a second as "
                    "telephone events (RFC 4733) in its voice. If {receiver} passes both on, a menu gets each digit twice (11223344)."
                ),
                fix=(
                    "Let {sender} use one way only: DTMF type RFC 2833 (RFC 4733) in the telephone's account, and not RFC 2833 + SIP INFO.",
                    "Or let {receiver} take one of the two: Asterisk PJSIP dtmf_mode=rfc4733, FreeSWITCH dtmf-type=rfc2833.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{sender} передаёт цифры дважды, событиями DTMF и через SIP INFO: {receiver} может посчитать и те и другие",
                explanation=(
                    "{sender} передал через INFO {count:count:цифру|цифры|цифр}, {receiver} ответил 200 OK, и то же самое с разницей не "
                    "больше полусекунды прошло в голосе событиями telephone-event (RFC 4733). Если {receiver} передаёт дальше и то и "
                    "другое, меню получит каждую цифру дважды (11223344)."
                ),
                fix=(
                    "Оставьте на {sender} один способ: тип DTMF RFC 2833 (RFC 4733) в учётной записи телефона, а не RFC 2833 + SIP INFO.",
                    "Или пусть {receiver} принимает один из двух: Asterisk PJSIP dtmf_mode=rfc4733, FreeSWITCH dtmf-type=rfc2833.",
                ),
                notes=_RU,
            ),
        ),
    },
)
