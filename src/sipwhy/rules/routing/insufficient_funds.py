"""402, or words to the effect that the account has no money."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU
from sipwhy.diagnosis.reading import reason_text, sip_cause
from sipwhy.model import Call, Finding
from sipwhy.model.sign import Sign

_PAYMENT_REQUIRED = 402
_refused = claims("insufficient-funds", "error")


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on an answer that says so, and on a talk that was ended by BYE with such words."""
    yield from _refused(call, scene)
    for leg in call.legs if call.result == "answered" else ():
        for bye in (t.first for t in leg.transactions_of("BYE") if leg.answer):
            said = reason_text(bye)
            if leg.answer is None or not (sip_cause(bye) == _PAYMENT_REQUIRED or _speaks_of_money(said)):
                continue
            yield Finding(
                rule=RULE.slug,
                severity="error",
                confidence="certain",
                at_fault="user",
                evidence=(proof("answered", leg.answer), proof("hangup", bye)),
                values={
                    "peer": bye.src.ip,
                    "callee": call.callee or "",
                    "talk": (bye.ts - leg.answer.ts) / 1e6,
                    "words": said or "SIP;cause=402",
                },
                variant="cut",
                is_cause=True,
                at=bye.number,
            )
            return


def _speaks_of_money(said: str) -> bool:
    """As `sipwire::sip::hangup` reads it."""
    low = said.lower()
    short = any(word in low for word in ("limit", "exceed", "exhaust", "insufficient", "not enough", "no ", "low", "out of"))
    return short and any(word in low for word in ("credit", "balance", "funds", "money"))


RULE = Rule(
    slug="insufficient-funds",
    area="routing",
    seeks=Seeks(statuses=statuses_of("insufficient-funds"), by_outcome=True, either=Seeks(signs=Sign.HUNG_UP_FOR_MONEY)),
    check=check,
    references=("RFC 3261 section 21.4.3",),
    texts={
        "": Text(
            en=Words(
                title="No money on the account at {peer}",
                explanation="{peer} answered {status} {phrase}: the balance does not suffice for a call to {callee}.",
                fix=(
                    "Top up the account, or ask the carrier for credit.",
                    "Set a balance alert so that calls do not stop again.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer}: на счёте нет денег",
                explanation="{peer} ответил {status} {phrase}: средств не хватает для вызова на {callee}.",
                fix=(
                    "Пополните счёт или договоритесь с оператором о кредитном лимите.",
                    "Настройте уведомление о балансе, чтобы связь не прервалась снова.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "cut": Text(
            en=Words(
                title="{peer} ended the talk after {talk:seconds}: the money ran out",
                explanation=(
                    "{peer} sent BYE in the middle of the talk and gave the reason {words}: the account that pays for the call to {callee} "
                    "has nothing left, or has reached its limit. Nothing is wrong with the network."
                ),
                fix=(
                    "Top up the account, or have its credit limit raised.",
                    "Set a balance alert so that calls do not stop again.",
                ),
                notes={"answered": "answered", "hangup": "ended for want of money"},
            ),
            ru=Words(
                title="{peer} оборвал разговор через {talk:seconds}: кончились деньги",
                explanation=(
                    "Посреди разговора {peer} прислал BYE с причиной {words}: на счёте, с которого оплачивается вызов на {callee}, ничего "
                    "не осталось или исчерпан лимит. Сеть исправна."
                ),
                fix=(
                    "Пополните счёт или попросите поднять кредитный лимит.",
                    "Настройте уведомление о балансе, чтобы связь не прервалась снова.",
                ),
                notes={"answered": "ответили", "hangup": "оборван из-за денег"},
            ),
        ),
    },
)
