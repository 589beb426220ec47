"""The server's log says that there is no such account."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, resting, told
from sipwhy.model import AtFault, Call, Finding
from sipwhy.model.digits import is_whole_number
from sipwhy.model.log_event import LogEvent

GATEWAY = "log-gateway"
"""Who calls is the gateway of a carrier, or a stranger who poses as one."""


def blame(events: Sequence[LogEvent]) -> AtFault:
    """
    A device names itself in the domain of its server. Gateways of carriers call with a whole number as their user and their own address
    as their domain, and so do programs that look for calls at another's cost: who it was stays open.
    """
    first = events[0]
    if first.kind == _REFUSED:
        return "pbx"
    is_open = first.method == "INVITE" and first.facts.get("at_home") == "yes" and is_whole_number(first.account)
    return "unknown" if is_open else "caller"


AT_CARRIER = "log-at-carrier"
"""The account is one of a carrier's, and this server the device that wants to register."""
_MISSING = "peer-missing"
_REFUSED = "registration-refused"
_SAID = told("unknown-user", kinds=("unknown-user", _MISSING), codes=(404,), of="registration", at_fault=blame)


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """
    Fires where the log says that no account fits who asked.

    Chan_sip goes on with a caller who is no peer as with a guest: that counts where it refused the password, too.
    """
    if not any(event.leaves_account_open for event in events):
        events = [event for event in events if event.kind != _MISSING]
    for finding in _SAID(call, events):
        if finding.at_fault == "pbx":
            yield replace(finding, variant=AT_CARRIER, confidence="likely")
        else:
            yield replace(finding, variant=GATEWAY, confidence="possible") if finding.at_fault == "unknown" else finding


RULE = LogRule(
    slug="unknown-user",
    check=resting(check, _SAID),
    text=Text(
        en=Words(
            title="{who} is no account of this server, says the log",
            explanation=(
                "No endpoint, peer or user of the server fits {who} (from {where}): the name is mistyped, was never set up, or the server "
                "looks for another part of the request (PJSIP: identify_by). Strangers from the Internet look the same."
            ),
            fix=(
                (
                    "Compare the user name on the device with the server: Asterisk pjsip show endpoints, sip show peers; FreeSWITCH "
                    "list_users."
                ),
                "A carrier that calls without a login needs type=identify with match={where} in pjsip.conf.",
                ("If {where} is unknown to you, let fail2ban ban it and let SIP in only from networks that you know."),
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Учётной записи {who} на этом сервере нет, сказано в журнале",
            explanation=(
                "Ни один endpoint, пир или пользователь сервера не подходит к {who} (адрес {where}): имя введено с ошибкой, не заведено, "
                "или сервер ищет по другой части запроса (в PJSIP identify_by). Точно так же выглядят запросы посторонних из интернета."
            ),
            fix=(
                ("Сверьте имя на устройстве с сервером: Asterisk pjsip show endpoints, sip show peers; FreeSWITCH list_users."),
                "Оператору, который звонит без логина, нужна секция type=identify с match={where} в pjsip.conf.",
                ("Если адрес {where} вам незнаком, пусть его заблокирует fail2ban, а SIP принимайте только из известных сетей."),
            ),
            notes=NOTE_RU,
        ),
    ),
    more={
        AT_CARRIER: Text(
            en=Words(
                title="{peer:or:The carrier} knows no account {who}, says the log: the server's own registration was refused",
                explanation=(
                    "The server wants to register as {who} at {peer:or:the carrier}, and got 404 Not Found: there is no such account, or "
                    "not in that domain. The log: {said}"
                ),
                fix=(
                    (
                        "Compare with the contract, letter by letter: Asterisk client_uri and contact_user of the registration, username "
                        "of its outbound_auth; chan_sip the line register =>."
                    ),
                    "Does the carrier want its domain, and not its address, in client_uri (sip:LOGIN@DOMAIN)?",
                    "Ask the carrier whether the account is in service.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="{peer:or:Оператор} не знает учётной записи {who}, сказано в журнале: собственная регистрация сервера отклонена",
                explanation=(
                    "Сервер регистрируется как {who} на {peer:or:сервере оператора} и получил 404 Not Found: такой учётной записи нет, или "
                    "она в другом домене. В журнале: {said}"
                ),
                fix=(
                    (
                        "Сверьте с договором, буква в букву: Asterisk client_uri и contact_user регистрации, username в её outbound_auth; "
                        "chan_sip строка register =>."
                    ),
                    "Не нужен ли оператору в client_uri его домен, а не адрес (sip:ЛОГИН@ДОМЕН)?",
                    "Спросите оператора, действует ли учётная запись.",
                ),
                notes=NOTE_RU,
            ),
        ),
        GATEWAY: Text(
            en=Words(
                title="A call from {who} was refused, says the log: no endpoint of the server fits {where}",
                explanation=(
                    "The call came from {where} with {who} as the caller and the sender's own address as the domain, and without a login. "
                    "Gateways of carriers call like this, and carriers add gateways without always saying so; programs that look for a way "
                    "to call at your expense do the same. No endpoint of the server is tied to that address. The log: {said}"
                ),
                fix=(
                    "Look in the log at what else {where} tried: many numbers within seconds, or callers of many countries, are a scanner.",
                    "Ask the carrier whether {where} is one of its gateways, and for the list of all of them.",
                    "If so: match={where} in the section type=identify of the trunk in pjsip.conf (FreePBX: Match (Permit) of the trunk).",
                    "If not, it is a stranger: let fail2ban ban it, and let SIP in only from networks that you know.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="Вызов от {who} отклонён, сказано в журнале: адрес {where} не подходит ни к одному endpoint сервера",
                explanation=(
                    "Вызов пришёл с адреса {where}: звонящий в нём {who}, домен — адрес самого отправителя, логина нет. Так звонят шлюзы "
                    "операторов, а операторы добавляют шлюзы и не всегда предупреждают; так же звонят и программы, которые ищут, где "
                    "позвонить за чужой счёт. Ни один endpoint сервера к этому адресу не привязан. В журнале: {said}"
                ),
                fix=(
                    "Посмотрите в журнале, что ещё приходило с {where}: много номеров за секунды или номера многих стран — это сканер.",
                    "Спросите у оператора, его ли шлюз {where}, и возьмите список всех его адресов.",
                    "Если его: match={where} в секции type=identify транка в pjsip.conf (FreePBX: Match (Permit) у транка).",
                    "Если нет, это чужой: пусть его блокирует fail2ban, а SIP принимайте только из известных сетей.",
                ),
                notes=NOTE_RU,
            ),
        ),
    },
)
