"""The call was answered, and the description in the answer is none that the offer allows."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import describer
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.offers import Exchange, decides, exchanges, is_heard, is_strange, names
from sipwhy.diagnosis.reading import cancel_of
from sipwhy.model import Call, Finding, Leg, Message, Value
from sipwhy.model.flag import Flag
from sipwhy.model.quirk import Quirk

_AT_ONCE = 1_000_000
"""µs after the answer within which nobody hangs up because the talk is over."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires if the answer names only codecs that were not offered (the cause unless voice was heard), or 2xx or ACK have none at all."""
    for leg in sorted(call.legs, key=_answered_at) if call.result in ("answered", "failed") else ():
        first = next((exchange for exchange in exchanges(leg) if decides(exchange, leg)), None)
        if leg.result == "answered" and first and (_is_unanswered(first) or is_strange(first)):
            yield _finding(call, scene, leg, first)
            return
        is_bare = leg.result == "answered" and first is not None and _has_no_answer(first) and not cancel_of(leg)
        if first and is_bare and (bye := _ended_by(leg, first.offer, leg.answer)):
            yield _of_none(call, scene, leg, (first.offer, leg.answer or first.offer, bye))
            return
        if first is None or leg.result != "answered" or not _is_miscounted(first) or _is_taken(call, first):
            continue
        if bye := _end_at_once(leg, first):
            yield _of_lines(call, scene, leg, first, bye)
            return


def _answered_at(leg: Leg) -> int:
    """Where the answer came first it was made: proxies hand it on."""
    return leg.answer.number if leg.answer else 0


def _is_unanswered(exchange: Exchange) -> bool:
    """The 200 made the offer, and its ACK, which was captured, brought no answer."""
    return exchange.is_late and exchange.answer is None and exchange.offer.is_final and exchange.transaction.ack is not None


def _is_miscounted(exchange: Exchange) -> bool:
    """Whether the answer has not one media line for each of the offer (RFC 3264 section 6)."""
    offer, answer = exchange.offer.sdp, exchange.answer.sdp if exchange.answer else None
    return bool(offer and answer and len(offer.media) != len(answer.media))


def _is_taken(call: Call, exchange: Exchange) -> bool:
    """Whether who offered sent voice to where the answer said: it can live with that answer, and hung up for another reason."""
    sockets = {(line.address, line.port) for line in exchange.answer.sdp.media} if exchange.answer and exchange.answer.sdp else set()
    return any((stream.dst.ip, stream.dst.port) in sockets for stream in call.streams)


def _end_at_once(leg: Leg, exchange: Exchange) -> Message | None:
    """The BYE by which who offered ended the call as soon as it had the answer, before anybody could speak."""
    return _ended_by(leg, exchange.offer, exchange.answer)


def _ended_by(leg: Leg, offer: Message, wrong: Message | None) -> Message | None:
    byes = (t.first for t in leg.transactions_of("BYE"))
    return next((bye for bye in byes if wrong and bye.src.ip == offer.src.ip and bye.ts - wrong.ts < _AT_ONCE), None)


def _has_no_answer(exchange: Exchange) -> bool:
    """Whether INVITE made an offer, and neither a 1xx nor the 2xx describes anything (RFC 3261 section 13.2.1)."""
    answers = exchange.transaction.answers
    is_empty = all(not answer.body and answer.header("Content-Length") in (None, "0") for answer in answers)
    return not exchange.is_late and exchange.answer is None and exchange.transaction.final is not None and is_empty


def _of_none(call: Call, scene: Scene, leg: Leg, seen: tuple[Message, Message, Message]) -> Finding:
    offer, answer, bye = seen
    return Finding(
        rule=RULE.slug,
        severity="error",
        confidence="likely",
        at_fault=describer(answer, leg, call, scene),
        evidence=(proof("offer", offer), proof("answer", answer), proof("hangup", bye)),
        values={"asker": offer.src.ip, "peer": answer.src.ip, "label": answer.label},
        variant="none",
        is_cause=True,
        at=answer.number,
    )


