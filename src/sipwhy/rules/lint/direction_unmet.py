"""Voice is sent although the direction agreed on forbids it."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import describer
from sipwhy.diagnosis.meaning import proof, stream_proof
from sipwhy.diagnosis.offers import Exchange, exchanges
from sipwhy.model import Call, Finding, Leg, Media, Message, Stream

_GRACE = 3_000_000
"""µs within which a sender may still notice that it was put on hold."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on a stream that goes on for seconds after its sender agreed to receive only, or not at all."""
    for leg in call.legs:
        made = [exchange for exchange in exchanges(leg) if exchange.audio and exchange.answer]
        for place, exchange in enumerate(made):
            until = made[place + 1].offer.ts if place + 1 < len(made) else call.end
            for message, media in _silent(exchange):
                stream = next((s for s in call.streams if s.leg == leg.index and _is_sent(s, media, exchange, until)), None)
                if stream:
                    yield _finding(call, scene, (leg, message), media, stream)
                    return


def _silent(exchange: Exchange) -> Iterator[tuple[Message, Media]]:
    """The sides that must not send now, each with its own description."""
    if exchange.audio and exchange.answer:
        for message, media in zip((exchange.offer, exchange.answer), exchange.audio, strict=True):
            if media.direction in ("recvonly", "inactive"):
                yield message, media


def _is_sent(stream: Stream, media: Media, exchange: Exchange, until: int) -> bool:
    """Whether a stream of that side has packets well within the time of an exchange."""
    since = (exchange.answer or exchange.offer).ts + _GRACE
    return (stream.src.ip, stream.src.port) == (media.address, media.port) and since < stream.last_ts <= until


def _finding(call: Call, scene: Scene, place: tuple[Leg, Message], media: Media, stream: Stream) -> Finding:
    leg, message = place
    return Finding(
        rule=RULE.slug,
        severity="info",
        confidence="certain",
        at_fault=describer(message, leg, call, scene),
        evidence=(proof("description", message), stream_proof("stream", stream)),
        values={"sender": stream.src.ip, "direction": media.direction, "basis": "OBSERVATION"},
        at=message.number,
    )


RULE = Rule(
    slug="direction-unmet",
    area="lint",
    seeks=Seeks(with_rtp=True),
    check=check,
    aside=True,
    basis="observation",
    references=("RFC 3264 section 6.1",),
    texts={
        "": Text(
            en=Words(
                title="{sender} agreed to {direction} and sends voice all the same",
                explanation=(
                    "Seconds after it was put on hold packets still come from {sender}. Usually they are ignored; a device that does not "
                    "ignore them lets the held party be heard, and RTP timeouts do not fire."
                ),
                fix=("Nothing to repair while nobody notices; otherwise update {sender}.",),
                notes={"description": "agreed not to send", "stream": "sends all the same"},
            ),
            ru=Words(
                title="{sender} согласился на {direction}, но голос отправляет",
                explanation=(
                    "Через несколько секунд после удержания пакеты от {sender} всё ещё идут. Обычно их не учитывают; если учесть, "
                    "удержанного будет слышно, а контроль тишины по RTP не сработает."
                ),
                fix=("Пока никто не жалуется, чинить нечего; иначе обновите {sender}.",),
                notes={"description": "согласился не отправлять", "stream": "но отправляет"},
            ),
        )
    },
)
