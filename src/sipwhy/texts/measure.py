"""
Lengths of time and sizes as people write them: the other way round of `texts.amount`.

What `seconds` and `room` say in either language is read here, and the short forms of command lines: 90s, 15m, 1h30m, 2d; 500K, 2G.
"""

from __future__ import annotations

import re
from math import isfinite

LENGTHS = ("30s, 15 min, 1h30m or 2d", "30s, 15 мин, 1h30m или 2d")
"""What is expected where a length of time is none, in English and in Russian."""
SIZES = ("500K, 100M or 2G", "500K, 100M или 2G")
"""The same of a size."""
MOMENTS = (
    "2026-11-23T15:04:05, 23.11.2026 15:04, 15:04, today, yesterday or now-15m",
    "23.11.2026 15:04, 2026-11-23T15:04:05, 15:04, сегодня, вчера или now-15m",
)
"""The same of a point in time, which `texts.when` reads."""
_SECOND = 1_000_000
_TIMES = {
    "ms msec мс": 1_000,
    "s sec secs second seconds с сек секунд секунда секунды секунду": _SECOND,
    "m min mins minute minutes м мин минут минута минуты минуту": 60 * _SECOND,
    "h hr hrs hour hours ч час часа часов": 3_600 * _SECOND,
    "d day days д дн день дня дней сут сутки суток": 86_400 * _SECOND,
    "w wk week weeks н нед неделя недели недель неделю": 7 * 86_400 * _SECOND,
}
"""Every word for a unit of time, and its µs."""
_ROOM = {"B Б": 0, "K KB KiB К КБ КиБ": 10, "M MB MiB М МБ МиБ": 20, "G GB GiB Г ГБ ГиБ": 30, "T TB TiB Т ТБ ТиБ": 40}
"""Every word for a unit of size, and of what power of two it is: a limit on a disk is counted in units of 1024."""
_LONGEST = 250_000_000_000 * _SECOND
"""Some 7,900 years: both ends of it are points in time that DuckDB and datetime know."""
_LARGEST = 1 << 62
_MOST = 60
"""Characters that are looked at."""
_MICROSECONDS = {word: size for words, size in _TIMES.items() for word in words.split()}
_BYTES = {word.lower(): 1 << power for words, power in _ROOM.items() for word in words.split()}
_PIECE = r"(?i)\s*([0-9]+(?:[.,][0-9]+)?)\s*([a-zа-я]+)\.?"
_SIZE = r"(?i)\s*([0-9]+(?:[.,][0-9]+)?)\s*([a-zа-я]+)\s*"


def length_of(text: str) -> int | None:
    """µs of a length of time: 15m, 30 min, 1h30m, 1 ч 5 мин, 500ms, 2d; None if it is none. A unit is never left out."""
    total, at = 0.0, 0
    plain = text.strip()
    while at < len(plain) <= _MOST:
        piece = re.match(_PIECE, plain[at:])
        unit = _MICROSECONDS.get(piece[2].lower()) if piece else None
        if piece is None or unit is None:
            return None
        total, at = total + _number(piece[1]) * unit, at + piece.end()
    return round(total) if at and total <= _LONGEST else None


def size_of(text: str) -> int | None:
    """Bytes of a size: 500K, 2G, 1.5 GB, 10 ГБ, or 0; None if it is none. K is 1024, and a unit is left out of 0 alone."""
    if text.strip() == "0":
        return 0
    found = re.fullmatch(_SIZE, text) if len(text) <= _MOST else None
    unit = _BYTES.get(found[2].lower()) if found else None
    if found is None or unit is None:
        return None
    size = _number(found[1]) * unit
    return round(size) if isfinite(size) and size <= _LARGEST else None


def _number(text: str) -> float:
    return float(text.replace(",", "."))
