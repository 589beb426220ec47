"""The server's log says that its answer was never acknowledged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, resting, told
from sipwhy.model import Call, Finding
from sipwhy.model.log_event import LogEvent

_HUNG_UP = told("ack-lost", kinds=("answer-unacknowledged",), likely=("hung-up-unanswered",), at_fault="network")


def check(call: Call, events: Sequence[LogEvent]) -> Iterable[Finding]:
    """
    Fires where the server hung up for it.

    Chan_sip sends refusals as reliably as answers, and writes the same line of them: scanners never acknowledge one.
    """
    kinds = {event.kind for event in events}
    return _HUNG_UP(call, events) if "hung-up-unanswered" in kinds and "request-unanswered" not in kinds else ()


RULE = LogRule(
    slug="ack-lost",
    check=resting(check, _HUNG_UP),
    outlives=True,
    text=Text(
        en=Words(
            title="The answer to {who:or:the caller} was never acknowledged, says the log",
            explanation=(
                "The server sent its answer again and again, no ACK came, and after 32 seconds it hung up. The ACK goes to the Contact of "
                "the answer: an address there that the caller cannot reach is the usual reason. The log: {said}"
            ),
            fix=(
                (
                    "Set the server's external address: PJSIP external_signaling_address and local_net of the transport; chan_sip "
                    "externaddr and localnet."
                ),
                "Capture on both sides: does the caller send ACK, and where to?",
                "Switch off SIP ALG on the router.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Ответ для {who:or:вызывающего} так и не был подтверждён, сказано в журнале",
            explanation=(
                "Сервер повторял ответ, ACK не пришёл, и через 32 секунды он разъединил вызов. ACK идёт по адресу из Contact ответа: "
                "обычно этот адрес для звонящего недостижим. В журнале: {said}"
            ),
            fix=(
                (
                    "Задайте внешний адрес сервера: в PJSIP external_signaling_address и local_net транспорта; в chan_sip externaddr и "
                    "localnet."
                ),
                "Снимите дамп с обеих сторон: посылает ли звонящий ACK и куда?",
                "Отключите SIP ALG на маршрутизаторе.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
