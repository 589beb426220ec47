"""All that is told of traffic, as renderers read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from sipwhy.cdr.layout import Lack
from sipwhy.cdr.load import Loaded
from sipwhy.cdr.measures import Measures, Measuring
from sipwhy.cdr.packets import Met
from sipwhy.diagnosis.report import Report
from sipwhy.model import Finding

Key = tuple[object, ...]
Group = Mapping[Key, Measures]


class CdrReport(Struct, frozen=True):
    """What is told of traffic; times in µs since 1970 UTC."""

    loaded: Loaded
    measuring: Measuring
    """Of the time that is told of."""
    whole: Measuring
    """Of what came before too."""
    span: tuple[int, int] | None
    total: Measures
    vendors: Group
    directions: Group
    pairs: Group
    """By vendor and direction."""
    sources: Group
    """By where it came from."""
    callers: Group
    """The busiest."""
    hours: Group
    """By hour of the day, UTC."""
    line: Mapping[object, list[tuple[int, int, int]]]
    """By vendor over equal spans: answered, effective, seizures."""
    codes: Sequence[tuple[object, int]]
    causes: Sequence[tuple[object, int]]
    reasons: Sequence[tuple[object, int]]
    proved: Sequence[tuple[object, int]]
    """Causes that packets prove."""
    repeated: int | None
    lacks: Mapping[str, Lack]
    absent: tuple[str, ...]
    """Columns that no row tells."""
    findings: Sequence[Finding] = ()
    met: Met | None = None
    capture: Report | None = None
    is_judged: bool = False
    """Whether there were attempts enough to look for what changed."""
    least: int = 500
    """So many it takes."""
    window: tuple[int | None, int | None] | None = None
    """The first moment that was asked for and the first that was not; None: no bound, or all."""
    then: Mapping[int, int] = {}
    """Attempts within the window, by the place of their source among the sources."""
    names: tuple[str, ...] = ()
    """All that was read, as it was called; no password is in it."""
    is_narrow: bool = False
    """Whether a history was read for that time alone."""
