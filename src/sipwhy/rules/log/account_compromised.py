"""The log tells of a login that was accepted after many refusals of the same account from the same address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from sipwhy.diagnosis import Overview, Text, Words
from sipwhy.diagnosis.behaviour import TRIES
from sipwhy.diagnosis.log_attacks import sources
from sipwhy.diagnosis.log_rule import LogRule, never
from sipwhy.diagnosis.notes import LOGINS_EN, LOGINS_RU
from sipwhy.model import Finding
from sipwhy.model.log_event import LogEvent

_LET_IN = "login-accepted"
ACCEPTED = frozenset({_LET_IN, "registered"})
_HOST = re.compile(r"sips?:(?:[^@]*@)?\[?([0-9A-Fa-f.:]+?)\]?(?::\d{1,5})?(?:[;>]|$)")
"""The host of a contact, where it is an address."""


def check(overview: Overview) -> Iterator[Finding]:
    """
    Fires where a source that guesses passwords was let in at last.

    A registration that was accepted names where the telephone is to be reached, and that is mostly where it asked from: "likely".
    """
    accepted = {(_source(event), event.account): event for _, event in overview.log_logins if event.kind in ACCEPTED}
    for source in sources(overview.log_logins, "wrong-password"):
        if source.guesses < overview.limits.of(TRIES) or not source.is_fast:
            continue
        for user in source.users:
            last = accepted.get((source.address, user))
            if last and (last.line.ts or 0) >= (source.tried[-1][1].line.ts or 0):
                found = source.finding(RULE.slug, "warning", user=user)
                yield found if last.kind == _LET_IN else replace(found, confidence="likely")


def _source(event: LogEvent) -> str:
    """Where a login that was accepted came from; of a registration whose line names its contact alone, the host of that."""
    found = _HOST.search(event.facts.get("uri", ""))
    return event.address or (found[1] if found else "")


RULE = LogRule(
    slug="account-compromised",
    check=never,
    whole=check,
    text=Text(
        en=Words(
            title="{source} guessed its way into {user}, says the log",
            explanation=(
                "After {tries:count:refused login|refused logins} within {seconds:seconds} the server accepted one from {source}: the "
                "password of {user} is known to a stranger, and calls at your expense come next."
            ),
            fix=(
                "Change the password of {user} now, and end its calls and registrations: pjsip show contacts, core show channels.",
                "Block {source}, and look through the CDRs for calls of {user} since then.",
            ),
            notes=LOGINS_EN,
        ),
        ru=Words(
            title="{source} подобрал пароль {user}, сказано в журнале",
            explanation=(
                "После {tries:count:отклонённого входа|отклонённых входов|отклонённых входов} за {seconds:seconds} сервер принял вход с "
                "адреса {source}: пароль {user} известен постороннему, дальше пойдут звонки за ваш счёт."
            ),
            fix=(
                "Смените пароль {user} сейчас же и завершите его вызовы и регистрации: pjsip show contacts, core show channels.",
                "Заблокируйте {source} и просмотрите CDR: какие вызовы сделаны от {user} с тех пор.",
            ),
            notes=LOGINS_RU,
        ),
    ),
)
