"""A server knows the number and has no way to it: an empty route set, no gateway, Q.850 cause 2 or 3."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

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
                    "{peer} answered {status} {phrase}: its routing holds no gateway for this direction, or all of them are switched off "
                    "or do not answer its OPTIONS."
                ),
                fix=(
                    (
                        "Ask the operator of {peer} to check the route for this prefix: are gateways assigned to it, and are they in "
                        "service?"
                    ),
                    "If {peer} is your own softswitch: check the routing table and the gateways' state for this direction.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="У {peer} нет маршрута на {callee}",
                explanation=(
                    "{peer} ответил {status} {phrase}: в его маршрутизации на это направление нет ни одного шлюза, или все они выключены "
                    "либо не отвечают на его OPTIONS."
                ),
                fix=(
                    "Попросите владельца {peer} проверить маршрут на этот префикс: назначены ли шлюзы и работают ли они.",
                    "Если {peer} ваш собственный софтсвитч, проверьте таблицу маршрутов и состояние шлюзов этого направления.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "cause": Text(
            en=Words(
                title="{peer} has no route to {callee}",
                explanation=(
                    '{peer} answered {status} {phrase} with the cause "no route" (Q.850 cause 3): nothing in its routing fits this number, '
                    "or what it leads to cannot be reached. Asterisk says this when the trunk or the telephone that it was to call has no "
                    "contact: it is not registered, or its OPTIONS go unanswered."
                ),
                fix=(
                    "Is there a rule for this prefix on {peer}, and does it lead to a trunk that is in service?",
                    "Asterisk, pjsip show contacts: is the trunk Avail, or, if {callee} is a telephone there, is it registered?",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="У {peer} нет маршрута на {callee}",
                explanation=(
                    "{peer} ответил {status} {phrase} с причиной «нет маршрута» (Q.850, причина 3): под этот номер в его маршрутизации "
                    "ничего не подходит либо то, куда он ведёт, недоступно. Asterisk отвечает так, когда у транка или телефона, на который "
                    "он должен звонить, нет контакта: нет регистрации либо нет ответов на OPTIONS."
                ),
                fix=(
                    "Проверьте, есть ли на {peer} правило на этот префикс и работает ли транк, на который оно ведёт.",
                    "Asterisk, pjsip show contacts: в состоянии ли Avail транк, а если {callee} там телефон, зарегистрирован ли он?",
                ),
                notes=REFUSED_RU,
            ),
        ),
    },
)
