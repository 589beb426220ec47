"""The rule that docs/your-first-rule.md builds is a real one: its two files are taken from the page and run."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from sipwhy.diagnosis import Rule, registry
from sipwhy.texts.fill import placeholders
from tests.project.tree import text
from tests.rules.cases import Case, cases, found

PAGE = text("docs/your-first-rule.md")
_FILE = re.compile(r"^`(?P<path>[\w/.-]+)`\n\n(?P<fence>`{3,})\w+\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)
FILES = {block["path"]: block["text"] for block in _FILE.finditer(PAGE)}
(RULE_FILE,) = (path for path in FILES if path.endswith(".py"))
(CASES_FILE,) = (path for path in FILES if path.endswith(".md"))
CASES = cases(FILES[CASES_FILE])


@pytest.fixture
def rule(tmp_path: Path) -> Rule:
    """The rule of the page."""
    path = tmp_path / Path(RULE_FILE).name
    path.write_text(FILES[RULE_FILE], encoding="utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made = module.RULE
    assert isinstance(made, Rule)
    return made


def test_its_files_stand_where_a_rule_stands(rule: Rule) -> None:
    assert f"src/sipwhy/rules/{rule.area}/{rule.slug.replace('-', '_')}.py" == RULE_FILE
    assert f"tests/rules/{rule.area}/{rule.slug}.md" == CASES_FILE


def test_it_says_the_same_in_both_languages(rule: Rule) -> None:
    words = rule.texts[""]
    assert placeholders(words.en.title + words.en.explanation) == placeholders(words.ru.title + words.ru.explanation)
    assert words.en.notes.keys() == words.ru.notes.keys()


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_its_cases_hold(rule: Rule, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = {**registry.rules(), rule.slug: rule}
    monkeypatch.setattr(registry, "rules", lambda: known)
    assert found(case, rule.slug, tmp_path) == case.expected


def test_it_has_a_case_where_it_speaks_and_one_where_it_keeps_still() -> None:
    assert {bool(case.expected) for case in CASES} == {True, False}
