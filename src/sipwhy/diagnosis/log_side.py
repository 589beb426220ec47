"""
What logs prove of the calls of a report, and how it meets what the packets prove.

The server's own word of its reason counts for more than what an answer alone suggests, and for less than what the packets prove.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from msgspec.structs import replace

from sipwhy.calls.log import Told, entry_of
from sipwhy.diagnosis.log_rule import LOG, PACKETS, LogRule, can_fire
from sipwhy.diagnosis.rule import ONE
from sipwhy.model import Call, Evidence, Finding
from sipwhy.model.log_event import LogEvent

_CONFIDENCE = ("certain", "likely", "possible")
_WENT_WELL = ("answered", "registered", "unregistered", "redirected")
_AS_WISHED = ("busy", "declined", "cancelled", "no-answer")
_GENERAL = frozenset(
    {"acl-denied", "callee-declined", "callee-not-registered", "codec-mismatch", "credentials-missing", "do-not-disturb", "forbidden",
     "no-route", "unknown-number", "unknown-user", "upstream-server-error", "upstream-timeout", "upstream-unavailable", "wrong-password"}
)  # fmt: skip
"""Causes that are read from an answer alone: a server gives one answer for several reasons, and its log names the one."""
_OF_ITS_KIND = {"no-route": "next-hop-unreachable"}
"""Causes whose own words name another as one of their reasons: a log that names it as surely is the closer word."""
_OF_DIAL_PLAN = "dialplan"
"""The words of a refusal that a dial plan made itself, for a reason of its own that no packet shows: its steps stand in the log."""
_LACKED = frozenset({"rtp-ports-exhausted", "memory-exhausted"})
"""What a server lacked itself when it was asked: whatever it answered then tells nothing of the offer."""
_SILENCES = frozenset({"next-hop-unreachable", "registrar-unreachable"})
"""Causes that are read from silence: a server that writes that it ignored the request was there all the time."""
_MOST_PACKETS = 2
_REFUSED = 300


class LogSide:
    """The events of the logs by call, and the calls that only they know, numbered after those of the capture."""

    def __init__(self, told: Told, rules: Sequence[LogRule], first_number: int, crashes: dict[str, str]) -> None:
        self.by_row = {row: tuple(sorted(events, key=_time)) for row, events in told.by_row.items()}
        self.entries = tuple(entry_of(attempt, first_number + at) for at, attempt in enumerate(told.alone))
        self.logins = tuple(sorted(told.logins, key=lambda pair: _time(pair[1])))
        """Logins refused and accepted, in order of time, each with the number of its call in the capture, or 0."""
        self.probes = tuple(sorted(told.probes, key=_time))
        """What became of peers that a server asks at intervals, in order of time."""
        self._rules = rules
        self._crashes = crashes
        self._by_kinds: dict[tuple[frozenset[str], frozenset[int]], Sequence[LogRule]] = {}

    @cached_property
    def events(self) -> tuple[tuple[int, LogEvent], ...]:
        """Every event with the number of its call, in order of time."""
        of_rows = ((row + 1, event) for row, events in self.by_row.items() for event in events)
        alone = ((call.number, event) for call in self.entries for event in call.log)
        return tuple(sorted((*of_rows, *alone), key=lambda pair: _time(pair[1])))

    @cached_property
    def quotes(self) -> dict[tuple[int, int], str]:
        """What stands in the lines that can be evidence, by file and line; secrets are left out."""
        return {(event.line.file, event.line.line): event.line.text.strip() for _, event in self.events}

    def both(self, packets: Sequence[Finding], log: Sequence[Finding]) -> tuple[Finding, ...]:
        """What is found over the whole evidence: of one source's doing that packets and logs show there is one finding."""
        found = list(packets)
        for finding in log:
            at = next((at for at, known in enumerate(found) if _is_same(known, finding)), None)
            if at is None:
                found.append(finding)
                continue
            lines = tuple(replace(proof, note=LOG) for proof in finding.evidence)
            numbers = tuple(sorted({*found[at].call_numbers, *finding.call_numbers}))
            found[at] = replace(found[at], evidence=(*found[at].evidence, *lines), call_numbers=numbers)
        return tuple(found)

    def findings(self, call: Call, events: Sequence[LogEvent], whole: Callable[[], Call] | None = None) -> tuple[Finding, ...]:
        """What the log proves of one call, the surest cause first, of equals the first told; `whole` makes it with its messages."""
        found: list[Finding] = []
        is_open = _is_open(call)
        for rule in self._fitting(frozenset([event.kind for event in events]), frozenset([event.code for event in events])):
            holds = is_open or rule.outlives
            if not holds and not rule.remarks:
                continue
            try:
                told = [finding for finding in rule.check(call, events) if holds or not finding.is_cause]
                found.extend(() if told and whole and rule.refuted and rule.refuted(whole(), events) else told)
            except Exception as error:  # any rule may crash: it becomes a line in the report
                self._crashes.setdefault(rule.slug, f"{type(error).__name__}: {error}")
        order = {(event.line.file, event.line.line): at for at, event in enumerate(events)}
        return tuple(sorted(found, key=lambda finding: (not finding.is_cause, _sureness(finding), _first(finding, order))))

    def _fitting(self, kinds: frozenset[str], codes: frozenset[int]) -> Sequence[LogRule]:
        """The rules that events of such kinds and statuses can make fire; calls fail in few ways."""
        rules = self._by_kinds.get((kinds, codes))
        if rules is None:
            rules = self._by_kinds[kinds, codes] = [rule for rule in self._rules if can_fire(rule.check, kinds, codes)]
        return rules

    def alone(self, wide: Sequence[Finding]) -> dict[int, tuple[Finding, ...]]:
        """The findings of each call that only the log knows; what is found over all of them (`wide`) is the cause of what belongs to it."""
        narrowest: dict[int, Finding] = {}
        for one in sorted((one for one in wide if one.is_cause), key=lambda one: len(one.call_numbers)):
            for number in one.call_numbers:
                narrowest.setdefault(number, one)
        return {call.number: self._alone(call, narrowest.get(call.number)) for call in self.entries}

    def _alone(self, call: Call, belongs: Finding | None) -> tuple[Finding, ...]:
        own = self.findings(call, call.log)
        if belongs is None:
            return own[:1] + tuple(finding for finding in own[1:] if not finding.is_cause)
        line = call.log[0].line
        proof = Evidence(ONE, file=line.file, line=line.line)
        return (replace(belongs, evidence=(proof,), call_numbers=(call.number,)), *(one for one in own if not one.is_cause))

    def met(self, call: Call, packets: Sequence[Finding], is_wide: bool, whole: Callable[[], Call]) -> tuple[Finding, ...]:
        """
        The findings of a call of the capture together with what the log proves; the cause first. `whole` is the call with its messages.

        Where the packets show what the next hop answered, a proxy's accounting, which has what it told the caller, explains no more;
        nor does the cause that Asterisk or FreeSWITCH made of that answer.
        """
        log = self.findings(call, self.by_row[call.number - 1], whole)
        joined = [self._settled(_joined(finding, log), call) for finding in packets]
        new = [finding for finding in log if all(finding.rule != known.rule for known in packets)]
        remarks = [finding for finding in new if not finding.is_cause]
        cause = next((finding for finding in joined if finding.is_cause), None)
        word = next((finding for finding in log if finding.is_cause), None)
        if word is None or (cause and word.rule == cause.rule):
            return (*joined, *remarks)
        events = self.by_row[call.number - 1]
        accounted = len(call.legs) > 1 and (_is_accounting(word, events) or (_is_made_of_answer(word, events) and _shows_answer(call)))
        if cause is None or (not is_wide and not accounted and _yields(cause, word)):
            own = next((finding for finding in joined if finding.rule == word.rule), word)
            rest = [finding for finding in joined if finding is not cause and finding is not own]
            return (_with_packets(replace(own, is_cause=True), cause), *rest, *remarks)
        return (_with_lines(cause, word), *(finding for finding in joined if finding is not cause), *remarks)

    def _settled(self, finding: Finding, call: Call) -> Finding:
        """A finding of packets in the words that hold once the log has spoken."""
        half = next((rule for rule in self._rules if rule.slug == finding.rule), None)
        if half is None or finding.variant == LOG:
            return finding
        return replace(finding, variant=half.settled(finding.variant, self.by_row[call.number - 1]))


