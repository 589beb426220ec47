"""Everything that went wrong below SIP, judged once; and how rules speak of it: of one call, and of the whole capture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis.handshakes import judge
from sipwhy.diagnosis.legs import deciding
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.overview import Overview
from sipwhy.diagnosis.resolving import judge_lookups
from sipwhy.diagnosis.rule import CaptureCheck, Check, Seeks
from sipwhy.diagnosis.scene import Scene
from sipwhy.diagnosis.unacknowledged import judge_segments
from sipwhy.diagnosis.unconnected import judge_errors
from sipwhy.diagnosis.upgrading import judge_upgrade
from sipwhy.diagnosis.upset import Around, Upset
from sipwhy.model import Call, Evidence, Finding, Leg, NetworkError
from sipwhy.model.connection import At, Connection
from sipwhy.model.flag import Flag
from sipwhy.model.lookup import Lookup

_RETRY = 5_000_000
"""µs within which a client tries again in another way, if it can."""
_RETRIED = ("tls-version", "tls-alert")
"""What a client may get over by offering something else."""
_SHOWN = 3
"""How many like it are shown as evidence."""
_OF_NEXT_HOP = (None, 408, 480, 500, 502, 503, 504)
"""What a host answers that could not reach whom it was to ask."""

SOUGHT = Seeks(kinds=frozenset({"call", "registration"}), flags=Flag.TROUBLE_BEHIND, without=Flag.ANSWERED)
"""The calls and registrations for which an upset may matter."""


def all_upsets(
    connections: Sequence[Connection], lookups: Sequence[Lookup], errors: Iterable[NetworkError], around: Around
) -> tuple[Upset, ...]:
    """All of them, in order of time."""
    judged = (judge_upgrade(one, around) if one.upgrade else judge(one, around) for one in connections)
    found = [_softened(one, connections) for one in judged if one]
    told = tuple(errors)
    found += judge_lookups(lookups, told, around)
    found += judge_errors(told, around)
    found += judge_segments(told, connections)
    return tuple(sorted(found, key=lambda upset: upset.since))


def _softened(upset: Upset, connections: Sequence[Connection]) -> Upset:
    """A client that got through right afterwards was harmed by a moment at the most."""
    if upset.slug not in _RETRIED or upset.severity != "error":
        return upset
    again = (
        one
        for one in connections
        if one.client.ip == upset.client and str(one.server) == upset.peer and 0 < one.began.ts - upset.since <= _RETRY
    )
    worked = any(one.tls and one.tls.client.records > 1 and one.tls.server.records > 1 for one in again)
    return replace(upset, severity="notice") if worked else upset


def in_capture(slug: str) -> CaptureCheck:
    """A check that tells each kind of upset of a rule once per client and peer, with the first ones as evidence."""

    def check(overview: Overview) -> Iterator[Finding]:
        alike: dict[tuple[str, str, str, str], list[Upset]] = {}
        for upset in overview.upsets:
            if upset.slug == slug and not upset.is_of_call:
                alike.setdefault((upset.client, upset.peer, upset.variant, upset.severity), []).append(upset)
        for upsets in alike.values():
            first = upsets[0]
            evidence = [_frame(upset.file, mark) for upset in upsets[:_SHOWN] for mark in upset.marks]
            yield _finding(first, evidence, len(upsets))

    return check


def of_call(slug: str) -> Check:
    """A check that tells a failed call of what kept the host that it reached from asking the next one."""

    def check(call: Call, scene: Scene) -> Iterator[Finding]:
        where = deciding(call) if call.result != "answered" else None
        told = [upset for upset in scene.upsets(where.leg) if upset.slug == slug and upset.severity == "error"] if where else []
        found = next((upset for upset in told if not upset.users or call.callee in upset.users), None)
        if where is None or found is None:
            return
        final = where.leg.final
        own = is_own(found, where.leg)
        if final is not None and (own or final.status not in _OF_NEXT_HOP):
            return
        evidence = [_frame(found.file, mark) for mark in found.marks] + ([proof("told", final)] if final else [])
        confidence = found.confidence if own or found.confidence == "possible" else "likely"
        times = sum((one.client, one.peer, one.variant) == (found.client, found.peer, found.variant) for one in told)
        yield replace(_finding(found, evidence, times), confidence=confidence, is_cause=True, at=where.leg.messages[0].number)

    return check


def is_own(upset: Upset, leg: Leg) -> bool:
    """Whether it befell the connection by which the leg itself went."""
    return upset.ends is not None and set(upset.ends) == {leg.src, leg.dst}


def _finding(upset: Upset, evidence: Sequence[Evidence], times: int) -> Finding:
    return Finding(
        rule=upset.slug,
        severity=upset.severity,
        confidence=upset.confidence,
        at_fault=upset.at_fault,
        evidence=tuple(evidence),
        values={**upset.values, "times": times},
        variant=upset.variant,
    )


def _frame(file: int, mark: tuple[str, At]) -> Evidence:
    note, at = mark
    return Evidence(note=note, file=file, frame=at.frame)
