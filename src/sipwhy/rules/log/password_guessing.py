"""The log tells of one wrong password after another from one address."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Overview, Text, Words
from sipwhy.diagnosis.behaviour import TRIES, TRIES_OF_SUSPECTS, USERS
from sipwhy.diagnosis.log_attacks import sources
from sipwhy.diagnosis.log_rule import LogRule, never
from sipwhy.diagnosis.notes import LOGINS_EN, LOGINS_RU
from sipwhy.diagnosis.remedies import KNOWN_NETWORKS_EN, KNOWN_NETWORKS_RU
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """
    Fires for each source with ten wrong passwords or more (five of one that scans), one a second and account or faster, or of ten
    accounts in one Call-ID.
    """
    many, tries = overview.limits.of(USERS), overview.limits.of(TRIES)
    scanning = {source.address for source in sources(overview.log, "unknown-user") if len(source.users) >= many}
    for source in sources(overview.log, "wrong-password"):
        has_many, is_known = source.names_at_once >= tries, source.address in scanning
        tried, least = (source.persistent(), min(TRIES_OF_SUSPECTS, tries)) if is_known and not has_many else (source, tries)
        if tried.guesses >= least and (has_many or tried.is_fast):
            yield tried.finding(RULE.slug, "warning")


RULE = LogRule(
    slug="password-guessing",
    check=never,
    whole=check,
    text=Text(
        en=Words(
            title="{source} guesses the password of {users:list}: {tries:count:try|tries} in {seconds:seconds}, says the log",
            explanation=(
                "The log has {tries:count:refused login|refused logins} from {source} within {seconds:seconds}. A telephone with a wrong "
                "password waits between two tries; this is a program (or a runaway device). Nothing stopped it after the first few."
            ),
            fix=(
                "Let a ban follow on a handful of refusals: fail2ban with the jail asterisk (maxretry, findtime) or freeswitch.",
                "Check that the password of {users:list} is long and random, and that no login from {source} was accepted.",
                KNOWN_NETWORKS_EN,
            ),
            notes=LOGINS_EN,
        ),
        ru=Words(
            title="{source} подбирает пароль {users:list}: {tries:count:попытка|попытки|попыток} за {seconds:seconds}, сказано в журнале",
            explanation=(
                "В журнале {tries:count:отклонённый вход|отклонённых входа|отклонённых входов} с адреса {source} за {seconds:seconds}. "
                "Телефон с неверным паролем между попытками ждёт; здесь работает программа (или зациклившееся устройство). После первых "
                "отказов её никто не остановил."
            ),
            fix=(
                "Блокируйте после нескольких отказов: fail2ban с jail asterisk (maxretry, findtime) или freeswitch.",
                "Проверьте, что пароль {users:list} длинный и случайный и что ни один вход с {source} не удался.",
                KNOWN_NETWORKS_RU,
            ),
            notes=LOGINS_RU,
        ),
    ),
)