def _is_same(finding: Finding, other: Finding) -> bool:
    return finding.rule == other.rule and finding.values.get("source") == other.values.get("source")


def _is_open(call: Call) -> bool:
    """Whether any diagnosis fits how a call ended, by the capture or else by the log; of others only what outlives an answer does."""
    if call.result == "declined":
        return all(leg.result != call.result for leg in call.legs[1:])  # else the first host made the answer up
    return call.result not in _WENT_WELL and (call.result not in _AS_WISHED or len(call.legs) <= 1)


def _is_accounting(word: Finding, events: Sequence[LogEvent]) -> bool:
    """Whether a proxy's accounting alone proves it."""
    kinds = {(event.line.file, event.line.line): event.kind for event in events}
    return all(kinds.get((proof.file, proof.line or 0)) == "transaction" for proof in word.evidence)


def _is_made_of_answer(word: Finding, events: Sequence[LogEvent]) -> bool:
    """Whether the cause of a Dial alone proves it: what a PBX made of a status that its log does not name."""
    caused = {(event.line.file, event.line.line) for event in events if "side" in event.facts}
    return any((proof.file, proof.line or 0) in caused for proof in word.evidence)


def _shows_answer(call: Call) -> bool:
    """Whether the packets have the refusal that somebody further on gave."""
    return any((leg.status or 0) >= _REFUSED for leg in call.legs[1:])


