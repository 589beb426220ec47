"""Durations are told as far as the evidence knows them."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from sipwhy.model import Call, Durations
from sipwhy.render.voice import Voice
from sipwhy.render.wording import timing
from sipwhy.texts.language import Language

_CALL = Call(1, "call", ("a",), "1001", "1002", 5_000_000, 9_000_000, "answered", 200, "OK", Durations(0.0, 3.0, 0.0), None, ())


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "PDD under 1 s, answered after 3 s, talked under 1 s"),
        ("ru", "PDD меньше 1 с, ответ через 3 с, разговор меньше 1 с"),
    ],
)
def test_what_a_clock_of_seconds_cannot_tell_is_less_than_one(lang: Language, said: str) -> None:
    assert timing(_CALL, Voice(lang, {})) == said


def test_nothing_is_told_where_no_message_has_a_time() -> None:
    assert timing(_CALL, Voice("en", {}, is_timeless=True)) == ""


def test_a_call_whose_messages_lack_times_did_not_happen_at_once() -> None:
    at_once = replace(_CALL, end=_CALL.start, durations=Durations(0.0, 0.0, 0.0))
    assert timing(at_once, Voice("en", {}, has_gaps=True)) == ""
    assert timing(at_once, Voice("en", {})).startswith("PDD under 1 s")
    assert timing(_CALL, Voice("en", {}, has_gaps=True)).startswith("PDD under 1 s")
