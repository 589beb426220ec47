"""
Filling the placeholders of a text: the little language in which rules and screens are written.

    {name}                              the value, made harmless
    {n:count:request|requests}          the number and its noun; in Russian запрос|запроса|запросов; "once" for 1 of time|times
    {t:seconds}                         a duration given in seconds
    {free:room}                         a size given in bytes: 3.4 MB
    {codecs:list}                       "a, b and c"; "none" when empty
    {known:either}                      "a, b or c"; "none" when empty
    {slugs:all}                         "a, b, c": every one, however many
    {x:number}  {x:percent}             a decimal number; a share of 1 as a percentage
    {path:typed}                        a word of a command, quoted for the shell where it must be
    {files:whole}                       words of a command, quoted already, or what is words already; cut only where very long
    {who:or:the device}                 the value, or these words where it is not known
    wait{t:aside:, if told}             a duration in brackets, given in seconds; these words where it is not known
    bans{address:after}                 the value behind a blank; nothing where it is not known

Whatever a rule put in, filling never fails: what is missing is shown as "?".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from importlib import import_module
from math import isfinite

from sipwhy.texts.amount import decimal, either, listed, percent, plural, room, seconds, whole
from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language

MISSING = "?"
_UNKNOWN = (None, "", MISSING)

PLACEHOLDER = re.compile(r"\{(\w+)(?::(\w+)(?::([^{}]*))?)?\}")
"""The name of a value, its shape, and what the shape is given."""
_TYPED = 4096
"""Characters of a path: a command with a part of one is of no use."""
_COMMAND = 300
"""Characters of the words of a command that are given whole."""
_ONCE = {"time|times": "once", "раз|раза|раз": "один раз"}
_YES_NO = {"en": ("no", "yes"), "ru": ("нет", "да")}
NOT_WRITTEN = "::"
"""The address of a side that a log does not name."""
_UNNAMED = {"en": "[unknown address]", "ru": "[адрес неизвестен]"}


def fill(template: str, values: Mapping[str, object], lang: Language) -> str:
    """`template` with its placeholders filled from `values` in the words of `lang`."""
    if "{" not in template:
        return template

    def one(found: re.Match[str]) -> str:
        value = values.get(found[1])
        if value in _UNKNOWN and found[2] == "or":
            return found[3] or MISSING
        if found[2] == "aside":
            return (found[3] or "") if value in _UNKNOWN else f" ({_seconds(value, '', lang)})"
        if found[2] == "after":
            return "" if value in _UNKNOWN else f" {_plain(value, '', lang)}"
        if value is None:
            return MISSING
        shape = _SHAPES.get(found[2] or "", _plain)
        return shape(value, found[3] or "", lang)

    return PLACEHOLDER.sub(one, template)


def placeholders(template: str) -> set[str]:
    """The names of the values that `template` cannot do without."""
    return {found[1] for found in PLACEHOLDER.finditer(template) if found[2] not in ("or", "after", "aside")}


def _plain(value: object, _: str, lang: Language) -> str:
    if isinstance(value, bool):
        return _YES_NO[lang][value]
    if isinstance(value, float):
        return decimal(value, lang, 2) if isfinite(value) else MISSING
    if isinstance(value, (tuple, list, set, frozenset)):
        return listed(value, lang)
    return _UNNAMED[lang] if value == NOT_WRITTEN else harmless(str(value))


def _count(value: object, forms: str, lang: Language) -> str:
    number = _number(value)
    if number is None:
        return _plain(value, "", lang)
    number = round(number, 1)  # the noun is that of the number as it is said
    if number == 1 and forms in _ONCE:
        return _ONCE[forms]
    said = whole(int(number), lang) if number == int(number) else decimal(number, lang)
    return f"{said} {plural(number, forms.split('|'), lang)}" if forms else said


def _seconds(value: object, _: str, lang: Language) -> str:
    number = _number(value)
    return _plain(value, "", lang) if number is None else seconds(number, lang)


def _listed(value: object, _: str, lang: Language) -> str:
    if isinstance(value, str):
        return harmless(value) if value else listed((), lang)
    return listed(value, lang) if isinstance(value, (tuple, list, set, frozenset)) else _plain(value, "", lang)


def _either(value: object, _: str, lang: Language) -> str:
    return either(value, lang) if isinstance(value, (tuple, list, set, frozenset)) else _listed(value, "", lang)


def _all(value: object, _: str, lang: Language) -> str:
    return ", ".join(harmless(str(item)) for item in value) if isinstance(value, (tuple, list)) else _plain(value, "", lang)


def _decimal(value: object, _: str, lang: Language) -> str:
    number = _number(value)
    return _plain(value, "", lang) if number is None else decimal(number, lang, 1)


def _room(value: object, _: str, lang: Language) -> str:
    number = _number(value)
    return _plain(value, "", lang) if number is None or number < 0 else room(int(number), lang)


def _percent(value: object, _: str, lang: Language) -> str:
    number = _number(value)
    return _plain(value, "", lang) if number is None else percent(number, 1, lang)


def _typed(value: object, _: str, __: Language) -> str:
    quoted: str = import_module("shlex").quote(harmless(str(value), _TYPED))
    return quoted


def _whole(value: object, _: str, __: Language) -> str:
    return harmless(str(value), _COMMAND)


def _number(value: object) -> float | None:
    if not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) < 1e18 else None


_SHAPES: dict[str, Callable[[object, str, Language], str]] = {
    "": _plain,
    "count": _count,
    "seconds": _seconds,
    "list": _listed,
    "either": _either,
    "all": _all,
    "number": _decimal,
    "percent": _percent,
    "room": _room,
    "typed": _typed,
    "whole": _whole,
}
