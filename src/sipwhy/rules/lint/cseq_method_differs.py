"""CSeq names another method than the request."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, each, lint, requests
from sipwhy.model import Leg, Message
from sipwhy.model.quirk import Quirk

_UNREAD = (400, 405, 501)
_EXPLAINED = ("INVITE", "REGISTER")
"""A call or a registration has `malformed-message` as its cause then, which names this rule."""


def _search(leg: Leg) -> Iterator[Flaw]:
    for message in requests(leg):
        words = (message.header("CSeq") or "").split()
        if len(words) != 2 or words[1] == message.method:
            continue
        refused = None if message.method in _EXPLAINED else _refusal(leg, message)
        if refused is None:
            yield Flaw(message, words[1], message.method)
        else:
            told = {"status": refused.status, "phrase": refused.reason or ""}
            yield Flaw(message, words[1], message.method, told, (("answer", refused),), "refused")


def _refusal(leg: Leg, request: Message) -> Message | None:
    """The answer by which the other side says that it can make nothing of the request: 400, or that it does no such thing."""
    answers = (m for m in each(leg) if m.status in _UNREAD and m.number > request.number and m.src == request.dst)
    return next((m for m in answers if m.branch == request.branch), None)


RULE = lint(
    "cseq-method-differs",
    _search,
    quirks=Quirk.CSEQ_METHOD,
    basis="must",
    tells_why=("refused",),
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
        ),
        "refused": Text(
            en=Words(
                title="{receiver} refuses {label} from {sender} ({status} {phrase}): its CSeq names {observed}",
                explanation=(
                    "The method of CSeq must be that of the request, {expected}. {receiver} need not take such a request, and answered "
                    "{status} {phrase}."
                ),
                fix=("Update {sender}; if a script or a header rule wrote the request, correct it there.",),
                notes={"flaw": "request and CSeq differ here", "answer": "the refusal"},
            ),
            ru=Words(
                title="{receiver} отвергает {label} от {sender} ({status} {phrase}): в его CSeq назван {observed}",
                explanation=(
                    "Метод в CSeq должен совпадать с методом запроса, {expected}. Принимать такой запрос {receiver} не обязан и ответил "
                    "{status} {phrase}."
                ),
                fix=("Обновите ПО на {sender}; если запрос составил скрипт или правило заголовков, исправьте там.",),
                notes={"flaw": "здесь запрос и CSeq расходятся", "answer": "отказ"},
            ),
        ),
    },
)
