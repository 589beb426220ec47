"""The whole capture in figures, from columns."""

from __future__ import annotations

from itertools import islice

import numpy as np

from sipwhy.app.replies import replies_of
from sipwhy.calls import CallTable
from sipwhy.calls.copies import copies_within
from sipwhy.calls.halves import halves
from sipwhy.calls.thinning import thinning_of
from sipwhy.diagnosis import Limits
from sipwhy.diagnosis.behaviour import Behaviour
from sipwhy.diagnosis.digest import Logins
from sipwhy.diagnosis.overview import HostTraffic, Overview
from sipwhy.diagnosis.upset import Upset
from sipwhy.model import Stream
from sipwhy.model.flag import Flag
from sipwhy.reference import hearing
from sipwhy.wire import Evidence
from sipwhy.wire.columns import Array, among

_MOST_ERRORS = 1000

_VOICE = 70_000
"""Hz that no clock of voice counts: 48 000 at most, pictures 90 000 (RFC 3551 section 5, RFC 7587 section 4.1)."""


def overview_of(table: CallTable, limits: Limits, upsets: tuple[Upset, ...], logins: Logins) -> Overview:
    """The figures that rules of the whole capture and the head of a report need."""
    evidence = table.evidence
    flags = evidence.legs("flags")
    requests, answers = flags & Flag.HAS_REQUEST != 0, flags & Flag.HAS_ANSWER != 0
    only_requests, only_answers = requests & ~answers, answers & ~requests
    asking, answering = halves(evidence)
    only_requests, only_answers = only_requests & ~asking, only_answers & ~answering
    late, is_open = _late(evidence, flags & Flag.STARTS_LATE != 0) & ~(asking | answering), _open(evidence, flags & Flag.OPEN != 0)
    return Overview(
        packets=max(evidence.packets - sum(log.messages for log in evidence.logs), 0),
        sip_messages=evidence.sip_messages,
        duplicates=evidence.duplicates,
        copies_within=copies_within(evidence),
        start=evidence.start,
        end=evidence.end,
        dropped=evidence.dropped,
        thinning=thinning_of(evidence),
        cut_packets=evidence.cut[0],
        cut_example=_place(evidence.cut),
        fragments_lost=evidence.fragments_lost[0],
        fragment_example=_place(evidence.fragments_lost),
        tcp_gaps=evidence.tcp_gaps[0],
        tcp_gap_example=_place(evidence.tcp_gaps),
        hosts=_traffic(table),
        legs=evidence.leg_count,
        legs_late=int(np.count_nonzero(late)),
        late_example=_example(table, late),
        legs_open=int(np.count_nonzero(is_open)),
        open_example=_example(table, is_open),
        legs_only_requests=int(np.count_nonzero(only_requests)),
        legs_answered_unseen=int(np.count_nonzero(only_requests & ~late & (flags & Flag.BYE != 0))),
        legs_only_answers=int(np.count_nonzero(only_answers)),
        one_sided_example=_example(table, only_answers) or _example(table, only_requests),
        errors=tuple(islice((error for leg, error in evidence.errors if leg is None), _MOST_ERRORS)),
        replies=tuple(replies_of(table)),
        upsets=upsets,
        clock_steps_back=evidence.clock_steps_back,
        hep_other=evidence.hep_other,
        limits=limits,
        behaviour=Behaviour(table, limits),
        logins=logins,
        streams=evidence.media.stream_count,
        unplaced_rtp=len(evidence.media.streams_by_leg.get(-1, ())),
        unplaced_example=_stranger(table),
        unplaced_worst=None if evidence.sip_messages else _worst_stranger(evidence),
        logs=evidence.logs,
    )


def _late(evidence: Evidence, in_dialog: Array) -> Array:
    """Which legs began before the capture; what a dialog that began within it sends another way (an ACK, a BYE) is none of them."""
    call = evidence.legs("call")
    return in_dialog & ~among(call, call[~in_dialog]) if in_dialog.any() else in_dialog


def _open(evidence: Evidence, unended: Array) -> Array:
    """Which legs were not over when the capture ended; where the BYE of the dialog went another way, past a proxy, it was over."""
    call, hung_up = evidence.legs("call"), ~unended & (evidence.legs("flags") & Flag.BYE != 0)
    return unended & ~among(call, call[hung_up]) if unended.any() else unended


def _place(counted: tuple[int, int, int]) -> tuple[int, int] | None:
    times, file, frame = counted
    return (file, frame) if times else None


def _stranger(table: CallTable) -> Stream | None:
    """The longest of the streams that no description announced."""
    media = table.evidence.media
    packets = media.streams("packets")
    longest = max(media.streams_by_leg.get(-1, ()), key=lambda index: int(packets[index]), default=None)
    return None if longest is None else media.stream(longest)


def _worst_stranger(evidence: Evidence) -> Stream | None:
    """The voice that is farthest beyond what is heard of loss or jitter; None if all are within. Pictures count 90 kHz, and are none."""
    media = evidence.media
    if not media.stream_count:
        return None
    packets, lost = media.streams("packets").astype(np.int64), media.streams("lost").astype(np.int64)
    share = np.where(lost >= hearing.FEW_LOST, lost / np.maximum(packets + lost, 1), 0.0)
    bad = np.maximum(share / hearing.LOSS_HEARD, media.streams("jitter") / 1000 / hearing.JITTER_HEARD)
    bad[(packets < hearing.ENOUGH) | (media.streams("clock") > _VOICE)] = 0.0
    worst = int(bad.argmax())
    return media.stream(worst) if bad[worst] >= 1.0 else None


def _example(table: CallTable, legs: Array) -> int | None:
    """The number of the first message of the first of these legs."""
    first = table.evidence.legs("first")[legs]
    return int(first.min()) + 1 if len(first) else None


def _traffic(table: CallTable) -> tuple[HostTraffic, ...]:
    sent, received = table.hosts.traffic
    names = [table.evidence.ip(number) for number in range(table.evidence.ip_count)]
    traffic = (
        HostTraffic(name, int(sent[n]), int(received[n]), table.hosts.host(name).agents)
        for n, name in enumerate(names)
        if n < len(sent) and (sent[n] or received[n])
    )
    return tuple(sorted(traffic, key=lambda host: -(host.sent + host.received)))
