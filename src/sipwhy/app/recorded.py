"""What was recorded, for reports, lists and exports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import groupby
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from sipwhy.app.filters import Filters
from sipwhy.app.recorded_report import Extent, RecordedReport
from sipwhy.app.report import FullReport
from sipwhy.app.run import Gathered, gather_opened
from sipwhy.app.settings import Settings
from sipwhy.diagnosis.report import CallRow
from sipwhy.export.pcapng import Record
from sipwhy.export.recorded import records
from sipwhy.sources.window import Kept
from sipwhy.store.problem import StoreError
from sipwhy.store.reader import Store
from sipwhy.store.tables import TOLD
from sipwhy.wire.messages import Told, capture_head, told

MOST = 2_000_000
"""Messages that are judged at once: their bytes are in memory."""
_MOST_AROUND = 20_000
"""Messages of registrations that are read beside one entry."""
_BEFORE = 3_600_000_000
"""µs before it within which they came: what is bound is mostly refreshed within an hour (RFC 3261 section 10.2)."""
_CALL = (
    "number, kind, epoch_us(start), from_user, to_user, src, dst, result, status, reason, pdd, setup, talk, messages, legs, "
    "call_ids[1], cause"
)


class Span(Struct, frozen=True):
    """Which messages: a condition of SQL over the columns of messages, and what fills it."""

    condition: str = "true"
    parameters: tuple[Any, ...] = ()

    def both(self, other: Span) -> Span:
        """What both hold for."""
        return Span(f"({self.condition}) AND ({other.condition})", (*self.parameters, *other.parameters))


def whole_calls(span: Span) -> Span:
    """All messages of the calls of which one is in `span`."""
    condition = f"call_id IN (SELECT call_id FROM messages WHERE {span.condition})"
    return Span(f"({condition} OR (call_id IS NULL AND ({span.condition})))", (*span.parameters, *span.parameters))


def calls_with(span: Span) -> Span:
    """The entries of calls of which a message is in `span`."""
    return Span(f"list_has_any(call_ids, (SELECT list(DISTINCT call_id) FROM messages WHERE {span.condition}))", span.parameters)


def with_phone(number: str) -> Span:
    """The entries of calls from or to a number or name, a part of which will do, as for files."""
    part = number.casefold().removeprefix("+")
    return Span("contains(lower(from_user), ?) OR contains(lower(to_user), ?)", (part, part))


def between(since: int | None, until: int | None) -> Span:
    """From `since` to `until`, µs since 1970 UTC, both ends within; None is no end."""
    span = Span()
    if since is not None:
        span = span.both(Span("ts >= make_timestamp(?)", (since,)))
    if until is not None:
        span = span.both(Span("ts <= make_timestamp(?)", (until,)))
    return span


def _gathered(store: Store, span: Span, name: str, settings: Settings) -> Gathered:
    """Recorded messages, as of a capture; StoreError if there are none, or too many at once."""
    [(count,)] = store.ask(f"SELECT count(*) FROM messages WHERE {span.condition}", span.parameters)
    if not count:
        raise StoreError("nothing")
    if count > MOST:
        raise StoreError("too-many", count=float(count), most=float(MOST))
    data = capture_head() + _records(store, span)
    return gather_opened([Kept(name, None, BytesIO(data), None, None, BytesIO(), _data=data)], settings)


def judged(store: Store, span: Span, name: str, filters: Filters, settings: Settings) -> FullReport:
    """The report on recorded messages; StoreError as `_gathered`."""
    gathered = _gathered(store, span, name, settings)
    return FullReport(gathered.files, gathered.table, filters, gathered.broken, settings)


def reported(
    store: Store, span: Span, name: str, filters: Filters, settings: Settings, *, asked: str = "", only: int | None = None
) -> RecordedReport:
    """
    The report on recorded messages in the numbers of the history: of its entries, and of its messages.

    `asked` is the folder as somebody named it. With `only` it is about that entry; the registrations that surround it are read, too, for
    they tell who its hosts are and who was registered.
    """
    extent = _extent(store, span) if only is not None else None
    if extent is not None:
        span = _with_surroundings(store, span)
    gathered = _gathered(store, span, name, settings)
    own = calls_with(span)
    entries: dict[str, list[tuple[int, int]]] = {}
    for call_ids, start, number in store.ask(f"SELECT call_ids, epoch_us(start), number FROM calls WHERE {own.condition}", own.parameters):
        for call_id in call_ids or ():
            entries.setdefault(call_id, []).append((start, number))
    [(last,)] = store.ask("SELECT coalesce(max(number), 0) FROM calls")

    def report(filters: Filters) -> RecordedReport:
        of_them = FullReport(gathered.files, gathered.table, filters, gathered.broken, settings)
        return RecordedReport(of_them, entries, int(last), asked, extent)

    found = report(filters)
    place = found.place(only) if only is not None else None
    return report(replace(filters, call=place)) if place is not None else found


def _extent(store: Store, span: Span) -> Extent | None:
    """What there is of some messages; None if there are none."""
    [(messages, duplicates, start, end)] = store.ask(
        f"SELECT count(*), count(*) FILTER (WHERE duplicate), epoch_us(min(ts)), epoch_us(max(ts)) FROM messages WHERE {span.condition}",
        span.parameters,
    )
    return Extent(messages, duplicates, start, end) if messages else None


def _with_surroundings(store: Store, span: Span) -> Span:
    """The same with the latest registrations of its hosts, in the hour before."""
    [(start, hosts)] = store.ask(
        f"SELECT epoch_us(min(ts)), list_distinct(list(src_ip) || list(dst_ip)) FROM messages WHERE {span.condition}", span.parameters
    )
    if start is None:
        return span
    latest = Span(
        f"number IN (SELECT number FROM messages WHERE method = 'REGISTER' AND ts >= make_timestamp(?) AND ts <= make_timestamp(?) "
        f"AND (list_contains(?::VARCHAR[], src_ip) OR list_contains(?::VARCHAR[], dst_ip)) ORDER BY ts DESC LIMIT {_MOST_AROUND:d})",
        (start - _BEFORE, start, hosts, hosts),
    )
    return Span(f"({span.condition}) OR ({latest.condition})", (*span.parameters, *latest.parameters))


def packets(store: Store, span: Span) -> Iterator[Record]:
    """Recorded messages as packets of their own, in order of time."""
    yield from records(_told(store, span))


def calls(store: Store, span: Span, limit: int) -> list[CallRow]:
    """The latest entries that `span` (over the columns of calls) holds for, oldest first."""
    query = f"SELECT {_CALL} FROM calls WHERE {span.condition} ORDER BY start DESC, number DESC LIMIT {limit:d}"
    return [CallRow(*row) for row in reversed(store.ask(query, span.parameters))]


def call_entries(store: Store, span: Span, limit: int) -> list[str]:
    """The same, each as the JSON that `sipwhy --jsonl` writes."""
    query = f"SELECT entry FROM calls WHERE {span.condition} ORDER BY start DESC, number DESC LIMIT {limit:d}"
    return [entry for (entry,) in reversed(store.ask(query, span.parameters))]


def unjudged(store: Store, of_messages: Span, of_calls: Span) -> int:
    """How many messages there are of a time of which no entry was judged; 0 if one was. The time is a span over either's columns."""
    [(entries,)] = store.ask(f"SELECT count(*) FROM calls WHERE {of_calls.condition}", of_calls.parameters)
    if entries:
        return 0
    [(count,)] = store.ask(f"SELECT count(*) FROM messages WHERE {of_messages.condition}", of_messages.parameters)
    return int(count)


