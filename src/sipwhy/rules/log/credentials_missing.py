"""The server's log says that it has no credentials for who asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, resting, told
from sipwhy.model import Call, Finding
from sipwhy.model.log_event import LogEvent

CALLER = "log-caller"
"""It is who called that never logged in."""
_ABSENT = "login-absent"
_OWN = told("credentials-missing", kinds=("no-credentials",), at_fault="pbx")
_CALLERS = told("credentials-missing", likely=(_ABSENT,), at_fault="caller")


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """Fires where the server has no login to give, and where a caller who was asked for his never gave one."""
    yield from _OWN(call, events)
    for finding in _CALLERS(call, events):
        yield replace(finding, variant=CALLER)


RULE = LogRule(
    slug="credentials-missing",
    check=resting(check, _OWN, _CALLERS),
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
    more={
        CALLER: Text(
            en=Words(
                title="{who:or:A caller} never logged in for its call, says the log",
                explanation=(
                    "FreeSWITCH hung up a call that came no farther than its first state for ten seconds: it asks for a password there, "
                    "and the call never came again with one. Strangers from the Internet who try numbers look the same. The log: {said}"
                ),
                fix=(
                    "If it is a telephone of yours: enter user name, authentication name and password on it.",
                    "If it is a gateway or a trunk without a password, let it in by its address: apply-inbound-acl of the profile, and "
                    "acl.conf.xml.",
                    "If it is a stranger, let fail2ban ban the address; the line SIP auth challenge names it.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="{who:or:Звонящий} так и не прислал пароль для вызова, сказано в журнале",
                explanation=(
                    "FreeSWITCH разъединил вызов, который десять секунд не продвинулся дальше первого состояния: там запрашивается "
                    "пароль, а повторно, с паролем, вызов не пришёл. Так же выглядят чужие из Интернета, перебирающие номера. В журнале: "
                    "{said}"
                ),
                fix=(
                    "Если это ваш телефон, введите на нём имя, имя для аутентификации и пароль.",
                    "Если это шлюз или транк без пароля, пропускайте его по адресу: apply-inbound-acl в профиле и acl.conf.xml.",
                    "Если это посторонний, пусть адрес заблокирует fail2ban; он назван в строке SIP auth challenge.",
                ),
                notes=NOTE_RU,
            ),
        )
    },
)
