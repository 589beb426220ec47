"""Which rules somebody means who describes a fault in plain words: the words of slugs and titles, in both languages."""

from __future__ import annotations

import re
from difflib import get_close_matches

from sipwhy.diagnosis.registry import rules
from sipwhy.diagnosis.rule import CaptureRule, Rule
from sipwhy.reference.words import stems_of

_PLACE = re.compile(r"\{[^{}]*\}")
_ENOUGH = 0.6
"""The share of the query's words that a rule must have."""
_NEAR = 0.75


def rules_named(query: str, most: int = 5) -> list[Rule | CaptureRule]:
    """Rules whose slug or titles have most of the words of `query`, the best first; at most `most` of them."""
    wanted = set(stems_of(query))
    if not wanted:
        return []
    found = [(_likeness(rule, wanted), rule) for rule in rules().values()]
    fitting = [(likeness, rule) for likeness, rule in found if likeness[0] >= _ENOUGH]
    return [rule for _, rule in sorted(fitting, key=lambda pair: pair[0], reverse=True)[:most]]


def slug_near(slug: str) -> str | None:
    """The slug that was meant, if one is spelt nearly so."""
    return next(iter(get_close_matches(slug.lower(), rules(), n=1, cutoff=_NEAR)), None)


def _likeness(rule: Rule | CaptureRule, wanted: set[str]) -> tuple[float, float]:
    """The share of the wanted words that the rule has, and of its slug that is wanted."""
    slug = set(stems_of(rule.slug.replace("-", " ")))
    titles = " ".join(_PLACE.sub(" ", f"{text.en.title} {text.ru.title}") for text in rule.texts.values())
    return len(wanted & (slug | set(stems_of(titles)))) / len(wanted), len(wanted & slug) / max(len(slug), 1)
