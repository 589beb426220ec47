"""JSON, schema 1 (docs/json.md), written call by call: never one huge string."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from sipwhy.diagnosis.arriving import may_not_arrive, unarrived
from sipwhy.diagnosis.network_alone import network_alone
from sipwhy.diagnosis.report import Broken, CallRow, NotChecked, Report, TlsGroup, VoiceGroup
from sipwhy.media.quality import Quality, Unrated, quality_of
from sipwhy.model import Call, Evidence, Finding, Leg, LogAccount, Stream
from sipwhy.model.connection import version_name
from sipwhy.model.lock import Lock
from sipwhy.render.voice import Said, Voice
from sipwhy.texts.moment import iso_utc

SCHEMA = 1

Json = dict[str, object]
_UNHEARD: Json = {"mos": None, "mos_basis": {"none": "cannot-arrive"}}
_UNTOLD: Json = {"shut": "untold", "name": None, "by": None}

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(", ", ": ")).encode
_encode_on_lines = json.JSONEncoder(ensure_ascii=False, allow_nan=False, indent=1).encode
_RISKY = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Valid in JSON and yet able to steer a terminal, or not encodable: written as escapes."""


def json_report(report: Report, voice: Voice) -> Iterator[str]:
    """The whole report in pieces; joined they are one JSON object and a line feed."""
    yield f'{{"schema": {SCHEMA},\n"capture": {encoded(_capture(report))},\n"calls": ['
    separator = "\n"
    for row in report.rows():
        yield separator + encoded(call_entry(report, row, voice))
        separator = ",\n"
    findings = ",\n".join(encoded(finding_entry(finding, voice, report)) for finding in report.findings)
    yield f'],\n"findings": [{findings}]}}\n'


def json_lines(report: Report, voice: Voice) -> Iterator[str]:
    """One line for each call."""
    for row in report.rows():
        yield encoded(call_entry(report, row, voice)) + "\n"


def json_call_list(report: Report) -> Iterator[str]:
    """The list of calls without messages and findings: an object with `schema` and `calls`."""
    yield from listed("calls", map(encoded, row_entries(report, report.rows())))


def row_entries(report: Report, rows: Iterable[CallRow]) -> Iterator[Json]:
    """Entries of the list that `sipwhy calls --json` writes, of some calls of a report."""
    has_times = not report.overview.is_timeless
    yield from (_row_entry(row, has_times=has_times) for row in rows)


def listed(name: str, entries: Iterable[str]) -> Iterator[str]:
    """An object with `schema` and a list, an entry (JSON itself) a line."""
    yield f'{{"schema": {SCHEMA},\n"{name}": ['
    separator = "\n"
    for entry in entries:
        yield separator + entry
        separator = ",\n"
    yield "]}\n"


def encoded(value: object) -> str:
    """`value` as JSON on one line, with nothing in it that a terminal would obey."""
    return _tame(_encode(value))


def encoded_on_lines(value: object) -> str:
    """The same on many lines, for people."""
    return _tame(_encode_on_lines(value))


def _tame(text: str) -> str:
    return _RISKY.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def call_entry(report: Report, row: CallRow, voice: Voice) -> Json:
    """An entry of `calls` (docs/json.md): what the list of calls knows of it, its findings, its legs and streams."""
    call = report.outline(row.number)
    locks = report.locks_told(row.number) if call.streams else {}
    findings = report.findings_of(row.number)
    alone = network_alone(call.streams, locks or {}, findings)
    lost = unheard_in(report, call)
    return {
        "number": row.number,
        "kind": row.kind,
        "call_ids": list(call.call_ids),
        "from": row.caller,
        "to": row.callee,
        **_outcome(row, has_times=not voice.is_timeless),
        "hung_up": call.hung_up,
        "cause": row.cause,
        "findings": [finding_entry(finding, voice.on(call), report) for finding in findings],
        "legs": [_leg(leg) for leg in call.legs],
        "streams": [withheld({**stream_entry(stream, alone), "srtp": told_entry(locks, stream)}, lost) for stream in call.streams],
    }


