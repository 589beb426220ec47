"""Traffic quality: from CDRs, databases, captures and the history to measures and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from msgspec import Struct
from msgspec.structs import replace

from sipwhy.app.cdr_evidence import Tell, evidence, is_evidence, is_history
from sipwhy.app.report import FullReport
from sipwhy.app.settings import Settings
from sipwhy.cdr import packets
from sipwhy.cdr.directions import Directory
from sipwhy.cdr.joining import NOTHING
from sipwhy.cdr.load import Loaded, Source, Wanted, Within, load
from sipwhy.cdr.measures import Measuring
from sipwhy.cdr.packets import Met
from sipwhy.cdr.problem import CdrError
from sipwhy.cdr.reading import database
from sipwhy.cdr.report import CdrReport
from sipwhy.cdr.shifts.judge import LEAST, shifts
from sipwhy.cdr.shifts.reach import reaches
from sipwhy.diagnosis.overview import Overview
from sipwhy.diagnosis.registry import capture_checks, known
from sipwhy.diagnosis.traffic import Shift, Traffic
from sipwhy.model import Finding
from sipwhy.texts.moment import date_of, moment, time_of, zone_of

_MOST_CALLERS, _MOST_CODES = 20, 12
_TOLD = ("vendor", "pdd_s", "status", "q850", "hung_up", "call_id", "callee", "talk_s")
"""Columns of which it is told that there are none."""


class Read(Struct, frozen=True):
    """All sources, read: what they tell, the report on the packets, and how those and the attempts of CDRs found each other."""

    loaded: Loaded
    capture: FullReport | None
    met: Met | None
    """None where no packets stand beside CDRs."""

    @property
    def has_packets_alone(self) -> bool:
        """Whether the attempts are those of the packets."""
        return self.capture is not None and self.met is None

    def told(self) -> Read:
        """The same; the attempts of CDRs are told what packets say."""
        packets.tell(self.loaded.db)
        picks = dict.fromkeys(("pdd_s", "status", "q850", "reason", "hung_up", "call_id"), "")
        sources = tuple(replace(one, layout=replace(one.layout, picks={**picks, **one.layout.picks})) for one in self.loaded.sources)
        return replace(self, loaded=replace(self.loaded, sources=sources))


def read(names: Sequence[str], wanted: Wanted, settings: Settings, within: Within | None = None, tell: Tell = lambda one: None) -> Read:
    """The attempts of all sources; those of CDRs know which packets are theirs, but are not told yet what these say."""
    packed = [name for name in names if is_evidence(name)]
    tables = [name for name in names if name not in packed]
    loaded = load(tables, wanted, is_alone=not packed)
    if not packed:
        return Read(loaded, None, None)
    report = evidence(packed, settings, within, tell)
    packets.take(loaded.db, report)
    if loaded.sources:
        return Read(loaded, report, packets.join(loaded.db))
    count = packets.add(loaded.db, 0, wanted.numbering)
    source = Source(", ".join(packed), packets.LAYOUT, False, None, count, count, NOTHING, {})
    return Read(replace(loaded, sources=(source,)), report, None)


def cdr_report(
    names: Sequence[str],
    wanted: Wanted,
    directory: Directory,
    settings: Settings,
    *,
    zone: tzinfo | None = None,
    within: Within | None = None,
    tell: Tell = lambda one: None,
) -> CdrReport:
    """
    The whole report, moments told in `zone` (None: the machine's); `tell` hears which segments of a history are spoiled.

    What is told of is `within`; changes are sought in all that came before its end, and told if they reach into it.
    CdrError, Problem or StoreError if a source cannot be read.
    """
    sources = read(names, wanted, settings, within, tell)
    shown = tuple(map(database.shown, names))
    if sources.loaded.measured() == 0:
        raise CdrError("nothing-captured" if all(map(is_evidence, names)) else "nothing", path=", ".join(shown))
    directory.fill(sources.loaded.db)
    is_late = sources.met is not None and not packets.is_even(sources.loaded.db)
    if sources.met is not None and not is_late:
        sources = sources.told()
    whole = Measuring(sources.loaded.db, sources.loaded.told)
    window = sources.loaded.cut(within) if within else None
    since = window[0] if window else None
    is_judged, findings = _judged(whole, since, settings, zone)
    if is_late:
        sources = sources.told()
        whole = Measuring(sources.loaded.db, sources.loaded.told, whole.present)
    # which hosts are vendors is told by the packets that were read: of a history those of that time alone
    measuring = whole.since(since, is_told_alone=sources.has_packets_alone)
    span = measuring.span()
    if span is None:
        raise CdrError("nothing-then", path=", ".join(shown))
    report = _measured(sources.loaded, measuring, whole, span)
    return replace(
        report,
        findings=findings,
        is_judged=is_judged,
        met=sources.met,
        capture=sources.capture,
        window=window,
        then=measuring.by_file() if window else {},
        names=shown,
        is_narrow=within is not None and any(map(is_history, names)),
    )


def _measured(loaded: Loaded, measuring: Measuring, whole: Measuring, span: tuple[int, int]) -> CdrReport:
    """All figures of the time that is told of, and what is not told; no changes yet."""
    total, vendors, directions, pairs, hours = measuring.sets((), ("vendor",), ("direction",), ("vendor", "direction"), ("hour",))
    absent = tuple(name for name in _TOLD if not measuring.has(name))
    return CdrReport(
        loaded=loaded,
        measuring=measuring,
        whole=whole,
        span=span,
        total=total[()],
        vendors=vendors,
        directions=directions,
        pairs=pairs,
        sources=measuring.most("source_trunk", _MOST_CALLERS),
        callers=measuring.most("caller", _MOST_CALLERS) if total[()].attempts < _MANY else {},
        hours=dict(sorted(hours.items())),
        line=measuring.line("vendor"),
        codes=measuring.shares("status", most=_MOST_CODES),
        causes=measuring.shares("q850", most=_MOST_CODES),
        reasons=measuring.shares("reason", most=_MOST_CODES),
        proved=measuring.shares("cause", most=_MOST_CODES),
        repeated=sum(measuring.repeated().values()) if measuring.has("callee") else None,
        lacks={name: lack for source in loaded.sources for name, lack in source.layout.lacks.items() if name in absent},
        absent=absent,
        least=LEAST,
    )


def _judged(whole: Measuring, since: int | None, settings: Settings, zone: tzinfo | None) -> tuple[bool, tuple[Finding, ...]]:
    """Whether there are attempts enough to look for changes, and those that reach beyond `since`."""
    total, span = whole.by()[()], whole.span()
    if span is None or not whole.has("vendor") or total.seizures < LEAST:
        return False, ()
    offset = moment(span[1], zone).utcoffset()
    found = shifts(whole.db, span, total.attempts, whole.has("pdd_s"), round(offset.total_seconds()) if offset else 0)
    return True, _findings(tuple(one for one in found if reaches(one, since, whole.db)), settings, zone)


def _findings(found: tuple[Shift, ...], settings: Settings, zone: tzinfo | None) -> tuple[Finding, ...]:
    """What changed, by the rules of traffic that are on, the costliest first."""
    overview = Overview(limits=settings.limits, traffic=Traffic(found, settings.limits))
    checks = [check for slug, check in capture_checks().items() if known()[slug].area == "traffic" and slug not in settings.off]
    told = [_in_zone(finding, zone) for check in checks for finding in check(overview)]
    return tuple(sorted(told, key=lambda finding: (-_cost(finding), str(finding.values["since"]))))


def _cost(finding: Finding) -> float:
    minutes, lost = finding.values.get("minutes"), finding.values.get("lost")
    return (float(minutes) if isinstance(minutes, int | float) else 0.0) + (float(lost) if isinstance(lost, int | float) else 0.0) / 1e3


def _in_zone(finding: Finding, zone: tzinfo | None) -> Finding:
    """The finding with its moments in the reader's zone."""
    values = dict(finding.values)
    for name in ("since", "until"):
        if isinstance(ts := values.get(f"{name}_ts"), int):
            values[name] = f"{date_of(ts, zone)} {time_of(ts, zone)[:5]} {zone_of(ts, zone)}"
    return replace(finding, values=values)


_MANY = 20_000_000
"""Callers are not told apart beyond so many attempts."""
