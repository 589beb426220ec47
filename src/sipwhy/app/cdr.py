"""Traffic quality: from CDRs, databases and captures to measures and what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from sipwhy.app import Problem, run
from sipwhy.app.report import FullReport
from sipwhy.app.settings import Settings
from sipwhy.cdr import packets
from sipwhy.cdr.directions import Directory
from sipwhy.cdr.layout import Lack
from sipwhy.cdr.load import Loaded, Source, Wanted, load
from sipwhy.cdr.measures import Measures, Measuring
from sipwhy.cdr.packets import Met
from sipwhy.cdr.problem import CdrError
from sipwhy.cdr.reading import database
from sipwhy.model import Finding
from sipwhy.sources import open_capture

Key = tuple[object, ...]
Group = Mapping[Key, Measures]
_MOST_CALLERS, _MOST_CODES = 20, 12


class CdrReport(Struct, frozen=True):
    """What is told of traffic; times in µs since 1970 UTC."""

    loaded: Loaded
    measuring: Measuring
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
    findings: Sequence[Finding]
    met: Met | None
    capture: FullReport | None
    lacks: Mapping[str, Lack]
    absent: tuple[str, ...]
    """Columns that no row tells."""
    is_judged: bool = False
    """Whether there were attempts enough to look for what changed."""
    least: int = 500
    """So many it takes."""


def is_capture(name: str) -> bool:
    """Whether a source is a capture, and no CDR."""
    if database.is_url(name):
        return False
    try:
        return open_capture(name).is_capture
    except Problem:
        return False


def loaded_of(names: Sequence[str], wanted: Wanted, settings: Settings) -> tuple[Loaded, FullReport | None, Met | None]:
    """The attempts of all sources; captures beside CDRs tell what CDRs do not."""
    captures = [name for name in names if is_capture(name)]
    tables = [name for name in names if name not in captures]
    loaded = load(tables, wanted)
    if not captures:
        return loaded, None, None
    report = run(captures, settings=settings)
    packets.take(loaded.db, report)
    if tables:
        return _with_packets(loaded), report, packets.join(loaded.db)
    count = packets.add(loaded.db, 0, wanted.numbering)
    source = Source(", ".join(captures), packets.LAYOUT, False, None, count, count, 0, 0, {})
    return replace(loaded, sources=(source,)), report, None


def _with_packets(loaded: Loaded) -> Loaded:
    """The sources, told that packets tell the rest."""
    told = {name: "" for name in ("pdd_s", "status", "q850", "reason", "hung_up", "call_id")}
    sources = tuple(replace(one, layout=replace(one.layout, picks={**told, **one.layout.picks})) for one in loaded.sources)
    return replace(loaded, sources=sources)


def cdr_report(names: Sequence[str], wanted: Wanted, directory: Directory, settings: Settings) -> CdrReport:
    """The whole report; CdrError or Problem if a source cannot be read."""
    loaded, capture, met = loaded_of(names, wanted, settings)
    if loaded.measured() == 0:
        raise CdrError("nothing", path=", ".join(names))
    directory.fill(loaded.db)
    measuring = Measuring(loaded.db, loaded.told)
    total, vendors, directions, pairs, hours = measuring.sets((), ("vendor",), ("direction",), ("vendor", "direction"), ("hour",))
    absent = tuple(name for name in ("vendor", "pdd_s", "status", "q850", "hung_up", "call_id", "callee", "talk_s") if not measuring.has(name))
    lacks = {name: lack for source in loaded.sources for name, lack in source.layout.lacks.items() if name in absent}
    return CdrReport(
        loaded=loaded,
        measuring=measuring,
        span=measuring.span(),
        total=total[()],
        vendors=vendors,
        directions=directions,
        pairs=pairs,
        sources=measuring.by("source_trunk", where="source_trunk IS NOT NULL", most=_MOST_CALLERS),
        callers=measuring.by("caller", where="caller IS NOT NULL", most=_MOST_CALLERS) if total[()].attempts < _MANY else {},
        hours=dict(sorted(hours.items())),
        line=measuring.line("vendor"),
        codes=measuring.shares("status", most=_MOST_CODES),
        causes=measuring.shares("q850", most=_MOST_CODES),
        reasons=measuring.shares("reason", most=_MOST_CODES),
        proved=measuring.shares("cause", most=_MOST_CODES),
        repeated=sum(measuring.repeated().values()) if measuring.has("callee") else None,
        findings=(),
        met=met,
        capture=capture,
        lacks=lacks,
        absent=absent,
    )


_MANY = 20_000_000
"""Callers are not told apart beyond so many attempts."""
