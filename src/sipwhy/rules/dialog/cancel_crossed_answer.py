"""The caller hung up at the very moment of the answer: CANCEL and 200 OK crossed."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import author
from sipwhy.diagnosis.contacts import repeats_of_answer
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.reading import cancel_of, seconds_to_end
from sipwhy.model import Call, Finding, Leg, Message
from sipwhy.model.quirk import Quirk

_SOON = 5.0
_NO_SUCH_CALL = 481
"""Seconds within which a caller who cancelled too late hangs up what was answered."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on a 200 that came after the CANCEL of its INVITE; the cause if no BYE followed, so that the callee is left in a call."""
    for leg in call.legs:
        cancel, answer = cancel_of(leg), leg.answer
        if cancel is None or answer is None or answer.ts <= cancel.ts:
            continue
        if _is_settled_elsewhere(call, leg, answer):
            continue
        bye = next((t.first for t in leg.transactions_of("BYE") if t.first.number > answer.number), None)
        left = bye is None or (bye.ts - answer.ts) / 1e6 > _SOON
        if (answer.ts - cancel.ts) / 1e6 > _SOON and (refusal := _unknown(leg)):
            yield _unheeded(call, scene, leg, (cancel, refusal, answer))
            return
        if left and seconds_to_end(call, answer) <= _SOON:
            continue  # the capture ends before it could be seen
        yield _finding(call, scene, leg, (cancel, answer, bye), left)
        return


def _unknown(leg: Leg) -> Message | None:
    """The answer that the CANCEL fits no call."""
    finals = (t.final for t in leg.transactions_of("CANCEL"))
    return next((final for final in finals if final and final.status == _NO_SUCH_CALL), None)


def _unheeded(call: Call, scene: Scene, leg: Leg, seen: tuple[Message, Message, Message]) -> Finding:
    """The finding where CANCEL was refused, and the call rang on: with another branch it belongs to no INVITE (RFC 3261 section 9.1)."""
    cancel, refusal, answer = seen
    branches = {t.first.branch for t in leg.attempts}
    return Finding(
        rule=RULE.slug,
        severity="error",
        confidence="certain" if cancel.branch not in branches else "likely",
        at_fault=author(cancel if cancel.branch not in branches else refusal, leg, call, scene),
        evidence=(proof("cancel", cancel), proof("refusal", refusal), proof("answer", answer)),
        values={"asker": cancel.src.ip, "peer": answer.src.ip, "gap": (answer.ts - cancel.ts) / 1e6},
        variant="branch" if cancel.branch not in branches else "unheeded",
        is_cause=True,
        at=cancel.number,
    )


def _is_settled_elsewhere(call: Call, leg: Leg, answer: Message) -> bool:
    """
    Whether ACK, and so BYE too, goes another way than this leg: past a proxy without Record-Route.

    An answer that is not repeated got its ACK, even where none is seen.
    """
    within = (m for other in call.legs if other is not leg for m in other.requests if m.method in ("ACK", "BYE"))
    if any((m.call_id, m.from_tag, m.to_tag) == (answer.call_id, answer.from_tag, answer.to_tag) for m in within):
        return True
    transaction = next((t for t in leg.attempts if t.final is answer), None)
    return transaction is not None and transaction.ack is None and not repeats_of_answer(transaction)


def _finding(call: Call, scene: Scene, leg: Leg, seen: tuple[Message, Message, Message | None], left: bool) -> Finding:
    cancel, answer, bye = seen
    return Finding(
        rule=RULE.slug,
        severity="warning" if left else "info",
        confidence="likely" if left else "certain",
        at_fault=author(cancel, leg, call, scene) if left else "nobody",
        evidence=(proof("cancel", cancel), proof("answer", answer), *([proof("hangup", bye)] if bye else [])),
        values={"asker": cancel.src.ip, "peer": answer.src.ip, "gap": (answer.ts - cancel.ts) / 1e6},
        variant="" if left else "settled",
        is_cause=left and call.result == "answered",
        at=answer.number,
    )


_NOTES_EN = {"refusal": "the CANCEL is not known", "cancel": "the caller gives up", "answer": "answered all the same", "hangup": "hangs up"}
_NOTES_RU = {"refusal": "CANCEL неизвестен", "cancel": "звонивший прекращает вызов", "answer": "но вызов уже принят", "hangup": "отбой"}
_UNKNOWN_EN = "{asker} could not take back the call: {peer} does not know its CANCEL, and rang on for {gap:seconds}"
_UNKNOWN_RU = "{asker} не смог отменить вызов: {peer} не узнал его CANCEL и звонил ещё {gap:seconds}"

