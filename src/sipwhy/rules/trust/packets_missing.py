"""The capture has gaps: the capturing program lost packets, or a TCP stream lacks bytes."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.model import Evidence, Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires if the capturing program reports losses, or a TCP stream has a hole."""
    if overview.dropped or overview.tcp_gaps:
        yield Finding(
            rule=RULE.slug,
            severity="notice",
            confidence="certain",
            at_fault="nobody",
            evidence=(Evidence(note="example", file=overview.tcp_gap_example[0], frame=overview.tcp_gap_example[1]),)
            if overview.tcp_gap_example
            else (),
            values={"dropped": overview.dropped, "gaps": overview.tcp_gaps},
        )


RULE = CaptureRule(
    slug="packets-missing",
    area="trust",
    check=check,
    references=(),
    texts={
        "": Text(
            en=Words(
                title="The capture has gaps",
                explanation=(
                    "The capturing program lost {dropped:count:packet|packets}, and {gaps:count:TCP stream lacks|TCP streams lack} "
                    "bytes. A message that seems to be missing may have been on the wire."
                ),
                fix=(
                    "Capture with a larger buffer (tcpdump -B 65536), a narrower filter, to a fast disk.",
                    'Do not filter by port if messages are fragmented: add "or (ip[6:2] & 0x1fff) != 0".',
                ),
                notes={
                    "example": "the first gap",
                },
            ),
            ru=Words(
                title="В дампе есть пропуски",
                explanation=(
                    "При записи потеряно {dropped:count:пакет|пакета|пакетов}, в {gaps:count:потоке TCP|потоках TCP|потоках TCP} не "
                    "хватает байтов. Сообщение, которого здесь нет, в сети могло быть."
                ),
                fix=(
                    "Записывайте с большим буфером (tcpdump -B 65536), с более узким фильтром и на быстрый диск.",
                    "Если сообщения фрагментируются, не фильтруйте по порту: добавьте «or (ip[6:2] & 0x1fff) != 0».",
                ),
                notes={
                    "example": "первый пропуск",
                },
            ),
        ),
    },
)
