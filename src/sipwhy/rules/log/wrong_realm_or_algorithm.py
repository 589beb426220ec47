"""The log says that who logs in names another account or realm than is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, resting, told
from sipwhy.model import AtFault, Call, Finding
from sipwhy.model.log_event import LogEvent

OWN = "log-own"
"""FreeSWITCH could not answer the challenge to its own registration; it says so by numbers of its own (900, 904)."""
_UNMATCHED = "own-challenge-unmatched"


def blame(events: Sequence[LogEvent]) -> AtFault:
    """Credentials that the server has for other realms only are its own setup; the name in the answer is the device's."""
    if events[0].kind == _UNMATCHED:
        return "unknown"
    return "pbx" if events[0].kind == "realm-unknown" else "caller"


_SAID = told("wrong-realm-or-algorithm", kinds=("auth-name-mismatch", "realm-unknown"), likely=(_UNMATCHED,), at_fault=blame)


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """Fires where the log says so; what FreeSWITCH could not answer itself has words of its own."""
    is_own = any(event.kind == _UNMATCHED for event in events)
    for finding in _SAID(call, events):
        yield replace(finding, variant=OWN) if is_own else finding


RULE = LogRule(
    slug="wrong-realm-or-algorithm",
    check=resting(check, _SAID),
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
    more={
        OWN: Text(
            en=Words(
                title="FreeSWITCH cannot answer the challenge to its registration of {who:or:a gateway}: {status}, says the log",
                explanation=(
                    "{status} is no answer of the carrier but FreeSWITCH's own number: the carrier asked for a login (401 or 407), and "
                    "realm, algorithm or account of the gateway do not fit, or the login was sent and asked for again. The log: {said}"
                ),
                fix=(
                    "Look at the challenge: sofia global siptrace on; compare realm and algorithm with realm, username, proxy and "
                    "register-proxy of the gateway. Is there a second REGISTER with Authorization at all?",
                    "If there is, the password may be wrong. More about it: sipwhy code {status}.",
                    "After a change: sofia profile PROFILE killgw GATEWAY, then sofia profile PROFILE rescan.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="FreeSWITCH не может ответить на запрос пароля при регистрации {who:or:шлюза}: {status}, сказано в журнале",
                explanation=(
                    "{status} — это не ответ оператора, а собственный код FreeSWITCH: оператор запросил пароль (401 или 407), а realm, "
                    "алгоритм или учётная запись шлюза к запросу не подходят, либо пароль отправлен и запрошен снова. В журнале: {said}"
                ),
                fix=(
                    "Посмотрите запрос: sofia global siptrace on; сравните realm и алгоритм с realm, username, proxy и register-proxy "
                    "шлюза. Есть ли вообще второй REGISTER с Authorization?",
                    "Если есть, возможно, неверен пароль. Подробнее: sipwhy code {status}.",
                    "После правки: sofia profile ПРОФИЛЬ killgw ШЛЮЗ, затем sofia profile ПРОФИЛЬ rescan.",
                ),
                notes=NOTE_RU,
            ),
        )
    },
)
