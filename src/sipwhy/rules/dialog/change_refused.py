"""A change of the running call was refused, and the call went on as it was."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import author
from sipwhy.diagnosis.meaning import proof
from sipwhy.model import Call, Finding, Leg, Transaction
from sipwhy.model.flag import Flag

_HARMLESS = frozenset({401, 407, 422, 481, 487, 491})
"""Challenged, tried again, or explained by rules of their own."""
_OVER_IT = 5.0
"""Seconds after a refusal within which a BYE was sent because of it: that is reinvite-rejected."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the first re-INVITE or UPDATE refused for good; not where the call ended over it, and not on fax."""
    byes = [t.first for leg in call.legs for t in leg.transactions_of("BYE")]
    for leg in call.legs:
        for transaction in leg.transactions_of("INVITE", "UPDATE"):
            request, final = transaction.request, transaction.final
            if request is None or final is None or not request.is_in_dialog or not _is_refused(transaction, leg):
                continue
            if any(0 <= (bye.ts - final.ts) / 1e6 <= _OVER_IT for bye in byes) or not _goes_on(leg, transaction):
                continue
            yield Finding(
                rule=RULE.slug,
                severity="notice",
                confidence="certain",
                at_fault=author(final, leg, call, scene),
                evidence=(proof("change", request), proof("answer", final)),
                values={
                    "asker": request.src.ip,
                    "peer": final.src.ip,
                    "method": "re-INVITE" if request.method == "INVITE" else request.method,
                    "status": final.status,
                    "phrase": final.reason or "",
                },
                at=final.number,
            )
            return


def _is_refused(transaction: Transaction, leg: Leg) -> bool:
    request, final = transaction.first, transaction.final
    if final is None or final.status is None or final.status < 300 or final.status in _HARMLESS:
        return False
    return not (request.sdp and any(media.kind == "image" for media in request.sdp.media))


def _goes_on(leg: Leg, refused: Transaction) -> bool:
    """Whether the leg was answered, so that there was something to change."""
    return leg.answer is not None and leg.answer.number < refused.first.number


RULE = Rule(
    slug="change-refused",
    area="dialog",
    seeks=Seeks(flags=Flag.IN_DIALOG_REJECTED),
    check=check,
    aside=True,
    references=("RFC 3261 section 14.1",),
    texts={
        "": Text(
            en=Words(
                title="{peer} refused to change the call ({status} {phrase}); it went on as it was",
                explanation=(
                    "{asker} sent {method} within the call (hold, another codec, direct media, session refresh), and {peer} answered "
                    "{status}. The call keeps what was agreed before: hold or the new codec did not happen."
                ),
                fix=(
                    "Compare the description of the change with the one agreed before.",
                    (
                        "If the PBX wanted the telephones to talk directly, forbid it: Asterisk direct_media=no; FreeSWITCH "
                        "bypass_media=false."
                    ),
                ),
                notes={"change": "asks to change the call", "answer": "the refusal"},
            ),
            ru=Words(
                title="{peer} отказался менять вызов ({status} {phrase}); он продолжился как был",
                explanation=(
                    "{asker} отправил внутри вызова {method} (удержание, другой кодек, прямой голос, обновление сеанса), и {peer} ответил "
                    "{status}. Осталось то, о чём договорились раньше: удержания или нового кодека не будет."
                ),
                fix=(
                    "Сравните описание в изменении с согласованным раньше.",
                    (
                        "Если АТС хотела пустить голос между телефонами напрямую, запретите это: Asterisk direct_media=no; FreeSWITCH "
                        "bypass_media=false."
                    ),
                ),
                notes={"change": "просьба изменить вызов", "answer": "отказ"},
            ),
        )
    },
)
