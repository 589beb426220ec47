"""The branch of a request does not begin with z9hG4bK."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, lint, requests
from sipwhy.model import Leg
from sipwhy.model.quirk import Quirk

_COOKIE = "z9hG4bK"


def _search(leg: Leg) -> Iterator[Flaw]:
    for message in requests(leg):
        if message.values("Via") and not (message.branch or "").startswith(_COOKIE):
            yield Flaw(message, message.branch or "", f"{_COOKIE}...", variant="" if message.branch else "absent")


RULE = lint(
    "branch-without-cookie",
    _search,
    quirks=Quirk.NO_COOKIE,
    basis="must",
    references=("RFC 3261 section 8.1.1.7",),
    texts={
        "": Text(
            en=Words(
                title="The branch of {label} from {sender} does not begin with z9hG4bK",
                explanation=(
                    "By this beginning a server knows that the branch {observed} is unique and names the transaction. Without it the "
                    "request counts as one of RFC 2543: CANCEL and ACK are matched by other means, and may go astray."
                ),
                fix=("Update {sender}.",),
                notes={"flaw": "this branch lacks its beginning"},
            ),
            ru=Words(
                title="branch в {label} от {sender} начинается не с z9hG4bK",
                explanation=(
                    "По такому началу сервер понимает, что branch {observed} уникален и называет транзакцию. Без него запрос считают "
                    "запросом по RFC 2543: CANCEL и ACK к нему подбирают иначе и могут подобрать неверно."
                ),
                fix=("Обновите ПО на {sender}.",),
                notes={"flaw": "у этого branch не то начало"},
            ),
        ),
        "absent": Text(
            en=Words(
                title="{label} from {sender} has no branch in its Via",
                explanation=(
                    "The branch names the transaction. Without it the request counts as one of RFC 2543: answers, CANCEL and ACK are "
                    "matched by other means, and may go astray."
                ),
                fix=("Update {sender}.",),
                notes={"flaw": "no branch here"},
            ),
            ru=Words(
                title="В Via {label} от {sender} нет branch",
                explanation=(
                    "branch называет транзакцию. Без него запрос считают запросом по RFC 2543: ответы, CANCEL и ACK к нему подбирают "
                    "иначе и могут подобрать неверно."
                ),
                fix=("Обновите ПО на {sender}.",),
                notes={"flaw": "здесь нет branch"},
            ),
        ),
    },
)
