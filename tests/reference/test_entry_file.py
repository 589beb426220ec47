"""The files of answers are read strictly: whatever is not as it should be is refused, with its place and what was expected."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest

from sipwhy.model import AtFault
from sipwhy.reference.entry_file import FAULTS, entries_in, entries_of, mappings_in, variants_in
from sipwhy.reference.fields import EntryError
from sipwhy.reference.pack import SOURCE, packed

GOOD = """
key = "moon"
name = "The moon is full"
vendor = "Lunar"
codes = [403]
match = "whole"
where = "status-line"
fault = ["trunk"]
sources = ["an almanac"]
checked = true
meaning = {en = "Full.", ru = "Полная."}
keywords = {en = ["moon"], ru = ["луна"]}
[[check]]
en = "Wait."
ru = "Ждать."
"""
MAPPING = 'code = 403\ncause = 21\nby = "RFC 3398"\nsource = "RFC 3398"\nchecked = true\n'


def test_who_may_be_at_fault_is_the_same_in_the_reference_and_in_findings() -> None:
    assert get_args(AtFault) == FAULTS


def _entries(changed: str, name: str = "phrases/lunar") -> Any:
    return list(entries_of(name, {"entry": [tomllib.loads(changed)]}))


def test_a_good_entry_is_read() -> None:
    (entry,) = _entries(GOOD)
    assert (entry.id, entry.kind, entry.codes, entry.where, entry.checked) == ("moon", "phrase", (403,), ("status-line",), True)
    assert entry.origin == "phrases/lunar"


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("codes = [403]", 'codes = "403"', "codes of it is '403', expected a list"),
        ("codes = [403]", 'codes = ["403"]', "expected a list of numbers from 100 to 999"),
        ("codes = [403]", "codes = [4030]", "expected a list of numbers from 100 to 999"),
        ("codes = [403]", "codes = [true]", "expected a list of numbers from 100 to 999"),
        ("checked = true", 'checked = "false"', "checked of it is 'false', expected true or false"),
        ("checked = true", "", "it has no checked"),
        ('match = "whole"', 'match = "hole"', "expected one of whole, part"),
        ('match = "whole"', 'aliases = "abc"', "aliases of it is 'abc', expected a list"),
        ('match = "whole"', 'methods = ["INVTE"]', "expected some of INVITE"),
        ('match = "whole"', 'rule_for = {INVTE = "forbidden"}', "rule_for names 'INVTE'"),
        ('match = "whole"', 'status = "registered"', "unknown fields ['status']"),
        ('match = "whole"', "colour = 3", "unknown fields ['colour']"),
        ('where = "status-line"', 'where = "status line"', "where is 'status line'"),
        ('where = "status-line"', 'where = ["header X-Moon", "tail"]', "where is 'tail'"),
        ('fault = ["trunk"]', 'fault = ["moon"]', "expected some of caller"),
        ('fault = ["trunk"]', 'fault = "trunk"', "expected a list"),
        ('name = "The moon is full"', 'name = " "', "expected a text"),
        ('ru = "Полная."', 'ru = "Полная.", de = "Voll."', "unknown fields ['de'] in meaning of it"),
        ('ru = "Полная."', "ru = 3", "ru of meaning of it is 3"),
        ('ru = ["луна"]', 'ru = "луна"', "ru of keywords of it"),
        ('ru = "Ждать."', 'ru = "Ждать."\non = "moon"', "on of check 1 of it is 'moon'"),
        ('ru = "Ждать."', 'ru = "Ждать."\nrun = "date"', "run of check 1 of it is 'date', expected a list"),
        ('ru = "Ждать."', 'ru = "Ждать."\n[retry]\nverdict = "never"\nen = "No."\nru = "Нет."', "verdict of retry of it"),
        ('ru = "Ждать."', 'ru = "Ждать."\n[counts]\nasr = "failed"', "counts of it has no ner"),
        ('[[check]]', '[check]', "check of it is"),
    ],
)  # fmt: skip
def test_what_breaks_the_form_is_refused_with_its_place(good: str, bad: str, said: str) -> None:
    assert good in GOOD
    with pytest.raises(EntryError, match=re.escape(said)) as caught:
        _entries(GOOD.replace(good, bad))
    assert str(caught.value).startswith("phrases/lunar.toml, entry moon: ")


def test_a_code_has_a_standing_and_no_codes_of_its_own() -> None:
    standard = GOOD.replace("codes = [403]", 'status = "registered"').replace('match = "whole"', "")
    (entry,) = entries_of("codes/403", tomllib.loads(standard))
    assert (entry.kind, entry.status) == ("code", "registered")
    with pytest.raises(EntryError, match="unknown fields"):
        list(entries_of("codes/403", tomllib.loads(standard.replace("status =", "codes = [403]\nstatus ="))))


@pytest.mark.parametrize(
    ("name", "document", "said"),
    [
        ("moons", {"entry": []}, "moons.toml is no list that is known"),
        ("causes/moons", {"entry": []}, "is no list that is known"),
        ("warnings", {"entries": []}, "warnings.toml has ['entries'], expected [[entry]] tables only"),
        ("warnings", {"entry": [], "more": 1}, "expected [[entry]] tables only"),
        ("warnings", {"entry": [3]}, "it is 3, expected a table"),
    ],
)
def test_a_file_that_is_no_list_is_refused(name: str, document: dict[str, Any], said: str) -> None:
    with pytest.raises(EntryError, match=re.escape(said)):
        list(entries_of(name, document))


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("code = 403", 'code = "403"', "code of sip_to_cause 1"),
        ("cause = 21", "cause = 2100", "expected a number from 0 to 999"),
        ("checked = true", 'checked = "yes"', "expected true or false"),
        ("checked = true", 'checked = true\nen = "if so"', "has no ru"),
        ("checked = true", "checked = true\nnote = 3", "unknown fields ['note']"),
        ('by = "RFC 3398"', "", "has no by"),
    ],
)
def test_a_mapping_that_breaks_the_form_is_refused(good: str, bad: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "mappings.toml").write_text(f"[[sip_to_cause]]\n{MAPPING.replace(good, bad)}", encoding="utf-8")
    with pytest.raises(EntryError, match=re.escape(said)):
        mappings_in(tmp_path)


def test_a_table_of_mappings_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mappings.toml").write_text(f"[[moon_to_cause]]\n{MAPPING}", encoding="utf-8")
    with pytest.raises(EntryError, match="moon_to_cause"):
        mappings_in(tmp_path)


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    (tmp_path / "warnings.toml").write_text("[[entry\n", encoding="utf-8")
    with pytest.raises(EntryError, match=re.escape("warnings.toml is no TOML")):
        list(entries_in(tmp_path))


def test_two_entries_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "phrases").mkdir()
    for name in ("moon", "sun"):
        text = GOOD.replace("[[check]]", "[[entry.check]]")
        (tmp_path / "phrases" / f"{name}.toml").write_text(f"[[entry]]{text}", encoding="utf-8")
    with pytest.raises(EntryError, match="two entries are called moon"):
        packed(tmp_path)


def test_the_files_of_the_program_are_in_form() -> None:
    assert len(list(entries_in(SOURCE))) > 800
    assert mappings_in(SOURCE).keys() == {"sip_to_cause", "cause_to_sip"}
    assert variants_in(SOURCE)
