"""Every code and phrase of the table that this project began with (seed_phrases.tsv) has its answer, in both languages."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from sipwhy.reference.book import book
from sipwhy.reference.lookup import look_up
from sipwhy.reference.spelling import normalised

with (Path(__file__).parent / "seed_phrases.tsv").open(encoding="utf-8", newline="") as _file:
    ROWS = [(row["code"], row["phrase"] or "") for row in csv.DictReader(_file, delimiter="\t", quoting=csv.QUOTE_NONE)]
WITH_PHRASE = [row for row in ROWS if row[1]]
WITHOUT = [code for code, phrase in ROWS if not phrase]


def test_the_table_is_whole() -> None:
    assert (len(WITH_PHRASE), len(WITHOUT)) == (88, 55)


@pytest.mark.parametrize(("code", "phrase"), WITH_PHRASE, ids=" ".join)
def test_a_phrase_finds_its_own_entry(code: str, phrase: str) -> None:
    answer = look_up(f"{code} {phrase}")
    assert answer.how == "exact"
    entry = answer.entries[0]
    standard = book().is_standard(book().entry(code), normalised(phrase))
    assert entry.id == code if standard else entry.kind == "phrase" and int(code) in entry.codes
    _reads_in_both_languages(entry.meaning.en, entry.meaning.ru)


@pytest.mark.parametrize("code", WITHOUT)
def test_a_code_alone_finds_the_code(code: str) -> None:
    answer = look_up(code)
    assert (answer.how, answer.entries[0].id) == ("exact", code)
    _reads_in_both_languages(answer.entries[0].meaning.en, answer.entries[0].meaning.ru)


def _reads_in_both_languages(english: str, russian: str) -> None:
    assert english.endswith(".")
    assert russian.endswith(".")
    assert re.search("[а-яё]{3}", russian)
