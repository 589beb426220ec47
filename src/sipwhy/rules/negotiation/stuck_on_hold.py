"""A call was put on hold and never resumed, or resumed by one side only."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Limit, Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import writer
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.offers import Exchange, exchanges
from sipwhy.model import Call, Finding, Leg, Media, Message
from sipwhy.model.quirk import Quirk

LONG = Limit(
    slug="stuck-on-hold",
    name="seconds",
    usual=60.0,
    en="how many seconds of hold before the hang-up count as stuck",
    ru="после скольких секунд удержания перед отбоем вызов считается зависшим",
)


_WITH_HOLD = 3
"""Exchanges of a call that was held and resumed: the first, the hold, the resume."""
_REFUSALS = 300
_HEARD = 5.0
"""Seconds of silence that people notice."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires if the last agreed state of a leg is hold, or a resume was answered as if it still were, and BYE came long after."""
    for leg in call.legs:
        unmet = _unmet_resume(call, scene, leg)
        if unmet:
            yield unmet
            return
        bye = next((t.first for t in leg.transactions_of("BYE")), None)
        held = _held_since(leg)
        if bye is None or held is None or any(t.method == "REFER" for one in call.legs for t in one.transactions):
            continue
        seconds = (bye.ts - held.ts) / 1e6
        if seconds >= scene.limit(LONG):
            yield Finding(
                rule=RULE.slug,
                severity="info" if bye.src == held.src else "notice",  # who waited in vain and gave up heard of it
                confidence="likely",
                at_fault="user",
                evidence=(proof("hold", held), proof("hangup", bye)),
                values={"holder": held.src.ip, "hanger": bye.src.ip, "seconds": seconds},
                at=held.number,
            )
            return


def _unmet_resume(call: Call, scene: Scene, leg: Leg) -> Finding | None:
    """The finding where the offer that ends a hold asks for voice both ways, and the answer still promises none."""
    agreed = [one for one in exchanges(leg) if one.is_first or (one.answer is not None and one.transaction.final is not None)]
    bye = next((t.first for t in leg.transactions_of("BYE")), None)
    if bye is None or len(agreed) < _WITH_HOLD or not _is_hold(agreed[-2]) or any(t.method == "REFER" for t in leg.transactions):
        return None
    offer, answer = agreed[-1].offer, agreed[-1].answer
    wanted, given = (one.audio if one else None for one in (offer, answer))
    if (
        answer is None
        or wanted is None
        or given is None
        or wanted.direction != "sendrecv"
        or given.direction not in ("recvonly", "inactive")
    ):
        return None
    seconds = (bye.ts - answer.ts) / 1e6
    if seconds < _HEARD or offer.src != agreed[-2].offer.src:
        return None
    is_dead = given.direction == "inactive"
    if is_dead and (not _is_silenced(call, leg, answer, bye) or _may_hold_too(call, leg, agreed)):
        return None
    return Finding(
        rule=RULE.slug,
        severity="error" if is_dead else "notice",
        confidence="likely",
        at_fault=writer(answer, leg, call, scene),
        evidence=(proof("hold", agreed[-2].offer), proof("resume", offer), proof("still", answer), proof("hangup", bye)),
        values={"holder": offer.src.ip, "peer": answer.src.ip, "seconds": seconds},
        variant="dead" if is_dead else "unmet",
        is_cause=is_dead,
        at=answer.number,
    )


def _is_silenced(call: Call, leg: Leg, answer: Message, bye: Message) -> bool:
    """Whether voice of the leg was seen before an answer, and none from then to the hang-up."""
    streams = [stream for stream in call.streams if stream.is_audio and stream.leg == leg.index]
    return bool(streams) and not any(stream.first_ts < bye.ts and stream.last_ts > answer.ts + _HEARD * 1e6 for stream in streams)


def _may_hold_too(call: Call, leg: Leg, agreed: list[Exchange]) -> bool:
    """
    Whether the other side of the call may hold it as well: then inactive is the right answer to who resumes the call.

    It holds on this leg, or beyond whoever answered, on a leg of its own. Where no such leg is seen, an answer that was recvonly
    while the call was held and is inactive after tells of it: something changed behind the answerer.
    """
    hold, answer = agreed[-2], agreed[-1].answer
    if answer is None or any(_is_hold(one) and one.offer.src == answer.src for one in agreed):
        return True
    beyond = leg.is_by_first(answer)
    others = [one for one in call.legs if one is not leg and one.answer is not None]
    if any(_is_held_by(one, answer.ts, is_first=beyond) for one in others):
        return True
    given = hold.answer.sdp.audio if hold.answer and hold.answer.sdp else None
    return not others and given is not None and given.direction == "recvonly"


