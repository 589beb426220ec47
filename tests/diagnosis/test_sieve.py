"""What rules seek is narrow enough for a capture of a hundred thousand calls."""

from __future__ import annotations

from sipwhy.diagnosis.registry import call_rules
from sipwhy.diagnosis.rule import Seeks
from sipwhy.diagnosis.sieve import parts

_WIDE = {"kinds", "results", "statuses", "either", "by_outcome", "is_remark"}
_BY_WAY = frozenset(
    {"dialog-unknown", "extension-unsupported", "loop-detected", "probe-failed", "request-glare", "subscription-target-unknown"}
)
"""
What decides them is which way messages went, with how many hops, or whether a request offers what 421 demands; 421, 481, 482, 483, 491 and
404 to SUBSCRIBE are rarer than other answers.
"""


def test_a_rule_that_is_asked_of_each_call_seeks_more_than_how_it_ended() -> None:
    """Thousands of calls end alike; to judge each of them costs more than to read the capture."""
    wide = {
        rule.slug
        for rule in call_rules()
        if not rule.aside and rule.scope != "outcome"
        for part in parts(rule.seeks)
        if not part.by_outcome and not part.is_remark and not _narrow(part)
    }
    assert wide == _BY_WAY


def _narrow(part: Seeks) -> list[str]:
    return [name for name in Seeks.__struct_fields__ if name not in _WIDE and getattr(part, name) != getattr(Seeks(), name)]
