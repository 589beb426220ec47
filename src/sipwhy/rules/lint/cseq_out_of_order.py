"""The number of CSeq does not rise."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, lint
from sipwhy.diagnosis.reading import is_challenge
from sipwhy.model import Endpoint, Leg, Message, Transaction
from sipwhy.model.quirk import Quirk

_APART = 100_000
"""µs within which the network, not the sender, may have changed the order."""

_Row = tuple[Endpoint, str | None, str | None]
"""Who sends, and the tags of From and To: what rises together."""


def _search(leg: Leg) -> Iterator[Flaw]:
    highest: dict[_Row, Transaction] = {}
    for transaction in leg.transactions:
        request = transaction.request
        if request is None or request.cseq is None or request.method in ("ACK", "CANCEL"):
            continue
        row = (request.src, request.from_tag, request.to_tag)
        # Each dialog that a forked INVITE made goes on from that INVITE by itself (RFC 3261 sections 12.1.2 and 12.2.1.1).
        before = highest.get(row) or highest.get((request.src, request.from_tag, None))
        number = before.first.cseq if before else None
        if before and number is not None and request.ts - before.first.ts > _APART:
            if request.cseq < number and _must_rise(request):
                yield _flaw(request, before, "")
            elif request.cseq == number and _is_new(request, before):
                yield _flaw(request, before, "same")
        if number is None or request.cseq >= number:
            highest[row] = transaction


def _must_rise(request: Message) -> bool:
    """Within a dialog, and for REGISTER, of one Call-ID; elsewhere the number is free (RFC 3261 sections 8.1.1.5 and 10.2)."""
    return request.is_in_dialog or request.method == "REGISTER"


def _is_new(request: Message, before: Transaction) -> bool:
    """Whether it is a new request and not another branch of the same one: of another method, or after a challenge."""
    if _must_rise(request):
        return request.method != before.method or (before.final is not None and before.final.number < request.number)
    return request.method == before.method and is_challenge(before.final) and before.final is not None and before.final.ts < request.ts


def _flaw(request: Message, before: Transaction, variant: str) -> Flaw:
    values = {"given": request.cseq, "last": before.first.cseq}
    return Flaw(request, str(request.cseq), f"> {before.first.cseq}", values, (("before", before.first),), variant)


RULE = lint(
    "cseq-out-of-order",
    _search,
    quirks=Quirk.CSEQ_ORDER | Quirk.CAME_TWICE,
    basis="must",
    references=("RFC 3261 sections 12.2.1.1 and 22.2",),
    texts={
        "": Text(
            en=Words(
                title="CSeq of {label} from {sender} goes back from {last} to {given}",
                explanation=(
                    "Within a dialog CSeq must rise with every request. A request with a lower number counts as out of order and is "
                    "answered 500."
                ),
                fix=("Update {sender}; two devices that share one call (a cluster, a recorder) must share its CSeq too.",),
                notes={"flaw": "a lower number", "before": "the request before"},
            ),
            ru=Words(
                title="CSeq в {label} от {sender} уменьшился с {last} до {given}",
                explanation=(
                    "Внутри диалога CSeq растёт с каждым запросом. Запрос с меньшим номером считают пришедшим не по порядку и отвечают 500."
                ),
                fix=("Обновите ПО на {sender}; если вызов ведут два узла (кластер, запись), CSeq у них должен быть общим.",),
                notes={"flaw": "номер меньше", "before": "запрос перед ним"},
            ),
        ),
        "same": Text(
            en=Words(
                title="{label} from {sender} has the CSeq of the request before: {given}",
                explanation=(
                    "A new request needs a new number; after a challenge too. With the old one a server may take it for a repeat, and "
                    "answer the way it did before."
                ),
                fix=("Update {sender}.",),
                notes={"flaw": "the same number again", "before": "the request before"},
            ),
            ru=Words(
                title="У {label} от {sender} тот же CSeq, что у прошлого запроса: {given}",
                explanation=(
                    "Новому запросу нужен новый номер, в том числе после запроса пароля. Со старым номером сервер примет его за повтор и "
                    "ответит так же, как раньше."
                ),
                fix=("Обновите ПО на {sender}.",),
                notes={"flaw": "номер тот же", "before": "запрос перед ним"},
            ),
        ),
    },
)
