"""Figures."""

from sipwhy.diagnosis.report import CauseGroup
from sipwhy.views.summary import tallies


def test_tallies_stand_in_a_fixed_order_and_count_what_is_explained() -> None:
    group = CauseGroup("codec-mismatch", "call", "error", "callee", "certain", 2, 1, [1, 2])
    wished = CauseGroup("callee-busy", "call", "info", "user", "certain", 5, 3, [3])
    found = tallies({("registration", "registered"): 4, ("call", "failed"): 3, ("call", "answered"): 6}, [group, wished])
    assert [(tally.kind, tally.total, tally.failed, tally.explained) for tally in found] == [("call", 9, 3, 2), ("registration", 4, 0, 0)]
    assert found[0].results == (("answered", 6), ("failed", 3))
