"""The server's log says that the account may not use this transport, or that the server itself has none to send by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, resting, told
from sipwhy.model import Call, Finding
from sipwhy.model.log_event import LogEvent

SENDING = "log-sending"
"""The proxy listens nowhere by the transport that the next hop is to be reached by."""
OWN = "log-own"
"""FreeSWITCH's profile does not speak the transport that its gateway is to be reached by."""
_OWN = told("transport-mismatch", likely=("own-transport-missing",), at_fault="pbx")
_RECEIVED = told("transport-mismatch", kinds=("transport-not-allowed",), at_fault="caller")
_FOLLOWING = frozenset({None, 477, 478, 500, 503})
"""What the caller gets, as far as it is known: tm's own answers, and what scripts make of them."""
_SENT = told("transport-mismatch", likely=("socket-missing",), at_fault="proxy")


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """Fires on either; another answer than those that follow says that there was another way."""
    yield from _RECEIVED(call, events)
    yield from (replace(finding, variant=OWN) for finding in _OWN(call, events))
    if call.status in _FOLLOWING and not any(event.code and event.code not in _FOLLOWING for event in events):
        for finding in _SENT(call, events):
            yield replace(finding, variant=SENDING)


RULE = LogRule(
    slug="transport-mismatch",
    check=resting(check, _RECEIVED, _SENT, _OWN),
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
    more={
        OWN: Text(
            en=Words(
                title="{who:or:The gateway}: the server has no transport to register by, says the log",
                explanation=(
                    "The 503 is FreeSWITCH's own: no REGISTER left the server, because its SIP profile does not listen by the transport "
                    "that the gateway asks for (register-transport, or transport= in its proxy). The log: {said}"
                ),
                fix=(
                    "Use the transport of the profile: param register-transport of the gateway (udp, tcp, tls).",
                    "Or let the profile speak it: bind-params for tcp, tls and tls-sip-port for TLS; then sofia profile NAME restart.",
                    "sofia status profile NAME shows by which addresses and transports it listens.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="{who:or:Шлюз}: серверу нечем отправить регистрацию, нужного транспорта нет, сказано в журнале",
                explanation=(
                    "Этот 503 выдал сам FreeSWITCH: REGISTER не ушёл, потому что SIP-профиль не слушает транспорт, который требует шлюз "
                    "(register-transport или transport= в proxy). В журнале: {said}"
                ),
                fix=(
                    "Поставьте шлюзу транспорт профиля: параметр register-transport (udp, tcp, tls).",
                    "Или включите его в профиле: bind-params для tcp, tls и tls-sip-port для TLS; затем sofia profile ИМЯ restart.",
                    "sofia status profile ИМЯ покажет, какие адреса и транспорты он слушает.",
                ),
                notes=NOTE_RU,
            ),
        ),
        SENDING: Text(
            en=Words(
                title="The proxy cannot send to {hop} by {transport}: it listens on no such socket, says the log",
                explanation=(
                    "The request was to go to {hop} by {transport}, and the proxy sends only from sockets that it listens on: it has "
                    "none for this transport and address family, or the one that the script forces does not fit. The caller gets "
                    "500. The log: {said}"
                ),
                fix=(
                    "Kamailio: add the listen= line (listen=tls:ADDRESS:5061 wants enable_tls=yes and the module tls); kamcmd "
                    "corex.list_sockets shows what there is.",
                    "If {hop} is not to be reached by {transport}, see who wrote that: the contact of the callee, the dispatcher's "
                    "list, a DNS record.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="Прокси не может отправить запрос на {hop} по {transport}: он не слушает такой сокет, сказано в журнале",
                explanation=(
                    "Запрос должен был уйти на {hop} по {transport}, а прокси отправляет только с сокета, который слушает: для этого "
                    "транспорта и семейства адресов такого нет, или не подходит тот, который задан в скрипте. Звонящий получает "
                    "500. В журнале: {said}"
                ),
                fix=(
                    "Kamailio: добавьте строку listen= (для listen=tls:АДРЕС:5061 нужны enable_tls=yes и модуль tls); kamcmd "
                    "corex.list_sockets покажет, что есть.",
                    "Если до {hop} не должно быть {transport}, найдите, кто его указал: contact вызываемого, список dispatcher, "
                    "запись DNS.",
                ),
                notes=NOTE_RU,
            ),
        ),
    },
)
