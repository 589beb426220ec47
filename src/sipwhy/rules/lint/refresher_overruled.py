"""A 2xx names another refresher than its request asked for."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, lint
from sipwhy.diagnosis.timers import refresher
from sipwhy.model import Leg
from sipwhy.model.quirk import Quirk


def _search(leg: Leg) -> Iterator[Flaw]:
    for transaction in leg.transactions_of("INVITE", "UPDATE"):
        request, final = transaction.request, transaction.final
        if request and final and final.status and final.status < 300:
            asked, given = refresher(request), refresher(final)
            if asked and given and asked != given:
                yield Flaw(final, given, asked, {"asked": asked, "given": given}, (("request", request),))


RULE = lint(
    "refresher-overruled",
    _search,
    quirks=Quirk.TIMER_ODD,
    basis="must",
    references=("RFC 4028 section 9, table 2",),
    texts={
        "": Text(
            en=Words(
                title="{receiver} asked for refresher={asked}, {sender} answers refresher={given}",
                explanation=(
                    "An answer must keep the refresher that its request names. Here both may refresh, or each may wait for the other "
                    "until the call is cut off."
                ),
                fix=("Update {sender}, or leave the choice to it: let {receiver} send no refresher.",),
                notes={"flaw": "names another refresher", "request": "asked so"},
            ),
            ru=Words(
                title="{receiver} просил refresher={asked}, а {sender} отвечает refresher={given}",
                explanation=(
                    "Если refresher назван в запросе, ответ обязан его сохранить. Здесь обновлять могут оба, или каждый ждёт другого, "
                    "пока вызов не оборвут."
                ),
                fix=("Обновите ПО на {sender} или оставьте выбор ему: пусть {receiver} не указывает refresher.",),
                notes={"flaw": "назван другой refresher", "request": "просили так"},
            ),
        )
    },
)
