"""What is found over all lines of a log is the cause of each call that belongs to it, the narrowest first."""

from __future__ import annotations

from time import process_time

from sipwhy.calls.log import Attempt, Told, event_of
from sipwhy.diagnosis.log_side import LogSide
from sipwhy.model import Evidence, Finding
from tests.calls.log.lines import line, security

MANY = 20_000


def side(count: int) -> LogSide:
    event = event_of(line(security("InvalidAccountID")))
    assert event
    return LogSide(Told(alone=[Attempt("other", [event]) for _ in range(count)]), [], 1, {})


def wide(slug: str, *numbers: int) -> Finding:
    proof = (Evidence("first", file=0, line=1),)
    return Finding(slug, "notice", "certain", "caller", evidence=proof, values={}, call_numbers=numbers, is_cause=True)


def test_of_two_that_a_call_belongs_to_the_narrower_one_is_its_cause() -> None:
    found = side(3).alone([wide("extension-scan", 1, 2), wide("scanner", 2)])
    assert {number: [one.rule for one in findings] for number, findings in found.items()} == {1: ["extension-scan"], 2: ["scanner"], 3: []}


def test_a_scan_of_many_names_is_the_cause_of_each_soon() -> None:
    many = side(MANY)
    start = process_time()
    assert len(many.alone([wide("extension-scan", *range(1, MANY + 1))])) == MANY
    assert process_time() - start < 2
