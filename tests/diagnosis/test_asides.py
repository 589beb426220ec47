"""Asides are asked of calls that somebody looks at: what seeks them misses nothing, and they name no cause."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.diagnosis import asides
from sipwhy.diagnosis.known import Asked
from sipwhy.diagnosis.registry import call_rules
from sipwhy.diagnosis.rule import Seeks
from sipwhy.diagnosis.sieve import parts
from sipwhy.model import Finding
from sipwhy.model.quirk import TRACKED
from tests.rules.cases import Case, all_cases

ASIDES = [rule for rule in call_rules() if rule.aside]
AREAS = ("dialog", "identity", "lint", "media", "negotiation", "routing")
CASES = [case for case in all_cases() if case.area in AREAS]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.slug}: {case.title}")
def test_a_quirk_is_set_wherever_an_aside_hits(case: Case, tmp_path: Path) -> None:
    """Whoever asks every aside of every call gets what the report says, as far as kind, result, status and flags let an aside be asked."""
    path = tmp_path / "case.pcap"
    case.write(path)
    report = run([str(path)])
    slugs = {rule.slug for rule in ASIDES}
    for row in report.rows():
        call = report.call(row.number)
        asked = {finding.rule for rule in ASIDES if _may_hit(rule.seeks, row.kind) for finding in rule.check(call, report.scene)}
        told = {finding.rule for finding in report.findings_of(row.number)} & slugs
        by_other_columns = {rule.slug for rule in ASIDES if _seeks_more(rule)}
        assert asked - by_other_columns == told - by_other_columns


def _may_hit(seeks: Seeks, kind: str) -> bool:
    return kind in seeks.kinds


def _seeks_more(rule: Asked) -> bool:
    """Whether an aside asks for more than quirks: results, flags, RTP."""
    return any(part.results or part.flags or part.statuses or part.with_rtp for part in parts(rule.seeks))


def test_an_aside_is_no_cause_and_never_loud(tmp_path: Path) -> None:
    path = tmp_path / "case.pcap"
    slugs, seen = {rule.slug for rule in ASIDES}, list[Finding]()
    for case in CASES:
        if case.slug in slugs:
            case.write(path)
            report = run([str(path)])
            seen += [finding for row in report.rows() for finding in report.findings_of(row.number) if finding.rule in slugs]
    assert seen
    assert not [finding.rule for finding in seen if finding.is_cause or finding.severity in ("error", "warning")]


def test_who_seeks_causes_is_content_with_what_tracking_notices() -> None:
    greedy = [rule.slug for rule in call_rules() if not rule.aside for part in parts(rule.seeks) if part.quirks & ~TRACKED]
    assert not greedy


def test_by_column_the_same_asides_are_asked_as_call_by_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = []
    for number, case in enumerate(CASES):
        paths.append(tmp_path / f"{number}.pcap")
        case.write(paths[-1])
    for path in paths[::3]:
        told = _said(path)
        with monkeypatch.context() as few:
            few.setattr(asides, "_FEW", 0)
            assert _said(path) == told


def _said(path: Path) -> list[list[str]]:
    report = run([str(path)])
    return [[finding.rule for finding in report.findings_of(row.number)] for row in report.rows()]


def test_a_remark_stands_beside_what_can_be_a_cause() -> None:
    """A rule of remarks alone is an aside, and nobody asks it when causes are sought; what only logs prove seeks nothing at all."""
    asked = [rule for rule in call_rules() if rule.needs != ("log",)]
    alone = [rule.slug for rule in asked if any(part.is_remark for part in parts(rule.seeks)) and not _can_be_cause(rule)]
    assert not alone


def _can_be_cause(rule: Asked) -> bool:
    return not rule.aside and not all(part.is_remark for part in parts(rule.seeks))
