"""A control character stands in a header."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, each, lint
from sipwhy.model import Leg
from sipwhy.model.quirk import Quirk

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _search(leg: Leg) -> Iterator[Flaw]:
    for message in each(leg):
        for name, value in message.headers:
            if found := _CONTROL.search(value):
                yield Flaw(message, f"0x{ord(found[0]):02x}", "UTF-8", {"name": name})


RULE = lint(
    "control-character",
    _search,
    quirks=Quirk.CONTROL,
    basis="must",
    references=("RFC 3261 section 25.1",),
    texts={
        "": Text(
            en=Words(
                title="{label} from {sender} has the control character {observed} in {name}",
                explanation=(
                    "No header may hold control characters. They come from a display name typed into the wrong field, from a broken "
                    "converter, or from somebody who tries what a server does with them. Strict servers answer 400."
                ),
                fix=(
                    "Look at the name and number that are set on {sender}: delete and type them again.",
                    "If nobody here knows {sender}, block it: it may be testing the server.",
                ),
                notes={"flaw": "a control character stands here"},
            ),
            ru=Words(
                title="В {label} от {sender} в {name} стоит управляющий символ {observed}",
                explanation=(
                    "Управляющим символам в заголовках не место. Они попадают туда из имени, вставленного не в то поле, из неисправного "
                    "преобразователя или от того, кто проверяет сервер на прочность. Строгие серверы отвечают 400."
                ),
                fix=(
                    "Посмотрите имя и номер в настройках {sender}: сотрите и наберите заново.",
                    "Если {sender} здесь никому не знаком, заблокируйте его: возможно, он испытывает сервер.",
                ),
                notes={"flaw": "здесь управляющий символ"},
            ),
        )
    },
)
