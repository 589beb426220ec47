"""A reliable provisional answer was never confirmed by PRACK."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import author
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.reliable import gave_up, refused_prack, unconfirmed
from sipwhy.model import Call, Evidence, Finding, Leg, Message, Transaction
from sipwhy.model.quirk import Quirk


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires if a 1xx with RSeq was repeated and no PRACK of its dialog was seen; the cause if the attempt was refused for it."""
    for leg in call.legs:
        for transaction, reliable in unconfirmed(call, leg):
            yield _finding(call, scene, leg, transaction, reliable)
            return


def _finding(call: Call, scene: Scene, leg: Leg, transaction: Transaction, reliable: list[Message]) -> Finding:
    request, final = transaction.first, transaction.final
    waited = (final.ts - reliable[0].ts) / 1e6 if final else 0.0
    failed = gave_up(call, leg, transaction, reliable)
    refusal = refused_prack(call, leg) if failed else None
    return Finding(
        rule=RULE.slug,
        severity="error" if failed else "notice",
        confidence="likely" if failed else "certain",
        at_fault=author(request, leg, call, scene),
        evidence=(proof("reliable", reliable[0]), proof("repeated", reliable[-1]), *_shown(refusal, final if failed else None)),
        values={
            "asker": request.src.ip,
            "peer": reliable[0].src.ip,
            "times": len(reliable) - 1,
            "status": final.status if final else None,
            "phrase": final.reason or "" if final else "",
            "waited": waited,
            "words": f"{refusal.status} {refusal.reason or ''}".strip() if refusal else "",
            "expected": reliable[0].header("RSeq") or "",
        },
        variant="refused" if refusal else "" if failed else "lived",
        is_cause=failed,
        at=reliable[0].number,
    )


def _shown(refusal: Message | None, final: Message | None) -> list[Evidence]:
    return [*([proof("refusal", refusal)] if refusal else []), *([proof("answer", final)] if final else [])]


_FIX_EN = (
    "Switch 100rel off on one side: Asterisk PJSIP 100rel=no; FreeSWITCH enable-100rel=false; on the telephone or SBC PRACK/100rel off.",
    "If {asker} did send PRACK, capture there: it goes to the Contact of the provisional answer, through its Record-Route.",
)
_FIX_RU = (
    (
        "Выключите 100rel с одной стороны: Asterisk PJSIP 100rel=no; FreeSWITCH enable-100rel=false; на телефоне или SBC выключите "
        "PRACK/100rel."
    ),
    "Если {asker} всё же отправил PRACK, снимите дамп там: он идёт на Contact из предварительного ответа через его Record-Route.",
)
_NOTES_EN = {"reliable": "asks for PRACK", "repeated": "still asks for it", "refusal": "PRACK is not taken", "answer": "gives up"}
_NOTES_RU = {"reliable": "ждёт PRACK", "repeated": "всё ещё ждёт", "refusal": "PRACK не принят", "answer": "отклоняет вызов"}

RULE = Rule(
    slug="prack-missing",
    area="dialog",
    seeks=Seeks(quirks=Quirk.NO_PRACK),
    check=check,
    basis="must",
    references=("RFC 3262 sections 3 and 4",),
    texts={
        "": Text(
            en=Words(
                title="{asker} never confirms the provisional answer with PRACK, and {peer} refuses the call ({status} {phrase})",
                explanation=(
                    "{peer} sent a provisional answer that must be confirmed (RSeq), repeated it {times:count:time|times}, and after "
                    "{waited:seconds} refused the call for want of PRACK."
                ),
                fix=_FIX_EN,
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{asker} не подтверждает предварительный ответ через PRACK, и {peer} отклоняет вызов ({status} {phrase})",
                explanation=(
                    "{peer} отправил предварительный ответ, который нужно подтвердить (RSeq), повторил его {times:count:раз|раза|раз} и "
                    "через {waited:seconds}, не дождавшись PRACK, отклонил вызов."
                ),
                fix=_FIX_RU,
                notes=_NOTES_RU,
            ),
        ),
        "lived": Text(
            en=Words(
                title="{asker} does not confirm the provisional answer of {peer} with PRACK",
                explanation=(
                    "{peer} asks for PRACK (RSeq), repeated its answer {times:count:time|times}, and none came. This call did not end "
                    "over it; the next server may refuse after 32 s."
                ),
                fix=_FIX_EN,
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{asker} не подтверждает предварительный ответ {peer} через PRACK",
                explanation=(
                    "{peer} ждёт PRACK (RSeq) и повторил ответ {times:count:раз|раза|раз}, но PRACK не пришёл. Этот вызов из-за этого не "
                    "сорвался; другой сервер через 32 с может отказать."
                ),
                fix=_FIX_RU,
                notes=_NOTES_RU,
            ),
        ),
        "refused": Text(
            en=Words(
                title="{peer} does not take the PRACK of {asker} ({words}) and refuses the call ({status} {phrase})",
                explanation=(
                    "{peer} sent a provisional answer that must be confirmed (RSeq {expected}) and repeated it {times:count:time|times}. "
                    "{asker} did send PRACK, but {peer} answered {words} to it each time: RAck names another number or CSeq than was "
                    "asked, or PRACK has another To tag. After {waited:seconds} the call was refused."
                ),
                fix=(
                    "Compare RAck of the PRACK with RSeq {expected} and the CSeq of INVITE; both must be the same (RFC 3262 section 7.2).",
                    *_FIX_EN[:1],
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} не принимает PRACK от {asker} ({words}) и отклоняет вызов ({status} {phrase})",
                explanation=(
                    "{peer} отправил предварительный ответ, который нужно подтвердить (RSeq {expected}), и повторил его "
                    "{times:count:раз|раза|раз}. {asker} отправлял PRACK, но {peer} каждый раз отвечал на него {words}: в RAck не тот "
                    "номер или CSeq либо у PRACK другой тег To. Через {waited:seconds} вызов был отклонён."
                ),
                fix=(
                    "Сравните RAck в PRACK с RSeq {expected} и CSeq у INVITE: они должны совпадать (RFC 3262, раздел 7.2).",
                    *_FIX_RU[:1],
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
