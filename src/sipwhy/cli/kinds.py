"""Values of options, and what is said of a wrong one."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

import click

from sipwhy.texts.catalogue import say
from sipwhy.texts.errors import ERROR
from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language
from sipwhy.texts.statuses import statuses_of

if TYPE_CHECKING:
    from sipwhy.texts.when import When

_SEVERAL = re.compile(r"^\s*[1-9](?:\d\d|xx)(?:(?:\s*[,-]\s*|\s+)[1-9](?:\d\d|xx))+\s*$|^\s*[1-9]xx\s*$", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*,\s*|\s+")
_SHARE = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,6})?)\s*%?")
_SLASHED = re.compile(r"\s*\d{1,4}/\d{1,2}/\d{1,4}\b")
"""The day first to one reader, the month to another."""
_AGO = re.compile(r"\s+(?:ago|назад)$", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]{1,18}")


def whole_number(text: str, among: range) -> int | None:
    """The number that `text` is in plain digits, if it is one of these."""
    number = int(text) if _DIGITS.fullmatch(text) else -1
    return number if number in among else None


def ordinal(lang: Language) -> Callable[[str], int]:
    """A call's number: 1, 2, 3 ..."""

    def number(text: str) -> int:
        if (found := whole_number(text, range(1, 2**31))) is None:
            raise _refusal("bad-number", text, lang)
        return found

    return number


def number_behind(text: str, lang: Language) -> int:
    """N, a call's number behind the files of a command."""
    try:
        return ordinal(lang)(text)
    except click.BadParameter as refused:
        refused.param = click.Argument(["number"], metavar="N")
        raise


def statuses(lang: Language) -> Callable[[str], frozenset[int]]:
    """Answers: 486, 4xx, 480-489, or several with commas or blanks between them."""

    def answers(text: str) -> frozenset[int]:
        return frozenset(status for part in _SEPARATOR.split(text.strip()) for status in _statuses(part, lang))

    return answers


def methods(lang: Language) -> Callable[[str], str]:
    """Methods with commas or blanks between them; one that no product sends is a slip if it is spelt nearly like another."""

    def known(text: str) -> str:
        asked = [part.upper() for part in _SEPARATOR.split(text.strip()) if part]
        for method in asked:
            if near := import_module("sipwhy.cli.slips").method_near(method):
                raise _refusal("bad-method", method, lang, near=near)
        return ",".join(asked)

    return known


def names_several(text: str) -> bool:
    """Whether `text` is a class, a range or a list of statuses, and not one status."""
    return _SEVERAL.match(text) is not None


def moment_given(lang: Language) -> Callable[[str], When]:
    """A point in time, as the filter language has it: ISO 8601, HH:MM[:SS], today, now-15m."""

    def when(text: str) -> When:
        found: When | None = import_module("sipwhy.texts.when").when_of(text)
        if found is None:
            if length := _length_told(text):
                raise _refusal("length-for-time", text, lang, length=length)
            raise _refusal("two-dates" if _SLASHED.match(text) else "bad-time", text, lang)
        return found

    return when


def length(lang: Language, least: float = 0.001, most: float | None = None) -> Callable[[str], float]:
    """Seconds of a length of time, neither shorter than `least` seconds nor longer than `most`: 90s, 15 min, 1h30m, 2d."""

    def seconds(text: str) -> float:
        found: int | None = import_module("sipwhy.texts.measure").length_of(text)
        if found is None:
            raise _refusal("bad-length", text, lang)
        if found < least * 1e6:
            raise _refusal("short-length", text, lang, least=least)
        if most is not None and found > most * 1e6:
            raise _refusal("long-length", text, lang, most=most)
        return found / 1e6

    return seconds


def size(lang: Language, least: int = 1) -> Callable[[str], int]:
    """Bytes of a size that is `least` or more: 500K, 100M, 2G."""

    def in_bytes(text: str) -> int:
        found: int | None = import_module("sipwhy.texts.measure").size_of(text)
        if found is None or found < least:
            raise _refusal("bad-size", text, lang)
        return found

    return in_bytes


def percent(lang: Language) -> Callable[[str], float]:
    """A share in percent."""

    def share(text: str) -> float:
        found = _SHARE.fullmatch(text.strip())
        if found is None or (value := float(found[1].replace(",", "."))) > 100:
            raise _refusal("bad-percent", text, lang)
        return value

    return share


def port(lang: Language) -> Callable[[str], int]:
    """A port of TCP or UDP: 1 to 65535."""

    def number(text: str) -> int:
        if (found := whole_number(text, range(1, 1 << 16))) is None:
            raise _refusal("bad-port", text, lang, least=1, most=(1 << 16) - 1)
        return found

    return number


def listened(lang: Language) -> Callable[[str], str]:
    """A port to listen on, of one address or of all."""

    def known(text: str) -> str:
        try:
            import_module("sipwhy.sources.intake.hep").place_of(text)
        except ValueError:
            raise _refusal("bad-listened", text, lang, most=(1 << 16) - 1) from None
        return text

    return known


def address(lang: Language) -> Callable[[str], str]:
    """An address, one with a port, or a network."""

    def known(text: str) -> str:
        try:
            import_module("sipwhy.app.place").place_named(text)
        except ValueError:
            raise _refusal("bad-address", text, lang) from None
        return text

    return known


def zone_name(lang: Language) -> Callable[[str], str]:
    """A zone's name or its distance from UTC."""

    def zone(text: str) -> str:
        try:
            import_module("sipwhy.sources.log_zone").zone_named(text)
        except ValueError:
            raise _refusal("bad-zone", text, lang) from None
        return text

    return zone


def year(lang: Language) -> Callable[[str], int]:
    """A year that a log can be of."""

    def year_of(text: str) -> int:
        if (found := whole_number(text, range(1990, 2100))) is None:
            raise _refusal("bad-year", text, lang)
        return found

    return year_of


def one_of(lang: Language, *words: str) -> Callable[[str], str]:
    """One of a few words."""

    def choice(text: str) -> str:
        if text not in words:
            raise _refusal("bad-choice", text, lang, choices=words)
        return text

    return choice


def _length_told(text: str) -> str:
    """The length of time that is given where a point in time is expected: 1h, -1h, 1h ago; "" if it is none."""
    told = _AGO.sub("", text.strip().removeprefix("-")).replace(" ", "")
    return told if import_module("sipwhy.texts.measure").length_of(told) else ""


def _statuses(part: str, lang: Language) -> range:
    if (found := statuses_of(part)) is None:
        raise _refusal("bad-status", part, lang)
    return found


def _refusal(key: str, value: str, lang: Language, **more: object) -> click.BadParameter:
    return click.BadParameter(say(ERROR, key, lang, value=harmless(value, 60), **more))
