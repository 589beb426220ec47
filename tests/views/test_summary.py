"""Figures."""

from sipwhy.diagnosis.report import CauseGroup
from sipwhy.model import CallKind, Result
from sipwhy.views.summary import tallies


def test_tallies_stand_in_a_fixed_order_and_count_what_is_explained() -> None:
    group = CauseGroup("codec-mismatch", "call", "error", "callee", "certain", 2, 1, [1, 2])
    wished = CauseGroup("callee-busy", "call", "info", "user", "certain", 5, 3, [3])
    found = tallies({("registration", "registered"): 4, ("call", "failed"): 3, ("call", "answered"): 6}, [group, wished])
    assert [(tally.kind, tally.total, tally.explained) for tally in found] == [("call", 9, 2), ("registration", 4, 0)]
    assert found[0].results == (("answered", 6), ("failed", 3))


def test_what_a_person_did_goes_before_the_answer_that_was_made_of_it() -> None:
    unheeded = CauseGroup("no-answer", "call", "info", "user", "likely", 2, 1, [1, 2], {"declined": 1, "failed": 1})
    broken = CauseGroup("codec-mismatch", "call", "error", "callee", "certain", 1, 3, [3], {"failed": 1})
    cut_off = CauseGroup("ack-lost", "call", "error", "network", "certain", 1, 4, [4], {"answered": 1})
    counts: dict[tuple[CallKind, Result], int] = {("call", "answered"): 5, ("call", "declined"): 1, ("call", "failed"): 3}
    (calls,) = tallies(counts, [broken, cut_off, unheeded], {("call", "failed"): 1})
    assert calls.results == (("answered", 5), ("no-answer", 2), ("failed", 2))
    assert calls.faulty == {"answered": 1, "no-answer": 0, "failed": 2}
