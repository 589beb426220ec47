"""What rules of form find in one message: for rules that explain why it was refused."""

from __future__ import annotations

from functools import cache

from sipwhy.diagnosis.registry import known, rules
from sipwhy.diagnosis.rule import Rule
from sipwhy.diagnosis.scene import Scene
from sipwhy.model import Call, Message

_AREA = "lint"


def flaws_of(message: Message, call: Call, scene: Scene) -> tuple[str, ...]:
    """The slugs of the rules of form whose first offender in `call` is `message`, the graver ones alone."""
    found = (finding for rule in _rules_of_form() for finding in rule.check(call, scene))
    return tuple(finding.rule for finding in found if finding.at == message.number and finding.severity == "notice")


@cache
def _rules_of_form() -> tuple[Rule, ...]:
    found = (rules()[one.slug] for one in known().values() if one.area == _AREA)
    return tuple(rule for rule in found if isinstance(rule, Rule) and rule.basis in ("must", "interop"))
