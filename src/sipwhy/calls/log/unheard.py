"""
Whose request it was that a server dropped: PJSIP's line about it names nothing but its method and CSeq
(res_pjsip/pjsip_distributor.c). It is tied to a hop that sent such a request just then and got no answer.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from sipwhy.calls.outcome import RESULTS
from sipwhy.calls.table import CallTable
from sipwhy.model.log_event import LogEvent

_NEAR = 2_000_000
"""µs between a request and the line about it."""
_MOST_SENT = 24
"""Messages of a leg that are looked at: who gets no answer repeats a request ten times at most (RFC 3261 section 17.1.2.2)."""
_FAILED = frozenset(RESULTS.index(name) for name in ("failed", "rejected", "unanswered", "declined", "incomplete"))


class Unheard:
    """The requests without an answer in the calls that failed, by method and CSeq."""

    def __init__(self, table: CallTable) -> None:
        self._table = table

    def rows(self, lines: Sequence[LogEvent], kind: int | None) -> tuple[int, ...]:
        """The call (of a kind of `KINDS`, any if None) that sent one of the requests, if all that did asked one host: it wrote the log."""
        found = [
            (abs(ts - (line.line.ts or 0)), row, asked)
            for line in lines
            for ts, row, asked in self._about(line)
            if kind is None or self._table.kind[row] == kind
        ]
        return (min(found)[1],) if len({asked for *_, asked in found}) == 1 else ()

    def _about(self, line: LogEvent) -> list[tuple[int, int, str]]:
        sent, ts = self._sent.get((line.facts.get("cseq", ""), line.method), []), line.line.ts or 0
        return sent[bisect_left(sent, (ts - _NEAR,)) : bisect_left(sent, (ts + _NEAR + 1,))]

    @cached_property
    def _sent(self) -> dict[tuple[str, str], list[tuple[int, int, str]]]:
        """By CSeq and method: when it was sent, in which row, and whom it asked; in order of time."""
        found = dict[tuple[str, str], list[tuple[int, int, str]]]()
        evidence, row_of_leg = self._table.evidence, self._table.row_of_leg.tolist()
        results = self._table.result.tolist()
        for leg in range(evidence.leg_count):
            row = row_of_leg[leg]
            if results[row] not in _FAILED:
                continue
            sent = [evidence.message(number) for number in evidence.leg_messages(leg)[:_MOST_SENT]]
            if all(message.is_request for message in sent):
                for message in sent:
                    found.setdefault((str(message.cseq), message.method or ""), []).append((message.ts, row, message.dst.ip))
        for rows in found.values():
            rows.sort()
        return found
