"""The server's log says that it has no credentials for who asks for them."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="credentials-missing",
    check=told("credentials-missing", kinds=("no-credentials",), at_fault="pbx"),
    text=Text(
        en=Words(
            title="The server has no user name and password for {what:or:the other side}, says the log",
            explanation=(
                "{what:or:The other side} asked for a login, and the server has none to give: the endpoint has no outbound_auth, or one "
                "for another realm. The call ends there."
            ),
            fix=(
                (
                    "Asterisk PJSIP: outbound_auth= of the endpoint, and a section type=auth with username and password; pjsip show "
                    "endpoint {what}."
                ),
                "If the carrier goes by your address and not by a login, ask it why it challenges this one.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="У сервера нет логина и пароля для {what:or:другого узла}, сказано в журнале",
            explanation=(
                "{what:or:Другой узел} запросил аутентификацию, а серверу нечего предъявить: у endpoint нет outbound_auth, или он для "
                "другого realm. На этом вызов заканчивается."
            ),
            fix=(
                ("Asterisk PJSIP: outbound_auth= у endpoint и секция type=auth с username и password; pjsip show endpoint {what}."),
                ("Если оператор узнаёт вас по адресу, а не по логину, спросите, почему с этого адреса он требует пароль."),
            ),
            notes=NOTE_RU,
        ),
    ),
)
