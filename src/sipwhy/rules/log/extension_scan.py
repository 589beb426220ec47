"""The log tells of one unknown account after another from one address."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Overview, Text, Words
from sipwhy.diagnosis.behaviour import USERS
from sipwhy.diagnosis.log_attacks import sources
from sipwhy.diagnosis.log_rule import LogRule, never
from sipwhy.diagnosis.notes import SCAN_EN, SCAN_RU
from sipwhy.diagnosis.remedies import AGAINST_SCANS_EN, AGAINST_SCANS_RU
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires for each source that tried ten accounts or more that do not exist."""
    for source in sources(overview.log, "unknown-user"):
        if len(source.users) >= overview.limits.of(USERS):
            yield source.finding(RULE.slug, "notice")


RULE = LogRule(
    slug="extension-scan",
    check=never,
    whole=check,
    text=Text(
        en=Words(
            title="{source} tries out extensions: {count:count:name|names} in {seconds:seconds}, says the log",
            explanation=(
                "The log has {tries:count:request|requests} from {source} for accounts that do not exist ({users:list} and so on): it "
                "wants to learn which extensions there are. Passwords are tried next."
            ),
            fix=AGAINST_SCANS_EN,
            notes=SCAN_EN,
        ),
        ru=Words(
            title="{source} перебирает внутренние номера: {count:count:имя|имени|имён} за {seconds:seconds}, сказано в журнале",
            explanation=(
                "В журнале {tries:count:запрос|запроса|запросов} с адреса {source} к несуществующим учётным записям ({users:list} и так "
                "далее): ему нужно узнать, какие номера есть. Дальше подбирают пароли."
            ),
            fix=AGAINST_SCANS_RU,
            notes=SCAN_RU,
        ),
    ),
)
