"""A rule that does not exist: which one may have been meant."""

from __future__ import annotations

from sipwhy.cli.failure import FailureError
from sipwhy.diagnosis.naming import slug_near
from sipwhy.diagnosis.registry import rules

_MOST_NAMED = 8


def no_such_rule(slug: str) -> FailureError:
    """What to say of `slug`: the rule that is spelt nearly so, or those whose name holds the word."""
    if near := slug_near(slug):
        return FailureError("no-rule-near", 2, slug=slug, near=near)
    known = [name for name in sorted(rules()) if slug and slug.lower() in name]
    return FailureError("no-rule-named" if known else "no-rule", 2, slug=slug, known=tuple(known[:_MOST_NAMED]))
