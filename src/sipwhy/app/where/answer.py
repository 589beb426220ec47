"""The answer to an expression: over the messages of a report, and over calls that only a log knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from sipwhy.app.filters import calls_of
from sipwhy.app.where.asked import Asked, asks_verdicts
from sipwhy.app.where.facts import CallFacts
from sipwhy.app.where.masks import chosen_by
from sipwhy.model import Call, Finding
from sipwhy.where import MessageRow, predicate
from sipwhy.wire.columns import Array

if TYPE_CHECKING:
    from sipwhy.app.report import FullReport

_METHODS = {"call": "INVITE", "registration": "REGISTER", "options": "OPTIONS", "subscription": "SUBSCRIBE", "message": "MESSAGE"}


def messages_where(report: FullReport, asked: Asked) -> Array:
    """Which messages of a report fit; calls are judged only if the expression asks for causes or findings."""
    evidence = report.table.evidence
    moment = asked.moment(evidence.start, evidence.end)
    facts = facts_of(report, asks_verdicts(asked))
    return chosen_by(asked.expression.root, facts, report.table.row_of_leg, moment, asked.own)


def calls_where(report: FullReport, asked: Asked) -> Array:
    """Which calls of a report have a message that fits."""
    return calls_of(report.table, messages_where(report, asked))


def facts_of(report: FullReport, judged: bool) -> CallFacts:
    """What can be asked about the calls of a report; causes and findings only if they were `judged`."""
    if not judged:
        return CallFacts(report.table)
    verdicts = report.verdicts
    return CallFacts(report.table, verdicts.cause, verdicts.causes, lambda row: [finding.rule for finding in report.findings_of(row + 1)])


def answer_of_log(asked: Asked, calls: Iterable[Call]) -> Callable[[Call, Sequence[Finding]], bool]:
    """Whether a call that only a log knows fits: as if it were one message that began it, with the answer it got."""
    known = list(calls)
    moment = asked.moment(min((call.start for call in known), default=0), max((call.end for call in known), default=0))
    fits = predicate(asked.expression, moment)
    return lambda call, findings: any(fits(row) for row in _rows(call, findings))


def _rows(call: Call, findings: Sequence[Finding]) -> Iterable[MessageRow]:
    cause = next((finding for finding in findings if finding.is_cause), None)
    sockets: list[tuple[str | None, int]] = [(event.address, event.port) for event in call.log if event.address] or [(None, 0)]
    for call_id in call.call_ids or (None,):
        for ip, port in sockets:
            request = MessageRow(
                number=0, ts=call.start, src_ip=ip, src_port=port or None, method=_METHODS.get(call.kind), call_id=call_id,
                from_user=call.caller, to_user=call.callee, call_number=call.number, kind=call.kind, result=call.result,
                cause=cause.rule if cause else None, at_fault=cause.at_fault if cause else None,
                findings=tuple(finding.rule for finding in findings), duration=(call.end - call.start) / 1e6, pdd=call.durations.pdd,
                talk=call.durations.talk,
            )  # fmt: skip
            yield request
            if call.status is not None:
                yield replace(request, status=call.status, reason=call.reason, src_ip=None, src_port=None, dst_ip=ip, dst_port=port or None)
