"""In whose language and time zone a report speaks, and the words of a finding in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import tzinfo

from msgspec import Struct, field
from msgspec.structs import replace

from sipwhy.diagnosis.log_rule import NOTES
from sipwhy.diagnosis.report import Report
from sipwhy.diagnosis.rule import CaptureRule, Rule, Words
from sipwhy.model import Call, Finding
from sipwhy.texts.catalogue import Table, say
from sipwhy.texts.fill import fill
from sipwhy.texts.language import Language, spoken
from sipwhy.texts.moment import full_moment, ts_of
from sipwhy.texts.narrowed import narrowed
from sipwhy.texts.screen import SCREEN
from sipwhy.views.evidence import Proof
from sipwhy.views.summary import ALARMING

OF_LOG = "-of-log"
"""Ends the key of a text that speaks of a log where another speaks of a capture."""
Rules = Mapping[str, Rule | CaptureRule]


class Said(Struct, frozen=True):
    """The words of one finding, filled."""

    title: str
    explanation: str
    fix: tuple[str, ...]
    notes: Mapping[str, str]


class Voice(Struct, frozen=True):
    """The reader's language and zone (None: the machine's own), and the rules whose words are spoken."""

    lang: Language
    rules: Rules
    zone: tzinfo | None = None
    platforms: frozenset[str] = frozenset()
    """The servers that are there, by model.host.Host.platform: advice is narrowed to them; empty if not all are known."""
    servers: Mapping[str, str | None] = field(default_factory=dict)
    """What runs at the address of each server; None where that is not known."""
    writers: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Who wrote each line of a log that can be evidence, by file and line: what logs alone prove is mended there."""
    gateways: frozenset[str] = frozenset()
    """Addresses of trunks that may be gateways of one's own (model.host.Host.is_gateway)."""
    unproved: frozenset[str] = frozenset()
    """Addresses of hosts of which nothing tells whether they are telephones or servers."""
    is_timeless: bool = False
    """Whether nothing of the report has a time: none is told then, for that of the file is no time of a call."""

    has_gaps: bool = False
    """Whether some of the messages have no time: what a console wrote has that of what stands before it."""

    is_of_log: bool = False
    """Whether logs alone were given: words speak of a log then, and of no capture."""

    def about(self, report: Report) -> Voice:
        """The same voice for the servers of `report`."""
        gateways = frozenset(host.ip for host in report.hosts if host.is_gateway)
        writers = {(event.line.file, event.line.line): event.vendor for _, event in report.overview.log}
        return replace(
            self,
            platforms=_platforms(report),
            servers={host.ip: host.platform for host in report.hosts if host.is_server},
            writers=writers,
            gateways=gateways,
            unproved=frozenset(host.ip for host in report.hosts if host.role == "unknown"),
            is_timeless=report.overview.is_timeless,
            has_gaps=any(log.timeless for log in report.overview.logs),
            is_of_log=_is_of_log(report),
        )

    def of(self, report: Report) -> Voice:
        """The same voice, telling no times if `report` has none."""
        return replace(self, is_timeless=report.overview.is_timeless)

    def on(self, call: Call) -> Voice:
        """The same voice for the servers that `call` went through, if it shows any: what runs elsewhere has no part in it."""
        ends = {end.ip for leg in call.legs for end in (leg.src, leg.dst)}
        there = {self.servers[ip] for ip in ends if ip in self.servers}
        return replace(self, platforms=_all_known(there)) if there else self

    def has_time(self, ts: int) -> bool:
        """Whether a point in time (µs since 1970 UTC) is one: what a console writes has none, 0, even beside evidence that has."""
        return ts > 0 and not self.is_timeless

    def has_span(self, call: Call) -> bool:
        """Whether durations of a call mean anything: without times of its messages, all of it seems to happen at one moment."""
        return not self.is_timeless and not (self.has_gaps and call.start == call.end)

    def screen(self, key: str, **values: object) -> str:
        """A fixed text of the report; of logs alone the one that speaks of a log, where there is one."""
        return say(SCREEN, self.key_in(SCREEN, key), self.lang, **values)

    def key_in(self, table: Table, key: str) -> str:
        """The key of the text that speaks of a log, where logs alone were given and the table has one."""
        of_log = f"{key}{OF_LOG}"
        return of_log if self.is_of_log and of_log in table else key

    def said(self, finding: Finding) -> Said:
        """The words of `finding`; of an unknown rule, its name."""
        words = self._words(finding)
        if words is None:
            return Said(finding.rule, "", (), {})
        values, lang = _values(finding, self.zone), self.lang
        return Said(
            fill(words.title, values, lang),
            fill(words.explanation, values, lang),
            tuple(fill(step, values, lang) for step in self._advice(finding, words.fix)),
            self._notes(finding),
        )

    def _words(self, finding: Finding) -> Words | None:
        rule = self.rules.get(finding.rule)
        text = (rule.texts.get(finding.variant) or rule.texts.get("")) if rule else None
        return spoken(text, self.lang) if text else None

    def _notes(self, finding: Finding) -> Mapping[str, str]:
        """What is written beside pieces of its evidence."""
        words, values = self._words(finding), _values(finding, self.zone)
        return {name: fill(note, values, self.lang) for name, note in {**NOTES[self.lang], **words.notes}.items()} if words else {}

    def _advice(self, finding: Finding, steps: Sequence[str]) -> Sequence[str]:
        """The steps for the servers that are there; all of them if none would be left."""
        lines = [(proof.file, proof.line) for proof in finding.evidence if proof.line is not None]
        is_of_log = bool(lines) and len(lines) == len(finding.evidence)
        there = frozenset(filter(None, map(self.writers.get, lines))) if is_of_log else frozenset()
        kept = [text for step in steps if (text := narrowed(step, there or self.platforms))]
        return kept or steps

    def is_answer(self, finding: Finding) -> bool:
        """Whether the user asked for what it tells."""
        rule = self.rules.get(finding.rule)
        return rule is not None and (rule.is_answer if isinstance(rule, CaptureRule) else "secret" in rule.needs or self.tells_why(finding))

    def tells_why(self, finding: Finding) -> bool:
        """Whether it belongs to why the call failed, though it is not the cause."""
        rule = self.rules.get(finding.rule)
        return isinstance(rule, Rule) and finding.variant in rule.tells_why

    def is_heard(self, finding: Finding) -> bool:
        """Whether people heard badly or lost digits by it, though it is no warning: who says that all is well says that of this, too."""
        rule = self.rules.get(finding.rule)
        is_felt = isinstance(rule, Rule) and ("sound" in rule.needs or finding.variant in rule.felt)
        return is_felt and finding.severity == "notice"

    def leaves_open(self, finding: Finding) -> bool:
        """Whether it says that nobody knows how it went."""
        rule = self.rules.get(finding.rule)
        return isinstance(rule, Rule) and finding.variant in rule.leaves_open

    def is_shown(self, finding: Finding) -> bool:
        """Whether it is shown without being asked for."""
        return finding.severity in ALARMING or self.tells_why(finding) or self.is_heard(finding)

    def title(self, finding: Finding) -> str:
        """The title alone."""
        words = self._words(finding)
        return fill(words.title, _values(finding, self.zone), self.lang) if words else finding.rule

    def proofs(self, findings: Sequence[Finding], cause: str | None) -> tuple[Proof, ...]:
        """The findings as a ladder wants them."""
        return tuple(Proof(f.rule, f.rule == cause, f.evidence, self._notes(f)) for f in findings)


def _values(finding: Finding, zone: tzinfo | None) -> Mapping[str, object]:
    """What stands in its words: a moment is told in the reader's zone."""
    values = {"entries": finding.call_numbers, **finding.values}
    ts = ts_of(values.get("moment"))
    return {**values, "moment": full_moment(ts, zone)} if ts else values


def _is_of_log(report: Report) -> bool:
    return bool(report.overview.logs) and not report.overview.packets


def _platforms(report: Report) -> frozenset[str]:
    """
    The servers of a report by platform; none if one of them does not say what it is: the advice may be for that one.
    Where no server shows, who may be one counts; a scanner beside a PBX is none.

    Whoever gives logs alone is asked about the servers that wrote them: what others are does not matter.
    """
    servers = {host.platform for host in report.hosts if host.is_server} or {h.platform for h in report.hosts if h.role == "unknown"}
    writers = {event.vendor for _, event in report.overview.log}
    if writers and not report.overview.packets:
        return frozenset(filter(None, (*servers, *writers)))
    return _all_known(servers)


def _all_known(platforms: Collection[str | None]) -> frozenset[str]:
    return frozenset(filter(None, platforms)) if all(platforms) else frozenset()
