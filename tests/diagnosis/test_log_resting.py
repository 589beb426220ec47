"""A diagnosis of a log that says what it rests on finds nothing without that: it is not even asked then."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sipwhy.app import run
from sipwhy.app.settings import Settings
from sipwhy.diagnosis.log_rule import can_fire
from sipwhy.diagnosis.registry import log_rules
from sipwhy.model import Call
from tests.rules.cases import all_cases


def test_a_check_that_is_not_asked_has_nothing_to_say(tmp_path: Path) -> None:
    told = [
        (rule.slug, call.log)
        for call in _logged(tmp_path)
        for rule in log_rules()
        if not can_fire(rule.check, frozenset(event.kind for event in call.log), frozenset(event.code for event in call.log))
        if list(rule.check(call, call.log))
    ]
    assert not told


def _logged(folder: Path) -> Iterator[Call]:
    """Every call of the cases that a log alone tells of."""
    for number, case in enumerate(all_cases()):
        if {kind for kind, _, _ in case.blocks} == {"log"}:
            place = folder / str(number)
            place.mkdir()
            report = run(case.files(place), settings=Settings(log_zone="UTC", log_year=2025))
            yield from (report.call(row.number) for row in report.rows())
