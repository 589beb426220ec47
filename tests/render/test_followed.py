"""The account at the end of following says no more than was looked at."""

from __future__ import annotations

from collections import Counter
from datetime import UTC

import pytest

from sipwhy.model import CallKind
from sipwhy.render.text.following import account_lines
from sipwhy.render.voice import Voice
from sipwhy.texts.language import Language

CALM: dict[Language, str] = {"en": "No failures: 2 calls.", "ru": "Сбоев нет: 2 вызова."}
WELL: dict[Language, str] = {"en": "Everything is well: 2 registrations.", "ru": "Всё в порядке: 2 регистрации."}


def account(kind: CallKind, lang: Language) -> list[str]:
    return list(account_lines({kind: 2}, {}, Counter(), (0, 1_000_000), Voice(lang, {}, UTC)))


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_calls_to_which_nobody_listened_are_not_called_well(lang: Language) -> None:
    assert account("call", lang)[1:] == [CALM[lang]]
    assert account("registration", lang)[1:] == [WELL[lang]]
