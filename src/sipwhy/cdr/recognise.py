"""Which layout a source has: by the names of its columns, by their number and what stands in them, else by guessing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from sipwhy.cdr.layout import Layout
from sipwhy.cdr.layouts.known import LAYOUTS
from sipwhy.cdr.reading.rows import Rows

_ENOUGH = 0.9


def by_names(names: Sequence[str]) -> Layout | None:
    """The layout whose columns are all there; of several the one that needs most."""
    there = set(names)
    fits = [layout for layout in LAYOUTS if layout.needs and layout.needs <= there]
    return max(fits, key=lambda layout: len(layout.needs)) if fits else None


def by_content(rows: Rows) -> tuple[Layout, tuple[str, ...]] | None:
    """The layout of a file without a header, and the names of its columns."""
    lines = [list(row.values()) for row in rows.sample]
    for layout in LAYOUTS:
        for names in layout.names:
            fitting = [line for line in lines if len(line) == len(names) or (len(line) == len(names) + 1 and not line[-1])]
            if len(fitting) < _ENOUGH * len(lines) or not fitting:
                continue
            if _looks(layout, names, fitting):
                return layout, names
    return None


def _looks(layout: Layout, names: Sequence[str], lines: Sequence[Sequence[str]]) -> bool:
    tests: Mapping[int, re.Pattern[str]] = {names.index(name): re.compile(shape) for name, shape in layout.looks.items() if name in names}
    good = sum(all(test.search(line[at].strip()) for at, test in tests.items()) for line in lines)
    return good >= _ENOUGH * len(lines)