RULE = Rule(
    slug="cancel-crossed-answer",
    area="dialog",
    seeks=Seeks(quirks=Quirk.CROSSED),
    check=check,
    references=("RFC 3261 sections 9.1 and 15", "RFC 5407 section 3.1.2"),
    texts={
        "": Text(
            en=Words(
                title="{asker} cancelled too late and does not hang up: {peer} is left in a dead call",
                explanation=(
                    "The 200 OK of {peer} came {gap:seconds} after CANCEL. Then {asker} must send ACK and BYE, and there is no BYE: "
                    "whoever picked up hears nothing, and the call may be billed."
                ),
                fix=(
                    "Update {asker}: a 200 that crosses CANCEL has to be ended by BYE.",
                    "Let {peer} end calls without voice: Asterisk PJSIP rtp_timeout=60; FreeSWITCH rtp-timeout-sec.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{asker} отменил вызов слишком поздно и не кладёт трубку: {peer} остался в пустом вызове",
                explanation=(
                    "200 OK от {peer} пришёл через {gap:seconds} после CANCEL. {asker} должен был отправить ACK и BYE, но BYE нет: "
                    "снявший трубку ничего не слышит, а вызов могут тарифицировать."
                ),
                fix=(
                    "Обновите ПО на {asker}: если 200 разминулся с CANCEL, вызов нужно завершить через BYE.",
                    "Пусть {peer} завершает вызовы без голоса: Asterisk PJSIP rtp_timeout=60; FreeSWITCH rtp-timeout-sec.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "settled": Text(
            en=Words(
                title="{asker} hung up at the moment of the answer",
                explanation=(
                    "CANCEL and the 200 OK of {peer} crossed ({gap:seconds} apart); {asker} then ended the call by BYE, as it must. It "
                    "counts as answered, and nobody talked."
                ),
                fix=("Nothing to repair.",),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{asker} положил трубку в момент ответа",
                explanation=(
                    "CANCEL и 200 OK от {peer} разминулись (на {gap:seconds}); затем {asker} завершил вызов через BYE, как положено. "
                    "Вызов считается отвеченным, но разговора не было."
                ),
                fix=("Чинить нечего.",),
                notes=_NOTES_RU,
            ),
        ),
        "branch": Text(
            en=Words(
                title=_UNKNOWN_EN,
                explanation=(
                    "The caller hung up while it rang. {asker} sent CANCEL, {peer} answered 481, the telephone went on ringing and was "
                    "picked up {gap:seconds} later, with nobody there any more. The CANCEL has another branch in its top Via than the "
                    "INVITE, so it belongs to no call (RFC 3261 section 9.1)."
                ),
                fix=(
                    "Update {asker}: its CANCEL must repeat Request-URI, top Via with branch, From, Call-ID and CSeq number of the INVITE.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title=_UNKNOWN_RU,
                explanation=(
                    "Звонящий положил трубку, пока шли гудки. {asker} отправил CANCEL, {peer} ответил 481, телефон звонил дальше, и через "
                    "{gap:seconds} трубку сняли впустую. У CANCEL в верхнем Via не тот branch, что у INVITE, поэтому он не относится ни к "
                    "одному вызову (RFC 3261, раздел 9.1)."
                ),
                fix=(
                    "Обновите ПО на {asker}: CANCEL должен повторять Request-URI, верхний Via с branch, From, Call-ID и номер CSeq из "
                    "INVITE.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "unheeded": Text(
            en=Words(
                title=_UNKNOWN_EN,
                explanation=(
                    "The caller hung up while it rang. {asker} sent CANCEL, {peer} answered 481, the telephone went on ringing and was "
                    "picked up {gap:seconds} later, with nobody there any more. Its branch is that of the INVITE."
                ),
                fix=(
                    "Look on {peer} why it no longer knew the INVITE: several nodes behind one address, a restart, a proxy that lost its "
                    "state.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title=_UNKNOWN_RU,
                explanation=(
                    "Звонящий положил трубку, пока шли гудки. {asker} отправил CANCEL, {peer} ответил 481, телефон звонил дальше, и через "
                    "{gap:seconds} трубку сняли впустую. branch у него тот же, что у INVITE."
                ),
                fix=(
                    "Выясните на {peer}, почему он забыл INVITE: несколько узлов за одним адресом, перезапуск, прокси, потерявший "
                    "состояние.",
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
