"""Voice comes in a payload type that its receiver did not ask for."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.deafness import party
from sipwhy.diagnosis.meaning import proof, stream_proof
from sipwhy.diagnosis.payloads import Asked, asked_by, is_whole, undeclared
from sipwhy.diagnosis.talk import OTHER, SIDES, Talk, announced, streams_toward, talks
from sipwhy.model import Call, Finding, Side, Stream
from sipwhy.model.finding import weaker
from sipwhy.model.sign import Sign
from sipwhy.reference import hearing
from sipwhy.reference.payload_types import STATIC

_MOST = 0.5
"""From which share of a stream on its voice as such is of that type, and not some packets of it."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the first stream with voice of a type that no description of its receiver lists."""
    known = announced(call)
    for talk in talks(call):
        if not is_whole(talk):
            continue
        for side in SIDES:
            asked, own = asked_by(talk, side), asked_by(talk, OTHER[side])
            for stream in streams_toward(call, talk, side, known):
                kind, count = _worst(stream, asked, own)
                if count >= hearing.HALF_SECOND and stream.dst in talk.sockets(side):
                    yield _finding(scene, (talk, side), stream, (kind, count))
                    return


def _worst(stream: Stream, asked: Asked, own: Asked) -> tuple[int, int]:
    """The payload type with the most packets that was not asked for; telephone events have a rule of their own."""
    odd = [(kind, count) for kind, count in undeclared(stream, asked) if kind not in {codec.payload_type for codec in own.events}]
    return max(odd, key=lambda one: one[1], default=(0, 0))


def _finding(scene: Scene, way: tuple[Talk, Side], stream: Stream, odd: tuple[int, int]) -> Finding:
    talk, side = way
    asked, own = asked_by(talk, side), asked_by(talk, OTHER[side])
    kind, count = odd
    name = own.name(kind) or STATIC.get(kind) or ""
    sent = sum(packets for _, packets in stream.payload_types)
    is_voice = count >= sent * _MOST
    renumbered = next((codec.payload_type for codec in asked.codecs if name and codec.name.upper() == name.upper()), None)
    message = talk.description(side)
    return Finding(
        rule=RULE.slug,
        severity="error" if is_voice else "notice",
        confidence=weaker("likely", talk.leg.confidence),
        at_fault=party(talk, OTHER[side], scene),
        evidence=(proof("asked", message), stream_proof("stream", stream)),
        values={
            "sender": talk.host(OTHER[side]).ip,
            "receiver": talk.host(side).ip,
            "kind": kind,
            "name": name or f"PT {kind}",
            "packets": count,
            "asked": asked.voice,
            "wanted": renumbered,
        },
        variant="number" if renumbered is not None else "",
        is_cause=is_voice,
        at=message.number,
    )


_EN = {"asked": "what the receiver asked for", "stream": "the voice of another type"}
_RU = {"asked": "что просил получатель", "stream": "голос другого типа"}

RULE = Rule(
    slug="codec-not-negotiated",
    area="media",
    seeks=Seeks(results=frozenset({"answered"}), signs=Sign.UNDECLARED),
    check=check,
    needs=("rtp",),
    references=("RFC 3264 sections 5.1 and 6.1", "RFC 3551 table 4"),
    texts={
        "": Text(
            en=Words(
                title="{sender} sends {name}, which {receiver} did not agree to",
                explanation=(
                    "{packets:count:packet|packets} of payload type {kind} ({name}) came from {sender}, and {receiver} listed only "
                    "{asked:list}. A receiver may throw such packets away; then nothing is heard, or noise."
                ),
                fix=(
                    "Let both sides have one codec in common at the top of their lists, and no other: Asterisk PJSIP allow=, disallow=all.",
                    "chan_sip: preferred_codec_only=yes makes it answer with one codec only.",
                    "FreeSWITCH: inbound-codec-negotiation=greedy, and the same codec string on both legs.",
                    "If {sender} is a device: update its firmware.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{sender} передаёт {name}, а {receiver} на это не соглашался",
                explanation=(
                    "От {sender} пришло {packets:count:пакет|пакета|пакетов} с типом нагрузки {kind} ({name}), а {receiver} перечислил "
                    "только {asked:list}. Получатель вправе такие пакеты отбросить: тогда тишина или шум."
                ),
                fix=(
                    "Оставьте сторонам один общий кодек первым в списке, без лишних: в Asterisk PJSIP allow=, disallow=all.",
                    "chan_sip: при preferred_codec_only=yes он отвечает одним кодеком.",
                    "FreeSWITCH: inbound-codec-negotiation=greedy и одинаковый список кодеков на обоих плечах.",
                    "Если {sender} — устройство, обновите прошивку.",
                ),
                notes=_RU,
            ),
        ),
        "number": Text(
            en=Words(
                title="{sender} sends {name} under number {kind}, {receiver} wants it under {wanted}",
                explanation=(
                    "Payload types above 95 mean what the receiver's description says. {receiver} gave {name} the number {wanted}, and "
                    "{sender} sent {packets:count:packet|packets} under its own number {kind}. A strict receiver throws them away."
                ),
                fix=(
                    "Give the codec the same number on both sides, if they let you choose it.",
                    "Update {sender}: by RFC 3264 it has to use the numbers of the other side.",
                    "Or use a codec with a fixed number (PCMA 8, PCMU 0, G.722 9, G.729 18).",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{sender} передаёт {name} под номером {kind}, а {receiver} ждёт {wanted}",
                explanation=(
                    "Типы нагрузки от 96 означают то, что указал получатель. {receiver} дал {name} номер {wanted}, а {sender} отправил "
                    "{packets:count:пакет|пакета|пакетов} под своим номером {kind}. Строгий получатель их отбросит."
                ),
                fix=(
                    "Задайте кодеку одинаковый номер на обеих сторонах, если это настраивается.",
                    "Обновите ПО на {sender}: по RFC 3264 он обязан брать номера другой стороны.",
                    "Или используйте кодек с постоянным номером (PCMA 8, PCMU 0, G.722 9, G.729 18).",
                ),
                notes=_RU,
            ),
        ),
    },
)
