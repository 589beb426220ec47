"""The log says that who logs in names another account or realm than is known."""

from __future__ import annotations

from collections.abc import Sequence

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told
from sipwhy.model import AtFault
from sipwhy.model.log_event import LogEvent


def blame(events: Sequence[LogEvent]) -> AtFault:
    """Credentials that the server has for other realms only are its own setup; the name in the answer is the device's."""
    return "pbx" if events[0].kind == "realm-unknown" else "caller"


RULE = LogRule(
    slug="wrong-realm-or-algorithm",
    check=told("wrong-realm-or-algorithm", kinds=("auth-name-mismatch", "realm-unknown"), at_fault=blame),
    text=Text(
        en=Words(
            title="{who:or:A device}: the log says that the login names another account or realm",
            explanation=(
                "The password was not even looked at: the answer to the challenge has another user than the one who asked (Auth ID, "
                "authentication name), or the server has no credentials for the realm that the other side named. The log: {said}"
            ),
            fix=(
                "On the device: clear Auth ID (authentication name), or enter the account's own name there.",
                (
                    "Credentials of Asterisk for a carrier: leave realm= of the section type=auth empty, or write the realm there that "
                    "the carrier names; chan_sip: defaultuser= of the peer."
                ),
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="{who:or:Устройство}: в журнале сказано, что для входа указано чужое имя или realm",
            explanation=(
                "До проверки пароля не дошло: в ответе на запрос аутентификации не то имя, от которого пришёл запрос (Auth ID, имя "
                "для аутентификации), или у сервера нет данных для realm из запроса другой стороны. В журнале: {said}"
            ),
            fix=(
                "На устройстве очистите Auth ID (имя для аутентификации) или впишите туда имя самой учётной записи.",
                (
                    "Данные Asterisk для входа у оператора: оставьте realm= в секции type=auth пустым или впишите realm, который "
                    "называет оператор; в chan_sip проверьте defaultuser= у пира."
                ),
            ),
            notes=NOTE_RU,
        ),
    ),
)
