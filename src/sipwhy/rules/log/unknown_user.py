"""The server's log says that there is no such account."""

from __future__ import annotations

from collections.abc import Sequence

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told
from sipwhy.model import AtFault
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


RULE = LogRule(
    slug="unknown-user",
    check=told("unknown-user", kinds=("unknown-user",), at_fault=blame),
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
)
