"""The log tells of a login that was accepted after many refusals of the same account from the same address."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Overview, Text, Words
from sipwhy.diagnosis.behaviour import TRIES
from sipwhy.diagnosis.log_attacks import sources
from sipwhy.diagnosis.log_rule import LogRule, never
from sipwhy.diagnosis.notes import LOGINS_EN, LOGINS_RU
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires where a source that guesses passwords was let in at last."""
    accepted = {(event.address, event.account): event for _, event in overview.log_logins if event.kind == "login-accepted"}
    for source in sources(overview.log_logins, "wrong-password"):
        if source.guesses < overview.limits.of(TRIES) or not source.is_fast:
            continue
        for user in source.users:
            last = accepted.get((source.address, user))
            if last and (last.line.ts or 0) >= (source.tried[-1][1].line.ts or 0):
                yield source.finding(RULE.slug, "warning", user=user)


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
