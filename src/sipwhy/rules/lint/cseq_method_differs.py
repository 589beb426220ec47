"""CSeq names another method than the request."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, lint, requests
from sipwhy.model import Leg
from sipwhy.model.quirk import Quirk


def _search(leg: Leg) -> Iterator[Flaw]:
    for message in requests(leg):
        words = (message.header("CSeq") or "").split()
        if len(words) == 2 and words[1] != message.method:
            yield Flaw(message, words[1], message.method)


RULE = lint(
    "cseq-method-differs",
    _search,
    quirks=Quirk.CSEQ_METHOD,
    basis="must",
    references=("RFC 3261 section 8.1.1.5",),
    texts={
        "": Text(
            en=Words(
                title="CSeq of {label} from {sender} names {observed}",
                explanation=(
                    "The method of CSeq must be that of the request. A server answers such a request 400, or finds no transaction for it."
                ),
                fix=("Update {sender}; if a script or a header rule wrote the request, correct it there.",),
                notes={"flaw": "request and CSeq differ here"},
            ),
            ru=Words(
                title="В CSeq {label} от {sender} назван {observed}",
                explanation=(
                    "Метод в CSeq должен совпадать с методом запроса. На такой запрос сервер отвечает 400 или не находит для него "
                    "транзакции."
                ),
                fix=("Обновите ПО на {sender}; если запрос составил скрипт или правило заголовков, исправьте там.",),
                notes={"flaw": "здесь запрос и CSeq расходятся"},
            ),
        )
    },
)
