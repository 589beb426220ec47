"""A server knows the number and has no way to it: an empty route set, no gateway, Q.850 cause 2 or 3."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of

RULE = Rule(
    slug="no-route",
    area="routing",
    seeks=Seeks(statuses=statuses_of("no-route", 404)),
    scope="outcome",
    check=claims("no-route", "error", ("", "cause")),
    references=("ITU-T Q.850 causes 2 and 3", "RFC 3398 section 7.2.4.1"),
    texts={
        "": Text(
            en=Words(
                title="{peer} has no route to {callee}",
                explanation=(
                    "{peer} answered {status} {phrase}: its routing holds no gateway for this direction, or all of them are switched off."
                ),
                fix=(
                    (
                        "Ask the operator of {peer} to check the route for this prefix: are gateways assigned to it, and are they in "
                        "service?"
                    ),
                    "If {peer} is your own softswitch: check the routing table and the gateways' state for this direction.",
                ),
                notes={
                    "answer": "the refusal",
                    "told": "what the caller was told in the end",
                },
            ),
            ru=Words(
                title="У {peer} нет маршрута на {callee}",
                explanation=(
                    "{peer} ответил {status} {phrase}: в его маршрутизации на это направление нет ни одного шлюза, или все они выключены."
                ),
                fix=(
                    "Попросите владельца {peer} проверить маршрут на этот префикс: назначены ли шлюзы и работают ли они.",
                    "Если {peer} ваш собственный софтсвитч, проверьте таблицу маршрутов и состояние шлюзов этого направления.",
                ),
                notes={
                    "answer": "отказ",
                    "told": "что в итоге ответили звонящему",
                },
            ),
        ),
        "cause": Text(
            en=Words(
                title="{peer} has no route to {callee}",
                explanation=(
                    '{peer} answered {status} {phrase} with the cause "no route". Asterisk says this when the dial plan dials a trunk '
                    "that it cannot reach: no contact, not registered, or its OPTIONS go unanswered."
                ),
                fix=(
                    "Asterisk: pjsip show endpoints and pjsip show contacts: is the trunk of this direction Avail?",
                    "Check the dial plan's route for this prefix and the trunk's registration or qualify state.",
                ),
                notes={
                    "answer": "the refusal",
                    "told": "what the caller was told in the end",
                },
            ),
            ru=Words(
                title="У {peer} нет маршрута на {callee}",
                explanation=(
                    "{peer} ответил {status} {phrase} с причиной «нет маршрута». Так отвечает Asterisk, когда диалплан звонит через "
                    "транк, который ему недоступен: нет контакта, нет регистрации или транк не отвечает на OPTIONS."
                ),
                fix=(
                    "Asterisk: pjsip show endpoints и pjsip show contacts: в состоянии ли Avail транк этого направления?",
                    "Проверьте маршрут на этот префикс в диалплане и состояние регистрации или qualify транка.",
                ),
                notes={
                    "answer": "отказ",
                    "told": "что в итоге ответили звонящему",
                },
            ),
        ),
    },
)
