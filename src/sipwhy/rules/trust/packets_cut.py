"""The capturing program cut packets short (snap length)."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.doubts import doubt
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires if any packet is shorter than it was on the wire."""
    if overview.cut_packets:
        yield doubt(RULE.slug, {"cut": overview.cut_packets, "packets": overview.packets}, frame=overview.cut_example)


RULE = CaptureRule(
    slug="packets-cut",
    area="trust",
    check=check,
    looks_at=("cut_packets",),
    references=(),
    texts={
        "": Text(
            en=Words(
                title="{cut:count:packet was|packets were} cut short by the capturing program",
                explanation=(
                    "The file holds only the beginning of these packets. Headers and descriptions at the end of a message may be missing "
                    "from what was judged here."
                ),
                fix=("Capture whole packets: tcpdump -s 0 -w file.pcap.",),
                notes={
                    "example": "the first one",
                },
            ),
            ru=Words(
                title="{cut:count:пакет обрезан|пакета обрезаны|пакетов обрезаны} при записи",
                explanation="В файле есть только начало этих пакетов. Последние заголовки и описания сеансов могли не попасть в разбор.",
                fix=("Записывайте пакеты целиком: tcpdump -s 0 -w file.pcap.",),
                notes={
                    "example": "первый из них",
                },
            ),
        ),
    },
)
