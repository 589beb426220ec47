"""Another codec was agreed on within the call."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.offers import Exchange, exchanges, names
from sipwhy.model import Call, Finding
from sipwhy.model.quirk import Quirk


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires if the codec that an answer puts first is not the one of the answer before, both of answered changes of one leg."""
    for leg in call.legs:
        before: tuple[str, Exchange] | None = None
        for exchange in exchanges(leg):
            chosen = _chosen(exchange)
            if chosen is None or exchange.answer is None:
                continue
            if before and before[0] != chosen and before[1].answer:
                yield Finding(
                    rule=RULE.slug,
                    severity="info",
                    confidence="certain",
                    at_fault="nobody",
                    evidence=(proof("before", before[1].answer), proof("change", exchange.offer), proof("after", exchange.answer)),
                    values={"asker": exchange.offer.src.ip, "peer": exchange.answer.src.ip, "before": before[0], "after": chosen},
                    at=exchange.answer.number,
                )
                return
            before = (chosen, exchange)


def _chosen(exchange: Exchange) -> str | None:
    """The codec that both will use: the first of the answer that was offered."""
    if exchange.audio is None or exchange.answer is None or exchange.answer.status in range(100, 200):
        return None
    offered, answered = (names(media) for media in exchange.audio)
    return next((name for name in answered if name.upper() in {one.upper() for one in offered}), None)


RULE = Rule(
    slug="codec-renegotiated",
    area="negotiation",
    seeks=Seeks(quirks=Quirk.CODECS_CHANGED),
    check=check,
    aside=True,
    references=("RFC 3264 section 8.3.2",),
    texts={
        "": Text(
            en=Words(
                title="The codec changes from {before} to {after} within the call",
                explanation=(
                    "{asker} changed the call, and {peer} agreed on {after} instead of {before}. That is allowed; if voice became worse "
                    "from this moment, this is why."
                ),
                fix=(
                    (
                        "To keep one codec, allow only that one on both sides: Asterisk allow=!all,alaw; for transfers and hold on every "
                        "phone too."
                    ),
                ),
                notes={"before": "agreed before", "change": "asks to change", "after": "agreed now"},
            ),
            ru=Words(
                title="Кодек внутри вызова сменился с {before} на {after}",
                explanation=(
                    "{asker} изменил вызов, и {peer} согласился на {after} вместо {before}. Это допустимо; если с этого момента голос "
                    "стал хуже, причина здесь."
                ),
                fix=(
                    (
                        "Чтобы кодек не менялся, разрешите с обеих сторон только его: Asterisk allow=!all,alaw; для перевода и удержания "
                        "и на всех телефонах."
                    ),
                ),
                notes={"before": "согласовано раньше", "change": "просит изменить", "after": "согласовано теперь"},
            ),
        )
    },
)
