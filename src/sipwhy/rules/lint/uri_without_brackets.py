"""A URI with a comma or a question mark stands without angle brackets."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, each, lint
from sipwhy.model import Leg
from sipwhy.model.quirk import Quirk


def _search(leg: Leg) -> Iterator[Flaw]:
    for message in each(leg):
        for name in ("From", "To", "Contact"):
            value = message.header(name) or ""
            if "<" not in value and '"' not in value and any(mark in value for mark in ",?"):
                yield Flaw(message, value, f"<{value}>", {"name": name})


RULE = lint(
    "uri-without-brackets",
    _search,
    quirks=Quirk.BARE_URI,
    basis="must",
    references=("RFC 3261 section 20",),
    texts={
        "": Text(
            en=Words(
                title="{name} of {label} from {sender} needs angle brackets",
                explanation=(
                    "The address {observed} has a comma or a question mark in it. Without <...> the comma begins a second value and the "
                    "question mark belongs to nobody: each receiver may read it differently."
                ),
                fix=("Update {sender}; in a dial plan or header rule write <sip:...>.",),
                notes={"flaw": "this address stands without brackets"},
            ),
            ru=Words(
                title="{name} в {label} от {sender} должен стоять в угловых скобках",
                explanation=(
                    "В адресе {observed} есть запятая или вопросительный знак. Без <...> запятая начинает второе значение, а "
                    "вопросительный знак ни к чему не относится: каждый получатель поймёт это по-своему."
                ),
                fix=("Обновите ПО на {sender}; в диалплане или правиле заголовков пишите <sip:...>.",),
                notes={"flaw": "этот адрес без скобок"},
            ),
        )
    },
)
