"""500, 502 or 504 from the next hop: it broke down over the call."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of

RULE = Rule(
    slug="upstream-server-error",
    area="upstream",
    seeks=Seeks(kinds=frozenset({"call", "registration"}), statuses=statuses_of("upstream-server-error")),
    scope="outcome",
    check=claims("upstream-server-error", "error"),
    references=("RFC 3261 section 21.5",),
    texts={
        "": Text(
            en=Words(
                title="{peer} failed internally: {status} {phrase}",
                explanation=(
                    "{peer} took the request and answered {status} {phrase}: a fault inside it, or of the gateway behind it. The caller "
                    "and the number are not the matter."
                ),
                fix=(
                    (
                        "If {peer} is a carrier: open a ticket with Call-ID, time and both numbers; send the direction through another "
                        "carrier meanwhile."
                    ),
                    (
                        "If it is yours: look at its log at that second. FreeSWITCH and Asterisk: a broken dial plan or module; Kamailio "
                        '500 "server error occurred": a failed route or no memory.'
                    ),
                ),
                notes={
                    "answer": "the refusal",
                    "told": "what the caller was told in the end",
                },
            ),
            ru=Words(
                title="Внутренний сбой {peer}: {status} {phrase}",
                explanation=(
                    "{peer} принял запрос и ответил {status} {phrase}: сбой внутри него или шлюза за ним. Звонящий и номер ни при чём."
                ),
                fix=(
                    (
                        "Если {peer} оператор, откройте заявку с Call-ID, временем и обоими номерами, а направление пока пустите через "
                        "другого."
                    ),
                    (
                        "Если он ваш, смотрите его журнал за эту секунду. FreeSWITCH и Asterisk: ошибка диалплана или модуля; Kamailio "
                        "500 «server error occurred»: сбой маршрута или нехватка памяти."
                    ),
                ),
                notes={
                    "answer": "отказ",
                    "told": "что в итоге ответили звонящему",
                },
            ),
        ),
    },
)
