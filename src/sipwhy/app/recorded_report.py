"""The report on recorded messages in the numbers of their history: those of `history calls` and of `history entry`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from sipwhy.app.report import FullReport
from sipwhy.diagnosis.overview import Overview
from sipwhy.diagnosis.report import Broken, CallRow, CauseGroup, Contents, Narrowing, NotChecked, StrangeVoice, TlsGroup, VoiceGroup
from sipwhy.model import Call, CallKind, Finding, Host, Message, Result, Stream
from sipwhy.model.lock import Lock

Entries = Mapping[str, Sequence[tuple[int, int]]]
"""By Call-ID, when each entry of the history began (µs since 1970 UTC) and its number."""


class Extent(Struct, frozen=True):
    """How many messages there are, copies of others among them, and from when to when (µs since 1970 UTC)."""

    messages: int
    duplicates: int
    start: int
    end: int


class RecordedReport:
    """
    `diagnosis.report.Report` over messages of a store: the place of each is its number there.

    A call has the number of its entry in the history; one that has none, as it is not judged yet, is numbered behind the `last`.
    """

    def __init__(self, judged: FullReport, entries: Entries, last: int, store: str = "", asked: Extent | None = None) -> None:
        self._judged, self.store, self._asked = judged, store, asked
        self._numbers = list(_numbered(judged, entries, last))
        self._rows = {number: row for row, number in enumerate(self._numbers, 1)}

    @property
    def files(self) -> Sequence[str]:
        """The store's folder."""
        return self._judged.files

    @cached_property
    def overview(self) -> Overview:
        """Counts over the whole evidence, but for what was read beside the messages that were asked for."""
        whole, asked = self._judged.overview, self._asked
        if asked is None:
            return whole
        return replace(
            whole, packets=asked.messages, sip_messages=asked.messages, duplicates=asked.duplicates, start=asked.start, end=asked.end
        )

    @property
    def asked_statuses(self) -> frozenset[int]:
        """The answers that filters ask for; none if they ask for no status."""
        return self._judged.asked_statuses

    @property
    def contents(self) -> Contents:
        """What there is if nothing is filtered out."""
        return self._judged.contents

    @property
    def narrowing(self) -> Narrowing | None:
        """What of it was asked for; None if that is everything."""
        return self._judged.narrowing

    @property
    def strangers(self) -> Sequence[Stream]:
        """Streams of RTP that belong to no call: there are none."""
        return self._judged.strangers

    @property
    def strange_voice(self) -> StrangeVoice:
        """None, likewise."""
        return StrangeVoice()

    @property
    def tls(self) -> Sequence[TlsGroup]:
        """What became of TLS connections: there are none."""
        return self._judged.tls

    @property
    def srtp(self) -> Sequence[VoiceGroup]:
        """Nothing: a history keeps no voice."""
        return ()

    def locks(self, number: int) -> Mapping[int, Lock]:
        """Nothing, likewise."""
        return {}

    def locks_told(self, number: int) -> Mapping[int, Lock] | None:
        """Nothing, likewise."""
        return {}

    @property
    def broken(self) -> Sequence[Broken]:
        """What could not be read."""
        return self._judged.broken

    @property
    def trust(self) -> Sequence[str]:
        """Slugs of the capture-trust findings."""
        return self._judged.trust

    @cached_property
    def findings(self) -> Sequence[Finding]:
        """Findings of no single call."""
        return [self._told(finding) for finding in self._judged.findings]

    @property
    def not_checked(self) -> Sequence[NotChecked]:
        """Rules that could not be applied, or were not to be."""
        return self._judged.not_checked

    @property
    def hosts(self) -> Sequence[Host]:
        """The hosts of the evidence, busiest first."""
        return self._judged.hosts

    def host(self, ip: str) -> Host:
        """What is known of one address."""
        return self._judged.host(ip)

    @cached_property
    def causes(self) -> Sequence[CauseGroup]:
        """Causes ranked by calls lost."""
        return [
            replace(group, example=self._number(group.example), numbers=[self._number(one) for one in group.numbers])
            for group in self._judged.causes
        ]

    def results(self) -> dict[tuple[CallKind, Result], int]:
        """How many of each kind ended how."""
        return self._judged.results()

    def unexplained(self) -> Sequence[int]:
        """The numbers of the calls that failed and have no cause."""
        return [self._number(one) for one in self._judged.unexplained()]

    @property
    def faxes(self) -> Sequence[int]:
        """The numbers of the answered calls that spoke of T.38."""
        return [self._number(one) for one in self._judged.faxes]

    def rows(self) -> Iterator[CallRow]:
        """Every call that the filters let pass, in order of their first messages."""
        return (replace(row, number=self._number(row.number)) for row in self._judged.rows())

    def place(self, number: int) -> int | None:
        """The place of the row of an entry, counted from 1; None if nothing of it was judged."""
        return self._rows.get(number)

    def row(self, number: int) -> CallRow | None:
        """One row by number."""
        row = self._judged.row(self._rows.get(number, 0))
        return replace(row, number=number) if row else None

    def call(self, number: int) -> Call:
        """The call with its messages; KeyError if there is no such number."""
        call = self._judged.call(self._rows[number])
        legs = tuple(replace(leg, messages=tuple(map(_as_recorded, leg.messages))) for leg in call.legs)
        return replace(call, number=number, legs=legs)

    def outline(self, number: int) -> Call:
        """A call whose legs have no messages; KeyError if there is no such number."""
        return replace(self._judged.outline(self._rows[number]), number=number)

    def findings_of(self, number: int) -> Sequence[Finding]:
        """The findings of one call, the cause first."""
        return [self._told(finding) for finding in self._judged.findings_of(self._rows[number])]

    def quote(self, file: int, line: int) -> str | None:
        """What stands in a line of a log: there is none."""
        return self._judged.quote(file, line)

    def cause_of(self, number: int) -> str | None:
        """The cause of one call."""
        return self._judged.cause_of(self._rows[number])

    def _number(self, row: int) -> int:
        """Of a row, counted from 1, its number in the history."""
        return self._numbers[row - 1]

    def _told(self, finding: Finding) -> Finding:
        """The finding, with the history's numbers of messages and of calls."""
        place = self._judged.table.evidence.place
        proof = (piece if piece.message is None else replace(piece, message=place(piece.message - 1)[1]) for piece in finding.evidence)
        return replace(finding, evidence=tuple(proof), call_numbers=tuple(self._number(one) for one in finding.call_numbers))


