"""Segments: files that are whole once they have their name, and are named for the numbers of what is in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from math import log
from pathlib import Path

from msgspec import Struct

_NAME = re.compile(r"(\d{16})-(\d{16})[.]parquet")
PART = ".part"
"""What a file ends with that is not whole yet; what a crash left behind goes at the next start."""


class Segment(Struct, frozen=True):
    """One file with the rows of numbers `first` to `last`; `size` in bytes, `ended` is when its last row came (s since 1970 UTC)."""

    path: Path
    first: int
    last: int
    size: int
    ended: float

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self.last - self.first + 1

    def holds(self, other: Segment) -> bool:
        """Whether all rows of another one stand in it as well."""
        return self.path != other.path and self.first <= other.first and other.last <= self.last


def named(place: Path, first: int, last: int) -> Path:
    """The name of a segment."""
    return place / f"{first:016d}-{last:016d}.parquet"


def segments(place: Path) -> list[Segment]:
    """Those of a folder in order, without those that another one contains."""
    return outermost(all_segments(place))


def containing(every: Sequence[Segment]) -> list[Segment]:
    """Of segments in the order of `all_segments` those in which all rows of another one stand as well."""
    found = []
    least = 0
    for one in reversed(every):
        if least and least <= one.last:
            found.append(one)
        least = min(least, one.last) if least else one.last
    return found[::-1]


def contained(every: Iterable[Segment], within: Sequence[Segment]) -> list[Segment]:
    """Those whose rows stand in another one, of `within`: what merging or a crash left behind."""
    return [one for one in every if any(other.holds(one) for other in within)]


def all_segments(place: Path) -> list[Segment]:
    """Every whole file of a folder, by the first number, the larger one first."""
    found = []
    for path in place.glob("*.parquet") if place.is_dir() else ():
        if name := _NAME.fullmatch(path.name):
            with suppress(FileNotFoundError):  # it went meanwhile
                about = path.stat()
                found.append(Segment(path, int(name[1]), int(name[2]), about.st_size, about.st_mtime))
    return sorted(found, key=lambda one: (one.first, -one.last))


def outermost(every: Iterable[Segment]) -> list[Segment]:
    """Of segments in the order of `all_segments` those that no other one contains."""
    kept: list[Segment] = []
    for one in every:
        if not kept or one.last > kept[-1].last:
            kept.append(one)
    return kept


def last_number(place: Path) -> int:
    """The highest number in a folder; 0 if there is none."""
    return max((one.last for one in all_segments(place)), default=0)


MERGED_ROWS, MERGED_BYTES = 4_000_000, 512 << 20
"""No merged segment is larger: it is deleted as a whole."""
_HOUR = 3600
_RUN = 12


def to_merge(every: Sequence[Segment], now: float) -> list[Segment]:
    """Neighbours to be merged next: a dozen of about one size, or all that an hour that is over left; none if there are none."""
    return _run(every, lambda run: _is_over(run[-1], now), lambda one: 0) or _run(every, lambda run: len(run) >= _RUN, _tier)


def _run(every: Sequence[Segment], is_due: Callable[[list[Segment]], bool], tier: Callable[[Segment], int]) -> list[Segment]:
    """The first neighbours of one hour and one tier that are due."""
    run: list[Segment] = []
    for one in every:
        if run and _fits(run, one) and tier(run[0]) == tier(one):
            run.append(one)
            continue
        if len(run) > 1 and is_due(run):
            return run
        run = [one]
    return run if len(run) > 1 and is_due(run) else []


def _tier(one: Segment) -> int:
    """By dozens: what was merged of a dozen is not written again until there are a dozen of its size."""
    return int(log(max(one.rows, 1000), _RUN))


def _is_over(one: Segment, now: float) -> bool:
    return one.ended // _HOUR < now // _HOUR


def _fits(run: Sequence[Segment], one: Segment) -> bool:
    """Whether it goes into one file with the ones before: of the same hour of arrival, no gap, and not too much."""
    if run[-1].last + 1 != one.first or run[0].ended // _HOUR != one.ended // _HOUR:
        return False
    return one.last - run[0].first < MERGED_ROWS and one.size + sum(other.size for other in run) <= MERGED_BYTES
