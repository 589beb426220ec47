"""Both sides changed the call at once, and the second try succeeded."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import proof
from sipwhy.model import Call, Finding
from sipwhy.model.flag import Flag


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on a 491 whose sender tried again with success."""
    for leg in call.legs:
        changes = leg.transactions_of("INVITE", "UPDATE")
        for glare in changes:
            if glare.final is None or glare.final.status != 491:
                continue
            own = [t for t in changes if t.first.number > glare.first.number and t.first.src == glare.first.src]
            done = next((t.final for t in own if t.final and t.final.status and t.final.status < 300), None)
            if done:
                yield Finding(
                    rule=RULE.slug,
                    severity="info",
                    confidence="certain",
                    at_fault="nobody",
                    evidence=(proof("answer", glare.final), proof("done", done)),
                    values={"asker": glare.first.src.ip, "peer": glare.final.src.ip, "seconds": (done.ts - glare.final.ts) / 1e6},
                    at=glare.final.number,
                )
                return


RULE = Rule(
    slug="glare-resolved",
    area="dialog",
    seeks=Seeks(flags=Flag.IN_DIALOG_REJECTED),
    check=check,
    aside=True,
    references=("RFC 3261 section 14.1",),
    texts={
        "": Text(
            en=Words(
                title="Both sides changed the call at once; {asker} tried again after {seconds:seconds}",
                explanation=(
                    "{peer} answered 491, as it must while it changes the call itself, and the second try succeeded. Nothing is wrong."
                ),
                fix=("Nothing to repair. If it delays every call, let one side only begin changes: Asterisk direct_media=no.",),
                notes={"answer": "both at once", "done": "the second try succeeds"},
            ),
            ru=Words(
                title="Обе стороны меняли вызов одновременно; {asker} повторил через {seconds:seconds}",
                explanation="{peer} ответил 491, как и должен, пока сам меняет вызов, и вторая попытка удалась. Всё в порядке.",
                fix=("Чинить нечего. Если это задерживает каждый вызов, пусть изменения начинает одна сторона: Asterisk direct_media=no.",),
                notes={"answer": "одновременный запрос", "done": "вторая попытка удалась"},
            ),
        )
    },
)