def _of_lines(call: Call, scene: Scene, leg: Leg, exchange: Exchange, bye: Message) -> Finding:
    wrong = exchange.answer or exchange.offer
    kinds = {
        name: tuple(media.kind for media in message.sdp.media) if message.sdp else ()
        for name, message in (("offered", exchange.offer), ("answered", wrong))
    }
    return Finding(
        rule=RULE.slug,
        severity="error",
        confidence="likely",
        at_fault=describer(wrong, leg, call, scene),
        evidence=(proof("offer", exchange.offer), proof("answer", wrong), proof("hangup", bye)),
        values={"asker": exchange.offer.src.ip, "peer": wrong.src.ip, **kinds},
        variant="lines",
        is_cause=True,
        at=wrong.number,
    )


def _finding(call: Call, scene: Scene, leg: Leg, exchange: Exchange) -> Finding:
    wrong = exchange.answer or exchange.transaction.ack or exchange.offer
    heard = exchange.audio is not None and is_heard(call, *exchange.audio)
    values: dict[str, Value] = {"asker": exchange.offer.src.ip, "peer": wrong.src.ip}
    for name, message in (("offered", exchange.offer), ("answered", exchange.answer)):
        audio = message.audio if message else None
        values[name] = names(audio) if audio else ()
    return Finding(
        rule=RULE.slug,
        severity="notice" if heard else "error",
        confidence="likely",
        at_fault=describer(wrong, leg, call, scene),
        evidence=(proof("offer", exchange.offer), proof("answer", wrong)),
        values=values,
        variant="late" if not exchange.answer else "hung-up" if call.result == "failed" else "",
        is_cause=not heard,
        at=wrong.number,
    )


_FIX_EN = (
    (
        "Allow one codec on both sides, PCMA (G.711 A-law) is the safest: Asterisk allow=alaw on endpoint and trunk; FreeSWITCH inbound "
        "and outbound codec prefs; the telephone's audio codecs."
    ),
    "An answer may only choose among what was offered: if {peer} does otherwise with matching lists too, update it.",
)
_FIX_RU = (
    (
        "Разрешите с обеих сторон один и тот же кодек, надёжнее всего PCMA (G.711 A-law): Asterisk allow=alaw у endpoint и транка; "
        "FreeSWITCH inbound и outbound codec prefs; аудиокодеки телефона."
    ),
    "В ответе можно выбирать только из предложенного: если {peer} нарушает это и при общих кодеках, обновите его.",
)
_NOTES_EN = {"offer": "what was offered", "answer": "answers with something else", "hangup": "ended at once"}
_NOTES_RU = {"offer": "что предложено", "answer": "в ответе другое", "hangup": "сразу отбой"}

