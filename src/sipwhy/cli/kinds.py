"""Values of options, and what is said of a wrong one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import click

from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language
from sipwhy.texts.usage import ERROR

_CLASS = re.compile(r"^([1-6])xx$", re.IGNORECASE)
_RANGE = re.compile(r"^([1-6]\d\d)(?:-([1-6]\d\d))?$")


class _Worded(click.ParamType):
    """A kind of value that complains in the user's language."""

    def __init__(self, lang: Language) -> None:
        self.lang = lang

    def refuse(self, key: str, value: object, **more: object) -> click.BadParameter:
        """The complaint `key` about `value`."""
        return click.BadParameter(say(ERROR, key, self.lang, value=value, **more))


class Ordinal(_Worded):
    """A call's number: 1, 2, 3 ..."""

    name = "n"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """`value` as a number from 1."""
        text = str(value)
        if not (text.isascii() and text.isdigit() and 0 < int(text) < 2**31):
            raise self.refuse("bad-number", text)
        return int(text)


class Statuses(_Worded):
    """Answers: 486, 4xx, 480-489, or several with commas between them."""

    name = "status"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> frozenset[int]:
        """`value` as a set of statuses."""
        if isinstance(value, frozenset):
            return value
        found: set[int] = set()
        for part in str(value).split(","):
            found |= self._part(part.strip())
        return frozenset(found)

    def _part(self, part: str) -> set[int]:
        if whole := _CLASS.match(part):
            return set(range(100 * int(whole[1]), 100 * int(whole[1]) + 100))
        bounds = _RANGE.match(part)
        if bounds is None or int(bounds[2] or bounds[1]) < int(bounds[1]):
            raise self.refuse("bad-status", part)
        return set(range(int(bounds[1]), int(bounds[2] or bounds[1]) + 1))


@dataclass(frozen=True, slots=True)
class When:
    """A point in time as given: a whole one, or a time of the capture's day."""

    whole: datetime | None = None
    of_day: time | None = None


class Moment(_Worded):
    """A point in time: ISO 8601, or HH:MM[:SS] of the capture's day."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> When:
        """`value` as a point in time, its zone left open where it names none."""
        if isinstance(value, When):
            return value
        text = str(value).strip()
        try:
            return When(of_day=time.fromisoformat(text)) if re.match(r"^\d\d:\d\d", text) else When(whole=datetime.fromisoformat(text))
        except ValueError:
            raise self.refuse("bad-time", text) from None


class Choice(_Worded):
    """One of a few words."""

    def __init__(self, lang: Language, *words: str) -> None:
        super().__init__(lang)
        self.words = words
        self.name = "|".join(words)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """`value`, if it is one of the words."""
        text = str(value)
        if text not in self.words:
            raise self.refuse("bad-choice", text, choices=self.words)
        return text
