"""The accounting says that nobody answered the BYE."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import LOG, NOTE_EN, NOTE_RU, LogRule, lines_of, resting, values_of
from sipwhy.model import Call, Finding
from sipwhy.model.log_event import LogEvent

_TIMED_OUT = 408


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """Fires where a proxy waited in vain for the answer to a BYE, and no other BYE of the call was answered."""
    byes = [event for event in events if event.kind == "transaction" and event.method == "BYE"]
    if not byes or any(event.code != _TIMED_OUT for event in byes):
        return
    yield Finding(
        rule="bye-unanswered",
        severity="warning",
        confidence="likely",
        at_fault="network",
        evidence=lines_of(byes),
        values=values_of(call, byes),
        variant=LOG,
        call_numbers=(call.number,),
        is_cause=True,
    )


def is_answered(call: Call, events: Sequence[LogEvent]) -> bool:
    """Whether the capture shows an answer to a BYE under the Call-ID of the log: who gave it knows that the call is over."""
    call_ids = {event.call_id for event in events if event.method == "BYE"}
    finals = (t.final for leg in call.legs if leg.call_id in call_ids for t in leg.transactions_of("BYE"))
    return any(final is not None and final.status != _TIMED_OUT for final in finals)


RULE = LogRule(
    slug="bye-unanswered",
    check=resting(check, kinds=("transaction",)),
    refuted=is_answered,
    outlives=True,
    text=Text(
        en=Words(
            title="BYE got no answer in the call of {who:or:somebody} to {what:or:a number}, says the log",
            explanation=(
                "One side hung up, and the other never answered the BYE (408 by the proxy's own timer): for it the call may go on until it "
                "times out. Mostly the BYE goes to an address that cannot be reached: a private Contact behind NAT. The log: {said}"
            ),
            fix=(
                "Capture on the proxy: where does the BYE go? An address such as 192.168.x.x is the telephone's inner one.",
                "Kamailio: WITH_NAT, so that set_contact_alias() and handle_ruri_alias() keep the outer address.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="В вызове {who:or:абонента} на {what:or:номер} на BYE не ответили, сказано в журнале",
            explanation=(
                "Одна сторона положила трубку, а другая на BYE не ответила (408 по таймеру самого прокси): для неё вызов может длиться до "
                "своего таймаута. Чаще всего BYE уходит на недостижимый адрес: частный Contact за NAT. В журнале: {said}"
            ),
            fix=(
                "Снимите дамп на прокси: куда уходит BYE? Адрес вида 192.168.x.x — внутренний адрес телефона.",
                "Kamailio: включите WITH_NAT, чтобы set_contact_alias() и handle_ruri_alias() сохраняли внешний адрес.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
