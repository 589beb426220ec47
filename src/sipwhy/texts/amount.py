"""Numbers as people say them: plural forms, thousands, shares, durations, lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import isfinite

from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language

_UNITS = {
    "en": {"ms": "ms", "s": "s", "min": "min", "h": "h", "d": "d"},
    "ru": {"ms": "мс", "s": "с", "min": "мин", "h": "ч", "d": "сут"},
}
_BYTES = {"en": ("B", "kB", "MB", "GB", "TB"), "ru": ("Б", "КБ", "МБ", "ГБ", "ТБ")}
_AND = {"en": " and ", "ru": " и "}
_OR = {"en": " or ", "ru": " или "}
_NONE = {"en": "none", "ru": "нет"}
_LIST_LIMIT = 20
_MORE = re.compile(r"\+([1-9][0-9]{0,4})")
"""How many more there are, behind the first of many names; a telephone number is longer."""
_OTHERS = {"en": "{} more", "ru": "ещё {}"}
_NEARLY_NEXT = 1023.5
"""From where on a number of bytes would be said as 1024."""


def plural(number: float, forms: Sequence[str], lang: Language) -> str:
    """The noun form for `number`: two forms in English; one, few and many in Russian (CLDR plural rules)."""
    index = _russian_form(number) if lang == "ru" else int(number != 1)
    return forms[min(index, len(forms) - 1)]


def _russian_form(number: float) -> int:
    if number != int(number):
        return 1
    last, last_two = abs(int(number)) % 10, abs(int(number)) % 100
    if last == 1 and last_two != 11:
        return 0
    return 1 if 2 <= last <= 4 and not 12 <= last_two <= 14 else 2


def whole(number: int, lang: Language) -> str:
    """A whole number; from 10,000 on with its thousands set apart."""
    if abs(number) < 10_000:
        return str(number)
    return f"{number:,}" if lang == "en" else f"{number:,}".replace(",", "\u00a0")


def decimal(number: float, lang: Language, places: int = 1) -> str:
    """A number with at most `places` decimals, trailing zeros left out."""
    text = f"{number:.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",") if lang == "ru" else text


def percent(part: float, total: float, lang: Language) -> str:
    """The share of `part` in `total`; a share that is not nothing is never shown as 0 %."""
    share = 100 * part / total if total else 0.0
    if 0 < share < 1:
        return f"<{'1' if share >= 0.1 else decimal(0.1, lang)} %"
    return f"{share:.0f} %" if share < 99.5 or part == total else ">99 %"


def seconds(value: float, lang: Language) -> str:
    """A duration: 4 ms, 1.3 s, 32 s, 2 min 5 s, 1 h 5 min, 2 d 3 h."""
    unit = _UNITS[lang]
    if not isfinite(value):
        return "?"
    sign, value = ("-", -value) if value < 0 else ("", value)
    if value == 0:
        return f"0 {unit['s']}"
    if value < 0.9995:
        return f"{sign}{decimal(value * 1000, lang, 0 if value >= 0.001 else 1)} {unit['ms']}"
    if value < 59.95:
        return f"{sign}{decimal(value, lang)} {unit['s']}"
    return sign + _long(round(value), unit)


def _long(value: int, unit: dict[str, str]) -> str:
    for size, name, small, small_name in ((86400, "d", 3600, "h"), (3600, "h", 60, "min"), (60, "min", 1, "s")):
        if value >= size:
            rest = value % size // small
            return f"{value // size} {unit[name]}" + (f" {rest} {unit[small_name]}" if rest else "")
    return f"{value} {unit['s']}"


def room(size: int, lang: Language) -> str:
    """Bytes on a disk in units of 1024, as the limits of its options are given: 512 B, 3.4 MB, 10 GB."""
    value, step = float(size), 0
    while value >= _NEARLY_NEXT and step < len(_BYTES[lang]) - 1:
        value, step = value / 1024, step + 1
    return f"{decimal(value, lang, 0 if value >= 100 or not step else 1)} {_BYTES[lang][step]}"


def clock(value: float) -> str:
    """A duration as a column of a list shows it: 0:07, 12:05, 1:02:03."""
    minutes, rest = divmod(round(value), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def listed(items: Iterable[object], lang: Language) -> str:
    """The items as "a, b and c"; "none" if there are none, and only the first ones of a long list."""
    return _joined(items, _AND[lang], lang)


def either(items: Iterable[object], lang: Language) -> str:
    """The items as "a, b or c", otherwise as `listed`."""
    return _joined(items, _OR[lang], lang)


def _joined(items: Iterable[object], word: str, lang: Language) -> str:
    names = [harmless(str(item), 60) for item in items]
    if not names:
        return _NONE[lang]
    if len(names) > 1 and (more := _MORE.fullmatch(names[-1])):
        names[-1] = _OTHERS[lang].format(more[1])
    if len(names) > _LIST_LIMIT:
        return ", ".join([*names[:_LIST_LIMIT], "…"])
    return word.join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
