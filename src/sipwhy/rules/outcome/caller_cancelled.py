"""The caller hung up before anybody answered: CANCEL, and 487 in answer to it."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims
from sipwhy.model.flag import Flag

_NOTES_EN = {
    "request": "the caller gives up",
    "ringing": "it rings",
}
_NOTES_RU = {
    "request": "звонивший прекращает вызов",
    "ringing": "вызываемому идёт вызов",
}

RULE = Rule(
    slug="caller-cancelled",
    area="outcome",
    seeks=Seeks(results=frozenset({"cancelled"}), flags=Flag.CANCELLED | Flag.BYE),
    scope="outcome",
    check=claims("caller-cancelled", "info", ("", "silent")),
    references=("RFC 3261 section 9", "RFC 3261 section 21.4.25"),
    texts={
        "": Text(
            en=Words(
                title="{caller} hung up after {rang:seconds} of ringing",
                explanation=(
                    "The caller's side sent {method} while {callee} was ringing, well before any ring timeout. 487 Request Terminated is "
                    "the proper answer to that and no fault."
                ),
                fix=(
                    (
                        "Nothing to repair. If callers do this often, the ringing may be too quiet, too long or not audible to them: "
                        "listen to one call."
                    ),
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{caller} положил трубку через {rang:seconds} гудков",
                explanation=(
                    "Сторона звонившего отправила {method}, пока у {callee} шёл вызов, задолго до истечения времени вызова. Ответ 487 "
                    "Request Terminated при этом положен и неисправностью не является."
                ),
                fix=(
                    (
                        "Чинить нечего. Если звонящие часто кладут трубку, послушайте вызов: возможно, гудков не слышно или ждать "
                        "приходится долго."
                    ),
                ),
                notes=_NOTES_RU,
            ),
        ),
        "silent": Text(
            en=Words(
                title="{caller} hung up after {waited:seconds}, before it rang",
                explanation="The caller's side sent {method} {waited:seconds} after dialling, before any ringing was reported.",
                fix=(
                    (
                        "Nothing to repair if the caller dialled by mistake. If it happens often, look at how long it takes until it "
                        "rings (post-dial delay)."
                    ),
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{caller} положил трубку через {waited:seconds}, до первого гудка",
                explanation="Сторона звонившего отправила {method} через {waited:seconds} после набора, когда вызов ещё не пошёл.",
                fix=(
                    (
                        "Если номер набрали по ошибке, чинить нечего. Если так бывает часто, посмотрите, сколько проходит до первого "
                        "гудка (PDD)."
                    ),
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
