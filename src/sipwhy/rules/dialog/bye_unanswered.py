"""BYE got no answer: the other side may still believe that the call goes on."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.contacts import hidden_contact
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.reading import sent_times, waited
from sipwhy.model import Call, Finding, Leg, Transaction
from sipwhy.model.flag import Flag


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on a BYE of an answered call that was repeated in vain; not where a hidden Contact explains it."""
    if call.result != "answered" or hidden_contact(call):
        return
    for leg in call.legs:
        for transaction in leg.transactions_of("BYE"):
            if transaction.answers or sent_times(transaction) < 3 or _is_crossed(leg, transaction):
                continue
            bye = transaction.first
            yield Finding(
                rule=RULE.slug,
                severity="warning",
                confidence="certain",
                at_fault="network",
                evidence=(proof("request", bye),),
                values={"asker": bye.src.ip, "peer": bye.dst.ip, "times": sent_times(transaction), "seconds": waited(transaction)},
                is_cause=True,
                at=bye.number,
            )
            return


def _is_crossed(leg: Leg, transaction: Transaction) -> bool:
    """Whether the other side hung up at the same time: its BYE was answered, so it knows."""
    return any(t is not transaction and t.first.src != transaction.first.src and t.final for t in leg.transactions_of("BYE"))


RULE = Rule(
    slug="bye-unanswered",
    area="dialog",
    seeks=Seeks(flags=Flag.BYE_UNANSWERED),
    check=check,
    references=("RFC 3261 section 15.1",),
    texts={
        "": Text(
            en=Words(
                title="{peer} does not answer the hang-up",
                explanation=(
                    "{asker} hung up and sent BYE {times:count:time|times} to {peer}, which answered nothing. The talk itself was over; "
                    "but {peer} may keep the call open, and go on billing, until a timer of its own ends it."
                ),
                fix=(
                    (
                        "Check that {peer} can be reached at that address: was its Contact right, did its address or NAT mapping change "
                        "during the call?"
                    ),
                    (
                        "Switch session timers or RTP timeouts on, so that hung calls end: Asterisk timers=yes, rtp_timeout=60; "
                        "FreeSWITCH rtp-timeout-sec."
                    ),
                ),
                notes={
                    "request": "this request got no answer",
                },
            ),
            ru=Words(
                title="{peer} не отвечает на завершение вызова",
                explanation=(
                    "{asker} положил трубку и отправил BYE на {peer} {times:count:раз|раза|раз}, но ответа не получил. Разговор был "
                    "закончен, однако {peer} может держать вызов открытым и тарифицировать его, пока не сработает его собственный "
                    "таймер."
                ),
                fix=(
                    (
                        "Проверьте, доступен ли {peer} по этому адресу: верен ли был его Contact, не сменились ли за время вызова адрес "
                        "или NAT-соответствие."
                    ),
                    (
                        "Включите таймеры сеанса или контроль RTP, чтобы зависшие вызовы завершались: Asterisk timers=yes, "
                        "rtp_timeout=60; FreeSWITCH rtp-timeout-sec."
                    ),
                ),
                notes={
                    "request": "на этот запрос никто не ответил",
                },
            ),
        ),
    },
)