def _yields(cause: Finding, word: Finding) -> bool:
    """Whether what the packets suggest gives way to the server's own word: it explains answers, and silence that it says it kept."""
    if cause.rule in _SILENCES and word.values.get("ignored"):
        return True
    if word.rule in _LACKED and word.confidence == "certain" and cause.confidence == "possible":
        return True
    least = _sureness(cause) + (_OF_ITS_KIND.get(cause.rule) == word.rule or cause.variant == _OF_DIAL_PLAN)
    return cause.rule in _GENERAL and (word.confidence == "certain" or _sureness(word) < least)


def _joined(finding: Finding, log: Iterable[Finding]) -> Finding:
    """A finding with the lines that say the same."""
    same = next((one for one in log if one.rule == finding.rule), None)
    if same is None:
        return finding
    blame = same.at_fault if finding.at_fault == "unknown" else finding.at_fault
    sure = min(finding.confidence, same.confidence, key=_CONFIDENCE.index)
    return replace(_with_lines(finding, same), confidence=sure, at_fault=blame)


def _with_lines(finding: Finding, log: Finding) -> Finding:
    known = set(finding.evidence)
    return replace(finding, evidence=(*finding.evidence, *(proof for proof in log.evidence if proof not in known)))


def _with_packets(word: Finding, cause: Finding | None) -> Finding:
    """What the log proves, with the messages that were taken for something vaguer."""
    if cause is None:
        return word
    messages = [replace(proof, note=PACKETS) for proof in cause.evidence if proof.message is not None]
    return replace(word, evidence=(*word.evidence, *messages[:_MOST_PACKETS]), at=cause.at)


def _sureness(finding: Finding) -> int:
    return _CONFIDENCE.index(finding.confidence)


def _time(event: LogEvent) -> tuple[int, int, int]:
    return event.line.ts or 0, event.line.file, event.line.line


def _first(finding: Finding, order: dict[tuple[int, int], int]) -> int:
    lines = [order.get((proof.file, proof.line), 0) for proof in finding.evidence if proof.note == LOG and proof.line is not None]
    return min(lines, default=0)
