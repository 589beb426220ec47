"""BYE was refused."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import author
from sipwhy.diagnosis.meaning import proof
from sipwhy.model import Call, Finding, Leg, Transaction
from sipwhy.model.quirk import Quirk


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on a BYE that got 3xx to 6xx for good; not if the other side hung up too, or a later BYE was taken."""
    for leg in call.legs:
        byes = leg.transactions_of("BYE")
        for bye in byes:
            final = bye.final
            if final is None or final.status is None or final.status < 300 or final.status in (401, 407) or _is_over(leg, bye):
                continue
            gone = final.status == 481
            yield Finding(
                rule=RULE.slug,
                severity="info" if gone else "notice",
                confidence="certain",
                at_fault="unknown" if gone else author(final, leg, call, scene),
                evidence=(proof("request", bye.first), proof("answer", final)),
                values={"asker": bye.first.src.ip, "peer": final.src.ip, "status": final.status, "phrase": final.reason or ""},
                variant="gone" if gone else "",
                at=final.number,
            )
            return


def _is_over(leg: Leg, refused: Transaction) -> bool:
    return any(t is not refused and (t.first.src != refused.first.src or _is_taken(t)) for t in leg.transactions_of("BYE"))


def _is_taken(transaction: Transaction) -> bool:
    return transaction.final is not None and transaction.final.status is not None and transaction.final.status < 300


RULE = Rule(
    slug="bye-refused",
    area="dialog",
    seeks=Seeks(results=frozenset({"answered"}), quirks=Quirk.BYE_REFUSED),
    check=check,
    aside=True,
    references=("RFC 3261 sections 12.2.2 and 15.1.2",),
    texts={
        "": Text(
            en=Words(
                title="{peer} refuses the hang-up: {status} {phrase}",
                explanation=(
                    "{asker} ended the call, and {peer} answered {status} to BYE. {peer} may keep the call open, and go on billing, until "
                    "a timer of its own ends it."
                ),
                fix=(
                    (
                        "Ask the operator of {peer} why BYE is refused: mostly it came from an address, or with tags, that {peer} does "
                        "not expect."
                    ),
                    "Switch session timers on, so that hung calls end: Asterisk PJSIP timers=yes; FreeSWITCH enable-timer=true.",
                ),
                notes={"request": "hangs up", "answer": "refused"},
            ),
            ru=Words(
                title="{peer} не принимает отбой: {status} {phrase}",
                explanation=(
                    "{asker} завершил вызов, а {peer} ответил на BYE {status}. Вызов на {peer} может остаться открытым и "
                    "тарифицироваться, пока не сработает его собственный таймер."
                ),
                fix=(
                    "Узнайте у владельца {peer}, почему BYE отклонён: обычно он пришёл с адреса или с тегами, которых {peer} не ждёт.",
                    "Включите таймеры сеанса, чтобы зависшие вызовы завершались: Asterisk PJSIP timers=yes; FreeSWITCH enable-timer=true.",
                ),
                notes={"request": "отбой", "answer": "отклонено"},
            ),
        ),
        "gone": Text(
            en=Words(
                title="{peer} had no such call any more when {asker} hung up ({status})",
                explanation=(
                    "481 to a BYE means that {peer} had ended the call already, or lost it in a restart. The talk is over on both sides; "
                    "only the end of the talk is recorded differently."
                ),
                fix=("Nothing to repair if the talk was over anyway. If it was cut off, look on {peer} for a restart or an earlier BYE.",),
                notes={"request": "hangs up", "answer": "knows no such call"},
            ),
            ru=Words(
                title="Когда {asker} положил трубку, на {peer} этого вызова уже не было ({status})",
                explanation=(
                    "481 на BYE значит, что {peer} завершил вызов раньше или потерял его при перезапуске. Разговор окончен с обеих "
                    "сторон; только время окончания записано по-разному."
                ),
                fix=("Если разговор был закончен, чинить нечего. Если он оборвался, поищите на {peer} перезапуск или более ранний BYE.",),
                notes={"request": "отбой", "answer": "такого вызова нет"},
            ),
        ),
    },
)
