"""What files are called in front of a reader: their names, with as much of their folders as tells them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import PurePath

from sipwhy.texts.harmless import harmless, shorten_middle

_LONGEST = 60
"""Characters of one file's name that are shown."""


def names_apart(files: Sequence[str]) -> tuple[str, ...]:
    """A name for each of some files: the last part of its path, and of files that share it as many parts as no two have in common."""
    return _apart(tuple(files))


@lru_cache(maxsize=32)
def _apart(files: tuple[str, ...]) -> tuple[str, ...]:
    parts = {file: PurePath(file).parts for file in files}
    shown = dict.fromkeys(parts, 1)
    alike = _alike(parts, shown)
    while alike:
        for file in alike:
            shown[file] += 1
        alike = _alike(parts, shown)
    names = {file: shorten_middle("/".join(parts[file][-count:]).replace("//", "/"), _LONGEST) for file, count in shown.items()}
    return tuple(harmless(names[file]) or file for file in files)


def _alike(parts: dict[str, tuple[str, ...]], shown: dict[str, int]) -> list[str]:
    """The files that are called as another one, and of whose paths more can be told."""
    names = {file: parts[file][-count:] for file, count in shown.items()}
    times = Counter(names.values())
    return [file for file, name in names.items() if times[name] > 1 and shown[file] < len(parts[file])]
