"""The server refuses the form of the number, not the number: prefix, plus sign, country code, URI scheme."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of

RULE = Rule(
    slug="number-format-rejected",
    area="routing",
    seeks=Seeks(statuses=statuses_of("number-format-rejected")),
    scope="outcome",
    check=claims("number-format-rejected", "error"),
    references=("RFC 3261 section 21.4.14", "ITU-T E.164"),
    texts={
        "": Text(
            en=Words(
                title="{peer} does not accept the number {callee} in this form",
                explanation=(
                    "{peer} answered {status} {phrase}: it refuses the form of the number. Carriers want one fixed form, mostly E.164 "
                    "with the country code, with or without the plus sign."
                ),
                fix=(
                    (
                        "Ask the carrier which form it wants (for Russia +7XXXXXXXXXX, 7XXXXXXXXXX or 8XXXXXXXXXX) and rewrite the "
                        "number before it is sent."
                    ),
                    (
                        "Asterisk: change EXTEN in Dial(); FreeSWITCH: the bridge string; Kamailio: dialplan or uac module; 3CX: "
                        "outbound rule, strip and prepend."
                    ),
                ),
                notes={
                    "answer": "the refusal",
                    "told": "what the caller was told in the end",
                },
            ),
            ru=Words(
                title="{peer} не принимает номер {callee} в таком виде",
                explanation=(
                    "{peer} ответил {status} {phrase}: его не устраивает запись номера. Операторы ждут одну определённую форму, чаще "
                    "всего E.164 с кодом страны, с плюсом или без."
                ),
                fix=(
                    "Уточните у оператора нужную форму (+7XXXXXXXXXX, 7XXXXXXXXXX или 8XXXXXXXXXX) и преобразуйте номер перед отправкой.",
                    (
                        "Asterisk: измените EXTEN в Dial(); FreeSWITCH: строку bridge; Kamailio: модули dialplan и uac; 3CX: исходящее "
                        "правило, удаление и добавление цифр."
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
