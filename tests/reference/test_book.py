"""The reference is whole: every registered code, both languages, sources, and links that lead somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator

import pytest

from sipwhy.diagnosis.registry import rules
from sipwhy.reference.book import book, mappings
from sipwhy.reference.entry import Entry
from sipwhy.reference.pack import LOGS, PACKED, SOURCE, packed, packed_logs
from tests.project.tree import ROOT, text

IANA = frozenset(
    {100, *range(180, 184), 199, 200, 202, 204, 300, 301, 302, 305, 380, *range(400, 409), 410, *range(412, 418)}
    | {*range(420, 426), 428, 429, 430, 433, *range(436, 441), 469, 470, *range(480, 490), 491, 493, 494}
    | {*range(500, 506), 513, 555, 580, 600, 603, 604, 606, 607, 608}
)
"""The IANA registry "SIP Response Codes" (sip-parameters)."""
SIP_DOCTOR = frozenset(
    int(code)
    for code in (
        "100 180 181 182 183 200 202 300 301 302 305 380 400 401 402 403 404 405 406 407 408 410 413 414 415 416 420 421 422 423 428 429 "
        "433 436 437 438 480 481 482 483 484 485 486 487 488 489 491 493 494 500 501 502 503 504 505 513 580 600 603 604 606 607 608"
    ).split()
)
"""What the table of sip-doctor 0.8.0 (kb.py) holds."""
SIPNAB = frozenset(
    int(code)
    for code in (
        "100 180 181 182 183 199 200 202 204 300 301 302 305 380 400 401 402 403 404 405 406 407 408 409 410 412 413 414 415 416 417 420 "
        "421 422 423 428 429 433 436 437 438 439 440 469 470 480 481 482 483 484 485 486 487 488 489 491 493 494 500 501 502 503 504 505 "
        "513 555 580 600 603 604 606 607 608"
    ).split()
)
"""What sipnab's src/sip/response_codes.rs holds (13e111c)."""
CANONICAL = {slug for slugs in tomllib.loads(text("tests/project/causes.toml"))["canonical"].values() for slug in slugs}
_CODES = {entry.id for entry in book().of_kind("code")}
ENTRIES = list(book())


def test_every_registered_code_is_there_and_says_so() -> None:
    registered = {int(entry.id) for entry in book().of_kind("code") if entry.status == "registered"}
    assert registered == IANA


def test_no_rival_knows_a_code_that_we_do_not() -> None:
    assert not (SIP_DOCTOR | SIPNAB) - {int(code) for code in _CODES}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_an_entry_speaks_both_languages_and_names_its_sources(entry: Entry) -> None:
    assert entry.sources
    assert entry.fault
    for english, russian in _texts(entry):
        assert not re.search("[а-яё]", english, re.IGNORECASE), english
        assert re.search("[а-яё]", russian, re.IGNORECASE), russian
        assert english == english.strip()
        assert russian == russian.strip()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_what_an_entry_points_to_exists(entry: Entry) -> None:
    assert not [other for other in entry.related if other not in book()]
    known = set(rules()) | CANONICAL
    assert not {*entry.rules, *filter(None, [entry.rule])} - known


@pytest.mark.parametrize("entry", book().of_kind("code"), ids=lambda entry: entry.id)
def test_a_code_says_everything_that_the_reader_asks(entry: Entry) -> None:
    assert entry.causes
    assert entry.checks
    assert entry.retry
    assert entry.failover
    assert entry.counts
    assert entry.keywords_en
    assert entry.keywords_ru


@pytest.mark.parametrize("name", ["sip_to_cause", "cause_to_sip"])
def test_every_mapping_names_its_source(name: str) -> None:
    rows = mappings()[name]
    assert len(rows) > 50
    assert not [row for row in rows if not (row["by"] and row["source"] and "checked" in row)]


def test_what_is_packed_is_what_the_files_say() -> None:
    stale = [name for name, wanted in packed(SOURCE).items() if (PACKED / name).read_text(encoding="utf-8") != wanted]
    assert not stale, "run: make pages"


def test_the_pages_are_what_the_files_say() -> None:
    done = subprocess.run([sys.executable, "-m", "docs.answers", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _texts(entry: Entry) -> Iterator[tuple[str, str]]:
    pairs = [entry.meaning, *entry.causes, *(check.text for check in entry.checks), *(note.text for note in entry.vendor_notes)]
    pairs += [advice.text for advice in (entry.retry, entry.failover) if advice]
    if entry.counts and entry.counts.text:
        pairs.append(entry.counts.text)
    yield from ((pair.en, pair.ru) for pair in pairs)


def test_what_is_packed_of_logs_is_what_the_files_say() -> None:
    stale = [name for name, wanted in packed_logs(LOGS).items() if (PACKED / name).read_text(encoding="utf-8") != wanted]
    assert not stale, f"run python -m sipwhy.reference.pack: {stale}"