RULE = Rule(
    slug="offer-answer-violation",
    area="negotiation",
    seeks=Seeks(results=frozenset({"answered", "failed"}), flags=Flag.ANSWERED, quirks=Quirk.FORMATS | Quirk.LATE_OFFER | Quirk.LINES),
    check=check,
    references=("RFC 3264 section 6.1", "RFC 3261 section 13.2.1"),
    texts={
        "": Text(
            en=Words(
                title="Answered with a codec that was not offered: {peer} says {answered:list}, offered were {offered:list}",
                explanation=(
                    "{asker} offered {offered:list}, and {peer} accepted the call with {answered:list}: none of them is among what was "
                    "offered. The call stands, but the two sides do not understand each other's voice, or only one way."
                ),
                fix=_FIX_EN,
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Ответ с кодеком, которого не предлагали: у {peer} {answered:list}, предложены {offered:list}",
                explanation=(
                    "{asker} предложил {offered:list}, а {peer} принял вызов с {answered:list}: ничего из предложенного среди них нет. "
                    "Вызов установлен, но голос друг друга стороны не понимают или понимают только в одну сторону."
                ),
                fix=_FIX_RU,
                notes=_NOTES_RU,
            ),
        ),
        "hung-up": Text(
            en=Words(
                title="Answered with a codec that was not offered, and hung up at once: {peer} says {answered:list}, not {offered:list}",
                explanation=(
                    "{asker} offered {offered:list}, and {peer} accepted the call with {answered:list}: none of them is among what was "
                    "offered. {asker} could do nothing with that, ended this leg at once and told the caller that the call failed."
                ),
                fix=_FIX_EN,
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Ответ с кодеком, которого не предлагали, и сразу отбой: у {peer} {answered:list}, предложены {offered:list}",
                explanation=(
                    "{asker} предложил {offered:list}, а {peer} принял вызов с {answered:list}: ничего из предложенного среди них нет. "
                    "{asker} не смог этим воспользоваться, сразу завершил это плечо и ответил звонящему отказом."
                ),
                fix=_FIX_RU,
                notes=_NOTES_RU,
            ),
        ),
        "lines": Text(
            en=Words(
                title="{peer} answered an offer of {offered:list} with {answered:list}, and the other side hung up at once",
                explanation=(
                    "An answer must have one media line for each of the offer, refused ones with port 0. {peer} accepted the call with "
                    "another number of them, and the side that had offered ended it before anybody could speak."
                ),
                fix=(
                    "Update {peer}.",
                    "Until then, let neither side name more than both can do: video off on the telephone, T.38 off on the trunk.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} ответил на предложение {offered:list} описанием {answered:list}, и другая сторона сразу завершила вызов",
                explanation=(
                    "В ответе должно быть столько же строк media, сколько в предложении, отклонённые с портом 0. {peer} принял вызов с "
                    "другим их числом, и предлагавшая сторона завершила его раньше, чем кто-нибудь мог заговорить."
                ),
                fix=(
                    "Обновите ПО на {peer}.",
                    "До этого уберите с обеих сторон лишнее: видео на телефоне, T.38 на транке.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "late": Text(
            en=Words(
                title="{peer} does not answer the offer of {asker}: the ACK has no description",
                explanation=(
                    "The INVITE had no description, so {asker} made the offer in its 200 OK ({offered:list}). The answer has to come in "
                    "the ACK, and there is none: {asker} does not know where to send voice or which codec to use."
                ),
                fix=(
                    (
                        "Let {peer} put its description into the INVITE (early offer): CUCM and CUBE early-offer; on an SBC the "
                        "late-offer conversion."
                    ),
                    "If {peer} must make late offers, it has to send the answer in the ACK: update it.",
                ),
                notes={"offer": "the offer, in the answer to the INVITE", "answer": "here the description is missing"},
            ),
            ru=Words(
                title="{peer} не отвечает на предложение от {asker}: в ACK нет описания",
                explanation=(
                    "В INVITE описания не было, поэтому {asker} сделал предложение в своём 200 OK ({offered:list}). Ответ на него должен "
                    "прийти в ACK, а его там нет: {asker} не знает, куда и каким кодеком отправлять голос."
                ),
                fix=(
                    "Пусть {peer} кладёт описание в INVITE (early offer): CUCM и CUBE early-offer; на SBC преобразование late offer.",
                    "Если {peer} должен работать с late offer, ответ обязан быть в ACK: обновите его.",
                ),
                notes={"offer": "предложение в ответе на INVITE", "answer": "здесь нет описания"},
            ),
        ),
        "none": Text(
            en=Words(
                title="{peer} answered without any description, and {asker} hung up at once",
                explanation=(
                    "{asker} offered voice in its INVITE, and the {label} of {peer} brings no answer to it, nor did anything before: "
                    "{asker} does not know where to send voice or which codec to use, so it ended the call as soon as it was answered."
                ),
                fix=(
                    "{peer} has to put its description into the 200 OK: look there for a late-offer setting, and update it.",
                    "Is there a proxy or SIP ALG before {peer} that drops the body? Capture there, too.",
                ),
                notes=_NOTES_EN | {"answer": "here the description is missing"},
            ),
            ru=Words(
                title="{peer} ответил без описания, и {asker} сразу разъединил вызов",
                explanation=(
                    "{asker} предложил голос в своём INVITE, а в {label} от {peer} ответа на это нет, не было его и раньше: {asker} не "
                    "знает, куда и каким кодеком отправлять голос, поэтому закончил вызов, как только тот был принят."
                ),
                fix=(
                    "{peer} обязан положить описание в 200 OK: поищите там настройку late offer или вызова без голоса, обновите его.",
                    "Нет ли перед {peer} прокси или SIP ALG, который выбрасывает тело сообщения? Снимите дамп и там.",
                ),
                notes=_NOTES_RU | {"answer": "здесь нет описания"},
            ),
        ),
    },
)
