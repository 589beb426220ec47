"""A server that used to answer at once answers late: it is overloaded, or waits for something itself."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.model import AtFault, Evidence, Finding

_LATE = 0.5
"""Seconds after which the sender repeats by UDP (RFC 3261 section 17.1.1.1)."""
_GROWN = 5
"""How many times slower than at its best a server must have become."""
_LEAST = 0.01
"""Seconds that are taken for its best at the least: faster is as good."""


def check(overview: Overview) -> Iterator[Finding]:
    """Fires for each server of which a tenth of the first answers came late for a while, though it can do better."""
    for server in overview.replies:
        if server.busy <= _LATE or server.busy < _GROWN * max(server.calm, _LEAST):
            continue
        fault: AtFault = server.role if server.role in ("pbx", "proxy", "trunk") else "unknown"
        yield Finding(
            rule=RULE.slug,
            severity="notice",
            confidence="certain",
            at_fault=fault,
            evidence=(Evidence(note="slowest", message=server.example),),
            values={"server": server.ip, "asked": server.asked, "calm": server.calm, "busy": server.busy, "slow": server.slow},
        )


RULE = CaptureRule(
    slug="replies-slow",
    area="transport",
    check=check,
    looks_at=("replies",),
    references=("RFC 3261 section 17.1.1.1", "RFC 6076 section 4.1", "RFC 7339"),
    texts={
        "": Text(
            en=Words(
                title="{server} became slow: up to {busy:seconds} to its first answer, {calm:seconds} at its best",
                explanation=(
                    "Of {asked:count:request|requests} to {server} the first answer came after {calm:seconds} in the calmest part of the "
                    "capture, and one in ten took over {busy:seconds} in the worst; {slow:percent} waited longer than 0.5 s there and were "
                    "sent again, which makes the load heavier still."
                ),
                fix=(
                    (
                        "See what {server} waited for at that time: processor, disk, database, DNS. Asterisk: core show "
                        "taskprocessors; Kamailio: kamctl stats, more children."
                    ),
                    "Keep floods away from it (fail2ban, pike), and let senders retry later and less.",
                    "Let the server send 100 Trying before it asks databases.",
                ),
                notes={"slowest": "waited longest for an answer"},
            ),
            ru=Words(
                title="{server} стал отвечать медленно: первый ответ до {busy:seconds}, а в лучшее время {calm:seconds}",
                explanation=(
                    "Из {asked:count:запроса|запросов|запросов} к {server} в самой спокойной части дампа первый ответ приходил через "
                    "{calm:seconds}, а в худшей каждый десятый ждал дольше {busy:seconds}; {slow:percent} там ждали больше 0,5 с и уходили "
                    "снова, отчего нагрузка только растёт."
                ),
                fix=(
                    (
                        "Выясните, чего тогда ждал {server}: процессор, диск, база данных, DNS. Asterisk: core show taskprocessors; "
                        "Kamailio: kamctl stats, больше процессов children."
                    ),
                    "Защитите его от флуда (fail2ban, pike), и пусть отправители повторяют позже и реже.",
                    "Пусть сервер отправляет 100 Trying до обращения к базам данных.",
                ),
                notes={"slowest": "дольше всех ждал ответа"},
            ),
        ),
    },
)
