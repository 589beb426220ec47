"""The capture has gaps: the capturing program lost packets, or a TCP stream lacks bytes."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.doubts import doubt
from sipwhy.model import Evidence, Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires if the capturing program reports losses, a TCP stream has a hole, or messages lack IP fragments."""
    if overview.dropped or overview.tcp_gaps:
        yield doubt(RULE.slug, {"dropped": overview.dropped, "gaps": overview.tcp_gaps}, frame=overview.tcp_gap_example)
    if overview.fragments_lost and overview.fragment_example:
        file, frame = overview.fragment_example
        yield Finding(
            rule=RULE.slug,
            severity="notice",
            confidence="certain",
            at_fault="nobody",
            evidence=(Evidence(note="beginning", file=file, frame=frame),),
            values={"messages": overview.fragments_lost},
            variant="fragments",
        )


RULE = CaptureRule(
    slug="packets-missing",
    area="trust",
    check=check,
    looks_at=("dropped", "tcp_gaps", "fragments_lost"),
    references=("RFC 791 section 3.2",),
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
        "fragments": Text(
            en=Words(
                title="Of {messages:count:message|messages} only the beginning was captured: IP fragments are missing",
                explanation=(
                    "These messages are larger than one packet, and the rest of them is not in the capture. Where the other side "
                    "answered, they arrived whole, and only the capture lacks the rest: a filter by port matches the first fragment alone, "
                    "the others have no port. Where nobody answered, fragments may have been lost on the way."
                ),
                fix=(
                    'Let fragments into the capture: tcpdump "port 5060 or (ip[6:2] & 0x1fff) != 0".',
                    "Or capture by host instead of by port: tcpdump host and the server's address.",
                ),
                notes={"beginning": "the first fragment of one; no other came"},
            ),
            ru=Words(
                title="От {messages:count:сообщения|сообщений|сообщений} записано только начало: нет IP-фрагментов",
                explanation=(
                    "Эти сообщения больше одного пакета, а остального в дампе нет. Если другая сторона ответила, они дошли целиком, и "
                    "остального не хватает только в дампе: фильтру по порту подходит лишь первый фрагмент, в следующих порта нет. Если "
                    "никто не ответил, фрагменты могли потеряться в пути."
                ),
                fix=(
                    "Пропустите фрагменты в дамп: tcpdump «port 5060 or (ip[6:2] & 0x1fff) != 0».",
                    "Или снимайте по узлу, а не по порту: tcpdump host и адрес сервера.",
                ),
                notes={"beginning": "первый фрагмент одного из них; других нет"},
            ),
        ),
    },
)
