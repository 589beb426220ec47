"""Only requests or only answers were captured: half of every conversation is missing."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.doubts import doubt
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires if half of the legs are answers alone or hang up what was never seen answered, or if several hosts answered nothing at all."""
    if overview.is_one_sided:
        yield doubt(
            RULE.slug,
            {"answers": overview.legs_only_answers, "requests": overview.legs_only_requests, "legs": overview.legs},
            message=overview.one_sided_example,
            confidence="likely",
        )


RULE = CaptureRule(
    slug="one-sided-capture",
    area="trust",
    check=check,
    looks_at=("is_one_sided",),
    references=(),
    texts={
        "": Text(
            en=Words(
                title="Only one direction of the traffic was captured",
                explanation=(
                    "Of {legs:count:leg|legs} {answers:count:has|have} answers without the request they belong to, and "
                    "{requests:count:has|have} requests and never an answer. Whatever is said here about missing answers or "
                    "acknowledgements may be true of the capture and not of the network."
                ),
                fix=(
                    "Capture on the host itself (tcpdump -i any), or let the mirror port send both directions.",
                    'Look for a capture filter with "src" or "dst" in it, and for answers that take another way back.',
                ),
                notes={
                    "example": "one direction only",
                },
            ),
            ru=Words(
                title="Записано только одно направление трафика",
                explanation=(
                    "Из {legs:count:плеча|плеч|плеч} в {answers:count:плече|плечах|плечах} есть ответы без своего запроса, а в "
                    "{requests:count:плече|плечах|плечах} запросы и ни одного ответа. Всё, что здесь сказано о пропавших ответах и "
                    "подтверждениях, может относиться к дампу, а не к сети."
                ),
                fix=(
                    "Снимайте дамп на самом узле (tcpdump -i any) или зеркалируйте порт в обе стороны.",
                    "Проверьте, нет ли в фильтре съёма «src» или «dst» и не идут ли ответы другим путём.",
                ),
                notes={
                    "example": "только одно направление",
                },
            ),
        ),
    },
)
