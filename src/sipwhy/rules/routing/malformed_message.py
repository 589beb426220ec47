"""400: the server cannot make sense of the request."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of

RULE = Rule(
    slug="malformed-message",
    area="routing",
    seeks=Seeks(kinds=frozenset({"call", "registration"}), statuses=statuses_of("malformed-message")),
    scope="outcome",
    check=claims("malformed-message", "error"),
    references=("RFC 3261 section 21.4.1",),
    texts={
        "": Text(
            en=Words(
                title="{peer} cannot read the request of {asker}",
                explanation=(
                    "{peer} answered {status} {phrase} ({words}): a header is missing or wrong in its eyes. SIP ALG in a router is a "
                    "frequent culprit: it rewrites messages and spoils them."
                ),
                fix=(
                    "Read the phrase and Warning of the answer, they often name the header.",
                    "Compare the request where it was sent with where it arrived; switch SIP ALG off in the router.",
                    "Update {asker}, or report the message to its maker.",
                ),
                notes={
                    "answer": "the refusal",
                    "told": "what the caller was told in the end",
                },
            ),
            ru=Words(
                title="{peer} не смог разобрать запрос от {asker}",
                explanation=(
                    "{peer} ответил {status} {phrase} ({words}): на его взгляд какого-то заголовка нет или он неверен. Часто виноват SIP "
                    "ALG в маршрутизаторе: он переписывает сообщения и портит их."
                ),
                fix=(
                    "Прочтите фразу и Warning в ответе: они часто называют заголовок.",
                    "Сравните запрос у отправителя и у получателя; выключите SIP ALG в маршрутизаторе.",
                    "Обновите {asker} или сообщите о запросе производителю.",
                ),
                notes={
                    "answer": "отказ",
                    "told": "что в итоге ответили звонящему",
                },
            ),
        ),
    },
)
