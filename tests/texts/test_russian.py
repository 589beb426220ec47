"""Russian is written the way its engineers write it: one word for one thing, its own quotation marks, whole words."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from sipwhy.diagnosis.registry import rules
from sipwhy.reference import answers
from sipwhy.texts import everyday
from tests.texts.test_catalogue import TABLES

Said = tuple[str, str, str]
"""Where it stands, in English, in Russian."""

BOOK = Path(answers.__path__[0])
CALLED = next(name for name, table in TABLES.items() if table is everyday.CALLED)
"""What people call a diagnosis when they look for it: any word of theirs may stand there."""
PLACE = re.compile(r"\{[^{}]*\}")
ONE_WORD = {
    r"[рР]оутер": "маршрутизатор",
    r"[фФ]а[йе]рвол": "межсетевой экран",
    r"[тТ]айм-аут": "таймаут",
    r"(?<![-\w])[лЛ]ог(?:а|у|ом|е|и|ов|ам|ами|ах)?(?![-\w])": "журнал",
    r"[кК]олон(?:ка|ки|ке|ку|кой|ок|кам|ками|ках)(?!\w)": "столбец",
    r"сервер\w* имён": "DNS-сервер",
    r"сервер\w* регистрации": "регистратор",
    r"таймер\w* сессии|обновлени\w сессии": "сеанс",
    r"NAT-соответстви|UDP-соответстви": "запись в таблице NAT",
    r"предответн\w+ медиа|ранн\w+ медиа": "early media",
    r"медиарел|ретранслятор": "медиапрокси",
    r"[кК]еш": "кэш",
    r"софтсвич": "софтсвитч",
}


def of_rules() -> Iterator[Said]:
    for slug, rule in rules().items():
        for variant, text in rule.texts.items():
            where = f"{slug}[{variant}]"
            en, ru = text.en, text.ru
            yield where, en.title, ru.title
            yield where, en.explanation, ru.explanation
            yield from ((where, one, other) for one, other in zip(en.fix, ru.fix, strict=True))
            yield from ((where, en.notes[name], ru.notes[name]) for name in en.notes)


def of_tables() -> Iterator[Said]:
    yield from ((f"{name} {key}", *pair) for name, table in TABLES.items() if name != CALLED for key, pair in table.items())


def of_answers() -> Iterator[Said]:
    for path in sorted(BOOK.rglob("*.toml")):
        yield from within(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))


def within(where: str, value: object) -> Iterator[Said]:
    if isinstance(value, list):
        for item in value:
            yield from within(where, item)
    elif isinstance(value, dict):
        if isinstance(value.get("en"), str) and isinstance(value.get("ru"), str):
            yield where, value["en"], value["ru"]
        else:
            for item in value.values():
                yield from within(where, item)


@cache
def everything() -> tuple[Said, ...]:
    return (*of_rules(), *of_tables(), *of_answers())


def broken(pattern: str, without: re.Pattern[str] | None = None) -> list[str]:
    sought = re.compile(pattern)
    said = ((where, without.sub("§", ru) if without else ru) for where, _, ru in everything())
    return [f"{where}: …{text[max(0, found.start() - 30) : found.end() + 30]}…" for where, text in said if (found := sought.search(text))]


def test_all_of_it_is_looked_at() -> None:
    assert min(len(list(of_rules())), len(list(of_tables())), len(list(of_answers()))) > 500


@pytest.mark.parametrize("pattern", ONE_WORD, ids=list(ONE_WORD.values()))
def test_one_thing_has_one_word(pattern: str) -> None:
    assert not broken(pattern), f"say {ONE_WORD[pattern]}"


def test_no_latin_letter_hides_in_a_russian_word() -> None:
    assert not broken("[А-Яа-яё][A-Za-z]|[A-Za-z][А-Яа-яё]", PLACE)


def test_russian_words_stand_in_russian_quotation_marks() -> None:
    assert not broken('["“][А-Яа-яё]|[А-Яа-яё]["”]')


def test_no_blank_is_doubled_or_stands_before_a_stop() -> None:
    aligned = re.compile(r"^.*\n[\s\S]*$|^ {2,}")
    assert not broken(r"\S {2}\S", aligned)
    assert not broken(r"[А-Яа-яё»] (?:[,?]|[.:;](?=\s|$))")


def test_a_dash_is_no_hyphen() -> None:
    assert not broken("[А-Яа-яё»)] -{1,2} [А-Яа-яё«(]")


def test_a_noun_of_a_rule_has_the_forms_of_every_number() -> None:
    said = [(where, forms) for where, _, ru in of_rules() for forms in re.findall(r":count:([^}]*)", ru)]
    assert said
    assert not [one for one in said if len(one[1].split("|")) != 3]


def test_the_same_step_is_said_in_the_same_words() -> None:
    """Of the advice of rules: whoever reads two findings with one remedy is to see that it is one."""
    said: dict[str, set[str]] = {}
    for rule in rules().values():
        for text in rule.texts.values():
            for en, ru in zip(text.en.fix, text.ru.fix, strict=True):
                said.setdefault(en, set()).add(ru)
    assert not {en: ru for en, ru in said.items() if len(ru) > 1}
