"""A change of the running call was refused, and the call went on as it was; after a refused resume, on hold."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import author
from sipwhy.diagnosis.changes import RefusedChange, refused_changes
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.offers import exchanges
from sipwhy.model import Call, Finding, Message
from sipwhy.model.flag import Flag

_REFUSALS = 300
_HEARD = 5.0
"""Seconds of hold that somebody waits through."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the first re-INVITE or UPDATE refused for good; not where the call ended over it, and not on fax."""
    kept = [change for change in refused_changes(call) if not change.hangup]
    resume = next((change for change in kept if _held_for(change) >= _HEARD), None)
    if not kept:
        return
    change = resume or kept[0]
    yield Finding(
        rule=RULE.slug,
        severity="notice",
        confidence="certain",
        at_fault=author(change.final, change.leg, call, scene),
        evidence=(proof("change", change.request), proof("answer", change.final)),
        values=change.values | ({"seconds": _held_for(resume)} if resume else {}),
        variant="resume" if resume else "",
        at=change.final.number,
    )


def _held_for(change: RefusedChange) -> float:
    """For how many seconds the call stayed on hold after a change was refused that should have ended it; 0 if it is none."""
    made = [one for one in exchanges(change.leg) if not one.is_late]
    agreed = [one for one in made if one.answer and one.transaction.final and (one.transaction.final.status or 0) < _REFUSALS]
    before = [one for one in agreed if one.offer.number < change.final.number]
    held = before[-1] if before else None
    offers = [one.offer for one in made if one.transaction.final and one.transaction.final.number == change.final.number]
    if held is None or not offers or held.offer.src != offers[0].src or not _holds(held.offer) or _holds(offers[0]):
        return 0.0
    bye = next((t.first for t in change.leg.transactions_of("BYE")), None)
    until = min([one.offer.ts for one in agreed if one.offer.number > change.final.number] + [bye.ts if bye else change.final.ts])
    return (until - change.final.ts) / 1e6


def _holds(offer: Message) -> bool:
    return offer.audio is not None and (offer.audio.direction in ("sendonly", "inactive") or offer.audio.holds_by_address)


RULE = Rule(
    slug="change-refused",
    area="dialog",
    seeks=Seeks(flags=Flag.IN_DIALOG_REJECTED),
    check=check,
    aside=True,
    felt=("resume",),
    references=("RFC 3261 section 14.1",),
    texts={
        "": Text(
            en=Words(
                title="{peer} refused to change the call ({status} {phrase}); it went on as it was",
                explanation=(
                    "{asker} sent {method} within the call (hold, another codec, direct media, session refresh), and {peer} answered "
                    "{status}. The call keeps what was agreed before: hold or the new codec did not happen."
                ),
                fix=(
                    "Compare the description of the change with the one agreed before.",
                    (
                        "If the PBX wanted the telephones to talk directly, forbid it: Asterisk direct_media=no; FreeSWITCH "
                        "bypass_media=false."
                    ),
                ),
                notes={"change": "asks to change the call", "answer": "the refusal"},
            ),
            ru=Words(
                title="{peer} отказался менять вызов ({status} {phrase}); разговор продолжился без изменений",
                explanation=(
                    "{asker} отправил внутри вызова {method} (удержание, другой кодек, прямой голос, обновление сеанса), и {peer} ответил "
                    "{status}. Осталось то, о чём договорились раньше: удержания или нового кодека не будет."
                ),
                fix=(
                    "Сравните описание в изменении с согласованным раньше.",
                    (
                        "Если АТС хотела пустить голос между телефонами напрямую, запретите это: Asterisk direct_media=no; FreeSWITCH "
                        "bypass_media=false."
                    ),
                ),
                notes={"change": "просьба изменить вызов", "answer": "отказ"},
            ),
        ),
        "resume": Text(
            en=Words(
                title="{asker} could not take the call back from hold: {peer} refused it ({status} {phrase})",
                explanation=(
                    "{asker} sent {method} to end the hold, and {peer} answered {status}. What was agreed before stays in force "
                    "(RFC 3261 section 14.1): the call was held for {seconds:seconds} more, and who waited did not hear {asker}."
                ),
                fix=(
                    "Look into the log of {peer} at that moment: why did it refuse what it had taken when the call began?",
                    "Compare the description of the resume with that of the first INVITE: codecs, keys, o= and its version.",
                    "Try again meanwhile: hold once more and take it back, or transfer the call.",
                ),
                notes={"change": "asks to end the hold", "answer": "the refusal"},
            ),
            ru=Words(
                title="{asker} не смог снять вызов с удержания: {peer} отказал ({status} {phrase})",
                explanation=(
                    "{asker} отправил {method}, чтобы снять удержание, и {peer} ответил {status}. В силе осталось прежнее (RFC 3261, "
                    "раздел 14.1): вызов был на удержании ещё {seconds:seconds}, и ожидавший {asker} не слышал."
                ),
                fix=(
                    "Посмотрите журнал {peer} на этот момент: почему он отклонил то, что принял в начале вызова?",
                    "Сравните SDP при снятии с удержания с первым INVITE: кодеки, ключи, o= и её версию.",
                    "Пока можно поставить на удержание ещё раз и снять снова или перевести вызов.",
                ),
                notes={"change": "просьба снять удержание", "answer": "отказ"},
            ),
        ),
    },
)
