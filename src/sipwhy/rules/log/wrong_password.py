"""The server's log says that the password is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, UNKNOWN, LogRule, resting, told
from sipwhy.diagnosis.notes import REFUSED_AGAIN_EN, REFUSED_AGAIN_RU
from sipwhy.diagnosis.remedies import ANEW_EN, ANEW_RU, BANNED_EN, BANNED_RU
from sipwhy.model import AtFault, Call, Finding
from sipwhy.model.log_event import LogEvent


def blame(events: Sequence[LogEvent]) -> AtFault:
    """Who logs in is the telephone; what logs in at a carrier is the server that wrote the log."""
    return "pbx" if events[0].kind in ("outbound-wrong-password", "own-login-refused", "registration-refused") else "caller"


IN_LOG = "in-log"
"""PJSIP writes one thing of a wrong password and another of an unknown account, and answers both in the same way."""


def settled(variant: str, events: Sequence[LogEvent]) -> str:
    """A second 401 leaves open whether the account exists; the log of PJSIP does not."""
    knows = any(event.reason == "Failed to authenticate" and event.vendor == "asterisk-pjsip" for event in events)
    return IN_LOG if variant == "" and knows and all(event.kind != "unknown-user" for event in events) else variant


_REFUSED = ("wrong-password", "authentication-error")
OWN = "log-own"
"""The password is the server's own, at a carrier."""
EITHER = "log-either"
"""The log of chan_sip: with alwaysauthreject=yes, as it comes, it says "Wrong password" of accounts that do not exist, too."""
_SAID = told(
    "wrong-password",
    kinds=("wrong-password", "outbound-wrong-password", "own-login-refused", "authentication-error"),
    codes=(401, 407),
    of="registration",
    at_fault=blame,
)


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """Fires where the log says that a password was refused."""
    is_open = all(event.leaves_account_open for event in events if event.kind in _REFUSED)
    for finding in _SAID(call, events):
        if finding.at_fault == "pbx":
            yield replace(finding, variant=OWN, values={**finding.values, **_own(call, events)})
            continue
        yield replace(finding, confidence="likely", variant=EITHER) if is_open and finding.at_fault == "caller" else finding


def _own(call: Call, events: Sequence[LogEvent]) -> dict[str, str]:
    """The account that the server logs in with, and where: none stands for the other where the lines name only one of them."""
    account, address, peer = (
        next((value for one in events if (value := getattr(one, name))), "") for name in ("account", "address", "peer")
    )
    return {"who": call.caller or account or UNKNOWN, "where": address or peer or UNKNOWN}


_BANNED_EN = (
    "After several tries the address may be banned: look with sipwhy pbx bans{address:after} on the server; Asterisk: fail2ban-client "
    "status asterisk; FreeSWITCH: fail2ban-client status freeswitch; Kamailio: kamcmd htable.dump ipban; 3CX: IP blacklist."
)
_BANNED_RU = (
    "После нескольких попыток адрес могли заблокировать: посмотрите sipwhy pbx bans{address:after} на сервере; Asterisk: fail2ban-client "
    "status asterisk; FreeSWITCH: fail2ban-client status freeswitch; Kamailio: kamcmd htable.dump ipban; 3CX: чёрный список IP."
)

