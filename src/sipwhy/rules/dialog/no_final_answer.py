"""It rings, and nothing ever ends that: no answer, no refusal, no CANCEL."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims
from sipwhy.model.quirk import Quirk

RULE = Rule(
    slug="no-final-answer",
    area="dialog",
    seeks=Seeks(results=frozenset({"failed"}), quirks=Quirk.LEFT_RINGING),
    check=claims("no-final-answer", "error"),
    references=("RFC 3261 sections 13.3.1.1 and 16.6 step 11",),
    texts={
        "": Text(
            en=Words(
                title="{callee} rang, and for {seconds:seconds} nothing ended the call",
                explanation=(
                    "{peer} reported ringing, and until the end of the capture neither answered, refused nor was cancelled. After three "
                    "minutes a proxy gives such an attempt up (timer C); here nobody did."
                ),
                fix=(
                    (
                        "Set a ring time on the side of {asker}: Asterisk the second argument of Dial(); FreeSWITCH call_timeout; "
                        "Kamailio tm fr_inv_timer."
                    ),
                    "Was {peer} switched off while it rang, or does its final answer get lost on the way? Capture there.",
                ),
                notes={"answer": "the last sign of life"},
            ),
            ru=Words(
                title="Телефон {callee} звонил, и за {seconds:seconds} вызов ничем не закончился",
                explanation=(
                    "{peer} сообщил, что телефон звонит, но до конца дампа нет ни ответа, ни отказа, ни отмены. Через три минуты прокси "
                    "такую попытку прекращает (таймер C); здесь этого никто не сделал."
                ),
                fix=(
                    (
                        "Задайте время вызова на стороне {asker}: Asterisk второй аргумент Dial(); FreeSWITCH call_timeout; Kamailio tm "
                        "fr_inv_timer."
                    ),
                    "Не выключили ли {peer} во время звонка, не теряется ли его окончательный ответ по пути? Снимите дамп там.",
                ),
                notes={"answer": "последний признак жизни"},
            ),
        )
    },
)
