"""
The expressions of a layout with its columns filled in: `{time:NAME}`, `{seconds:NAME}`, `{maybe:NAME}`.

A moment or a duration is named by several expressions of a layout: it is worked out once, in a step before them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from msgspec import Struct, field

from sipwhy.cdr.layout import Clock
from sipwhy.cdr.zone import Offsets, to_utc

_PLACE = re.compile(r"\{(time|seconds|maybe):([^{}]+)\}")
_ISO = "%Y-%m-%d %H:%M:%S"
_EPOCHS = {"epoch": 1_000_000, "epoch-ms": 1_000, "epoch-us": 1}


class Columns(Struct, frozen=True):
    """What a source has, and how its moments are written."""

    there: Collection[str]
    """Names, lower case."""
    formats: tuple[str, ...]
    clock: Clock
    offsets: Offsets
    steps: dict[str, str] = field(default_factory=dict)
    """What is worked out before the expressions that were filled: name to expression over the source's columns."""

    def stepped(self, raw: str) -> str:
        """The source `raw` (what stands behind FROM) with the steps beside its columns."""
        if not self.steps:
            return raw
        return f"(SELECT *, {', '.join(f'{step} AS {quoted(name)}' for name, step in self.steps.items())} FROM {raw})"

    def filled(self, template: str) -> str:
        """The expression."""
        return _PLACE.sub(self._one, template)

    def _one(self, found: re.Match[str]) -> str:
        kind, name = found[1], found[2]
        if name.lower() not in self.there:
            return "NULL::TIMESTAMP" if kind == "time" else "NULL::DOUBLE" if kind == "seconds" else "NULL::VARCHAR"
        if kind == "maybe":
            return quoted(name)
        self.steps[found[0]] = self._moment(quoted(name)) if kind == "time" else seconds(quoted(name))
        return quoted(found[0])

    def _moment(self, column: str) -> str:
        epochs = [_EPOCHS[shape] for shape in self.formats if shape in _EPOCHS]
        written = [shape for shape in self.formats if shape not in _EPOCHS]
        ways = [f"make_timestamp(nullif(try_cast(try_cast({column} AS DOUBLE) * {unit} AS BIGINT), 0))" for unit in epochs if unit > 1]
        ways += [f"make_timestamp(nullif(try_cast({column} AS BIGINT), 0))" for unit in epochs if unit == 1]
        if zoned := [shape for shape in written if "%z" in shape]:
            # moments of UTC already; DuckDB does not know the Z of ISO 8601
            ways.append(f"try_strptime(regexp_replace({column}, 'Z$', '+00'), {_shapes(zoned)})::TIMESTAMP")
        if plain := [shape for shape in written if "%z" not in shape]:
            # the same for the usual form, four times as fast; it would take moments with a zone too, but those were tried before
            naive = f"try_cast({column} AS TIMESTAMP)" if written == [_ISO] else f"try_strptime({column}, {_shapes(plain)})"
            ways.append(naive if self.clock != "local" else to_utc(naive, self.offsets))
        return ways[0] if len(ways) == 1 else f"coalesce({', '.join(ways)})"


def _shapes(shapes: Sequence[str]) -> str:
    return f"[{', '.join(map(text, shapes))}]" if len(shapes) > 1 else text(shapes[0])


def seconds(column: str) -> str:
    """A duration in a text: 12, 12.5, 12,5 or 0:01:12."""
    plain = f"try_cast(replace({column}, ',', '.') AS DOUBLE)"
    parts = [f"try_cast(split_part({column}, ':', {at}) AS DOUBLE)" for at in (1, 2, 3)]
    long, short = f"{parts[0]} * 3600 + {parts[1]} * 60 + {parts[2]}", f"{parts[0]} * 60 + {parts[1]}"
    # the usual form costs one look
    return (
        f"coalesce(try_cast({column} AS DOUBLE), "
        f"CASE WHEN {column} LIKE '%:%:%' THEN {long} WHEN {column} LIKE '%:%' THEN {short} ELSE {plain} END)"
    )


def quoted(name: str) -> str:
    """A name as DuckDB takes it."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text as DuckDB takes it."""
    return "'" + value.replace("'", "''") + "'"
