"""All rules there are: found by walking the package of rules, and third parties' entry points."""

from __future__ import annotations

import pkgutil
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

from sipwhy.diagnosis.log_rule import LogRule, added, rule_of
from sipwhy.diagnosis.rule import CaptureCheck, CaptureRule, Rule

_PACKAGE = "sipwhy.rules"
ENTRY_POINTS = "sipwhy.rules"
"""The group under which another package names its rules: each entry point is a Rule, a CaptureRule or a LogRule."""


@cache
def rules() -> Mapping[str, Rule | CaptureRule]:
    """Every rule by its slug, ours first; a third party's rule of the same slug replaces none of ours."""
    found: dict[str, Rule | CaptureRule] = {}
    halves: dict[str, LogRule] = {}
    for rule in (*_own(), *_foreign()):
        if isinstance(rule, LogRule):
            halves.setdefault(rule.slug, rule)
        else:
            found.setdefault(rule.slug, rule)
    _halves().update(halves)
    return found | {slug: added(found[slug], half) if slug in found else rule_of(half) for slug, half in halves.items()}


def log_rules() -> tuple[LogRule, ...]:
    """What servers' logs prove, in order of slug."""
    rules()
    return tuple(_halves()[slug] for slug in sorted(_halves()))


def log_checks() -> dict[str, CaptureCheck]:
    """What is checked over all events of the logs, by slug."""
    return {half.slug: half.whole for half in log_rules() if half.whole}


@cache
def _halves() -> dict[str, LogRule]:
    """The halves of diagnoses that logs prove, by slug; `rules` finds them."""
    return {}


def call_rules() -> tuple[Rule, ...]:
    """The rules of single calls."""
    return tuple(rule for rule in rules().values() if isinstance(rule, Rule))


def capture_checks() -> dict[str, CaptureCheck]:
    """What is checked over the whole capture, by slug."""
    checks = ((slug, rule.check if isinstance(rule, CaptureRule) else rule.whole) for slug, rule in rules().items())
    return {slug: check for slug, check in checks if check}


def _own() -> Iterator[Rule | CaptureRule | LogRule]:
    package = import_module(_PACKAGE)
    for module in pkgutil.walk_packages(package.__path__, f"{_PACKAGE}."):
        if not module.ispkg:
            rule = getattr(import_module(module.name), "RULE", None)
            if isinstance(rule, Rule | CaptureRule | LogRule):
                yield rule


def _foreign() -> Iterator[Rule | CaptureRule | LogRule]:
    if not _any_foreign():
        return
    for entry in import_module("importlib.metadata").entry_points(group=ENTRY_POINTS):
        try:
            rule = entry.load()
        except Exception as error:  # somebody else's package may be broken: a run goes on without it, and says so
            broken_packages()[entry.name] = f"{type(error).__name__}: {error}"
            continue
        if isinstance(rule, Rule | CaptureRule | LogRule):
            yield rule


def _any_foreign() -> bool:
    """Whether an installed package names rules at all: looking for the group is quicker than loading what reads entry points."""
    wanted = f"[{ENTRY_POINTS}]".encode()
    return any(wanted in path.read_bytes() for place in sys.path for path in Path(place or ".").glob("*.*-info/entry_points.txt"))


@cache
def broken_packages() -> dict[str, str]:
    """Rules of other packages that could not be loaded, by the name of their entry point, with the reason."""
    return {}
