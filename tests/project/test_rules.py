"""Every rule is where its name says, speaks both languages, and says the same in both."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from sipwhy.app.news import AREAS
from sipwhy.diagnosis import CaptureRule, Rule, Words
from sipwhy.diagnosis.reading import PROVED_ELSEWHERE
from sipwhy.diagnosis.registry import capture_checks, log_rules, rules
from sipwhy.reference.phrases import exact, parts
from sipwhy.texts.fill import placeholders
from tests.project.tree import ROOT, name, python_files, text

RULES = list(rules().values())
FOLDER = ROOT / "src" / "sipwhy" / "rules"
FILES = [path for path in python_files() if FOLDER in path.parents and path.stem != "__init__"]
CAUSES = tomllib.loads(text("tests/project/causes.toml"))
CANONICAL = {slug for slugs in CAUSES["canonical"].values() for slug in slugs}
HALVES = {path for path in FILES if path.parent.name == "log"}
"""What logs prove: halves of rules that stand elsewhere, and rules of their own."""
_ALONE = {(rule.area, rule.slug.replace("-", "_")) for rule in RULES if rule.area == "log"}
FORMS = {"en": 2, "ru": 3}
_COUNT = re.compile(r"\{\w+:count:([^{}]+)\}")
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)

AnyRule = Rule | CaptureRule


def _id(rule: AnyRule) -> str:
    return rule.slug


def _all_of(words: Words) -> list[str]:
    return [words.title, words.explanation, *words.fix, *words.notes.values()]


def _pairs(rule: AnyRule) -> list[tuple[Words, Words]]:
    return [(found.en, found.ru) for found in rule.texts.values()]


NEWS = [rule for rule in RULES if rule.area in AREAS and rule.slug in capture_checks()]
_ABOUT_EVERYBODY = {("direction-failing", "own")}


@pytest.mark.parametrize("rule", NEWS, ids=_id)
def test_a_rule_of_no_single_call_names_whom_it_is_about(rule: AnyRule) -> None:
    """By these values it is known whether what is found while evidence comes was told before."""
    named = {variant: set(re.findall(r"\{(\w+)", " ".join(_all_of(words.en)))) for variant, words in rule.texts.items()}
    assert set(rule.known_by) <= set().union(*named.values())
    silent = {(rule.slug, variant) for variant, names in named.items() if not names & set(rule.known_by)}
    assert silent <= _ABOUT_EVERYBODY


def test_every_rule_file_is_found() -> None:
    """A folder without __init__.py would hide its rules without a word; so would a file without RULE."""
    found = {rule.slug for rule in RULES}
    hidden = [name(path) for path in FILES if path.stem.replace("_", "-") not in found]
    assert not hidden


def test_the_index_says_what_the_rules_say() -> None:
    """By it rules are found and loaded: what it does not say does not happen."""
    done = subprocess.run([sys.executable, "-m", "docs.rule_index", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_half_names_no_source_that_its_rule_does_not() -> None:
    """Of a rule of ours `registry` loads the half for its words alone."""
    own = {rule.slug: set(rule.references) for rule in RULES}
    assert not {half.slug: more for half in log_rules() if (more := set(half.references) - own[half.slug])}


def test_a_rule_stands_in_the_file_of_its_name_in_the_folder_of_its_area() -> None:
    expected = {(rule.area, rule.slug.replace("-", "_")) for rule in RULES}
    assert {(path.parent.name, path.stem) for path in FILES if path not in HALVES} == expected - _ALONE
    assert {("log", path.stem) for path in HALVES} == {("log", half.slug.replace("-", "_")) for half in log_rules()}


def test_slugs_are_unique() -> None:
    stems = [path.stem for path in FILES if path not in HALVES]
    assert len(stems) == len(set(stems))


def test_every_rule_is_canonical_or_named_as_beyond() -> None:
    beyond = set(CAUSES["rules"]["beyond"])
    assert {rule.slug for rule in RULES} - CANONICAL == beyond, "list a new slug under `beyond` in tests/project/causes.toml"


def test_every_canonical_cause_has_a_rule_or_is_known_to_wait_for_one() -> None:
    waiting = set(CAUSES["rules"]["waiting"])
    assert CANONICAL - {rule.slug for rule in RULES} == waiting, "keep `waiting` in tests/project/causes.toml true"


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.limits], ids=_id)
def test_a_limit_is_its_own_rules_and_speaks_both_languages(rule: AnyRule) -> None:
    names = [limit.name for limit in rule.limits]
    assert len(names) == len(set(names))
    for limit in rule.limits:
        assert limit.slug == rule.slug
        assert limit.usual >= 0
        assert _CYRILLIC.search(limit.ru)
        assert not _CYRILLIC.search(limit.en)


@pytest.mark.parametrize("rule", RULES, ids=_id)
def test_both_languages_take_the_same_steps_and_note_the_same_values(rule: AnyRule) -> None:
    assert "" in rule.texts
    for en, ru in _pairs(rule):
        assert len(en.fix) == len(ru.fix)
        assert all(placeholders(said) == placeholders(ru.notes[note]) for note, said in en.notes.items())


@pytest.mark.parametrize("rule", RULES, ids=_id)
def test_each_language_is_itself(rule: AnyRule) -> None:
    for en, ru in _pairs(rule):
        assert not [said for said in _all_of(en) if _CYRILLIC.search(said)]
        assert not [said for said in (ru.title, ru.explanation, *ru.notes.values()) if not _CYRILLIC.search(said)]


@pytest.mark.parametrize("rule", RULES, ids=_id)
def test_nouns_after_a_number_have_all_their_forms(rule: AnyRule) -> None:
    for pair in _pairs(rule):
        for lang, words in zip(("en", "ru"), pair, strict=True):
            counted = [forms[1] for said in _all_of(words) for forms in _COUNT.finditer(said)]
            assert all(forms.count("|") + 1 == FORMS[lang] for forms in counted), counted


@pytest.mark.parametrize("path", FILES, ids=name)
def test_every_note_that_evidence_names_is_written(path: Path) -> None:
    rule = rules()[path.stem.replace("_", "-")]
    written = {note for en, _ in _pairs(rule) for note in en.notes}
    assert _notes_named(path) <= written


_MAKES_EVIDENCE = ("Evidence", "proof", "stream_proof", "ground.proof", "ground.message", "ground.answer")


def _notes_named(path: Path) -> set[str]:
    """The constant notes of everything in a file that makes evidence."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in _MAKES_EVIDENCE:
            notes = [word.value for word in node.keywords if word.arg == "note"] + node.args[:1]
            found |= {note.value for note in notes if isinstance(note, ast.Constant) and isinstance(note.value, str)}
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "doubt" and node.keywords:
            found.add("example")
    return found


def test_every_rule_has_its_pages_and_they_are_what_the_rules_say() -> None:
    done = subprocess.run([sys.executable, "-m", "docs.rules", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_diagnosis_that_a_phrase_proves_is_claimed_by_its_rule_or_known_not_to_be() -> None:
    """Else a call that ended with such a phrase would have no cause at all."""
    claiming = {path.stem.replace("_", "-") for path in FILES if re.search(r"\b(?:claims|meant)\(", path.read_text(encoding="utf-8"))}
    proved = {row.slug for row in (*exact(), *parts())}
    assert not proved - claiming - PROVED_ELSEWHERE


def test_what_rivals_call_a_rule_is_said_of_rules_that_exist() -> None:
    assert not set(tomllib.loads(text("docs/rivals.toml"))) - {rule.slug for rule in RULES}