def _as_recorded(message: Message) -> Message:
    """The message by its number in the history: it stands in no packet that anybody could look at."""
    return message.placed(message.frame, 0)


def _numbered(judged: FullReport, entries: Entries, last: int) -> Iterable[int]:
    """The number of each row: that of the entry with its Call-ID that began nearest to it, and that no other row has."""
    taken: set[int] = set()
    left = {call_id: sorted(of_it) for call_id, of_it in entries.items()}
    for row in range(1, len(judged.table) + 1):
        outline = judged.outline(row)
        known = [entry for one in outline.call_ids for entry in _beside(outline.start, left.get(one, []), taken)]
        if known:
            number = min(known, key=lambda entry: abs(entry[0] - outline.start))[1]
        else:
            number = last = last + 1
        taken.add(number)
        yield number


def _beside(start: int, entries: list[tuple[int, int]], taken: set[int]) -> Iterator[tuple[int, int]]:
    """The last entry before `start` and the first after it; those that are taken are dropped from the sorted `entries` on the way."""
    at = bisect_left(entries, (start, 0))
    while at and entries[at - 1][1] in taken:
        at -= 1
        del entries[at]
    while at < len(entries) and entries[at][1] in taken:
        del entries[at]
    yield from entries[max(at - 1, 0) : at + 1]
