"""The server's log says that the account may not use this transport."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="transport-mismatch",
    check=told("transport-mismatch", kinds=("transport-not-allowed",), at_fault="caller"),
    text=Text(
        en=Words(
            title="{who:or:A device} speaks over a transport that its account may not use, says the log",
            explanation=(
                "The request of {who:or:the device} came by UDP, TCP, TLS or WebSocket, and the server allows the account another one "
                "only. The log: {said}"
            ),
            fix=(
                (
                    "Set the transport on the device to the one of the account, or allow it: chan_sip transport=udp,tcp; "
                    "PJSIP transport= of the endpoint."
                ),
                "A port that speaks TLS (5061) does not take plain SIP, and the other way round.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="{who:or:Устройство} использует транспорт, который его учётной записи не разрешён, сказано в журнале",
            explanation=(
                "Запрос от {who:or:устройства} пришёл по UDP, TCP, TLS или WebSocket, а сервер разрешает этой учётной записи только "
                "другой транспорт. В журнале: {said}"
            ),
            fix=(
                (
                    "Поставьте на устройстве транспорт учётной записи или разрешите нынешний: в chan_sip transport=udp,tcp; "
                    "в PJSIP transport= у endpoint."
                ),
                "Порт для TLS (5061) не принимает открытый SIP, и наоборот.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
