"""The check that many rules share: ask `answer.meaning`, and speak only if it names this rule's slug."""

from __future__ import annotations

from collections.abc import Iterable

from sipwhy.diagnosis.answer import meant
from sipwhy.diagnosis.meaning import claimed
from sipwhy.diagnosis.rule import Check
from sipwhy.diagnosis.scene import Scene
from sipwhy.diagnosis.statuses import BY_CAUSE, BY_STATUS
from sipwhy.model import Call, Finding, Severity
from sipwhy.reference.phrases import exact, parts

ANY = frozenset({401, 407, *(status for status in BY_STATUS if status >= 400)})


class Claim:
    """
    The check of a rule that has no other word than what `meaning` says: it fires where the ending of a call means its slug.

    The index of rules names those whose check this is, and `registry` loads such a rule only where its slug is meant.
    """

    __slots__ = ("_severity", "_slug", "_variants")

    def __init__(self, slug: str, severity: Severity, variants: Iterable[str]) -> None:
        self._slug = slug
        self._severity = severity
        self._variants = frozenset(variants)

    def __call__(self, call: Call, scene: Scene) -> tuple[Finding, ...]:
        """The finding, if the ending means it."""
        found = meant(self._slug, call, scene)
        return (claimed(found, call, self._severity, self._variants),) if found else ()


def claims(slug: str, severity: Severity, variants: Iterable[str] = ("",)) -> Check:
    """A check that fires where the ending of a call means `slug`; `variants` are the texts that the rule has."""
    return Claim(slug, severity, variants)


def statuses_of(slug: str, *more: int) -> frozenset[int]:
    """The statuses of which some answer can mean `slug`, as the tables say; `more` are those of finer readings."""
    found = set(more) | {status for status, (known, _) in BY_STATUS.items() if known == slug}
    for known, _, statuses in BY_CAUSE.values():
        found |= set(statuses) if known == slug else set()
    for row in (*exact(), *parts()):
        found |= set(row.statuses or ANY) if row.slug == slug else set()
    return frozenset(found)