def _is_held_by(leg: Leg, at: int, *, is_first: bool) -> bool:
    """Whether one side of a leg held the call at a moment."""
    held = False
    for exchange in exchanges(leg):
        final = exchange.transaction.final
        if final is not None and (final.status or 0) < _REFUSALS and exchange.offer.ts < at and leg.is_by_first(exchange.offer) == is_first:
            held = _is_hold(exchange)
    return held


def _held_since(leg: Leg) -> Message | None:
    """The offer that put an answered leg on hold, if no later one resumed it."""
    held = None
    for exchange in exchanges(leg):
        final = exchange.transaction.final
        if exchange.is_first or final is None or final.status is None or final.status >= _REFUSALS:
            continue
        held = (held or exchange.offer) if _is_hold(exchange) else None
    return held


def _is_hold(exchange: Exchange) -> bool:
    offered = exchange.offer.audio
    return offered is not None and offered.port != 0 and _is_held(offered)


def _is_held(media: Media) -> bool:
    return media.direction in ("sendonly", "inactive") or media.holds_by_address


RULE = Rule(
    slug="stuck-on-hold",
    area="negotiation",
    seeks=Seeks(quirks=Quirk.HELD),
    check=check,
    limits=(LONG,),
    felt=("unmet",),
    references=("RFC 3264 section 8.4",),
    texts={
        "": Text(
            en=Words(
                title="{holder} put the call on hold and did not come back within {seconds:seconds}",
                explanation="The call was held until {hanger} hung up. Either it was forgotten, or the resume did not get through.",
                fix=(
                    "If people say that they resumed the call, look for a refused re-INVITE after the hold.",
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
        ),
        "unmet": Text(
            en=Words(
                title="{holder} resumed the call, and {peer} answers that it only listens: {holder} hears nothing",
                explanation=(
                    "After the hold {holder} offered voice both ways (sendrecv), and {peer} answered recvonly, as if it were still held. "
                    "So it stayed for {seconds:seconds}, until the hang-up: by what was agreed {peer} sends no voice."
                ),
                fix=(
                    "Update {peer}: an answer to sendrecv may be sendrecv again once the hold is over.",
                    "If {peer} is a PBX between, look on its other side: is the hold still on there?",
                ),
                notes={
                    "hold": "put on hold",
                    "resume": "resumes the call",
                    "still": "still receives only",
                    "hangup": "hung up",
                },
            ),
            ru=Words(
                title="{holder} снял вызов с удержания, а {peer} отвечает, что только слушает: {holder} ничего не слышит",
                explanation=(
                    "После удержания {holder} предложил голос в обе стороны (sendrecv), а {peer} ответил recvonly, как будто удержание не "
                    "снято. Так продолжалось {seconds:seconds}, до отбоя: по договорённости {peer} голос не отправляет."
                ),
                fix=(
                    "Обновите ПО на {peer}: когда удержание снято, на sendrecv следует снова отвечать sendrecv.",
                    "Если {peer} АТС посередине, проверьте её другую сторону: не осталось ли там удержание.",
                ),
                notes={
                    "hold": "поставлен на удержание",
                    "resume": "снимает с удержания",
                    "still": "по-прежнему только принимает",
                    "hangup": "отбой",
                },
            ),
        ),
        "dead": Text(
            en=Words(
                title="{holder} resumed the call, and {peer} answers inactive: nobody hears anybody",
                explanation=(
                    "After the hold {holder} offered voice both ways (sendrecv), and {peer} answered inactive: by that nobody may send. "
                    "Voice was there before the hold, and none came in the {seconds:seconds} from then to the hang-up."
                ),
                fix=(
                    "Update {peer}: once the hold is over, sendrecv is answered with sendrecv.",
                    "If {peer} is a PBX or SBC between, look on its other side: is the hold still on there?",
                    "Until then let the telephone hold by sendonly without music of the PBX, or by parking the call.",
                ),
                notes={
                    "hold": "put on hold",
                    "resume": "resumes the call",
                    "still": "still inactive",
                    "hangup": "hung up",
                },
            ),
            ru=Words(
                title="{holder} снял вызов с удержания, а {peer} отвечает inactive: никто никого не слышит",
                explanation=(
                    "После удержания {holder} предложил голос в обе стороны (sendrecv), а {peer} ответил inactive: при этом передавать "
                    "нельзя никому. До удержания голос был, а за {seconds:seconds} от этого ответа до отбоя его нет."
                ),
                fix=(
                    "Обновите ПО на {peer}: когда удержание снято, на sendrecv отвечают sendrecv.",
                    "Если {peer} АТС или SBC посередине, проверьте другую сторону: не осталось ли удержание там.",
                    "Пока обновления нет, пусть телефон удерживает через sendonly без музыки АТС или паркует вызов.",
                ),
                notes={
                    "hold": "поставлен на удержание",
                    "resume": "снимает с удержания",
                    "still": "по-прежнему inactive",
                    "hangup": "отбой",
                },
            ),
        ),
    },
)