def _row_entry(row: CallRow, *, has_times: bool) -> Json:
    return {
        "number": row.number,
        "kind": row.kind,
        "call_id": row.call_id,
        "from": row.caller,
        "to": row.callee,
        "src": row.src,
        "dst": row.dst,
        **_outcome(row, has_times=has_times),
        "messages": row.messages,
        "legs": row.legs,
        "cause": row.cause,
    }


def _outcome(row: CallRow, *, has_times: bool) -> Json:
    return {
        "start": _moment(row.start, has_times=has_times),
        "result": row.result,
        "status": row.status,
        "reason": row.reason,
        "durations": {"pdd": rounded(row.pdd), "setup": rounded(row.setup), "talk": rounded(row.talk)},
    }


def finding_entry(finding: Finding, voice: Voice, report: Report) -> Json:
    """One finding with its words in the reader's language; lines of logs are quoted."""
    said = voice.said(finding)
    return {
        **worded_entry(finding, said, said.fix),
        "evidence": [_evidence(piece, said, report) for piece in finding.evidence],
        "values": values_entry(finding.values),
        "call_numbers": list(finding.call_numbers),
    }


def worded_entry(finding: Finding, said: Said, fix: Sequence[str]) -> Json:
    """What every finding has, whatever it was found in."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "at_fault": finding.at_fault,
        "title": said.title,
        "explanation": said.explanation,
        "fix": list(fix),
    }


def values_entry(values: Mapping[str, object]) -> Json:
    """The values of a finding; what is not known is null."""
    return {name: list(value) if isinstance(value, tuple) else _known(value) for name, value in values.items()}


def _capture(report: Report) -> Json:
    seen = report.overview
    has_times = bool(seen.end) and not seen.is_timeless
    return {
        "files": list(report.files),
        "packets": seen.packets,
        "sip_messages": seen.sip_messages,
        "start": _moment(seen.start, has_times=has_times),
        "end": _moment(seen.end, has_times=has_times),
        "duplicates": seen.duplicates,
        "broken": [_broken(broken) for broken in report.broken],
        "trust": list(report.trust),
        "logs": [_log(log) for log in seen.logs],
        "not_checked": [_not_checked(item) for item in report.not_checked],
        "tls": [_tls(group) for group in report.tls],
        "srtp": [_srtp(group) for group in report.srtp],
    }


def _moment(ts: int, *, has_times: bool) -> str | None:
    """A point in time; None where the evidence, or 0 where this piece of it, has none: the date of a log is no time of a call."""
    return iso_utc(ts) if has_times and ts else None


def _tls(group: TlsGroup) -> Json:
    one = group.example
    return {
        "outcome": "late" if group.is_late else group.outcome,
        "connections": group.count,
        "with_sip": group.with_sip,
        "records_refused": group.refused,
        "example": {
            "file": one.file,
            "frame": one.began.frame,
            "client": str(one.client),
            "server": str(one.server),
            "version": version_name(one.version) if one.version else None,
            "cipher_suite": one.cipher or None,
        },
    }


def _srtp(group: VoiceGroup) -> Json:
    return {**(lock_entry(group.lock) or _UNTOLD), "calls": group.count, "example": group.example or None}


def told_entry(locks: Mapping[int, Lock] | None, stream: Stream) -> Json | None:
    """What became of one stream of a list; `locks` None: nobody has looked at its call."""
    return dict(_UNTOLD) if locks is None else lock_entry(locks.get(stream.index))


def lock_entry(lock: Lock | None) -> Json | None:
    """What became of encrypted voice; null of what is not encrypted, or was not looked at."""
    if lock is None or not (lock.locked or lock.opened or lock.refused):
        return None
    return {"shut": lock.locked, "name": lock.name or None, "by": None if lock.locked else "dtls" if lock.by_dtls else "sdes"}


def _log(log: LogAccount) -> Json:
    return {
        "file": log.file,
        "lines": {"total": log.lines, "in_messages": log.in_messages, "with_head": log.with_head, "unknown": log.unknown},
        "messages": log.messages,
        "repeated": log.repeated,
        "without_time": log.timeless,
        "cut_lines": log.cut,
        "kept": {"lines": log.marked - log.dropped, "dropped": log.dropped},
        "clock_ahead": log.ahead / 1e6,
        "zone_assumed": log.zone,
        "year_assumed": log.year,
        "without_uuids": log.without_uuids,
    }


def _not_checked(item: NotChecked) -> Json:
    return {"rule": item.rule, "why": _why(item), "needs": list(item.needs), "calls": item.calls or None, "error": item.error}


def _why(item: NotChecked) -> str:
    return "crashed" if item.error is not None else "off" if item.is_off else "needs"


def _broken(broken: Broken) -> Json:
    return {"file": broken.file, **_place(broken, "frame", "line", "row"), "why": broken.why, "times": broken.times}


def _evidence(piece: Evidence, said: Said, report: Report) -> Json:
    place = _place(piece, "message", "frame", "stream", "line", "row")
    quote = report.quote(piece.file, piece.line) if piece.line is not None and piece.message is None else None
    return {"file": piece.file, **place, "note": said.notes.get(piece.note, "")} | ({"quote": quote} if quote else {})


def _place(item: Broken | Evidence, *names: str) -> Json:
    return {name: value for name in names if (value := getattr(item, name)) is not None}


def _leg(leg: Leg) -> Json:
    return {
        "call_id": leg.call_id,
        "from_tag": leg.from_tag,
        "src": str(leg.src),
        "dst": str(leg.dst),
        "node": leg.node,
        "status": leg.status,
        "reason": leg.reason,
        "result": leg.result,
        "joined_by": leg.joined_by,
        "confidence": leg.confidence,
    }


def stream_entry(stream: Stream, alone: Container[int] = ()) -> Json:
    """One entry of `streams`; `index` is that by which evidence names it. Of those `alone` MOS rates the network only."""
    return {
        "index": stream.index,
        "ssrc": stream.ssrc,
        "src": str(stream.src),
        "dst": str(stream.dst),
        "codec": stream.codec,
        "packets": stream.packets,
        "lost": stream.lost,
        "jitter_ms": round(stream.jitter_ms, 3),
        **quality_entry(quality_of(stream), network_only=stream.index in alone),
        "leg": stream.leg,
    }


def unheard_in(report: Report, outline: Call) -> frozenset[int]:
    """The indices of a call's streams that nobody can have heard: its messages are read only where that may be."""
    return unarrived(report.call(outline.number)) if may_not_arrive(outline) else frozenset()


