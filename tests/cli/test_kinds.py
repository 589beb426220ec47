"""The same words for a time, a length of time and a size in every option of every command, and one answer to a wrong one."""

from collections.abc import Iterator
from importlib import import_module

import click
import pytest

from sipwhy.cli.commands import COMMANDS
from sipwhy.cli.group import Group
from sipwhy.texts.language import Language

LENGTHS, SIZES, TIMES = (
    ("2h", "90 min", "1 ч 30 мин", "1.5 hours"),
    ("64M", "1.5 GB", "1 ГБ"),
    ("10:00", "сегодня", "now-15m", "2026-11-23 15:04"),
)
OF_LENGTH = {"lasts", "last", "watch", "rotate_time", "max_age"}
OF_SIZE = {"ring", "rotate_size", "max_size", "min_free"}
OF_TIME = {"since", "until"}


def commands(lang: Language) -> Iterator[click.Command]:
    for name in ("report", *COMMANDS):
        command = import_module(f"sipwhy.cli.commands.{name}").command(lang)
        if isinstance(command, Group):
            made = (command.get_command(click.Context(command), one) for one in command.list_commands(click.Context(command)))
            yield from (one for one in made if one is not None)
        else:
            yield command


def options(names: set[str], lang: Language) -> list[tuple[click.Command, click.Parameter]]:
    return [(command, one) for command in commands(lang) for one in command.params if one.name in names]


@pytest.mark.parametrize(("names", "words", "count"), [(OF_LENGTH, LENGTHS, 9), (OF_SIZE, SIZES, 6), (OF_TIME, TIMES, 12)])
def test_the_same_words_are_taken_everywhere(names: set[str], words: tuple[str, ...], count: int) -> None:
    found = options(names, "en")
    assert len(found) >= count
    for command, option in found:
        meant = [option.type_cast_value(click.Context(command), word) for word in words]
        assert all(meant), (command.name, option.name)


@pytest.mark.parametrize(
    ("names", "lang", "said"),
    [
        (OF_LENGTH, "en", "soon is no length of time: expected 30s, 15 min, 1h30m or 2d"),
        (OF_LENGTH, "ru", "soon — не длительность: ожидается 30s, 15 мин, 1h30m или 2d"),
        (OF_SIZE, "en", "soon is no size: expected 500K, 100M or 2G"),
        (OF_SIZE, "ru", "soon — не размер: ожидается 500K, 100M или 2G"),
        (OF_TIME, "en", "soon is no time: expected 2026-11-23T15:04:05, 23.11.2026 15:04, 15:04, today, yesterday or now-15m"),
        (OF_TIME, "ru", "soon — не время: ожидается 23.11.2026 15:04, 2026-11-23T15:04:05, 15:04, сегодня, вчера или now-15m"),
    ],
)
def test_a_wrong_one_is_answered_alike_everywhere(names: set[str], lang: Language, said: str) -> None:
    for command, option in options(names, lang):
        with pytest.raises(click.BadParameter) as refused:
            option.type_cast_value(click.Context(command), "soon")
        assert refused.value.message == said, (command.name, option.name)


@pytest.mark.parametrize("word", ["0s", "0.1ms"])
def test_nothing_is_no_length_of_time(word: str) -> None:
    for command, option in options(OF_LENGTH, "en"):
        with pytest.raises(click.BadParameter, match="too short: expected at least"):
            option.type_cast_value(click.Context(command), word)
