"""The rule that docs/your-first-rule.md builds is a real one: its two files are taken from the page and run."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sipwhy.diagnosis import Rule, registry
from sipwhy.texts.fill import placeholders
from tests.project.tree import ROOT, text
from tests.rules import test_cases as of_rules
from tests.rules.cases import Case, read_cases

PAGE = text("docs/your-first-rule.md")
_FILE = re.compile(r"^`(?P<path>[\w/.-]+)`\n\n(?P<fence>`{3,})\w+\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)
FILES = {block["path"]: block["text"] for block in _FILE.finditer(PAGE)}
(RULE_FILE,) = (path for path in FILES if path.endswith(".py"))
(CASES_FILE,) = (path for path in FILES if path.endswith(".md"))


@pytest.fixture
def rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rule]:
    """The rule of the page, known to the program as if another package brought it."""
    path = tmp_path / Path(RULE_FILE).name
    path.write_text(FILES[RULE_FILE], encoding="utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made = module.RULE
    assert isinstance(made, Rule)
    monkeypatch.setattr(registry, "_entry_points", lambda: iter([made]))
    registry.forget()
    yield made
    monkeypatch.undo()
    registry.forget()


@pytest.fixture
def cases(tmp_path: Path) -> list[Case]:
    """The cases of the page."""
    path = tmp_path / Path(CASES_FILE).parent.name / Path(CASES_FILE).name
    path.parent.mkdir()
    path.write_text(FILES[CASES_FILE], encoding="utf-8")
    return read_cases(path)


def test_its_files_stand_where_a_rule_stands(rule: Rule) -> None:
    assert f"src/sipwhy/rules/{rule.area}/{rule.slug.replace('-', '_')}.py" == RULE_FILE
    assert f"tests/rules/{rule.area}/{rule.slug}.md" == CASES_FILE


def test_it_is_written_as_the_checks_want_it(rule: Rule, tmp_path: Path) -> None:
    written = tmp_path / Path(RULE_FILE).name
    for wanted in (["check"], ["format", "--check"]):
        done = subprocess.run([sys.executable, "-m", "ruff", *wanted, "--config", ROOT / "pyproject.toml", written], check=False)
        assert done.returncode == 0, wanted


def test_it_says_the_same_in_both_languages(rule: Rule) -> None:
    words = rule.texts[""]
    assert placeholders(words.en.title + words.en.explanation) == placeholders(words.ru.title + words.ru.explanation)
    assert words.en.notes.keys() == words.ru.notes.keys()


def test_its_cases_hold(rule: Rule, cases: list[Case], tmp_path: Path) -> None:
    assert [case.expected["fires"] for case in cases] == ["yes", "no"]
    for case in cases:
        assert (case.slug, case.area) == (rule.slug, rule.area)
        of_rules.test_a_case_holds(case, tmp_path)
