"""Which rules somebody means who describes a fault in plain words: everyday names, the words of slugs and titles, in both languages."""

from __future__ import annotations

import re
from difflib import get_close_matches

from msgspec import Struct

from sipwhy.diagnosis.registry import rules
from sipwhy.diagnosis.rule import CaptureRule, Rule
from sipwhy.reference.words import stems_of
from sipwhy.texts.everyday import CALLED

_PLACE = re.compile(r"\{[^{}]*\}")
_ENOUGH = 0.6
"""The share of the query's words that a rule must have."""
_NEAR = 0.75


class Named(Struct, frozen=True):
    """Rules that words name, the best first; `is_sure` where the words are what people call them, and not only like them."""

    rules: tuple[Rule | CaptureRule, ...]
    is_sure: bool = False


def rules_named(query: str, most: int = 5) -> Named:
    """Rules of which an everyday name stands in `query`; else those whose slug or titles have most of its words. At most `most`."""
    wanted = frozenset(stems_of(query))
    called = [(size, rule) for rule in rules().values() if (size := _called(rule.slug, wanted))]
    if called:
        return Named(tuple(rule for _, rule in sorted(called, key=lambda pair: -pair[0])[:most]), is_sure=True)
    found = [(_likeness(rule, wanted), rule) for rule in rules().values()] if wanted else []
    fitting = [(likeness, rule) for likeness, rule in found if likeness[0] >= _ENOUGH]
    return Named(tuple(rule for _, rule in sorted(fitting, key=lambda pair: pair[0], reverse=True)[:most]))


def slug_near(slug: str) -> str | None:
    """The slug that was meant, if one is spelt nearly so."""
    return next(iter(get_close_matches(slug.lower(), rules(), n=1, cutoff=_NEAR)), None)


def _called(slug: str, wanted: frozenset[str]) -> int:
    """The words of the longest everyday name of a rule that stands in what was said; 0 if none does."""
    names = [slug.replace("-", " "), *(name for said in CALLED.get(slug, ()) for name in said.split(","))]
    stems = (frozenset(stems_of(name)) for name in names)
    return max((len(name) for name in stems if name and name <= wanted), default=0)


def _likeness(rule: Rule | CaptureRule, wanted: frozenset[str]) -> tuple[float, float]:
    """The share of the wanted words that the rule has, and of its slug that is wanted."""
    slug = set(stems_of(rule.slug.replace("-", " ")))
    titles = " ".join(_PLACE.sub(" ", f"{text.en.title} {text.ru.title}") for text in rule.texts.values())
    return len(wanted & (slug | set(stems_of(titles)))) / len(wanted), len(wanted & slug) / max(len(slug), 1)
