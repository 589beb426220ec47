"""What a whole run found, as renderers read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from msgspec import Struct, field

from sipwhy.diagnosis.overview import Overview
from sipwhy.model import AtFault, Call, CallKind, Confidence, Finding, Host, Result, Severity, Stream
from sipwhy.model.connection import Decryption, Outcome
from sipwhy.model.lock import Lock


class Broken(Struct, frozen=True):
    """One piece of evidence that could not be read: `why` is the reader's own fixed English phrase."""

    file: int
    why: str
    frame: int | None = None
    line: int | None = None
    row: int | None = None
    times: int = 1
    """How many more like it there were in this file, this one included; `frame` is the first."""
    is_unread: bool = False
    """Nothing at all of this file could be read."""


class CallRow(Struct, frozen=True):
    """A call as a line of a list: everything is known without reading its messages again."""

    number: int
    kind: CallKind
    start: int
    caller: str | None
    callee: str | None
    src: str
    dst: str
    result: Result
    status: int | None
    reason: str | None
    pdd: float | None
    setup: float | None
    talk: float | None
    messages: int
    legs: int
    call_id: str | None
    cause: str | None
    method: str = ""
    """That of its first request, where the kind does not tell it: NOTIFY or PUBLISH."""


class CauseGroup(Struct, frozen=True):
    """All calls that have one cause; `example` is the number of one of them, with its finding."""

    cause: str
    kind: CallKind
    severity: Severity
    at_fault: AtFault
    confidence: Confidence
    count: int
    example: int
    numbers: Sequence[int]
    results: Mapping[Result, int] = field(default_factory=dict)
    """How many of them ended how, by the last answer."""
    guessed: int = 0
    """How many of them did not fail by their last answer, and have this cause only possibly: nobody knows whether anything went wrong."""


class Contents(Struct, frozen=True):
    """What the evidence holds, whatever the filters let pass; times in µs since 1970 UTC."""

    counts: Mapping[CallKind, int]
    first: int
    """When the first of them began."""
    last: int
    """When the last of them began."""
    users: Sequence[str]
    """Who called or was called most often, most often first: a few of them."""
    encrypted: int = 0
    """TLS connections: whatever SIP is inside them cannot be read."""
    broken_off: int = 0
    """TLS connections that ended before anything was sent inside; `encrypted` are the others."""


class Narrowing(Struct, frozen=True):
    """What was asked for, of a part of the evidence; times in µs since 1970 UTC."""

    since: int | None = None
    until: int | None = None
    words: Sequence[str] = ()
    """The other conditions as they are typed: "--status 4xx"."""
    is_from_end: bool = False
    """Whether a time is told by a word such as today, counted from the end of the evidence."""


class TlsGroup(Struct, frozen=True):
    """TLS connections of which decrypting came to the same; `example` is one of them."""

    outcome: Outcome
    count: int
    with_sip: int
    """How many of them have SIP inside, as far as that can be read."""
    refused: int
    """Records that could not be opened."""
    example: Decryption
    platforms: tuple[str, ...] = ()
    """What the programs at their ends are, as `model.Host.platform`, where that is known."""
    is_late: bool = False
    """Their keys stand in the capture behind what they open."""


class VoiceGroup(Struct, frozen=True):
    """Calls of whose encrypted voice the same became; `example` is the number of one of them, `stream` the index of one of its streams."""

    lock: Lock | None
    """None: nobody has looked."""
    count: int
    example: int = 0
    stream: int = 0


class StrangeVoice(Struct, frozen=True):
    """How many streams of no call have the size of SRTP."""

    count: int = 0
    by_dtls: int = 0
    """On the ports of how many of them a DTLS handshake was seen."""
    known: int = 0
    """Of how many of those a key log has a line."""


class NotChecked(Struct, frozen=True):
    """A rule that could not be applied, and what it would have needed; or one that crashed (`error`); or one that is off."""

    rule: str
    needs: tuple[str, ...] = ()
    calls: int = 0
    """To how many calls it was not applied; 0: to none of them all, or that is not counted."""
    error: str | None = None
    is_off: bool = False
    """Switched off in the settings."""


class Report(Protocol):
    """The outcome of a run. Lists are cheap; `call` reads one call's messages from the evidence again."""

    @property
    def files(self) -> Sequence[str]:
        """The names of the files as the user gave them ("-" for standard input)."""

    @property
    def store(self) -> str | None:
        """The folder of the history that was read, "" if it is the usual one; None where files were."""

    @property
    def overview(self) -> Overview:
        """Counts over the whole evidence."""

    @property
    def contents(self) -> Contents:
        """What there is if nothing is filtered out."""

    @property
    def asked_statuses(self) -> frozenset[int]:
        """The answers that filters ask for; none if they ask for no status."""

    @property
    def narrowing(self) -> Narrowing | None:
        """What of it was asked for; None if that is everything."""

    @property
    def strangers(self) -> Sequence[Stream]:
        """Streams of RTP that belong to no call, in order of time; none where filters ask for certain calls."""

    @property
    def strange_voice(self) -> StrangeVoice:
        """Which of them are encrypted, as far as that is seen."""

    @property
    def tls(self) -> Sequence[TlsGroup]:
        """What became of TLS connections: those that were opened first."""

    @property
    def srtp(self) -> Sequence[VoiceGroup]:
        """What became of the encrypted voice of calls that the filters let pass: what stays shut first."""

    def locks(self, number: int) -> Mapping[int, Lock]:
        """What became of the streams of one call that may be encrypted, by their index."""

    def locks_told(self, number: int) -> Mapping[int, Lock] | None:
        """The same as far as `srtp` tells of it, for lists: cheap; None of a call at which nobody looked."""

    @property
    def broken(self) -> Sequence[Broken]:
        """What could not be read."""

    @property
    def trust(self) -> Sequence[str]:
        """Slugs of the capture-trust findings."""

    @property
    def findings(self) -> Sequence[Finding]:
        """Findings of no single call."""

    @property
    def not_checked(self) -> Sequence[NotChecked]:
        """Rules that could not be applied, or were not to be."""

    @property
    def hosts(self) -> Sequence[Host]:
        """The hosts of the evidence, busiest first."""

    def host(self, ip: str) -> Host:
        """What is known of one address."""

    @property
    def causes(self) -> Sequence[CauseGroup]:
        """Causes ranked by calls lost: errors and warnings first, most calls first, then the "info" ones."""

    def results(self) -> dict[tuple[CallKind, Result], int]:
        """How many of each kind ended how."""

    def unexplained(self) -> Sequence[int]:
        """The numbers of the calls that failed and have no cause, in order; cheap, rows are not made for it."""

    @property
    def faxes(self) -> Sequence[int]:
        """The numbers of the answered calls that spoke of T.38, in order: as many of them as are looked at."""

    def rows(self) -> Iterator[CallRow]:
        """Every call that the filters let pass, in order of number."""

    def row(self, number: int) -> CallRow | None:
        """One row by number."""

    def call(self, number: int) -> Call:
        """The call with its messages; KeyError if there is no such number."""

    def outline(self, number: int) -> Call:
        """A call whose legs have no messages, for lists: cheap; KeyError if there is no such number."""

    def findings_of(self, number: int) -> Sequence[Finding]:
        """The findings of one call, the cause first."""

    def quote(self, file: int, line: int) -> str | None:
        """What stands in a line of a log that is evidence, secrets left out; None of any other line."""

    def cause_of(self, number: int) -> str | None:
        """The cause of one call."""
