"""A call was put on hold and never resumed."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Limit, Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.offers import Exchange, exchanges, is_held_by_address
from sipwhy.model import Call, Finding, Leg, Media, Message
from sipwhy.model.quirk import Quirk

LONG = Limit(
    slug="stuck-on-hold",
    name="seconds",
    usual=60.0,
    en="how many seconds of hold before the hang-up count as stuck",
    ru="после скольких секунд удержания перед отбоем вызов считается зависшим",
)


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires if the last agreed state of a leg is hold, and BYE came long after; not where the call was transferred."""
    for leg in call.legs:
        bye = next((t.first for t in leg.transactions_of("BYE")), None)
        held = _held_since(leg)
        if bye is None or held is None or any(t.method == "REFER" for one in call.legs for t in one.transactions):
            continue
        seconds = (bye.ts - held.ts) / 1e6
        if seconds >= scene.limit(LONG):
            yield Finding(
                rule=RULE.slug,
                severity="info",
                confidence="certain",
                at_fault="user",
                evidence=(proof("hold", held), proof("hangup", bye)),
                values={"holder": held.src.ip, "hanger": bye.src.ip, "seconds": seconds},
                at=held.number,
            )
            return


def _held_since(leg: Leg) -> Message | None:
    """The offer that put an answered leg on hold, if no later one resumed it."""
    held = None
    for exchange in exchanges(leg):
        final = exchange.transaction.final
        if exchange.is_first or final is None or final.status is None or final.status >= 300:
            continue
        held = (held or exchange.offer) if _is_hold(exchange) else None
    return held


def _is_hold(exchange: Exchange) -> bool:
    offered = exchange.offer.sdp.audio if exchange.offer.sdp else None
    return offered is not None and offered.port != 0 and _is_held(offered)


def _is_held(media: Media) -> bool:
    return media.direction in ("sendonly", "inactive") or is_held_by_address(media)


RULE = Rule(
    slug="stuck-on-hold",
    area="negotiation",
    seeks=Seeks(quirks=Quirk.HELD),
    check=check,
    aside=True,
    limits=(LONG,),
    references=("RFC 3264 section 8.4",),
    texts={
        "": Text(
            en=Words(
                title="{holder} put the call on hold and did not come back within {seconds:seconds}",
                explanation="The call was held until {hanger} hung up. Either it was forgotten, or the resume did not get through.",
                fix=(
                    "If people say that they took the call back, look for a refused re-INVITE after the hold.",
                    "Let the phone remind of held calls (Yealink: Play Hold Tone).",
                ),
                notes={"hold": "put on hold", "hangup": "hung up, still on hold"},
            ),
            ru=Words(
                title="{holder} поставил вызов на удержание и за {seconds:seconds} не вернулся",
                explanation="Вызов стоял на удержании, пока {hanger} не положил трубку. О нём забыли, или снятие с удержания не прошло.",
                fix=(
                    "Если говорят, что вызов снимали с удержания, поищите после него отклонённый re-INVITE.",
                    "Включите на телефоне напоминание об удержании (Yealink: Play Hold Tone).",
                ),
                notes={"hold": "поставлен на удержание", "hangup": "отбой, удержание не снято"},
            ),
        )
    },
)
