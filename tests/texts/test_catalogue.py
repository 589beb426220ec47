"""Every fixed text has both languages, and both name the same values."""

import re
from pathlib import Path

import pytest

from sipwhy.texts import answers, decryption, errors, faults, pbx, pbx_screen, pictures, recorder, screen, tui, usage, vocabulary, where
from sipwhy.texts.catalogue import Table, say
from sipwhy.texts.fill import placeholders

TABLES: dict[str, Table] = {
    f"{module.__name__}.{name}": table
    for module in (answers, decryption, errors, pbx, pbx_screen, pictures, recorder, screen, tui, usage, vocabulary, where)
    for name, table in vars(module).items()
    if name.isupper() and isinstance(table, dict)
}
CRATES = Path(__file__).parents[2] / "crates"


@pytest.mark.parametrize("name", TABLES)
def test_both_languages(name: str) -> None:
    for key, (english, russian) in TABLES[name].items():
        assert bool(english) == bool(russian), key
        assert placeholders(english) == placeholders(russian), key
        assert not re.search("[а-яё]", english, re.IGNORECASE), key


@pytest.mark.parametrize("name", TABLES)
def test_russian_counts_have_three_forms(name: str) -> None:
    for key, (english, russian) in TABLES[name].items():
        for forms in re.findall(r":count:([^}]*)", russian):
            assert len(forms.split("|")) == 3, key
        for forms in re.findall(r":count:([^}]*)", english):
            assert len(forms.split("|")) == 2, key


def test_unknown_key_is_shown() -> None:
    assert say({}, "trunk", "ru") == "trunk"


def test_known_fault_is_translated_and_an_unknown_one_shown() -> None:
    assert faults.fault("IPv4 header cut off", "ru") == "заголовок IPv4 обрезан"
    assert faults.fault("IPv4 header cut off", "en") == "IPv4 header cut off"
    assert faults.fault("something \x1bnew", "ru") == "something \ufffdnew"


@pytest.mark.skipif(not CRATES.is_dir(), reason="the Rust sources are not here")
def test_every_phrase_of_the_decoder_has_a_twin() -> None:
    phrase = re.compile(r'"([A-Za-z][^"\\]*(?: cut off| skipped|not supported|length below 20|the middle of [a-z ]+))"')
    sources = (path.read_text(encoding="utf-8").split("#[cfg(test)]")[0] for path in CRATES.glob("sipwire/src/**/*.rs"))
    missing = {found for text in sources for found in phrase.findall(text)} - set(faults.RUSSIAN)
    assert not missing


def test_no_text_is_left_over() -> None:
    """A key is written out in the source, or begins with one of the words to which the source adds a kind or a name."""
    made = (
        "wrong-",
        "operator-of-",
        "count-",
        "why-",
        "card-",
        "stream-",
        "column-",
        "need-",
        "basis-",
        "faulty-",
        "quiet-",
        "ended-",
        "state-",
        "deleted-",
        "spoiled-",
        "segment-",
        "rsa-key-",
        "name-",
        "filter-",
        "theme-",
        "lang-",
        "setting-",
        "help-",
        "key-",
        "bar-",
        "colour-",
    )
    root = Path(screen.__file__).parents[1]
    source = "".join(path.read_text(encoding="utf-8") for path in root.rglob("*.py") if path.parent.name != "texts")
    for table in (
        screen.SCREEN,
        errors.ERROR,
        usage.RULE,
        usage.HELP,
        pbx.PROBLEM,
        pbx.FAILURE,
        pbx_screen.PBX,
        recorder.RECORDER,
        recorder.RECORDER_PROBLEM,
        tui.TUI,
        where.EXPECTED,
        where.WARNING,
        where.WHERE_ERROR,
    ):
        unused = [key for key in table if f'"{key}"' not in source and f"'{key}'" not in source and not key.startswith(made)]
        assert not unused
