"""
Writes a page for every rule, in both languages, into docs/rules; the example is the first of the rule's cases, played and explained.

usage: python -m docs.rules            writes them (from the root of the project: the cases are the tests')
       python -m docs.rules --check    exit status 1 if any is out of date
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
from collections.abc import Iterator
from datetime import UTC
from itertools import dropwhile
from pathlib import Path

from docs import written
from msgspec.structs import replace
from tests.rules.cases import FOLDER as CASES
from tests.rules.cases import Case, read_cases
from tests.rules.traffic_findings import traffic_report

from sipwhy.app.run import run
from sipwhy.diagnosis.registry import AnyRule, rules
from sipwhy.diagnosis.report import Report
from sipwhy.render.cdr.speech import CdrSpeech
from sipwhy.render.cdr.text import finding_lines
from sipwhy.render.paper import Paper
from sipwhy.render.rule_page import rule_index, rule_page
from sipwhy.render.text import card
from sipwhy.render.text.overview import capture_findings, limits
from sipwhy.render.voice import Voice
from sipwhy.texts.language import LANGUAGES, Language

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "rules"
_PAPER = Paper(width=96)


def pages() -> Iterator[tuple[Path, str]]:
    """File and text of every page."""
    own = {slug: rule for slug, rule in rules().items() if type(rule).__module__.startswith("sipwhy.")}
    rivals = tomllib.loads((ROOT / "docs" / "rivals.toml").read_text(encoding="utf-8"))
    for lang in LANGUAGES:
        yield FOLDER / lang / "index.md", _text(rule_index(own, rivals, lang))
    for slug, rule in own.items():
        for lang, example in _examples(rule).items():
            yield FOLDER / lang / f"{slug}.md", _text(rule_page(rule, lang, example))


def _examples(rule: AnyRule) -> dict[Language, list[str]]:
    """What the program says of the rule's first case."""
    path = CASES / rule.area / f"{rule.slug}.md"
    if not path.exists():
        return {lang: [] for lang in LANGUAGES}
    case = read_cases(path)[0]
    if case.is_cdr:
        return _of_records(case, rule)
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(case.settings, log_zone="UTC", log_year=2025)
        report = run(case.files(Path(folder)), settings=settings)
        calls = [row.number for row in report.rows() if any(found.rule == rule.slug for found in report.findings_of(row.number))]
        number = int(case.expected.get("call", calls[0] if calls else 0))
        said = {}
        for lang in LANGUAGES:
            voice = Voice(lang, rules(), UTC)
            lines = card(report, number, voice, _PAPER) if number in calls else _of_capture(report, voice)
            said[lang] = [_PAPER.shown(line).rstrip() for line in lines]
    return said


def _of_records(case: Case, rule: AnyRule) -> dict[Language, list[str]]:
    """The same of a case of traffic."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cdr.csv"
        case.write_cdr(path)
        found = [finding for finding in traffic_report(path).findings if finding.rule == rule.slug]
    return {lang: list(finding_lines(found[:1], CdrSpeech(lang, _PAPER, UTC), Voice(lang, rules(), UTC), ())) for lang in LANGUAGES}


def _of_capture(report: Report, voice: Voice) -> Iterator[str]:
    """Without the empty line by which a report sets them off."""
    lines = (*limits(report, voice, _PAPER, True), *capture_findings(report, voice, _PAPER, True))
    return dropwhile(lambda line: not line.strip(), lines)


def _text(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(written.run(dict(pages()), sys.argv, set(FOLDER.rglob("*.md"))))
