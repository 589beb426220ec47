"""Voice comes in a payload type that its receiver did not ask for."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.deafness import party
from sipwhy.diagnosis.meaning import proof, stream_proof
from sipwhy.diagnosis.offers import names
from sipwhy.diagnosis.payloads import Asked, asked_by, is_whole, undeclared
from sipwhy.diagnosis.talk import OTHER, SIDES, Described, Talk, announced, streams_toward, talks
from sipwhy.model import Call, Finding, Side, Stream
from sipwhy.model.finding import weaker
from sipwhy.model.flag import Flag
from sipwhy.model.sign import Sign
from sipwhy.reference import hearing
from sipwhy.reference.payload_types import NOISE, STATIC

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
                change = _unfollowed(talk, side, stream)
                if change:
                    yield _of_change(scene, (talk, side), stream, change)
                    return


def _worst(stream: Stream, asked: Asked, own: Asked) -> tuple[int, int]:
    """The payload type with the most packets that was not asked for; telephone events have a rule of their own."""
    odd = [(kind, count) for kind, count in undeclared(stream, asked) if kind not in {codec.payload_type for codec in own.events}]
    return max(odd, key=lambda one: one[1], default=(0, 0))


def _unfollowed(talk: Talk, side: Side, stream: Stream) -> Described | None:
    """
    The description by which a side gave up the codec that is sent to it all the same, to the end.

    The other side has agreed: its own last description lacks it as well, so that it must not be sent any more (RFC 3264 section 8.3.2).
    """
    own, other = (next((one for one in reversed(talk.described) if one.side == s and one.audio), None) for s in (side, OTHER[side]))
    if own is None or other is None or not own.listens or not other.speaks or stream.dst != own.socket:
        return None
    agreed_at = max(own.message.ts, other.message.ts)
    lasts = stream.last_ts - agreed_at >= hearing.STOPPED * 1e6
    if min(own.message.ts, other.message.ts) <= talk.answer.ts or not lasts or stream.payload_type in NOISE:
        return None
    return None if any(_lists(one, stream.payload_type) for one in (own, other)) else own


def _lists(described: Described, kind: int) -> bool:
    media = described.message.sdp.media if described.message.sdp else ()
    return any(codec.payload_type == kind for line in media for codec in line.codecs)


def _of_change(scene: Scene, way: tuple[Talk, Side], stream: Stream, change: Described) -> Finding:
    talk, side = way
    asked, kind = asked_by(talk, side), stream.payload_type
    return Finding(
        rule=RULE.slug,
        severity="warning",
        confidence=weaker("likely", talk.leg.confidence),
        at_fault=party(talk, OTHER[side], scene),
        evidence=(proof("changed", change.message), stream_proof("stream", stream)),
        values={
            "sender": talk.host(OTHER[side]).ip,
            "receiver": talk.host(side).ip,
            "kind": kind,
            "name": asked.name(kind) or STATIC.get(kind) or f"PT {kind}",
            "seconds": (stream.last_ts - change.message.ts) / 1e6,
            "asked": names(change.audio) if change.audio else (),
        },
        variant="changed",
        is_cause=True,
        at=change.message.number,
    )


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


_EN = {"asked": "what the receiver asked for", "changed": "gives up the former codec", "stream": "the voice of another type"}
_RU = {"asked": "что просил получатель", "changed": "отказывается от прежнего кодека", "stream": "голос другого типа"}

RULE = Rule(
    slug="codec-not-negotiated",
    area="media",
    seeks=Seeks(
        results=frozenset({"answered"}),
        signs=Sign.UNDECLARED,
        either=Seeks(results=frozenset({"answered"}), flags=Flag.REINVITE, with_rtp=True),
    ),
    check=check,
    needs=("rtp",),
    references=("RFC 3264 sections 5.1, 6.1 and 8.3.2", "RFC 3551 table 4"),
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
        "changed": Text(
            en=Words(
                title="{sender} still sends {name} after both sides changed the codec",
                explanation=(
                    "A re-INVITE or UPDATE changed the codec, and {sender} agreed: {receiver} now lists {asked:list}, and {sender} does "
                    "not list the former codec any more either. Yet {sender} went on sending {name} (payload type {kind}) for "
                    "{seconds:seconds}, to the end. A receiver may throw such packets away; then the voice is gone from the change on."
                ),
                fix=(
                    "Update {sender}: after an accepted change it must send what the last descriptions have in common (RFC 3264 8.3.2).",
                    (
                        "Until then avoid the change: one codec on both legs (Asterisk PJSIP disallow=all, allow=alaw; direct_media=no), "
                        "no codec of its own for music on hold."
                    ),
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{sender} передаёт {name} и после того, как стороны сменили кодек",
                explanation=(
                    "re-INVITE или UPDATE сменил кодек, и {sender} согласился: у {receiver} в списке теперь {asked:list}, прежнего "
                    "кодека нет и в описании {sender}. Но {sender} до самого конца, ещё {seconds:seconds}, передавал {name} (тип {kind}). "
                    "Получатель вправе такие пакеты отбросить: тогда после смены кодека голос пропадает."
                ),
                fix=(
                    "Обновите ПО на {sender}: после смены отправлять можно лишь то, что есть в обоих новых описаниях (RFC 3264, 8.3.2).",
                    (
                        "До тех пор обойдитесь без смены: один кодек на обоих плечах (Asterisk PJSIP disallow=all, allow=alaw; "
                        "direct_media=no), без отдельного кодека для музыки на удержании."
                    ),
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
