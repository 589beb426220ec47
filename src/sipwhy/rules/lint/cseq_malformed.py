"""CSeq is not a number below 2^31 and a method."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, each, lint
from sipwhy.model import Leg
from sipwhy.model.quirk import Quirk

_CSEQ = re.compile(r"\s*(\d{1,10})\s+[\w.!%*+`'~-]+\s*")
_LIMIT = 2**31


def _search(leg: Leg) -> Iterator[Flaw]:
    for message in each(leg):
        value = message.header("CSeq")
        found = _CSEQ.fullmatch(value or "")
        if value and (found is None or int(found[1]) >= _LIMIT):
            yield Flaw(message, value, "0..2147483647 METHOD")


RULE = lint(
    "cseq-malformed",
    _search,
    quirks=Quirk.CSEQ_ODD,
    basis="must",
    references=("RFC 3261 sections 8.1.1.5 and 20.16",),
    texts={
        "": Text(
            en=Words(
                title="CSeq of {label} from {sender} cannot be read: {observed}",
                explanation=(
                    "CSeq is a number below 2147483648 and the method. Whoever cannot read it cannot tell a new request from a repeat; "
                    "the message is dropped or answered 400."
                ),
                fix=("Update {sender}, or report the message to its maker.",),
                notes={"flaw": "this CSeq cannot be read"},
            ),
            ru=Words(
                title="CSeq в {label} от {sender} не разобрать: {observed}",
                explanation=(
                    "CSeq состоит из числа меньше 2147483648 и метода. Кто не может его прочитать, не отличит новый запрос от повтора: "
                    "сообщение отбрасывают или отвечают 400."
                ),
                fix=("Обновите ПО на {sender} или сообщите о нём производителю.",),
                notes={"flaw": "этот CSeq не разобрать"},
            ),
        )
    },
)
