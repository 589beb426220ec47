"""Every rule does what its cases say; every rule has cases, and its texts are whole in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from sipwhy.app import run
from sipwhy.app.report import FullReport
from sipwhy.diagnosis.log_rule import NOTES
from sipwhy.diagnosis.registry import log_rules, rules
from sipwhy.model import Finding
from sipwhy.texts.fill import placeholders
from tests.rules.cases import FOLDER, Case, all_cases, read_cases
from tests.rules.traffic_findings import traffic_report

CASES = list(all_cases())
_OF_THE_CASE = frozenset("fires cause call at_fault severity confidence variant evidence proof secret dropped captures agents".split())
"""What a case says of itself and of the finding; any other word is a value of the finding."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.slug}: {case.title}")
def test_a_case_holds(case: Case, tmp_path: Path) -> None:
    if case.is_cdr:
        _of_records(case, tmp_path)
        return
    assert case.slug in rules(), f"the index does not know {case.slug}: run python -m docs.rule_index"
    settings = replace(case.settings, log_zone="UTC", log_year=2025)
    report = run(case.files(tmp_path), settings=settings)
    spoken = _spoken(report, case.slug)
    causes = {row.number: report.cause_of(row.number) for row in report.rows()}
    assert not [line for line in report.not_checked if line.error], report.not_checked
    assert bool(spoken) == (case.expected["fires"] == "yes"), f"found {causes} and {[f.rule for f in report.findings]}"
    number = int(case.expected.get("call", next((number for number, _ in spoken if number), 1)))
    if "cause" in case.expected or (spoken and number in causes and any(finding.is_cause for _, finding in spoken)):
        assert (causes.get(number) or "none") == case.expected.get("cause", case.slug)
    for name in ("at_fault", "severity", "confidence", "variant"):
        if name in case.expected and spoken:
            said = next(finding for found, finding in spoken if found in (number, None))
            assert str(getattr(said, name)) == case.expected[name].strip('"')
    for name in sorted(case.expected.keys() - _OF_THE_CASE) if spoken else ():
        said = next(finding for found, finding in spoken if found in (number, None))
        assert str(said.values[name]) == case.expected[name]
    if "evidence" in case.expected and spoken:
        said = next(finding for found, finding in spoken if found in (number, None))
        assert [proof.note for proof in said.evidence] == case.expected["evidence"].split()
    if "proof" in case.expected:
        note, frame = case.expected["proof"].split()
        assert (note, int(frame)) in {(one.note, one.frame) for _, finding in spoken for one in finding.evidence}
    _texts_have_what_they_say(spoken)


def _of_records(case: Case, folder: Path) -> None:
    """A case of traffic: what is found over all records."""
    case.write_cdr(folder / "cdr.csv")
    found = [finding for finding in traffic_report(folder / "cdr.csv").findings if finding.rule == case.slug]
    assert bool(found) == (case.expected["fires"] == "yes"), found
    for name in ("at_fault", "severity", "confidence", "variant"):
        if name in case.expected and found:
            assert str(getattr(found[0], name)) == case.expected[name].strip('"')
    for name in ("vendor", "direction", "answer", "since"):
        if name in case.expected and found:
            assert str(found[0].values[name]) == case.expected[name]
    _texts_have_what_they_say([(None, finding) for finding in found])


def _spoken(report: FullReport, slug: str) -> list[tuple[int | None, Finding]]:
    """Every finding of the rule, with its call's number."""
    of_calls = [(row.number, finding) for row in report.rows() for finding in report.findings_of(row.number)]
    return [(number, finding) for number, finding in [*of_calls, *((None, one) for one in report.findings)] if finding.rule == slug]


def _texts_have_what_they_say(spoken: list[tuple[int | None, Finding]]) -> None:
    """The words of a finding's variant know its notes, and the finding brings the values that they name."""
    for _, finding in spoken:
        words = rules()[finding.rule].texts[finding.variant].en
        assert {proof.note for proof in finding.evidence} <= set(words.notes) | set(NOTES["en"])
        wanted = set().union(*(placeholders(text) for text in (words.title, words.explanation, *words.fix)))
        known = {name for name, value in finding.values.items() if value is not None}
        assert wanted <= known | ({"entries"} if finding.call_numbers else set())


@pytest.mark.parametrize("slug", sorted(slug for slug, rule in rules().items() if type(rule).__module__.startswith("sipwhy.")))
def test_a_rule_has_a_case_that_fires_first_and_one_that_does_not(slug: str) -> None:
    rule = rules()[slug]
    path = FOLDER / rule.area / f"{slug}.md"
    if not path.exists():
        pytest.fail(f"{path} is missing")
    verdicts = [case.expected["fires"] for case in read_cases(path)]
    assert verdicts[0] == "yes"
    assert "no" in verdicts


@pytest.mark.parametrize("slug", [half.slug for half in log_rules()])
def test_what_a_log_proves_has_a_case_of_a_log_that_fires_and_one_that_does_not(slug: str) -> None:
    cases = read_cases(FOLDER / rules()[slug].area / f"{slug}.md")
    verdicts = {case.expected["fires"] for case in cases if any(kind == "log" for kind, _, _ in case.blocks)}
    assert verdicts == {"yes", "no"}


@pytest.mark.parametrize("slug", sorted(rules()))
def test_both_languages_name_the_same_values_and_notes(slug: str) -> None:
    for text in rules()[slug].texts.values():
        assert set(text.en.notes) == set(text.ru.notes)
        pairs = [(text.en.title, text.ru.title), (text.en.explanation, text.ru.explanation)]
        assert all(placeholders(en) == placeholders(ru) for en, ru in pairs)
        assert set().union(*map(placeholders, text.en.fix)) == set().union(*map(placeholders, text.ru.fix))