RULE = LogRule(
    slug="wrong-password",
    check=resting(check, _SAID),
    text=Text(
        en=Words(
            title="{who:or:A device}: the log says that the password is wrong",
            explanation=(
                "The server asked {who:or:the device} for its password and did not accept what came ({times:count:line of its log "
                "says|lines of its log say} so)."
            ),
            fix=(
                (
                    "Enter user name and password anew on the device: a blank at the end, upper and lower case, O and 0; old "
                    "telephones keep only the first 12 characters."
                ),
                (
                    "Compare with the server: Asterisk pjsip show auths, pjsip show endpoint {who:or:NAME}; FreeSWITCH the user's password "
                    "in the directory; Kamailio the table subscriber, kamctl passwd {who:or:NAME} PASSWORD; 3CX the extension's "
                    "Authentication ID and password."
                ),
                _BANNED_EN,
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="{who:or:Устройство}: в журнале сказано, что пароль неверен",
            explanation=(
                "Сервер запросил у {who:or:устройства} пароль и не принял ответ (об этом {times:count:строка|строки|строк} журнала)."
            ),
            fix=(
                (
                    "Введите на устройстве имя и пароль заново: пробел в конце, регистр букв, O и 0; старые телефоны "
                    "сохраняют только первые 12 символов."
                ),
                (
                    "Сверьте с сервером: Asterisk pjsip show auths, pjsip show endpoint {who:or:ИМЯ}; FreeSWITCH пароль пользователя в "
                    "directory; Kamailio таблица subscriber, kamctl passwd {who:or:ИМЯ} ПАРОЛЬ; 3CX Authentication ID и пароль "
                    "добавочного."
                ),
                _BANNED_RU,
            ),
            notes=NOTE_RU,
        ),
    ),
    settled=settled,
    more={
        OWN: Text(
            en=Words(
                title="The carrier does not accept the password of this server, says the log ({who:or:its account})",
                explanation=(
                    "{where:or:The other side} asked the server for its login, and refused what it sent "
                    "({times:count:line of the log|lines of the log}). The password or the name that the server uses there is wrong. "
                    "The log: {said}"
                ),
                fix=(
                    (
                        "Compare username and password of the trunk with the contract: Asterisk type=auth that outbound_auth names, pjsip "
                        "show auths; chan_sip remotesecret or secret, and the line register =>; Kamailio auth_username and auth_password "
                        "in the table uacreg."
                    ),
                    "Some carriers have one login for registration and calls, others two: ask.",
                    "Then, on Asterisk, pjsip reload (sip reload), and look at pjsip show registrations (sip show registry).",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="Оператор не принимает пароль этого сервера, сказано в журнале ({who:or:его учётная запись})",
                explanation=(
                    "{where:or:Другая сторона} запрашивает у сервера логин и не принимает то, что он присылает "
                    "({times:count:строка|строки|строк} журнала). Пароль или имя, с которыми сервер туда входит, неверны. В журнале: {said}"
                ),
                fix=(
                    (
                        "Сверьте username и password транка с договором: в Asterisk type=auth, который назван в outbound_auth, pjsip show "
                        "auths; chan_sip remotesecret или secret и строка register =>; в Kamailio auth_username и auth_password в таблице "
                        "uacreg."
                    ),
                    "У одних операторов логин для регистрации и вызовов один, у других их два: спросите.",
                    "Затем на Asterisk pjsip reload (sip reload); смотрите pjsip show registrations (sip show registry).",
                ),
                notes=NOTE_RU,
            ),
        ),
        EITHER: Text(
            en=Words(
                title="{who:or:A device}: its password is wrong, or there is no such account, says the log",
                explanation=(
                    "The server asked {who:or:the device} for its password and did not accept what came ({times:count:line of its log "
                    "says|lines of its log say} so). Chan_sip writes the same of accounts that do not exist, if alwaysauthreject is on, as "
                    "it is by default: the log alone does not tell the two apart."
                ),
                fix=(
                    (
                        "Check that the account exists: sip show peer {who:or:NAME} in Asterisk; with verbose at 3 or more the log "
                        'of a call says "No matching peer for" if it does not.'
                    ),
                    (
                        "If it does, enter user name and password anew on the device, as secret= of the peer has them: a blank at the "
                        "end, upper and lower case, O and 0. Then sip reload."
                    ),
                    _BANNED_EN,
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="{who:or:Устройство}: по журналу, пароль неверен или такой учётной записи нет",
                explanation=(
                    "Сервер запросил у {who:or:устройства} пароль и не принял ответ (об этом {times:count:строка|строки|строк} "
                    "журнала). Chan_sip при alwaysauthreject=yes (так по умолчанию) пишет то же самое и о несуществующих учётных "
                    "записях: по одному журналу их не различить."
                ),
                fix=(
                    (
                        "Проверьте, есть ли учётная запись: в Asterisk sip show peer {who:or:ИМЯ}; если её нет, при verbose 3 и выше "
                        "в журнале вызова будет «No matching peer for»."
                    ),
                    (
                        "Если есть, введите на устройстве имя и пароль заново, как в secret= пира: пробел в конце, регистр, O и 0. "
                        "Затем sip reload."
                    ),
                    _BANNED_RU,
                ),
                notes=NOTE_RU,
            ),
        ),
        IN_LOG: Text(
            en=Words(
                title="{peer} knows {caller} and does not accept its password",
                explanation=(
                    "{asker} answered the challenge for the realm and algorithm that were asked, and {peer} refused it with {status}. "
                    "Its log says Failed to authenticate, and not No matching endpoint found: the account is there, and its password is "
                    "another one."
                ),
                fix=(
                    ANEW_EN,
                    "Compare with the server: Asterisk pjsip show endpoint {caller}, pjsip show auth NAME; after a change pjsip reload.",
                    BANNED_EN,
                ),
                notes=REFUSED_AGAIN_EN,
            ),
            ru=Words(
                title="{peer} знает {caller}, но его пароль не принимает",
                explanation=(
                    "{asker} ответил на запрос аутентификации с нужными realm и алгоритмом, но {peer} отказал ответом {status}. В журнале "
                    "при этом «Failed to authenticate», а не «No matching endpoint found»: учётная запись есть, а пароль у неё другой."
                ),
                fix=(
                    ANEW_RU,
                    "Сверьте с сервером: Asterisk pjsip show endpoint {caller}, pjsip show auth ИМЯ; после правки pjsip reload.",
                    BANNED_RU,
                ),
                notes=REFUSED_AGAIN_RU,
            ),
        ),
    },
)
