"""Some calls began before the capture."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.doubts import doubt
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires if a leg's first message is not one that begins anything."""
    if overview.legs_late:
        variant = "cut" if overview.cut_packets else ""
        yield doubt(RULE.slug, {"late": overview.legs_late, "legs": overview.legs}, message=overview.late_example, variant=variant)


RULE = CaptureRule(
    slug="capture-starts-late",
    area="trust",
    check=check,
    looks_at=("legs_late",),
    references=(),
    texts={
        "": Text(
            en=Words(
                title="{late:count:leg|legs} began before the capture",
                explanation=(
                    "Their first captured message belongs to a dialog or transaction whose beginning is missing. Nothing is said about "
                    "how they were set up, and they are not counted as failures."
                ),
                fix=("To see such calls whole, start the capture before they begin.",),
                notes={
                    "example": "its beginning is missing",
                },
            ),
            ru=Words(
                title="{late:count:плечо началось|плеча начались|плеч начались} до дампа",
                explanation=(
                    "Первое записанное сообщение относится к диалогу или транзакции, начала которых в дампе нет. О том, как они "
                    "устанавливались, ничего не утверждается, неудачами они не считаются."
                ),
                fix=("Чтобы видеть такие вызовы целиком, начинайте запись раньше.",),
                notes={
                    "example": "начала нет в дампе",
                },
            ),
        ),
        "cut": Text(
            en=Words(
                title="{late:count:leg has|legs have} no beginning in this capture, in which some packets were cut short",
                explanation=(
                    "Some packets were cut short when they were captured, and with them what tells which call a message belongs to. "
                    "The first messages of these legs may be here and could not be put to them. They are not counted as failures."
                ),
                fix=("Capture whole packets: tcpdump -s 0 -w file.pcap.",),
                notes={"example": "its beginning is missing"},
            ),
            ru=Words(
                title="{late:count:плечо|плеча|плеч} без начала в дампе, где часть пакетов обрезана",
                explanation=(
                    "Часть пакетов при записи обрезана, а с ними и то, по чему видно, к какому вызову относится сообщение. Первые "
                    "сообщения этих плеч могут быть в дампе: их не удалось к ним отнести. Неудачами они не считаются."
                ),
                fix=("Записывайте пакеты целиком: tcpdump -s 0 -w file.pcap.",),
                notes={"example": "начала нет"},
            ),
        ),
    },
)
