"""What `sipwhy media --json` writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from sipwhy.diagnosis.arriving import unarrived
from sipwhy.diagnosis.network_alone import network_alone
from sipwhy.diagnosis.report import Report
from sipwhy.media.digits_by_info import Informed, informed
from sipwhy.media.hearing import Hearing, Outcome
from sipwhy.media.rtcp import Told
from sipwhy.model import Call
from sipwhy.model.lock import Lock
from sipwhy.model.sound import Sounds
from sipwhy.reference.dscp import dscp_name
from sipwhy.render.json import SCHEMA, Json, encoded, lock_entry, quality_entry, rounded, stream_entry, told_entry, unheard_in, withheld
from sipwhy.render.media.card import Played
from sipwhy.render.media.heard import echo_entry, sound_entry
from sipwhy.render.media.keys import pressed_entries
from sipwhy.render.media.table import streams_of
from sipwhy.texts.moment import iso_utc


def json_streams(report: Report) -> Iterator[str]:
    """Every stream: an object with `schema` and `streams`, each with the number of its `call`."""
    yield f'{{"schema": {SCHEMA},\n"streams": ['
    separator = "\n"
    locks: tuple[int | None, Mapping[int, Lock] | None] = (None, {})
    strangers = count(1)
    lost: frozenset[int] = frozenset()
    for number, stream in streams_of(report):
        if number != locks[0]:
            locks = number, report.locks_told(number) if number else {}
            lost = unheard_in(report, report.outline(number)) if number else frozenset()
        strange = {} if number else {"stream": next(strangers)}
        alone = network_alone([stream], locks[1] or {})
        entry = {"call": number, **stream_entry(stream, alone), "srtp": told_entry(locks[1], stream), **strange}
        yield separator + encoded(withheld(entry, lost))
        separator = ",\n"
    yield "]}\n"


def json_hearings(call: Call, streams: Sequence[Played], sounds: Sounds | None = None, fax: Sequence[Json] = ()) -> Iterator[str]:
    """The streams of one call in full, the keys that INFO told and what is known of a fax; with `sounds` what is heard, too."""
    lost = unarrived(call)
    yield f'{{"schema": {SCHEMA},\n"call": {call.number or "null"},\n"streams": ['
    yield ",\n".join(encoded(withheld(_entry(call, one, sounds), lost)) for one in streams)
    told = [encoded(_informed(leg.index, key)) for leg in call.legs for key in informed(leg)]
    echoes = f',\n"echoes": [{", ".join(encoded(echo_entry(echo)) for echo in sounds.echoes)}]' if sounds else ""
    yield f'],\n"dtmf_info": [{", ".join(told)}],\n"fax": [{", ".join(map(encoded, fax))}]{echoes}}}\n'


def _entry(call: Call, one: Played, sounds: Sounds | None) -> Json:
    stream, lock = one.hearing.stream, _lock(one, sounds)
    told = _hearing(one.hearing, network_alone([stream], {stream.index: lock}, sounds=sounds))
    return {"call": call.number or None, **told, "srtp": lock_entry(lock), **pressed_entries(one.keys), **_heard(one, sounds)}


def _lock(one: Played, sounds: Sounds | None) -> Lock:
    return sounds.locks.get(one.hearing.stream.index, one.lock) if sounds else one.lock


def _heard(one: Played, sounds: Sounds | None) -> Json:
    return {"heard": sound_entry(sounds.of(one.hearing.stream.index))} if sounds else {}


def _informed(leg: int, key: Informed) -> Json:
    return {
        "leg": leg,
        "side": "first" if key.is_by_first else "second",
        "key": key.key or None,
        "time": iso_utc(key.ts),
        "seconds": _rounded(key.seconds),
        "status": key.status,
    }


def _hearing(hearing: Hearing, alone: frozenset[int]) -> Json:
    stream, timing, spread = hearing.stream, hearing.timing, hearing.spread
    return {
        **stream_entry(stream, alone),
        "start": iso_utc(stream.first_ts),
        "end": iso_utc(stream.last_ts),
        "clock": hearing.clock,
        "payload_types": {str(kind): count for kind, count in stream.payload_types},
        "late": stream.late,
        "copies": stream.copies,
        "restarts": stream.restarts,
        "hole_s": round(stream.hole, 3),
        "hole_at": iso_utc(stream.hole_start) if stream.hole else None,
        "ptime_ms": _rounded(timing.ptime),
        "mean_jitter_ms": _rounded(timing.mean_jitter),
        "worst_jitter_ms": _rounded(timing.worst_jitter),
        "clock_drift_ppm": _rounded(timing.drift),
        "timestamp_pace": _rounded(timing.pace),
        "pauses": timing.pauses,
        "paused_s": _rounded(timing.paused),
        "marker_faults": timing.marker_faults,
        "timestamp_faults": timing.timestamp_faults,
        "dscp": {dscp_name(value): count for value, count in hearing.dscp},
        "loss": {
            "runs": spread.runs,
            "longest": spread.longest,
            "gilbert_p": _rounded(spread.begins),
            "gilbert_q": _rounded(spread.ends),
            "bursts": spread.bursts,
            "burst_density": _rounded(spread.burst_density),
            "gap_density": _rounded(spread.gap_density),
            "mean_burst": _rounded(spread.mean_burst),
            "mean_gap": _rounded(spread.mean_gap),
        },
        "rtcp": _told(hearing.told),
        "one_way_ms": _rounded(hearing.one_way_ms),
        "one_way_at_least_ms": _rounded(hearing.least_way_ms),
        "buffers": [_buffer(one) for one in hearing.buffers],
        "seconds": [[one.at, one.packets, one.lost, _rounded(one.jitter_ms)] for one in hearing.seconds],
    }


def _told(told: Told) -> Json:
    metrics = told.metrics
    return {
        "reports": told.reports,
        "round_trip_ms": _rounded(told.round_trip),
        "lost": told.lost,
        "worst_share": _rounded(told.worst_share),
        "worst_jitter": told.worst_jitter,
        "voip_metrics": None if metrics is None else {name: getattr(metrics, name) for name in metrics.__struct_fields__},
    }


def _buffer(one: Outcome) -> Json:
    return {"kind": one.kind, "delay_ms": _rounded(one.delay_ms), "discarded": one.discarded, **quality_entry(one.quality)}


def _rounded(value: float | None) -> float | None:
    return rounded(value, 3)