def no_such_call(store: Store, number: int) -> StoreError:
    """What to say where no entry has a number: which ones there are."""
    [(first, last)] = store.ask("SELECT min(number), max(number) FROM calls")
    return StoreError("no-such-call", number=number, first=first, last=last) if last else StoreError("no-calls-judged", number=number)


def of_call(store: Store, number: int) -> Span:
    """The messages of one entry of calls, by its Call-IDs and its time; StoreError if there is no such entry."""
    found = store.ask("SELECT call_ids, epoch_us(start), duration FROM calls WHERE number = ?", (number,))
    if not found:
        raise no_such_call(store, number)
    call_ids, start, duration = found[0]
    span = between(start, start + round((duration or 0.0) * 1e6))
    return span.both(Span("list_contains(?::VARCHAR[], call_id)", (call_ids,)))


def _told(store: Store, span: Span) -> list[Told]:
    return _as_told(store.ask(f"SELECT {TOLD} FROM messages WHERE {span.condition} ORDER BY ts, number", span.parameters))


def _as_told(rows: Sequence[tuple[Any, ...]]) -> list[Told]:
    return list(rows)


def _records(store: Store, span: Span) -> bytes:
    """The messages as records, each with its number in the store for its place."""
    rows = store.ask(f"SELECT number, {TOLD} FROM messages WHERE {span.condition} ORDER BY ts, number", span.parameters)
    runs = groupby(enumerate(rows), lambda item: item[1][0] - item[0])  # of numbers that follow one another
    parts = ([row for _, row in run] for _, run in runs)
    return b"".join(told(_as_told([row[1:] for row in part]), part[0][0]).records() for part in parts)
