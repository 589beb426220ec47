"""Some calls were not over when the capture ended."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.doubts import doubt
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires if a leg was open at the end; not where one direction is missing, and with it what would have ended them."""
    if overview.legs_open and not overview.is_one_sided:
        variant = "cut" if overview.cut_packets else ""
        yield doubt(RULE.slug, {"open": overview.legs_open, "legs": overview.legs}, message=overview.open_example, variant=variant)


RULE = CaptureRule(
    slug="capture-ends-early",
    area="trust",
    check=check,
    looks_at=("legs_open",),
    references=(),
    texts={
        "": Text(
            en=Words(
                title="{open:count:leg was|legs were} not over when the capture ended",
                explanation=(
                    "What happened to them afterwards is not known: an answer that is missing here may have come later. They are not "
                    "counted as failures."
                ),
                fix=("Capture for at least 35 s longer than the call: only then are SIP's timers through.",),
                notes={
                    "example": "still open",
                },
            ),
            ru=Words(
                title="{open:count:плечо не завершилось|плеча не завершились|плеч не завершились} до конца дампа",
                explanation=(
                    "Что было с ними дальше, неизвестно: ответ, которого здесь нет, мог прийти позже. Неудачами они не считаются."
                ),
                fix=("Записывайте хотя бы на 35 с дольше вызова: только тогда отработают все таймеры SIP.",),
                notes={
                    "example": "ещё не завершено",
                },
            ),
        ),
        "cut": Text(
            en=Words(
                title="{open:count:leg has|legs have} no end in this capture, in which some packets were cut short",
                explanation=(
                    "Some packets were cut short when they were captured, and with them what tells which call a message belongs to. "
                    "The calls may be over: their last messages then could not be put to them. They are not counted as failures."
                ),
                fix=("Capture whole packets: tcpdump -s 0 -w file.pcap.",),
                notes={"example": "its end is missing"},
            ),
            ru=Words(
                title="{open:count:плечо|плеча|плеч} без завершения в дампе, где часть пакетов обрезана",
                explanation=(
                    "Часть пакетов при записи обрезана, а с ними и то, по чему видно, к какому вызову относится сообщение. Вызовы "
                    "могли и закончиться: тогда их последние сообщения не удалось к ним отнести. Неудачами они не считаются."
                ),
                fix=("Записывайте пакеты целиком: tcpdump -s 0 -w file.pcap.",),
                notes={"example": "завершения нет"},
            ),
        ),
    },
)
