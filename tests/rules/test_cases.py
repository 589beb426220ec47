"""Every case of every rule holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.diagnosis.registry import rules
from tests.rules.cases import Case, cases, found

HERE = Path(__file__).parent
PAGES = {path: cases(path.read_text(encoding="utf-8")) for path in sorted(HERE.glob("*/*.md"))}
CASES = [(path.stem, case) for path, known in PAGES.items() for case in known]


@pytest.mark.parametrize(("slug", "case"), CASES, ids=[f"{slug}: {case.title}" for slug, case in CASES])
def test_a_case_holds(slug: str, case: Case, tmp_path: Path) -> None:
    assert found(case, slug, tmp_path) == case.expected


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_of_cases_belongs_to_a_rule_and_shows_it_and_its_absence(path: Path) -> None:
    rule = rules()[path.stem]
    assert path.parent.name == rule.area
    assert PAGES[path][0].expected, "the first case is the example of the documentation"
    assert any(not case.expected for case in PAGES[path]), "one case must show where the rule keeps still"
