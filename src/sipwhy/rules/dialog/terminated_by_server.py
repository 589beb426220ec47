"""487 without a CANCEL on its leg: a server, not the caller, ended the attempt."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.reading import cancel_of
from sipwhy.model import Call, Finding, Leg, Message


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on a leg whose INVITE got 487 and that has no CANCEL; tells whether a BYE before the answer asked for it."""
    for leg in call.legs:
        final = leg.final
        if final is None or final.status != 487 or cancel_of(leg):
            continue
        bye = _bye_before(leg, final)
        yield Finding(
            rule=RULE.slug,
            severity="info",
            confidence="certain",
            at_fault="nobody",
            evidence=(proof("answer", final), *([proof("hangup", bye)] if bye else [])),
            values={"asker": leg.src.ip, "peer": final.src.ip},
            variant="bye" if bye else "",
            at=final.number,
        )
        return


def _bye_before(leg: Leg, final: Message) -> Message | None:
    return next((t.first for t in leg.transactions_of("BYE") if t.first.number < final.number), None)


_NOTES_EN = {"answer": "the attempt is ended", "hangup": "hung up before the answer"}
_NOTES_RU = {"answer": "попытка завершена", "hangup": "отбой до ответа"}

RULE = Rule(
    slug="terminated-by-server",
    area="dialog",
    seeks=Seeks(statuses=frozenset({487})),
    check=check,
    aside=True,
    references=("RFC 3261 sections 15.1.2 and 21.4.25",),
    texts={
        "": Text(
            en=Words(
                title="{peer} ended the attempt itself: 487 without CANCEL from {asker}",
                explanation=(
                    "487 usually answers a CANCEL, and {asker} sent none here. {peer} ended the ringing by itself: its ring time was "
                    "over, another telephone answered, or the CANCEL came another way."
                ),
                fix=("If the ringing should last longer, raise the ring time on {peer}.",),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} завершил попытку сам: 487 без CANCEL от {asker}",
                explanation=(
                    "Ответ 487 обычно следует за CANCEL, а {asker} его не отправлял. {peer} прекратил звонок сам: вышло время вызова, "
                    "ответил другой телефон или CANCEL пришёл другим путём."
                ),
                fix=("Если телефон должен звонить дольше, увеличьте время вызова на {peer}.",),
                notes=_NOTES_RU,
            ),
        ),
        "bye": Text(
            en=Words(
                title="{asker} gave up by BYE before the answer",
                explanation=(
                    "{asker} ended the attempt by BYE instead of CANCEL, which is allowed within an early dialog; the 487 of {peer} "
                    "answers that."
                ),
                fix=("Nothing to repair.",),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{asker} прекратил вызов через BYE ещё до ответа",
                explanation=(
                    "{asker} завершил попытку через BYE, а не CANCEL: внутри раннего диалога это допустимо; 487 от {peer} отвечает на него."
                ),
                fix=("Чинить нечего.",),
                notes=_NOTES_RU,
            ),
        ),
    },
)
