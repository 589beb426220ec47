"""The log itself calls a stranger by its name: a scanner, or a connection that nobody knows."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import ONE, Overview, Text, Words
from sipwhy.diagnosis.log_attacks import sources
from sipwhy.diagnosis.log_rule import LogRule, never
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires for each source that the server itself called a scanner, or refused as an unknown connection."""
    for source in sources(overview.log, "scanner", "unknown-connection"):
        yield source.finding(RULE.slug, "warning", agent=source.tried[0][1].reason)


RULE = LogRule(
    slug="scanner",
    check=never,
    whole=check,
    references=("fail2ban asterisk filter",),
    text=Text(
        en=Words(
            title="The server took {source} for a scanner: {tries:count:line|lines} of its log",
            explanation=(
                'The server refused {source} with the words "{agent}". Such programs search the whole Internet for open servers; a carrier '
                "whose address was never entered as a trunk looks the same."
            ),
            fix=(
                "Block {source} in the firewall, or let fail2ban do it.",
                "If {source} is your carrier, enter its address: type=identify in PJSIP, a trunk in FreePBX.",
            ),
            notes={"first": "the first line", "last": "the last one", ONE: "one of its requests"},
        ),
        ru=Words(
            title="Сервер счёл {source} сканером: {tries:count:строка|строки|строк} журнала",
            explanation=(
                "Сервер отклонил {source} со словами «{agent}». Такие программы ищут открытые серверы по всему интернету; точно так же "
                "выглядит оператор, адрес которого не внесён как транк."
            ),
            fix=(
                "Закройте {source} в межсетевом экране или поручите это fail2ban.",
                "Если {source} ваш оператор, внесите его адрес: type=identify в PJSIP, транк в FreePBX.",
            ),
            notes={"first": "первая строка", "last": "последняя", ONE: "один из его запросов"},
        ),
    ),
)