def withheld(stream: Json, lost: Container[int]) -> Json:
    """An entry of a stream without a rating, of its buffers too, if it is among those that nobody can have heard (by `index`)."""
    if stream["index"] not in lost:
        return stream
    buffers = stream.get("buffers")
    return stream | _UNHEARD | ({"buffers": [one | _UNHEARD for one in buffers]} if isinstance(buffers, list) else {})


def quality_entry(found: Quality | Unrated, *, network_only: bool = False) -> Json:
    """`mos`, and what it stands on."""
    if not isinstance(found, Quality):
        return {"mos": None, "mos_basis": {"none": found}}
    basis: Json = {
        "scale": found.scale,
        "r": round(found.r, 2),
        "codec": found.codec,
        "estimate": found.is_estimate,
        "loss": round(found.loss, 6),
        "burst_ratio": round(found.burst_ratio, 3),
    }
    if found.delay_ms is not None:
        basis["delay_ms"] = round(found.delay_ms, 1)
    if network_only:
        basis["network_only"] = True
    return {"mos": round(found.mos, 2), "mos_basis": basis}


def _known(value: object) -> object:
    """What is not known is null: an empty text is what rules have then, and JSON has no NaN and no infinity."""
    return None if value == "" or (isinstance(value, float) and not abs(value) < float("inf")) else value


def rounded(value: float | None, digits: int = 6) -> float | None:
    """A measure with so many digits behind its point, if it is known."""
    return None if value is None else round(value, digits)
