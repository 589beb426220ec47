"""Numbers by which rules decide, which a user may set otherwise."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field


class Limit(Struct, frozen=True):
    """A number of the rule `slug`, 0 or more: its name in settings, its usual value, and what it says in both languages."""

    slug: str
    name: str
    usual: float
    en: str
    ru: str


class Limits(Struct, frozen=True):
    """The values that hold: those of the settings, else the usual ones."""

    chosen: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """By (slug, name)."""

    def of(self, limit: Limit) -> float:
        """The value of one of them."""
        return self.chosen.get((limit.slug, limit.name), limit.usual)
