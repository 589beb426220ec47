"""
Names of SIP servers that DNS did not resolve (RFC 3263), as far as queries and answers prove it.

That a domain has no NAPTR or SRV records is its good right: a name has failed when no address was found for it and for
nothing that it leads to. Names that a resolver only tried with its search domain appended failed nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from sipwhy.diagnosis.upset import Around, Upset
from sipwhy.model import AtFault, Confidence, NetworkError, Severity
from sipwhy.model.connection import At
from sipwhy.model.lookup import NO_SUCH_NAME, UNANSWERED, Lookup

_SLOW = 1.0
"""Seconds after which a lookup delays a call noticeably."""
_PATIENCE = 5_000_000
"""µs that a resolver waits for an answer at least before it counts as missing (glibc's own default)."""


_PORT = 53
_SOON = 5_000_000
"""µs after a query within which ICMP speaks of it."""

Refused = Mapping[tuple[str, str], Sequence[NetworkError]]
"""What ICMP said of queries, by who asked and whom."""


class _Name(Struct):
    """What one host asked about one name: services of it, and addresses."""

    host: str
    services: list[Lookup] = field(default_factory=list)
    addresses: list[Lookup] = field(default_factory=list)


class _Verdict(Struct, frozen=True):
    """What is said of a lookup."""

    variant: str
    confidence: Confidence
    at_fault: AtFault
    severity: Severity = "error"


def judge_lookups(lookups: Sequence[Lookup], errors: Iterable[NetworkError], around: Around) -> Iterator[Upset]:
    """What went wrong with the lookups of every host."""
    by_client: dict[str, list[Lookup]] = {}
    for lookup in lookups:
        by_client.setdefault(lookup.client, []).append(lookup)
    refused: dict[tuple[str, str], list[NetworkError]] = {}
    for error in errors if by_client else ():
        if error.kind == "icmp" and error.dst.port == _PORT:
            refused.setdefault((error.src.ip, error.dst.ip), []).append(error)
    for own in by_client.values():
        yield from _of_client(own, refused, around)


def _of_client(lookups: list[Lookup], refused: Refused, around: Around) -> Iterator[Upset]:
    names = _names(lookups)
    resolved = {name.host for name in names.values() if any(lookup.found for lookup in name.addresses)}
    for name in names.values():
        failed = None if _is_found(name, names, resolved) or _is_variation(name.host, resolved) else _telling(name, refused, around)
        if failed:
            yield _failure(name, failed, _refusal(failed, refused), around)
            continue
        yield from _delays(name, around)


def _delays(name: _Name, around: Around) -> Iterator[Upset]:
    """What only took long: an answer that came late, or one about services that never came."""
    slow = [one for one in (*name.services, *name.addresses) if one.slowest >= _SLOW]
    if slow:
        yield _upset(name, max(slow, key=lambda one: one.slowest), _Verdict("slow", "certain", "network", "notice"))
    elif silent := [one for one in name.services if _is_given_up(one, around)]:
        yield _upset(name, silent[0], _Verdict("silent", "certain", "network", "notice"))


def _names(lookups: Iterable[Lookup]) -> dict[str, _Name]:
    found: dict[str, _Name] = {}
    for lookup in lookups:
        host = lookup.name.split(".", 2)[2] if lookup.type == "SRV" and lookup.name.count(".") > 1 else lookup.name
        name = found.setdefault(host, _Name(host))
        (name.addresses if lookup.type in ("A", "AAAA") else name.services).append(lookup)
    return found


def _is_found(name: _Name, names: dict[str, _Name], resolved: set[str]) -> bool:
    """Whether an address is known of it: its own, or of a host that its services lead to, asked for or told beside."""
    if name.host in resolved:
        return True
    targets = {target for service in name.services if service.type == "SRV" and service.found for target in service.targets}
    return any(target in resolved or target not in names or not names[target].addresses for target in targets)


def _is_variation(host: str, resolved: set[str]) -> bool:
    """Whether it is a name that was found, with or without a search domain."""
    return any(host.startswith(f"{known}.") or known.startswith(f"{host}.") for known in resolved)


def _telling(name: _Name, refused: Refused, around: Around) -> Lookup | None:
    """
    The lookup that shows why there is no address; None if that is not proved.

    Only one for A does: that there is no AAAA, or no service, or no answer about them, leaves an address that the host
    remembers from before. Silence counts when the host has asked again, or when ICMP says why.
    """
    wanted = [one for one in name.addresses if one.type == "A"]
    settled = [one for one in wanted if one.answered or _is_given_up(one, around) or _refusal(one, refused)]
    return max(settled, key=lambda one: (one.answered == 0, one.code != 0), default=None)


def _is_given_up(lookup: Lookup, around: Around) -> bool:
    return not lookup.answered and lookup.asked > 1 and around.end - lookup.last.ts >= _PATIENCE


def _refusal(lookup: Lookup, refused: Refused) -> NetworkError | None:
    """What ICMP said of the last query of a lookup that nobody answered."""
    if lookup.answered:
        return None
    told = refused.get((lookup.client, lookup.server), ())
    return next((error for error in told if 0 <= error.ts - lookup.last.ts <= _SOON), None)


def _failure(name: _Name, failed: Lookup, told: NetworkError | None, around: Around) -> Upset:
    asker = around.asked(failed.client)
    if told is not None:
        variant = "turned-away" if told.is_from_between else "closed"
        upset = _upset(name, failed, _Verdict(variant, "certain", "network"))
        values = {**upset.values, "reporter": told.reporter or "", "detail": told.detail}
        return replace(upset, marks=(*upset.marks, ("icmp", At(told.ts, told.frame))), values=values)
    if failed.code == UNANSWERED:
        return _upset(name, failed, _Verdict("unanswered", "likely", "network"))
    if failed.code == NO_SUCH_NAME:
        return _upset(name, failed, _Verdict("", "certain", asker))
    if failed.code:
        return _upset(name, failed, _Verdict("refused", "certain", "network"))
    return _upset(name, failed, _Verdict("empty", "certain", asker))


def _upset(name: _Name, lookup: Lookup, verdict: _Verdict) -> Upset:
    return Upset(
        slug="dns-failure",
        severity=verdict.severity,
        confidence=verdict.confidence,
        at_fault=verdict.at_fault,
        file=lookup.file,
        client=lookup.client,
        peer=name.host,
        since=lookup.first.ts,
        until=max(lookup.last.ts, lookup.answer.ts if lookup.answer else 0),
        variant=verdict.variant,
        marks=(("query", lookup.first), *((("reply", lookup.answer),) if lookup.answer else ())),
        values={
            "client": lookup.client,
            "name": lookup.name,
            "host": name.host,
            "type": lookup.type,
            "resolver": lookup.server,
            "code": lookup.code_name,
            "asked": lookup.asked,
            "took": lookup.slowest,
        },
    )
