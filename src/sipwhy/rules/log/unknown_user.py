"""The server's log says that there is no such account."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told
from sipwhy.model import AtFault, Call, Finding
from sipwhy.model.log_event import LogEvent

_LEAST_DIGITS = 7


def blame(events: Sequence[LogEvent]) -> AtFault:
    """
    A device names itself in the domain of its server. Who calls with a whole number as its user and its own address as its domain
    is the gateway of a carrier: that it is not known is the server's setup.
    """
    first = events[0]
    number = first.account.removeprefix("+")
    is_gateway = first.method == "INVITE" and first.facts.get("at_home") == "yes" and number.isdigit() and len(number) >= _LEAST_DIGITS
    return "pbx" if is_gateway else "caller"


GATEWAY = "log-gateway"
"""Who calls is the gateway of a carrier."""
_MISSING = "peer-missing"
_SAID = told("unknown-user", kinds=("unknown-user", _MISSING), at_fault=blame)


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """
    Fires where the log says that no account fits who asked.

    Chan_sip goes on with a caller who is no peer as with a guest: that counts where it refused the password, too.
    """
    if not any(event.leaves_account_open for event in events):
        events = [event for event in events if event.kind != _MISSING]
    for finding in _SAID(call, events):
        yield replace(finding, variant=GATEWAY, confidence="likely") if finding.at_fault == "pbx" else finding


RULE = LogRule(
    slug="unknown-user",
    check=check,
    text=Text(
        en=Words(
            title="{who} is no account of this server, says the log",
            explanation=(
                "No endpoint, peer or user of the server fits {who} (from {where}): the name is mistyped, was never set "
                "up, or the server looks for another part of the request (PJSIP: identify_by). Strangers from the "
                "Internet look the same."
            ),
            fix=(
                (
                    "Compare the user name on the device with the server: Asterisk pjsip show endpoints, sip show peers; "
                    "FreeSWITCH list_users."
                ),
                "A carrier that calls without a login needs type=identify with match={where} in pjsip.conf.",
                ("If {where} is unknown to you, let fail2ban ban it and let SIP in only from networks that you know."),
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Учётной записи {who} на этом сервере нет, сказано в журнале",
            explanation=(
                "Ни один endpoint, пир или пользователь сервера не подходит к {who} (адрес {where}): имя введено с "
                "ошибкой, не заведено, или сервер ищет по другой части запроса (в PJSIP identify_by). Точно так же "
                "выглядят чужие из интернета."
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
        GATEWAY: Text(
            en=Words(
                title="The server does not know the gateway {where}, says the log: a call from {who} was refused",
                explanation=(
                    "A call came from {where} with {who} as the caller and the sender's own address as the domain: so a carrier's "
                    "gateway calls, without a login. No endpoint of the server is tied to that address. Carriers add gateways and do "
                    "not always say so. The log: {said}"
                ),
                fix=(
                    "Ask the carrier whether {where} is one of its gateways, and for the list of all of them.",
                    "If so: match={where} in the section type=identify of the trunk in pjsip.conf (FreePBX: Match (Permit) of the trunk).",
                    "If not, it is a stranger: let SIP in only from networks that you know.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="Сервер не знает шлюз {where}, сказано в журнале: вызов от {who} отклонён",
                explanation=(
                    "С адреса {where} пришёл вызов, в котором звонящий — {who}, а домен — адрес самого отправителя: так звонит шлюз "
                    "оператора, без логина. Ни один endpoint сервера к этому адресу не привязан. Операторы добавляют шлюзы и не всегда "
                    "предупреждают. В журнале: {said}"
                ),
                fix=(
                    "Спросите у оператора, его ли шлюз {where}, и возьмите список всех его адресов.",
                    "Если его: match={where} в секции type=identify транка в pjsip.conf (FreePBX: Match (Permit) у транка).",
                    "Если нет, это чужой: принимайте SIP только из известных сетей.",
                ),
                notes=NOTE_RU,
            ),
        ),
    },
)
