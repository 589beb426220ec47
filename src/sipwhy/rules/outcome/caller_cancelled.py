"""The caller's side gave up before anybody answered: CANCEL, and 487 in answer to it."""

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
_BRANCH_EN = {"request": "calls this branch off and says why", "ringing": "it rings"}
_BRANCH_RU = {"request": "снимает эту ветвь и называет причину", "ringing": "вызываемому идёт вызов"}

RULE = Rule(
    slug="caller-cancelled",
    area="outcome",
    seeks=Seeks(results=frozenset({"cancelled", "no-answer"}), flags=Flag.CANCELLED | Flag.BYE),
    scope="outcome",
    check=claims("caller-cancelled", "info", ("", "silent", "elsewhere", "branch")),
    references=("RFC 3261 sections 9, 16.7 and 21.4.25", "RFC 3326 section 3", "ITU-T Q.850 cause 26"),
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
        "elsewhere": Text(
            en=Words(
                title="The call to {callee} was taken elsewhere, and this attempt was called off",
                explanation=(
                    "{other} sent {method} with the reason that another one got the call: it rang in several places at once, and the first "
                    "to pick up ends the others. The caller did not hang up."
                ),
                fix=("Nothing to repair: a telephone that heeds the reason counts no missed call.",),
                notes=_BRANCH_EN,
            ),
            ru=Words(
                title="На вызов для {callee} ответили в другом месте, эта попытка снята",
                explanation=(
                    "{other} отправил {method} и назвал причину: вызов достался другому. Он звонил сразу в нескольких местах, и ответ "
                    "первого прекращает остальные. Звонивший трубку не клал."
                ),
                fix=("Чинить нечего: телефон, который понимает эту причину, не считает вызов пропущенным.",),
                notes=_BRANCH_RU,
            ),
        ),
        "branch": Text(
            en=Words(
                title="Another branch of the call to {callee} was refused for all ({reason}), and this one was called off",
                explanation=(
                    "{other} sent {method} with the reason {reason}: it had sent the call to several, and one of them answered with that "
                    "6xx, which speaks for the callee as a whole, so that a forking proxy ends all other branches (RFC 3261 section 16.7). "
                    "The caller did not hang up. Which of them refused it, this capture does not show."
                ),
                fix=(
                    "Ask {callee} who declined, or capture on {other}: its other branches show who answered. sipwhy code {result} "
                    "tells what the code means.",
                    "If one telephone must not end it for all, let it answer 486 or 480 in place of 6xx, or let {other} turn 6xx into 4xx.",
                ),
                notes=_BRANCH_EN,
            ),
            ru=Words(
                title="Другая ветвь вызова для {callee} отклонена за всех ({reason}), эта попытка снята",
                explanation=(
                    "{other} отправил {method} с причиной {reason}: вызов был разослан нескольким, и один из них ответил этим 6xx. Такой "
                    "ответ даётся от имени абонента в целом, поэтому прокси прекращает и остальные ветви (RFC 3261, раздел 16.7). "
                    "Звонивший трубку не клал. Кто именно отказал, в этом дампе не видно."
                ),
                fix=(
                    "Спросите у {callee}, кто отклонил вызов, или снимите дамп на {other}: по другим ветвям видно, кто ответил. Что значит "
                    "код, скажет sipwhy code {result}.",
                    "Если один телефон не должен отказывать за всех, пусть отвечает 486 или 480 вместо 6xx, либо заменяйте 6xx на 4xx на "
                    "{other}.",
                ),
                notes=_BRANCH_RU,
            ),
        ),
    },
)
