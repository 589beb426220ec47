"""Traffic quality: from CDRs, databases, captures and the history to measures and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from msgspec.structs import replace

from sipwhy.app.cdr_evidence import Tell, evidence, is_evidence, is_history
from sipwhy.app.report import FullReport
from sipwhy.app.settings import Settings
from sipwhy.cdr import packets
from sipwhy.cdr.directions import Directory
from sipwhy.cdr.load import Loaded, Source, Wanted, Within, load
from sipwhy.cdr.measures import Measuring
from sipwhy.cdr.packets import Met
from sipwhy.cdr.problem import CdrError
from sipwhy.cdr.reading import database
from sipwhy.cdr.report import CdrReport
from sipwhy.cdr.shifts.judge import LEAST, shifts
from sipwhy.cdr.shifts.reach import reaches
from sipwhy.diagnosis.overview import Overview
from sipwhy.diagnosis.registry import capture_checks, rules
from sipwhy.diagnosis.traffic import Shift, Traffic
from sipwhy.model import Finding
from sipwhy.texts.moment import date_of, moment, time_of, zone_of

_MOST_CALLERS, _MOST_CODES = 20, 12


def loaded_of(
    names: Sequence[str], wanted: Wanted, settings: Settings, within: Within | None = None, tell: Tell = lambda one: None
) -> tuple[Loaded, FullReport | None, Met | None]:
    """The attempts of all sources; captures or a history beside CDRs tell what CDRs do not."""
    loaded, report, is_beside = _loaded(names, wanted, settings, within, tell)
    met: Met | None = None
    if is_beside:
        loaded, met = _joined(loaded)
    return loaded, report, met


def _loaded(
    names: Sequence[str], wanted: Wanted, settings: Settings, within: Within | None, tell: Tell
) -> tuple[Loaded, FullReport | None, bool]:
    """The same, with what stands beside CDRs read, but not joined to them yet; and whether anything does."""
    packed = [name for name in names if is_evidence(name)]
    tables = [name for name in names if name not in packed]
    loaded = load(tables, wanted)
    if not packed:
        return loaded, None, False
    report = evidence(packed, settings, within, tell)
    packets.take(loaded.db, report)
    if tables:
        return loaded, report, True
    count = packets.add(loaded.db, 0, wanted.numbering)
    source = Source(", ".join(packed), packets.LAYOUT, False, None, count, count, 0, 0, {})
    return replace(loaded, sources=(source,)), report, False


def _joined(loaded: Loaded) -> tuple[Loaded, Met]:
    """The sources, told that packets tell the rest."""
    told = dict.fromkeys(("pdd_s", "status", "q850", "reason", "hung_up", "call_id"), "")
    sources = tuple(replace(one, layout=replace(one.layout, picks={**told, **one.layout.picks})) for one in loaded.sources)
    return replace(loaded, sources=sources), packets.join(loaded.db)


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
    loaded, capture, is_beside = _loaded(names, wanted, settings, within, tell)
    is_narrow = within is not None and any(map(is_history, names))
    met: Met | None = None
    # a history of some time alone would make that time look different from what was before
    is_late = is_beside and is_narrow
    if is_beside and not is_late:
        loaded, met = _joined(loaded)
    path = ", ".join(map(database.shown, names))
    if loaded.measured() == 0:
        raise CdrError("nothing-captured" if all(map(is_evidence, names)) else "nothing", path=path)
    directory.fill(loaded.db)
    whole = Measuring(loaded.db, loaded.told)
    window = loaded.cut(within) if within else None
    since = window[0] if window else None
    is_judged, findings = _judged(whole, since, settings, zone)
    if is_late:
        loaded, met = _joined(loaded)
        whole = Measuring(loaded.db, loaded.told, whole.present)
    # which hosts are vendors is told by the packets that were read: of a history those of that time alone
    measuring = whole.since(since, is_told_alone=capture is not None and not is_beside)
    span = measuring.span()
    if span is None:
        raise CdrError("nothing-then", path=path)
    total, vendors, directions, pairs, hours = measuring.sets((), ("vendor",), ("direction",), ("vendor", "direction"), ("hour",))
    absent = tuple(
        name for name in ("vendor", "pdd_s", "status", "q850", "hung_up", "call_id", "callee", "talk_s") if not measuring.has(name)
    )
    lacks = {name: lack for source in loaded.sources for name, lack in source.layout.lacks.items() if name in absent}
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
        findings=findings,
        met=met,
        capture=capture,
        lacks=lacks,
        absent=absent,
        is_judged=is_judged,
        least=LEAST,
        window=window,
        then=measuring.by_file() if window else {},
        names=tuple(map(database.shown, names)),
        is_narrow=is_narrow,
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
    overview = _overview(Traffic(found, settings.limits))
    checks = [check for slug, check in capture_checks().items() if rules()[slug].area == "traffic" and slug not in settings.off]
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


def _overview(traffic: Traffic) -> Overview:
    """A capture without packets, and the traffic."""
    return Overview(
        packets=0, sip_messages=0, duplicates=0, start=0, end=0, dropped=0, cut_packets=0, cut_example=None, fragments_lost=0,
        fragment_example=None, tcp_gaps=0, tcp_gap_example=None, hosts=(), legs=0, legs_late=0, late_example=None, legs_open=0,
        open_example=None, legs_only_requests=0, legs_only_answers=0, one_sided_example=None, limits=traffic.limits, traffic=traffic,
    )  # fmt: skip


_MANY = 20_000_000
"""Callers are not told apart beyond so many attempts."""
