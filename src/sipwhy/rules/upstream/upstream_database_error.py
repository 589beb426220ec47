"""The server says that its database failed."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

RULE = Rule(
    slug="upstream-database-error",
    area="upstream",
    seeks=Seeks(kinds=frozenset({"call", "registration"}), statuses=statuses_of("upstream-database-error")),
    scope="outcome",
    check=claims("upstream-database-error", "error"),
    references=(),
    texts={
        "": Text(
            en=Words(
                title="The database of {peer} failed: {status} {phrase}",
                explanation=(
                    "{peer} answered {status} {phrase}: it could not look up subscriber, route or balance. Nothing is wrong with the "
                    "call itself."
                ),
                fix=(
                    "If {peer} is a carrier: ticket with Call-ID and time, and another carrier meanwhile.",
                    (
                        "If it is yours: is the database up, and does it answer in time? Look for locks, full disks and exhausted "
                        "connections."
                    ),
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="Сбой базы данных {peer}: {status} {phrase}",
                explanation=(
                    "{peer} ответил {status} {phrase}: он не смог найти абонента, маршрут или баланс. С самим вызовом всё в порядке."
                ),
                fix=(
                    "Если {peer} оператор, подайте заявку с Call-ID и временем, а вызовы пока пустите через другого.",
                    (
                        "Если он ваш, проверьте, работает ли база и отвечает ли вовремя: блокировки, переполненный диск, исчерпанные "
                        "соединения."
                    ),
                ),
                notes=REFUSED_RU,
            ),
        ),
    },
)
