"""
Writes the index of rules, out of all their modules: by it the program loads those alone that a capture needs.

usage: python -m docs.rule_index            writes it
       python -m docs.rule_index --check    exit status 1 if it is out of date
"""

from __future__ import annotations

import pkgutil
import sys
from collections.abc import Iterator
from importlib import import_module

from docs import written

from sipwhy.diagnosis.known import INDEX, index_text
from sipwhy.diagnosis.log_rule import LogRule
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


if __name__ == "__main__":
    sys.exit(written.run({INDEX: index_text(walked())}, sys.argv))
