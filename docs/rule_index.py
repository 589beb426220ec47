"""
Writes the index of rules, out of all their modules: by it the program loads those alone that a capture needs.

usage: python -m docs.rule_index            writes it
       python -m docs.rule_index --check    exit status 1 if it is out of date
"""

from __future__ import annotations

import pkgutil
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module

from docs import written
from msgspec.json import Encoder

from sipwhy.diagnosis.claims import Claim
from sipwhy.diagnosis.known import INDEX, Known, known_of
from sipwhy.diagnosis.log_rule import LogRule, rule_of
from sipwhy.diagnosis.rule import CaptureRule, Rule

_PACKAGE = "sipwhy.rules"


def walked() -> Iterator[tuple[str, Rule | CaptureRule | LogRule]]:
    """The rules of all modules, with the names of these."""
    package = import_module(_PACKAGE)
    for module in pkgutil.walk_packages(package.__path__, f"{_PACKAGE}."):
        if not module.ispkg:
            rule = getattr(import_module(module.name), "RULE", None)
            if isinstance(rule, Rule | CaptureRule | LogRule):
                yield module.name.removeprefix(f"{_PACKAGE}."), rule


def _known(rule: Rule | CaptureRule, module: str, half: str) -> Known:
    return known_of(rule, module, half, is_claim=isinstance(rule.check, Claim))


def index_text(found: Iterable[tuple[str, Rule | CaptureRule | LogRule]]) -> str:
    """The text of the index of all rules, which come with the names of their modules."""
    own: list[tuple[str, Rule | CaptureRule]] = []
    halves: dict[str, tuple[str, LogRule]] = {}
    for module, rule in found:
        if isinstance(rule, LogRule):
            halves[rule.slug] = module, rule
        else:
            own.append((module, rule))
    with_half = [_known(rule, module, halves[rule.slug][0] if rule.slug in halves else "") for module, rule in own]
    slugs = {one.slug for one in with_half}
    alone = [known_of(rule_of(half), half=module) for slug, (module, half) in halves.items() if slug not in slugs]
    encoder = Encoder(order="deterministic")
    return "".join(f"{encoder.encode(one).decode()}\n" for one in (*with_half, *alone))


if __name__ == "__main__":
    sys.exit(written.run({INDEX: index_text(walked())}, sys.argv))
