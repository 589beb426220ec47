"""The log tells of one unknown account after another from one address."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import ONE, Overview, Text, Words
from sipwhy.diagnosis.behaviour import USERS
from sipwhy.diagnosis.log_attacks import sources
from sipwhy.diagnosis.log_rule import LogRule, never
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
            fix=(
                "Refuse unknown and known users alike, so that nothing is learnt: Asterisk PJSIP does; chan_sip: alwaysauthreject=yes.",
                "Ban the address: fail2ban with the jail asterisk or freeswitch; Kamailio pike and htable ipban; 3CX IP blacklist.",
                "Let SIP in only from networks that you know, and give no extension its own number as password.",
            ),
            notes={"first": "the first name", "last": "the last one", ONE: "one of the names that were tried"},
        ),
        ru=Words(
            title="{source} перебирает внутренние номера: {count:count:имя|имени|имён} за {seconds:seconds}, сказано в журнале",
            explanation=(
                "В журнале {tries:count:запрос|запроса|запросов} с адреса {source} к несуществующим учётным записям ({users:list} и так "
                "далее): ему нужно узнать, какие номера есть. Дальше подбирают пароли."
            ),
            fix=(
                "Отвечайте на известные и неизвестные имена одинаково: Asterisk PJSIP так и делает; в chan_sip alwaysauthreject=yes.",
                "Заблокируйте адрес: fail2ban с jail asterisk или freeswitch; в Kamailio pike и htable ipban; в 3CX чёрный список IP.",
                "Пускайте SIP только из известных сетей и не ставьте паролем сам внутренний номер.",
            ),
            notes={"first": "первое имя", "last": "последнее", ONE: "одно из перебираемых имён"},
        ),
    ),
)
