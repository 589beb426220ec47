"""All rules there are: ours by their index, each loaded when somebody wants it, and third parties' by their entry points."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from sipwhy.diagnosis.known import Asked, Known, index, known_of
from sipwhy.diagnosis.log_rule import LogRule, added, rule_of, words_of
from sipwhy.diagnosis.overview import Overview
from sipwhy.diagnosis.rule import CaptureCheck, CaptureRule, Check, Rule, Seeks, Text
from sipwhy.diagnosis.scene import Scene
from sipwhy.model import Call, Finding

if TYPE_CHECKING:
    from sipwhy.diagnosis.meaning import Meaning

_PACKAGE = "sipwhy.rules"
ENTRY_POINTS = "sipwhy.rules"
"""The group under which another package names its rules: each entry point is a Rule, a CaptureRule or a LogRule."""
AnyRule: TypeAlias = Rule | CaptureRule


class _Rules(Mapping[str, AnyRule]):
    """The rules by slug, each loaded when it is first asked for."""

    def __init__(self, known: Mapping[str, Known]) -> None:
        self._known = known
        self._made: dict[str, AnyRule] = {}

    def __getitem__(self, slug: str) -> AnyRule:
        if slug not in self._made:
            self._made[slug] = _rule(self._known[slug])
        return self._made[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


class _Texts(Mapping[str, Text]):
    """The words of a rule of ours by variant; its half is loaded when one is asked for that it has not itself, or all of them."""

    def __init__(self, one: Known, own: Mapping[str, Text]) -> None:
        self._one = one
        self._own = own

    def __getitem__(self, variant: str) -> Text:
        return self._own[variant] if variant in self._own else self._all[variant]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    @cached_property
    def _all(self) -> Mapping[str, Text]:
        half = _half(self._one)
        return {**self._own, **words_of(half)} if half else self._own


@cache
def rules() -> Mapping[str, AnyRule]:
    """Every rule by its slug, ours first; a third party's rule of the same slug replaces none of ours."""
    return _Rules(known())


@cache
def known() -> Mapping[str, Known]:
    """What is known of every rule without loading ours, by slug; those that only a log proves come last."""
    found = {one.slug: one for one in index() if one.module}
    of_logs = {one.slug: one for one in index() if not one.module}
    for slug, rule in _foreign().rules.items():
        found.setdefault(slug, known_of(rule, half=of_logs[slug].half if slug in of_logs else ""))
    for slug, half in _foreign().halves.items():
        of_logs.setdefault(slug, known_of(rule_of(half)))
    return found | {slug: one for slug, one in of_logs.items() if slug not in found}


def log_rules() -> tuple[LogRule, ...]:
    """What servers' logs prove, in order of slug."""
    slugs = {one.slug for one in known().values() if one.half} | set(_foreign().halves)
    return tuple(half for slug in sorted(slugs) if (half := _half(known()[slug])))


def log_checks() -> dict[str, CaptureCheck]:
    """What is checked over all events of the logs, by slug."""
    return {half.slug: half.whole for half in log_rules() if half.whole}


def call_rules() -> tuple[Asked, ...]:
    """The rules of single calls, as the engine has them: a module is loaded when its check is first called."""
    return tuple(_asked(one, one.seeks) for one in known().values() if one.seeks is not None)


def capture_checks() -> dict[str, CaptureCheck]:
    """What is checked over the whole capture, by slug: a module is loaded where there is something that it looks at."""
    return {one.slug: _wide(one) for one in known().values() if one.is_wide}


def forget() -> None:
    """Whoever asks next finds all rules anew: another package may have come."""
    for found in (_foreign, known, rules, broken_packages):
        found.cache_clear()


def _asked(one: Known, seeks: Seeks) -> Asked:
    @cache
    def loaded() -> Check:
        rule = _alone(one)
        return rule.check if isinstance(rule, Rule) else _never

    def check(call: Call, scene: Scene) -> Iterable[Finding]:
        return loaded()(call, scene)

    def claim(call: Call, scene: Scene) -> Iterable[Finding]:
        found = _meaning()(call, scene)
        return loaded()(call, scene) if found is not None and found.slug == one.slug else ()

    return Asked(one.slug, seeks, claim if one.is_claim else check, one.scope, one.needs, one.aside)


def _wide(one: Known) -> CaptureCheck:
    def check(overview: Overview) -> Iterable[Finding]:
        if one.looks_at and not any(map(overview.has, one.looks_at)):
            return ()
        whole = _whole(_alone(one))
        return whole(overview) if whole else ()

    return check


def _whole(rule: AnyRule | None) -> CaptureCheck | None:
    if isinstance(rule, CaptureRule):
        return rule.check
    return rule.whole if rule else None


@cache
def _meaning() -> Callable[[Call, Scene], Meaning | None]:
    """What says what an ending means; of a capture in which all went well nobody asks."""
    meaning: Callable[[Call, Scene], Meaning | None] = import_module("sipwhy.diagnosis.answer").meaning
    return meaning


def _never(call: Call, scene: Scene) -> Iterable[Finding]:
    return ()


def _rule(one: Known) -> AnyRule:
    """The rule with its half, of which only those who want its words load it."""
    rule = _alone(one)
    if rule is not None and one.half:
        return replace(rule, texts=_Texts(one, rule.texts))
    half = _half(one)
    if rule is not None:
        return added(rule, half) if half else rule
    if half is None:
        raise LookupError(f"the index of rules is out of date: {one.slug} stands nowhere; run: make pages")
    return rule_of(half)


def _alone(one: Known) -> AnyRule | None:
    """The rule without its half: who only asks it needs no words of logs."""
    rule = _own(one.module) if one.module else _foreign().rules.get(one.slug)
    return rule if isinstance(rule, Rule | CaptureRule) else None


def _half(one: Known) -> LogRule | None:
    half = _own(one.half) if one.half else _foreign().halves.get(one.slug)
    return half if isinstance(half, LogRule) else None


def _own(module: str) -> AnyRule | LogRule:
    rule: AnyRule | LogRule = import_module(f"{_PACKAGE}.{module}").RULE
    return rule


class _Foreign(Struct, frozen=True):
    """What third parties' packages bring, by slug; the first of each counts."""

    rules: dict[str, AnyRule]
    halves: dict[str, LogRule]


@cache
def _foreign() -> _Foreign:
    found = _Foreign({}, {})
    for rule in _entry_points():
        if isinstance(rule, LogRule):
            found.halves.setdefault(rule.slug, rule)
        else:
            found.rules.setdefault(rule.slug, rule)
    return found


def _entry_points() -> Iterator[AnyRule | LogRule]:
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
