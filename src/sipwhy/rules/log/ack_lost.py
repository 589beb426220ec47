"""The server's log says that its answer was never acknowledged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, resting, told
from sipwhy.model import Call, Finding
from sipwhy.model.log_event import LogEvent

WAITED = "log-waited"
"""The log tells how long the server waited: chan_sip takes 64 times the round trip that it measured, and that may be a few seconds."""
_HUNG_UP = told("ack-lost", kinds=("answer-unacknowledged",), likely=("hung-up-unanswered",), at_fault="network")


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """
    Fires where the server hung up for it.

    Chan_sip sends refusals as reliably as answers, and writes the same line of them: scanners never acknowledge one.
    """
    kinds = {event.kind for event in events}
    if "hung-up-unanswered" not in kinds or "request-unanswered" in kinds:
        return
    waited = next((event.facts["waited"] for event in events if "waited" in event.facts), None)
    for finding in _HUNG_UP(call, events):
        yield replace(finding, variant=WAITED, values={**finding.values, "waited": int(waited) / 1000}) if waited else finding


_FIX_EN = (
    "Set the server's external address: PJSIP external_signaling_address and local_net of the transport; chan_sip externaddr and localnet.",
    "Capture on both sides: does the caller send ACK, and where to?",
    "Switch off SIP ALG on the router.",
)
_FIX_RU = (
    "Задайте внешний адрес сервера: в PJSIP external_signaling_address и local_net транспорта; в chan_sip externaddr и localnet.",
    "Снимите дамп с обеих сторон: посылает ли звонящий ACK и куда?",
    "Отключите SIP ALG на маршрутизаторе.",
)


RULE = LogRule(
    slug="ack-lost",
    check=resting(check, _HUNG_UP),
    outlives=True,
    text=Text(
        en=Words(
            title="The answer to {who:or:the caller} was never acknowledged, says the log",
            explanation=(
                "The server sent its answer again and again, no ACK came, and it hung up. The ACK goes to the Contact of "
                "the answer: an address there that the caller cannot reach is the usual reason. The log: {said}"
            ),
            fix=_FIX_EN,
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Ответ для {who:or:вызывающего} так и не был подтверждён, сказано в журнале",
            explanation=(
                "Сервер повторял ответ, ACK не пришёл, и он разъединил вызов. ACK идёт по адресу из Contact ответа: "
                "обычно этот адрес для звонящего недостижим. В журнале: {said}"
            ),
            fix=_FIX_RU,
            notes=NOTE_RU,
        ),
    ),
    more={
        WAITED: Text(
            en=Words(
                title="The answer to {who:or:the caller} was not acknowledged within {waited:seconds}, says the log",
                explanation=(
                    "The server sent its answer again and again, no ACK came, and after {waited:seconds} it hung up. The ACK goes to the "
                    "Contact of the answer: an address there that the caller cannot reach is the usual reason. The log: {said}"
                ),
                fix=_FIX_EN,
                notes=NOTE_EN,
            ),
            ru=Words(
                title="Ответ для {who:or:вызывающего} не подтвердили за {waited:seconds}, сказано в журнале",
                explanation=(
                    "Сервер повторял ответ, ACK не пришёл, и через {waited:seconds} он разъединил вызов. ACK идёт по адресу из Contact "
                    "ответа: обычно этот адрес для звонящего недостижим. В журнале: {said}"
                ),
                fix=_FIX_RU,
                notes=NOTE_RU,
            ),
        ),
    },
)
