"""Makes one call, with its legs and messages, for somebody who looks at it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec.structs import replace

from sipwhy.calls.outcome import KINDS, RESULTS
from sipwhy.calls.table import CallTable
from sipwhy.calls.transactions import transactions
from sipwhy.model import Call, Durations, HungUp, Leg, MediaReport, Message, Stream, Unreached
from sipwhy.model.flag import Flag
from sipwhy.reference.payload_types import STATIC

_GOES_ON = 2_000_000
"""µs by which a call outlasts a BYE that did not end it."""
_MOST_MESSAGES = 20_000
"""The most messages of one call that are looked at: a registration of months, or a flood with one Call-ID, can have more."""


class Builder:
    """Makes calls of a table; the last few stay at hand."""

    def __init__(self, table: CallTable) -> None:
        self._table = table
        self._evidence = table.evidence
        self.call = lru_cache(maxsize=256)(self._whole)

    def outline(self, row: int) -> Call:
        """A call without its messages, read from columns alone; one with RTP is made whole, since only SDP names codecs."""
        has_rtp = any(leg in self._evidence.media.streams_by_leg for leg in self._table.legs_of(row))
        return self.call(row) if has_rtp else self._call(row, ())

    def _whole(self, row: int) -> Call:
        said: list[tuple[Message, ...]] = []
        room, left_out = _MOST_MESSAGES, 0
        for leg in self._table.legs_of(row):
            numbers = self._evidence.leg_messages(leg)
            if room:
                said.append(self._messages(numbers[:room]))
            left_out += max(len(numbers) - room, 0)
            room = max(room - len(numbers), 0)
        return self._call(row, tuple(said), left_out)

    def _messages(self, numbers: Sequence[int]) -> tuple[Message, ...]:
        messages = map(self._evidence.message, numbers)
        return tuple(message for message in messages if not message.is_copy)

    def _call(self, row: int, messages: tuple[tuple[Message, ...], ...], left_out: int = 0) -> Call:
        """A call of those legs that `messages` are given for; of all of them, without messages, if none are."""
        table, evidence = self._table, self._evidence
        indices = table.legs_of(row)[: len(messages) or None]
        said = messages or ((),) * len(indices)
        legs = tuple(self._leg(leg, place, indices[0], said[place]) for place, leg in enumerate(indices))
        main, last = int(table.main[row]), int(table.last[row])
        status = int(evidence.legs("status")[last])
        return Call(
            number=row + 1,
            kind=KINDS[table.kind[row]],
            call_ids=tuple(dict.fromkeys(evidence.call_id(int(evidence.legs("call")[leg])) for leg in indices)),
            caller=evidence.text(int(evidence.legs("from_user")[main])) or None,
            callee=evidence.text(int(evidence.legs("to_user")[main])) or None,
            start=int(evidence.legs("first_ts")[main]),
            end=max(int(evidence.legs("last_ts")[leg]) for leg in indices),
            result=RESULTS[table.result[row]],
            status=status or None,
            reason=evidence.reason(int(evidence.legs("reason")[last])) or None,
            durations=Durations(*table.seconds(row)),
            hung_up=self._hung_up(indices),
            legs=legs,
            streams=tuple(self._streams(indices, legs)),
            reports=tuple(self._reports(indices)),
            unreached=tuple(self._unreached(indices)),
            signs=int(table.signs[row]),
            capture_end=evidence.until,
            left_out=left_out,
        )

    def _leg(self, leg: int, place: int, main: int, messages: tuple[Message, ...]) -> Leg:
        evidence, table = self._evidence, self._table
        src, dst = evidence.endpoints(leg)
        call, status = int(evidence.legs("call")[leg]), int(evidence.legs("status")[leg])
        join = table.joined.get(call)
        same_id = call == int(evidence.legs("call")[main])
        return Leg(
            index=place,
            call_id=evidence.call_id(call) or None,
            from_tag=evidence.initiator_tag(leg) or None,
            src=src,
            dst=dst,
            messages=messages,
            transactions=transactions(messages, dict(evidence.leg_transactions(leg)) if messages else {}),
            status=status or None,
            reason=evidence.reason(int(evidence.legs("reason")[leg])) or None,
            result=RESULTS[table.leg_result[leg]],
            node=evidence.nodes[int(evidence.legs("node")[leg])] or None,
            joined_by=None if place == 0 else "call-id" if same_id or join is None else join.by,
            confidence=join.confidence if join and not same_id else "certain",
            errors=evidence.errors_by_leg.get(leg, ()),
        )

    def _hung_up(self, indices: list[int]) -> HungUp | None:
        """Who ended an answered call: the end from which the first BYE set out, or a host between that made it (passed on counts not)."""
        evidence, hosts = self._evidence, self._table.hosts
        byes = [(int(evidence.legs("bye_ts")[leg]), leg) for leg in indices if evidence.legs("bye_ts")[leg]]
        if not byes or not any(evidence.legs("answer_ts")[leg] for leg in indices):
            return None
        leg = min(self._ending(byes))[1]
        src, dst = evidence.endpoints(leg)
        forward = bool(evidence.legs("bye_forward")[leg])
        sender = src if forward else dst
        host = hosts.host(sender.ip)
        # Two programs on one machine share what is known of its address: that says nothing of either. Nor does the mere name of a
        # gateway tell one of one's own, behind which the caller is, from a carrier's.
        is_unclear = src.ip == dst.ip or (host.is_gateway and not host.is_carrier and forward and leg == indices[0])
        role = "unknown" if is_unclear else host.role
        if role in ("pbx", "trunk") or (role == "proxy" and not self._is_passed_on(leg)):
            return role
        return "caller" if forward else "callee"

    def _ending(self, byes: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Those that ended the talk: who has transferred a call leaves it by BYE, and it goes on without (RFC 5589 section 6)."""
        flags, last = self._evidence.legs("flags"), max(byes)[0]
        return [(at, leg) for at, leg in byes if last - at <= _GOES_ON or not int(flags[leg]) & Flag.REFER]

    def _is_passed_on(self, leg: int) -> bool:
        """Whether the first BYE of a leg had come by way of a proxy: a Via stands below its sender's (RFC 3261 section 16.6)."""
        evidence = self._evidence
        at = int(evidence.legs("bye_ts")[leg])
        sent = (message for message in map(evidence.message, evidence.leg_messages(leg)[:_MOST_MESSAGES]) if message.ts == at)
        bye = next((message for message in sent if message.method == "BYE" and message.is_request), None)
        return bye is not None and len(bye.values("Via")) > 1

    def _streams(self, indices: list[int], legs: tuple[Leg, ...]) -> Iterator[Stream]:
        media = self._evidence.media
        for place, leg in enumerate(indices):
            for index in media.streams_by_leg.get(leg, ()):
                stream = media.stream(index)
                name, clock = _codec(stream.payload_type, legs[place].messages)
                yield stream.within(place, name, media.jitter_ms(index, clock))

    def _reports(self, indices: list[int]) -> Iterator[MediaReport]:
        media = self._evidence.media
        for place, leg in enumerate(indices):
            yield from (replace(media.report(index), leg=place) for index in media.reports_by_leg.get(leg, ()))

    def _unreached(self, indices: list[int]) -> Iterator[Unreached]:
        media = self._evidence.media
        for place, leg in enumerate(indices):
            yield from (replace(media.unreached(index), leg=place) for index in media.unreached_by_leg.get(leg, ()))

    def is_open(self, row: int) -> bool:
        """Whether a call was not over when the capture ended."""
        return bool(int(self._table.flags[row]) & Flag.OPEN)


def _codec(payload_type: int, messages: tuple[Message, ...]) -> tuple[str | None, int]:
    """The codec of a payload type and its clock in Hz, as the leg's descriptions name it; else a static type's (RFC 3551 table 4)."""
    codecs = (codec for m in messages if m.sdp for media in m.sdp.media for codec in media.codecs)
    codec = next((codec for codec in codecs if codec.payload_type == payload_type), None)
    # RFC 3551 section 4.5.2: G.722 counts its timestamps at 8000 Hz, as its rtpmap says.
    return (codec.name, codec.clock or 8000) if codec else (STATIC.get(payload_type), 8000)
