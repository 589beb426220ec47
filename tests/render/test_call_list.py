"""The list of calls keeps to its width, whatever the cause is called."""

from __future__ import annotations

from datetime import UTC

import pytest
from msgspec.structs import replace

from sipwhy.diagnosis.registry import rules
from sipwhy.render.paper import Paper
from sipwhy.render.text import call_list
from sipwhy.render.voice import Voice
from sipwhy.texts.harmless import cells
from sipwhy.texts.language import LANGUAGES, Language
from tests.fakes import scenes


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [80, 100, 120])
def test_a_long_cause_takes_room_from_the_other_columns_and_is_never_cut(width: int, lang: Language) -> None:
    row = next(row for row in scenes.few().rows() if row.kind == "call" and row.status)
    voice = Voice(lang, rules(), UTC)
    rows = [replace(row, cause=cause, caller="74951234567", callee="79161234567") for cause in rules()]
    lines = list(call_list(rows, voice, Paper(width), has_heading=False))
    assert [line for line in lines if cells(line) > width] == []
    assert [line.split()[-1] for line in lines] == list(rules())


def test_a_short_cause_stands_in_its_column() -> None:
    rows = [replace(row, cause="no-route") for row in scenes.few().rows()]
    lines = list(call_list(rows, Voice("en", rules(), UTC), Paper(80)))
    assert {line.index("no-route") for line in lines[1:]} == {lines[0].index("cause")}
