"""Without angle brackets the parameters of a URI become those of the header."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, each, lint
from sipwhy.model import Leg
from sipwhy.model.quirk import Quirk

_OF_URI = re.compile(r";\s*(transport|user|maddr|ttl|method|lr|ob|gr)\b", re.IGNORECASE)
"""Parameters that only a URI has (RFC 3261 section 19.1.1, RFC 5626, RFC 5627)."""


def _search(leg: Leg) -> Iterator[Flaw]:
    for message in each(leg):
        for name in ("From", "To", "Contact"):
            value = message.header(name) or ""
            if "<" not in value and (found := _OF_URI.search(value)):
                yield Flaw(message, value, f"<...;{found[1]}...>", {"name": name, "parameter": found[1]})


RULE = lint(
    "uri-parameter-demoted",
    _search,
    quirks=Quirk.BARE_URI,
    basis="interop",
    references=("RFC 3261 sections 19.1.1 and 20.10",),
    texts={
        "": Text(
            en=Words(
                title="{name} of {label} from {sender}: {parameter} does not count, the brackets are missing",
                explanation=(
                    "In {observed} there are no angle brackets, so {parameter} belongs to the header and not to the address. Whoever "
                    "sends to this address later leaves it out: with transport=tcp the next request goes by UDP."
                ),
                fix=("Update {sender}; in a dial plan or header rule write <sip:...;{parameter}...>.",),
                notes={"flaw": "this parameter is none of the address"},
            ),
            ru=Words(
                title="{name} в {label} от {sender}: {parameter} не действует, нет угловых скобок",
                explanation=(
                    "В {observed} нет угловых скобок, поэтому {parameter} относится к заголовку, а не к адресу. Тот, кто потом отправит "
                    "запрос по этому адресу, параметр потеряет: при transport=tcp следующий запрос уйдёт по UDP."
                ),
                fix=("Обновите ПО на {sender}; в диалплане или правиле заголовков пишите <sip:...;{parameter}...>.",),
                notes={"flaw": "этот параметр не относится к адресу"},
            ),
        )
    },
)
