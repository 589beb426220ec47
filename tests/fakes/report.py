"""A report made of calls and findings, as `sipwhy.app` would make one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sipwhy.diagnosis import Overview, Rule, Seeks, Text, Words
from sipwhy.diagnosis.report import Broken, CallRow, CauseGroup, Contents, Narrowing, NotChecked, StrangeVoice, TlsGroup, VoiceGroup
from sipwhy.model import Call, CallKind, Durations, Finding, Host, HungUp, Leg, Result, Stream
from sipwhy.model.lock import Lock
from sipwhy.reference.hearing import TAGS
from sipwhy.views.summary import FAILED

LATE = 10**12


def call_of(
    number: int,
    legs: Sequence[Leg],
    *,
    result: Result = "failed",
    kind: CallKind = "call",
    caller: str | None = "1001",
    callee: str | None = "1002",
    streams: Sequence[Stream] = (),
    durations: Durations | None = None,
    hung_up: HungUp | None = None,
) -> Call:
    """A call of these legs; status and reason are the first leg's."""
    messages = [message for leg in legs for message in leg.messages]
    return Call(
        number=number,
        kind=kind,
        call_ids=tuple(dict.fromkeys(leg.call_id or "" for leg in legs)),
        caller=caller,
        callee=callee,
        start=min(m.ts for m in messages),
        end=max(m.ts for m in messages),
        result=result,
        status=legs[0].status,
        reason=legs[0].reason,
        durations=durations or Durations(),
        legs=tuple(legs),
        streams=tuple(streams),
        hung_up=hung_up,
    )


def words_of(slug: str, en: Words, ru: Words) -> Rule:
    """A rule that has words and never fires."""
    return Rule(slug=slug, area="test", seeks=Seeks(), check=lambda call, scene: (), texts={"": Text(en=en, ru=ru)})


def row_of(call: Call, cause: str | None) -> CallRow:
    """The row of a call."""
    return CallRow(
        number=call.number,
        kind=call.kind,
        start=call.start,
        caller=call.caller,
        callee=call.callee,
        src=str(call.first.src),
        dst=str(call.first.dst),
        result=call.result,
        status=call.status,
        reason=call.reason,
        pdd=call.durations.pdd,
        setup=call.durations.setup,
        talk=call.durations.talk,
        messages=len(call.messages),
        legs=len(call.legs),
        call_id=call.call_ids[0] if call.call_ids else None,
        cause=cause,
    )


@dataclass
class FakeReport:
    """Implements `sipwhy.diagnosis.report.Report` over `cases`."""

    cases: Sequence[tuple[Call, Sequence[Finding]]]
    files: Sequence[str] = ("pbx.pcap",)
    store: str | None = None
    broken: Sequence[Broken] = ()
    tls: Sequence[TlsGroup] = ()
    srtp: Sequence[VoiceGroup] = ()
    sealed: Mapping[int, Mapping[int, Lock]] = field(default_factory=dict)
    trust: Sequence[str] = ()
    findings: Sequence[Finding] = ()
    not_checked: Sequence[NotChecked] = ()
    hosts: Sequence[Host] = ()
    strangers: Sequence[Stream] = ()
    narrowing: Narrowing | None = None
    packets: int = 184
    duplicates: int = 0
    known: Mapping[str, Host] = field(init=False)

    def __post_init__(self) -> None:
        self.known = {host.ip: host for host in self.hosts}

    @property
    def overview(self) -> Overview:
        """Counts of the cases."""
        calls = [call for call, _ in self.cases]
        return Overview(
            packets=self.packets, sip_messages=sum(len(call.messages) for call in calls), duplicates=self.duplicates,
            start=min((call.start for call in calls), default=0), end=max((call.end for call in calls), default=0),
        )  # fmt: skip

    @property
    def strange_voice(self) -> StrangeVoice:
        """Nothing was looked for."""
        return StrangeVoice(sum(stream.extra in TAGS for stream in self.strangers))

    @property
    def asked_statuses(self) -> frozenset[int]:
        """The answers that filters ask for; none if they ask for no status."""
        return frozenset()

    @property
    def contents(self) -> Contents:
        """All the cases."""
        starts = [call.start for call, _ in self.cases]
        kinds = Counter(call.kind for call, _ in self.cases)
        return Contents(kinds, min(starts, default=0), max(starts, default=0), ())

    def locks(self, number: int) -> Mapping[int, Lock]:
        """What became of the encrypted streams of one call."""
        return self.sealed.get(number, {})

    def locks_told(self, number: int) -> Mapping[int, Lock] | None:
        """The same."""
        return self.locks(number)

    def host(self, ip: str) -> Host:
        """What is known of one address."""
        return self.known.get(ip) or Host(ip, "unknown")

    @property
    def causes(self) -> Sequence[CauseGroup]:
        """The groups of the cases' causes, alarming ones first, larger ones first."""
        groups: dict[tuple[str, CallKind], list[tuple[int, Finding]]] = {}
        for call, findings in self.cases:
            for finding in findings:
                if finding.is_cause:
                    groups.setdefault((finding.rule, call.kind), []).append((call.number, finding))
        made = [
            CauseGroup(
                rule,
                kind,
                f.severity,
                f.at_fault,
                f.confidence,
                len(found),
                found[0][0],
                [n for n, _ in found],
                Counter(self.call(n).result for n, _ in found),
                sum(one.confidence == "possible" and self.call(n).result not in FAILED for n, one in found),
            )
            for (rule, kind), found in groups.items()
            for f in [found[0][1]]
        ]
        return sorted(made, key=lambda group: (group.severity not in ("error", "warning"), -group.count))

    def results(self) -> dict[tuple[CallKind, Result], int]:
        """How many of each kind ended how."""
        return dict(Counter((call.kind, call.result) for call, _ in self.cases))

    @property
    def timeless(self) -> int:
        """Everything has a time."""
        return 0

    def unexplained(self) -> Sequence[int]:
        """Failed calls without a cause."""
        return [call.number for call, _ in self.cases if call.is_failed and self.cause_of(call.number) is None]

    @property
    def faxes(self) -> Sequence[int]:
        """Calls of which the rule about T.38 tells."""
        return [call.number for call, findings in self.cases if any(finding.rule == "t38-outcome" for finding in findings)]

    def rows(self) -> Iterator[CallRow]:
        """Every row."""
        return (row_of(call, self.cause_of(call.number)) for call, _ in self.cases)

    def row(self, number: int) -> CallRow | None:
        """One row."""
        return next((row for row in self.rows() if row.number == number), None)

    def outline(self, number: int) -> Call:
        return self.call(number)

    def call(self, number: int) -> Call:
        """One call."""
        return next(call for call, _ in self.cases if call.number == number)

    def findings_of(self, number: int) -> Sequence[Finding]:
        """Its findings, the cause first."""
        return sorted(next((found for call, found in self.cases if call.number == number), ()), key=lambda f: not f.is_cause)

    def quote(self, file: int, line: int) -> str | None:
        """No line of a log is evidence here."""
        return None

    def cause_of(self, number: int) -> str | None:
        """Its cause."""
        return next((finding.rule for finding in self.findings_of(number) if finding.is_cause), None)
