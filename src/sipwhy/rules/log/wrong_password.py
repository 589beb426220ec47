"""The server's log says that the password is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told
from sipwhy.model import AtFault
from sipwhy.model.log_event import LogEvent


def blame(events: Sequence[LogEvent]) -> AtFault:
    """Who logs in is the telephone; what logs in at a carrier is the server that wrote the log."""
    return "pbx" if events[0].kind in ("outbound-wrong-password", "registration-refused") else "caller"


RULE = LogRule(
    slug="wrong-password",
    check=told(
        "wrong-password",
        kinds=("wrong-password", "outbound-wrong-password", "authentication-error"),
        codes=(401, 407),
        of="registration",
        at_fault=blame,
    ),
    text=Text(
        en=Words(
            title="{who}: the log says that the password is wrong",
            explanation=(
                "The server asked {who} for its password and did not accept what came ({times:count:line|lines} of its "
                "log say so). Chan_sip writes the same of accounts that do not exist, if alwaysauthreject is on; PJSIP "
                "tells the two apart."
            ),
            fix=(
                (
                    "Enter user name and password anew on the device: a blank at the end, upper and lower case, O and 0; old "
                    "telephones keep only the first 12 characters."
                ),
                (
                    "Asterisk: pjsip show auths, pjsip show endpoint {who}; chan_sip: secret of the peer; FreeSWITCH: the "
                    "user's password in the directory. Then reload."
                ),
                "After several tries fail2ban may have banned the address: fail2ban-client status asterisk.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="{who}: в журнале сказано, что пароль неверен",
            explanation=(
                "Сервер запросил у {who} пароль и не принял ответ (об этом {times:count:строка|строки|строк} журнала). "
                "Chan_sip при alwaysauthreject=yes пишет то же самое и о несуществующих учётных записях, PJSIP их "
                "различает."
            ),
            fix=(
                (
                    "Введите на устройстве имя и пароль заново: пробел в конце, регистр букв, O и 0; старые телефоны "
                    "сохраняют только первые 12 символов."
                ),
                (
                    "Asterisk: pjsip show auths, pjsip show endpoint {who}; chan_sip: secret пира; FreeSWITCH: пароль "
                    "пользователя в directory. Затем перечитайте настройки."
                ),
                "После нескольких попыток адрес мог заблокировать fail2ban: fail2ban-client status asterisk.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
