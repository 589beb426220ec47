"""The same packets were captured more than once."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.doubts import doubt
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires on copies within one file: that captures of one traffic taken at several places share messages is what they are for."""
    if overview.duplicates and overview.copies_within:
        yield doubt(RULE.slug, {"duplicates": overview.duplicates, "messages": overview.sip_messages})


RULE = CaptureRule(
    slug="duplicate-packets",
    area="trust",
    check=check,
    looks_at=("copies_within",),
    references=(),
    texts={
        "": Text(
            en=Words(
                title="{duplicates:count:message was|messages were} captured more than once",
                explanation=(
                    "Copies of the same packet: {duplicates} of {messages:count:message|messages}, seen on several interfaces, by a mirror "
                    "port in and out, or in several files. They are left out of every count and of all findings."
                ),
                fix=(
                    (
                        'Nothing needs to be done. To avoid it, capture on one interface instead of "any", or mirror one direction of '
                        "each port."
                    ),
                ),
            ),
            ru=Words(
                title="{duplicates:count:сообщение записано|сообщения записаны|сообщений записаны} по нескольку раз",
                explanation=(
                    "Копии тех же пакетов: {duplicates} из {messages:count:сообщения|сообщений|сообщений}. Они сняты на нескольких "
                    "интерфейсах, на зеркальном порту на входе и выходе или попали в несколько файлов. Ни в подсчётах, ни в выводах они не "
                    "участвуют."
                ),
                fix=(
                    (
                        "Делать ничего не нужно. Чтобы копий не было, снимайте дамп на одном интерфейсе, а не на «any», или зеркалируйте "
                        "каждый порт в одну сторону."
                    ),
                ),
            ),
        ),
    },
)
