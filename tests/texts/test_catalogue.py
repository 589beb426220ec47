"""Every fixed text has both languages, and both name the same values."""

import re
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from sipwhy import texts
from sipwhy.render.voice import OF_LOG
from sipwhy.texts import faults, media, pbx_screen, recorder, screen, vocabulary
from sipwhy.texts.catalogue import Table, say
from sipwhy.texts.fill import placeholders

TABLES: dict[str, Table] = {
    f"{module.name}.{name}": table
    for module in iter_modules(texts.__path__)
    for name, table in vars(import_module(f"{texts.__name__}.{module.name}")).items()
    if name.isupper() and name[0] != "_" and isinstance(table, dict) and all(isinstance(pair, tuple) for pair in table.values())
}
CRATES = Path(__file__).parents[2] / "crates"


def test_the_tables_of_every_command_are_looked_at() -> None:
    assert {"cdr.TICKET", "live.LIVE_ERROR", "media.MEDIA", "heard.HEARD", "start.START", "everyday.CALLED"} <= set(TABLES)


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


@pytest.mark.parametrize(
    ("table", "key", "values", "said"),
    [
        (pbx_screen.PBX, "jail", {"name": "asterisk", "retries": 3, "within": 600, "lasts": "1 ч"}, "3 неудачи за 10 мин"),
        (media.MEDIA, "bursts", {"bursts": 2, "mean": 5.0, "inside": 0.5, "outside": 0.0}, "в среднем по 5 пакетов"),
        (media.MEDIA, "bursts", {"bursts": 2, "mean": 5.4, "inside": 0.5, "outside": 0.0}, "в среднем по 5,4 пакета"),
        (recorder.RECORDER_PROBLEM, "too-many", {"count": 2_000_002.0, "most": 1e6}, "2\u00a0000\u00a0002 сообщения: больше"),
        (vocabulary.NEED, "listening", {"calls": 5, "slugs": ("echo",)}, "5 принятых вызовов не прослушано"),
    ],
)
def test_the_noun_is_that_of_its_number(table: Table, key: str, values: dict[str, object], said: str) -> None:
    assert said in say(table, key, "ru", **values)


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


BY_DATA = {"answer_sources.SOURCE", "answers.FAMILY", "answers.VENDOR", "answers.CLASS"}
"""Tables whose keys are words of the packed answers; tests of the answers hold them."""
BY_PLACEHOLDER = {"places.PLACE"}
"""Held by the test of the rulebook."""
BEGINNINGS = tuple(
    "wrong- under- operator-of- count- why- card- stream- column- need- basis- faulty- quiet- ended- state- deleted- spoiled- segment- "
    "rsa-key- name- filter- theme- lang- setting- help- key- bar- colour- by- rights- buffer- mute- how- asr- ner- peers- trunk- "
    "message- sip-into-log-".split()
)
"""Words to which the source adds a kind or a name."""
ENDINGS = {
    "cdr.TICKET": ("-short",),
    "pictures.PICTURE": ("-in",),
    "srtp.SRTP": ("-asterisk", "-freeswitch", "-kamailio", "-3cx"),
    "vocabulary.AT_FAULT": ("-registration", "-other"),
    "vocabulary.AT_FAULT_SHORT": ("-registration", "-other"),
    "vocabulary.BLAME": ("-registration", "-other", "-attack", "-gateway", "-account", "-number", "-host"),
    "vocabulary.HUNG_UP": ("-itself", "-cause"),
    "vocabulary.RESULT_OF_ONE": ("-call", "-other"),
}
"""Kinds that it adds to a name."""


@pytest.mark.parametrize("name", sorted(TABLES.keys() - BY_DATA - BY_PLACEHOLDER))
def test_no_text_is_left_over(name: str) -> None:
    """A key is written out in the source, as a word or as an option, or the source makes it of two."""
    source = _source()
    keys = {key.removesuffix(OF_LOG) for key in TABLES[name]}
    made = {key for key in keys if key.startswith(BEGINNINGS) or key.endswith(ENDINGS.get(name, ()))}
    assert not {key for key in keys - made if f'"{key}"' not in source and f"'{key}'" not in source and f'"--{key}' not in source}


@cache
def _source() -> str:
    root = Path(screen.__file__).parents[1]
    return "".join(path.read_text(encoding="utf-8") for path in root.rglob("*.py") if path.parent.name != "texts")


def test_who_registers_is_a_device_and_no_caller() -> None:
    assert vocabulary.at_fault_of("caller", "registration", "en") == "registering device"
    assert vocabulary.at_fault_of("caller", "call", "en") == "caller"
    assert vocabulary.at_fault_of("caller", "subscription", "ru") == "отправитель запроса"
    assert vocabulary.at_fault_of("caller", "registration", "ru", vocabulary.AT_FAULT_SHORT) == "аппарат"
    assert vocabulary.at_fault_of("pbx", "registration", "ru") == "АТС"
