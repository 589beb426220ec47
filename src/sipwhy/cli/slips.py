"""A rule or a command that does not exist: which one may have been meant."""

from __future__ import annotations

from difflib import get_close_matches

from sipwhy.cli.commands import COMMANDS
from sipwhy.cli.failure import FailureError
from sipwhy.diagnosis.naming import slug_near
from sipwhy.diagnosis.registry import rules

_MOST_NAMED = 8
_ELSEWHERE = {
    **dict.fromkeys(("list", "ls", "show"), "calls"),
    **dict.fromkeys(("ladder", "diagram"), "flow"),
    **dict.fromkeys(("play", "listen"), "audio"),
    **dict.fromkeys(("find", "search"), "grep"),
    "save": "export",
}
"""What people type who know other programs."""


def no_such_rule(slug: str) -> FailureError:
    """What to say of `slug`: the rule that is spelt nearly so, or those whose name holds the word."""
    if near := slug_near(slug):
        return FailureError("no-rule-near", 2, slug=slug, near=near)
    known = [name for name in sorted(rules()) if slug and slug.lower() in name]
    return FailureError("no-rule-named" if known else "no-rule", 2, slug=slug, known=tuple(known[:_MOST_NAMED]))


def command_near(word: str) -> str:
    """The command that `word`, which is no file, is spelt nearly like, or that does what it says; "" if there is none."""
    if (known := _ELSEWHERE.get(word.lower())) is not None:
        return known
    return next(iter(get_close_matches(word, COMMANDS, 1, 0.75)), "")
