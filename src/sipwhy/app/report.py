"""The report of a run: everything that renderers ask, over columns, calls made only when looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from msgspec.structs import replace

from sipwhy.app.causes import Causes
from sipwhy.app.contents import contents_of, span_of
from sipwhy.app.decryption import tls_groups
from sipwhy.app.faxes import MOST_FAXES
from sipwhy.app.filters import Filters, chosen
from sipwhy.app.narrowing import narrowing_of
from sipwhy.app.overview import overview_of
from sipwhy.app.settings import Settings
from sipwhy.app.unchecked import not_checked
from sipwhy.calls import Builder, CallTable
from sipwhy.calls.outcome import KINDS, RESULTS
from sipwhy.diagnosis.engine import Engine, Verdicts, judge_capture
from sipwhy.diagnosis.known import Asked
from sipwhy.diagnosis.log_rule import LogRule
from sipwhy.diagnosis.overview import Overview
from sipwhy.diagnosis.registry import broken_packages, call_rules, capture_checks, known, log_checks, log_rules
from sipwhy.diagnosis.report import Broken, CallRow, CauseGroup, Contents, Narrowing, NotChecked, StrangeVoice, TlsGroup, VoiceGroup
from sipwhy.diagnosis.surroundings import Surroundings
from sipwhy.model import Call, CallKind, Finding, Host, Result, Stream
from sipwhy.model.flag import Flag
from sipwhy.model.lock import Lock
from sipwhy.model.quirk import Quirk
from sipwhy.reference.payload_types import STATIC
from sipwhy.views.summary import FAILED
from sipwhy.wire import Method
from sipwhy.wire.columns import Array
from sipwhy.wire.keys import KeyLogs

if TYPE_CHECKING:
    from sipwhy.app.listening import Ears
    from sipwhy.app.log_entries import LogEntries
    from sipwhy.app.seals import Seals
    from sipwhy.diagnosis.log_side import LogSide

_UNTOLD = {int(method): method.name for method in (Method.NOTIFY, Method.PUBLISH)}
"""What begins an entry of the kind "subscription" and is no SUBSCRIBE."""

_FIXED_CLOCK = 8000
Listed = TypeVar("Listed", bound=Asked | LogRule)


class FullReport:
    """`diagnosis.report.Report` over one table."""

    def __init__(
        self, files: Sequence[str], table: CallTable, filters: Filters, broken: Sequence[Broken], settings: Settings | None = None
    ) -> None:
        self._settings = settings or Settings()
        self.files = files
        self.broken = broken
        self.table = table
        self.filters = filters
        self.builder = Builder(table)
        self._ears = self._listening()
        self.scene = Surroundings(
            table,
            self.builder,
            self._settings.limits,
            self._settings.certificates,
            self._settings.secrets,
            sounds=self._ears.sounds if self._ears else None,
            fax=self._ears.fax if self._ears else None,
            pressed=self._ears.pressed if self._ears else None,
            locks=self._locks_tried,
            files=files,
        )
        if np.any(table.flags & int(Flag.SECURE_MEDIA)) and self._seals:
            self._seals.sign()
        crashes: dict[str, str] = {}
        self._log = self._told(crashes)
        active = self._active()
        self._engine = Engine(
            table,
            self.builder,
            self.scene,
            active,
            self.scene.standings,
            looked_at=self.scene.looked_at,
            wide=lambda: self.findings,
            log=self._log,
            crashes=crashes,
        )

    @cached_property
    def overview(self) -> Overview:
        """Counts over the whole evidence."""
        seen = overview_of(self.table, self._settings.limits, self.scene.all_upsets, self.scene.checked)
        if self._log is None:
            return seen
        start, end = (seen.start, seen.end) if seen.end else span_of(self._log.entries)
        return replace(seen, start=start, end=end, log=self._log.events, log_logins=self._log.logins, log_probes=self._log.probes)

    @cached_property
    def strange_voice(self) -> StrangeVoice:
        """Which streams of no call are encrypted, and how; other captures do without what looks for it."""
        if not self.strangers:
            return StrangeVoice()
        look = import_module("sipwhy.app.strange_voice").strange_voice
        found: StrangeVoice = look(self.table.evidence, len(self.files), self.strangers, self.key_logs, is_asked=self._settings.listen)
        return found

    @cached_property
    def tls(self) -> Sequence[TlsGroup]:
        """What became of TLS connections."""
        return tls_groups(self.table, has_keys=bool(self._settings.keys))

    @cached_property
    def srtp(self) -> Sequence[VoiceGroup]:
        """What became of encrypted voice."""
        return self._seals.groups(self.chosen) if self._seals else ()

    def locks(self, number: int) -> Mapping[int, Lock]:
        """What became of the streams of one call that may be encrypted."""
        return self._seals.locks(number - 1) if self._seals and 0 < number <= len(self.table) else {}

    def _locks_tried(self, number: int) -> Mapping[int, Lock]:
        return self._seals.tried(number - 1) if self._seals else {}

    def locks_told(self, number: int) -> Mapping[int, Lock] | None:
        """The same as far as `srtp` tells of it."""
        return self._told_locks.get(number - 1, {})

    @cached_property
    def _told_locks(self) -> Mapping[int, Mapping[int, Lock] | None]:
        return self._seals.told(self.chosen) if self._seals else {}

    @cached_property
    def _seals(self) -> Seals | None:
        """Encrypted voice, where there is voice at all."""
        table = self.table
        if not table.evidence.media.stream_count or not len(table):
            return None
        seals: Seals = import_module("sipwhy.app.seals").Seals(
            table, self.builder, len(self.files), self.key_logs, is_asked=self._settings.listen
        )
        return seals

    @property
    def key_logs(self) -> KeyLogs:
        """The key logs of TLS and DTLS: those that the user gave, and those that captures bring along."""
        given, embedded = self._settings.keys.logs, self.table.evidence.key_log
        has_opened = any(one.outcome == "opened" for one in self.table.evidence.decryptions)
        return KeyLogs((*given, embedded) if embedded else given, has_opened)

    @property
    def asked_statuses(self) -> frozenset[int]:
        """The answers that filters ask for; none if they ask for no status."""
        return self.filters.status

    @property
    def contents(self) -> Contents:
        """What there is if nothing is filtered out."""
        return contents_of(self.table, self._log.entries if self._log else ())

    @property
    def narrowing(self) -> Narrowing | None:
        """What of it was asked for, an entry by its number aside."""
        return narrowing_of(self.filters)

    def _on(self, listed: Sequence[Listed]) -> tuple[Listed, ...]:
        return tuple(rule for rule in listed if rule.slug not in self._settings.off)

    def _active(self) -> tuple[Asked, ...]:
        """The rules of calls that are on, without those that would look at calls one by one for want of a password."""
        lacking = set() if self._settings.secrets else {"secret"}
        return tuple(rule for rule in self._on(call_rules()) if not lacking & set(rule.needs))

    @cached_property
    def findings(self) -> Sequence[Finding]:
        """Findings of no single call."""
        off, crashes = self._settings.off, self._engine.crashes
        packets = judge_capture(self.overview, [one for one in capture_checks().items() if one[0] not in off], crashes)
        if self._log:
            told = judge_capture(self.overview, [one for one in log_checks().items() if one[0] not in off], crashes)
            packets = self._log.both(packets, told)
        return [self._told_by_line(finding) for finding in packets]

    def _listening(self) -> Ears | None:
        """What voice sounds like and fax by T.38 says, where there is any; other captures do without what decodes it."""
        table = self.table
        if not table.evidence.media.stream_count and not np.any(table.quirks & int(Quirk.FAX)):
            return None
        answered = chosen(table, replace(self.filters, cause=None)) & table.with_results(frozenset({"answered"}))
        ears: Ears = import_module("sipwhy.app.listening").Ears(
            table,
            self.builder,
            len(self.files),
            answered & table.of_kinds(frozenset({"call"})),
            self.key_logs,
            is_asked=self._settings.listen,
        )
        return ears

    def _told(self, crashes: dict[str, str]) -> LogSide | None:
        """What servers' logs tell, where there are any; captures alone do without what reads it."""
        if not self.table.evidence.logs:
            return None
        side: LogSide = import_module("sipwhy.app.log_entries").log_side(self.table, self._on(log_rules()), crashes)
        return side

    @cached_property
    def _alone(self) -> LogEntries | None:
        """The calls that only a log knows."""
        if self._log is None:
            return None
        entries: LogEntries = import_module("sipwhy.app.log_entries").LogEntries(self._log, self.findings, self.filters)
        return entries

    def quote(self, file: int, line: int) -> str | None:
        """What stands in a line of a log that proves something; secrets are left out."""
        return self._log.quotes.get((file, line)) if self._log else None

    def _told_by_line(self, finding: Finding) -> Finding:
        """The finding with the line beside each message that stands in a text log."""
        evidence = self.table.evidence
        if not evidence.logs:
            return finding
        places = [evidence.place(piece.message - 1) if piece.message is not None else None for piece in finding.evidence]
        pieces = (
            replace(piece, line=place[1]) if place is not None and evidence.is_log(place[0]) else piece
            for piece, place in zip(finding.evidence, places, strict=True)
        )
        return replace(finding, evidence=tuple(pieces))

    @cached_property
    def trust(self) -> Sequence[str]:
        """Slugs of the capture-trust findings."""
        return tuple(dict.fromkeys(f.rule for f in self.findings if known()[f.rule].area == "trust"))

    @property
    def not_checked(self) -> Sequence[NotChecked]:
        """Rules that crashed, rules that are switched off, and rules whose evidence is not there."""
        _ = self.verdicts, self.findings  # which rules crash is known once all were asked
        crashes = self._engine.crashes | broken_packages()
        return not_checked(self.table, self._settings, crashes, self._log, self._ears, has_rtp=self.scene.has_rtp, shut=self._shut)

    @property
    def _shut(self) -> int:
        """Answered calls whose voice stays shut."""
        return self._seals.shut(self.chosen & self.table.with_results(frozenset({"answered"}))) if self._seals else 0

    @property
    def hosts(self) -> Sequence[Host]:
        """The hosts, busiest first."""
        return self.table.hosts.all

    def host(self, ip: str) -> Host:
        """What is known of one address."""
        return self.table.hosts.host(ip)

    @cached_property
    def verdicts(self) -> Verdicts:
        """The cause of each call of the table; the first who asks has them judged."""
        return self._engine.judge()

    @cached_property
    def chosen(self) -> Array:
        """Which calls the filters let pass, their cause included."""
        keep = chosen(self.table, self.filters)
        if self.filters.cause:
            fits = [at for at, cause in enumerate(self.verdicts.causes) if cause.rule == self.filters.cause]
            keep &= np.isin(self.verdicts.cause, fits)
        if self.filters.where:
            keep &= import_module("sipwhy.app.where.answer").calls_where(self, self.filters.where)
        return keep

    @cached_property
    def causes(self) -> Sequence[CauseGroup]:
        """Causes ranked by calls lost; those that ended as their people wished come last."""
        counted = Causes()
        counted.add_rows(self.table, self.verdicts, np.flatnonzero(self.chosen & (self.verdicts.cause >= 0)))
        for call in self._alone.chosen if self._alone else ():
            if self._alone and (cause := self._alone.cause(call.number)):
                counted.add(call.number, call.kind, call.result, cause)
        return counted.ranked()

    def results(self) -> dict[tuple[CallKind, Result], int]:
        """How many of each kind ended how."""
        pairs = self.table.kind[self.chosen].astype(np.int64) * 100 + self.table.result[self.chosen]
        pairs_counted = zip(*np.unique(pairs, return_counts=True), strict=True)
        found = Counter({(KINDS[pair // 100], RESULTS[pair % 100]): int(count) for pair, count in pairs_counted})
        return found + Counter((call.kind, call.result) for call in self._alone.chosen) if self._alone else found

    @property
    def timeless(self) -> int:
        """How many entries without a time are left out by --since or --until, which fit else."""
        return len(self._alone.timeless) if self._alone else 0

    def unexplained(self) -> Sequence[int]:
        """The numbers of the calls that failed and have no cause."""
        failed = np.isin(self.table.result, [RESULTS.index(result) for result in RESULTS if result in FAILED])
        numbers = [row + 1 for row in np.flatnonzero(self.chosen & failed & (self.verdicts.cause < 0)).tolist()]
        return [*numbers, *self._alone.unexplained()] if self._alone else numbers

    @cached_property
    def faxes(self) -> Sequence[int]:
        """The numbers of the answered calls that spoke of T.38."""
        quirks = self.table.quirks & int(Quirk.FAX) != 0
        if not quirks.any():
            return ()
        rows = np.flatnonzero(self.chosen & quirks & self.table.with_results(frozenset({"answered"})))
        return [row + 1 for row in rows[:MOST_FAXES].tolist()]

    def rows(self) -> Iterator[CallRow]:
        """Every call that the filters let pass."""
        yield from map(self._row, np.flatnonzero(self.chosen).tolist())
        yield from self._alone.rows() if self._alone else ()

    @property
    def store(self) -> str | None:
        """None: files were read."""
        return None

    @cached_property
    def strangers(self) -> Sequence[Stream]:
        """Streams of RTP that belong to no call: their codec is known where its number is a fixed one."""
        media, found = self.table.evidence.media, list[Stream]()
        if self.filters != Filters():
            return ()
        for index in media.streams_by_leg.get(-1, ()):
            stream = media.stream(index)
            # Every fixed type of voice counts at 8000 Hz, G.722 too (RFC 3551 section 4.5.2).
            found.append(
                replace(
                    stream,
                    codec=(name := STATIC.get(stream.payload_type)),
                    is_audio=name is not None,
                    jitter_ms=media.jitter_ms(index, _FIXED_CLOCK),
                )
            )
        return sorted(found, key=lambda stream: stream.first_ts)

    def rows_alone(self) -> Iterator[CallRow]:
        """Of these the calls that only a log knows; their numbers are behind those of the table."""
        yield from self._alone.rows() if self._alone else ()

    def row(self, number: int) -> CallRow | None:
        """One row by number."""
        if self._alone and number in self._alone:
            return self._alone.row(number)
        return self._row(number - 1) if 0 < number <= len(self.table) else None

    def _row(self, row: int) -> CallRow:
        table, evidence = self.table, self.table.evidence
        main, last = int(table.main[row]), int(table.last[row])
        status = int(evidence.legs("status")[last])
        legs = table.legs_of(row)
        src, dst = evidence.endpoints(main)
        pdd, setup, talk = table.seconds(row)
        return CallRow(
            number=row + 1,
            kind=KINDS[table.kind[row]],
            start=int(evidence.legs("first_ts")[main]),
            caller=evidence.text(int(evidence.legs("from_user")[main])) or None,
            callee=evidence.text(int(evidence.legs("to_user")[main])) or None,
            src=str(src),
            dst=str(dst),
            result=RESULTS[table.result[row]],
            status=status or None,
            reason=evidence.reason(int(evidence.legs("reason")[last])) or None,
            pdd=pdd,
            setup=setup,
            talk=talk,
            messages=int(sum(int(evidence.legs("messages")[leg]) for leg in legs)),
            legs=len(legs),
            call_id=evidence.call_id(int(evidence.legs("call")[main])) or None,
            cause=self.verdicts.slug(row),
            method=_UNTOLD.get(int(evidence.legs("method")[main]), ""),
        )

    def call(self, number: int) -> Call:
        """A call with its messages."""
        return self._made(number, self.builder.call)

    def outline(self, number: int) -> Call:
        """A call without its messages: cheap."""
        return self._made(number, self.builder.outline)

    def _made(self, number: int, build: Callable[[int], Call]) -> Call:
        if self._alone and number in self._alone:
            return self._alone.call(number)
        if not 0 < number <= len(self.table):
            raise KeyError(number)
        return replace(build(number - 1), log=self._log.by_row.get(number - 1, ()) if self._log else ())

    def findings_of(self, number: int) -> Sequence[Finding]:
        """The findings of one call, the cause first."""
        if self._alone and number in self._alone:
            return self._alone.findings_of(number)
        return [self._told_by_line(finding) for finding in self._engine.findings_of(number - 1)]

    def cause_of(self, number: int) -> str | None:
        """The cause of one call."""
        if self._alone and number in self._alone:
            cause = self._alone.cause(number)
            return cause.rule if cause else None
        return self.verdicts.slug(number - 1)
