"""Sentences that every readable report shares: a call's heading, where it went, what became of it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Container, Sequence

from sipwhy.diagnosis.answered_by import answered_by
from sipwhy.diagnosis.arriving import Absent, absent, unarrived
from sipwhy.diagnosis.blame import MISDIALLED, SIDES
from sipwhy.diagnosis.conversation import shown_legs
from sipwhy.diagnosis.hanging_up import ended_by_itself, told_cause
from sipwhy.diagnosis.overview import Overview
from sipwhy.diagnosis.report import Broken, CallRow, Report
from sipwhy.model import Call, CallKind, Evidence, Finding, HungUp, LogAccount, Result, Stream
from sipwhy.reference.accounting import without_mute
from sipwhy.render.digest import Digest
from sipwhy.render.media.score import codecs_of, rating
from sipwhy.render.voice import Voice
from sipwhy.texts.amount import seconds, whole
from sipwhy.texts.faults import fault
from sipwhy.texts.file_names import names_apart
from sipwhy.texts.harmless import cells, harmless, shorten_middle
from sipwhy.texts.moment import full_moment, span_of
from sipwhy.texts.vocabulary import CONFIDENCE, HUNG_UP, RESULT, blame, result_of_one, word
from sipwhy.views.evidence import named, place_of
from sipwhy.views.summary import ALARMING, FAILED, Tally, ended

_FILES_NAMED = 3
_STATUSES_NAMED = 5
_NEAR = 600_000_000
"""µs between a log and a capture that need no explanation."""
_MOST_CALL_IDS = 6
_ANSWERED = 4
"""So many who answered are named."""
_ARROW = " → "
_NO_SOCKET = "[::]:0"
_PORT = re.compile(r"\b(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}\b")


_RUN_TOGETHER = re.compile(r'",(?=\w+=")')
"""Between the fields of Asterisk's security log, a line of which has no blank to break it at."""
_MOST_TOLD = 4
_MOST_QUOTED = 320
"""Characters of a line of a log that are shown."""


def unexplained_line(digest: Digest, voice: Voice) -> str:
    """How many failures have no cause, which answers they got, and one of them; "" if there are none."""
    numbers = digest.unexplained_numbers
    if not numbers:
        return ""
    said = [f"{status or voice.screen('no-status')} ×{whole(count, voice.lang)}" for status, count in digest.statuses[:_STATUSES_NAMED]]
    more = ", …" if len(digest.statuses) > _STATUSES_NAMED else ""
    return voice.screen("unexplained", n=len(numbers), statuses=", ".join(said) + more, number=numbers[0])


def results_of(tally: Tally, voice: Voice) -> str:
    """
    How a kind ended: "3 answered (1 of them went wrong), 2 busy"; the number is left out where all ended alike.

    Said beside it is only what the result does not tell: a fault of what was answered, none of what failed.
    """
    is_one = len(tally.results) == 1
    return ", ".join(_result(result, count, tally, voice, is_named_alone=is_one) for result, count in tally.results)


def _result(result: Result, count: int, tally: Tally, voice: Voice, *, is_named_alone: bool) -> str:
    said = word(RESULT, voice.key_in(RESULT, result), voice.lang)
    if not is_named_alone:
        said = voice.screen("one-result", n=whole(count, voice.lang), word=said)
    faulty = tally.faulty.get(result, 0)
    odd = count - faulty if result in FAILED else faulty
    if not odd:
        return said
    how_many = "some" if odd < count else "all" if count > 1 else "one"
    return voice.screen(f"{'quiet' if result in FAILED else 'faulty'}-{how_many}", said=said, n=whole(odd, voice.lang))


def scope_parts(report: Report, voice: Voice) -> list[str]:
    """What the evidence is: files, span of time, packets, messages, copies."""
    seen = report.overview
    parts = [files_named(report.files, voice)]
    if seen.end and not seen.is_timeless:
        parts.append(f"{span_of(seen.start, seen.end, voice.zone)} ({seconds((seen.end - seen.start) // 100_000 / 10, voice.lang)})")
    if seen.packets or not seen.logs:
        parts.append(voice.screen("packets", n=seen.packets))
    if seen.logs:
        parts.append(_log_lines(seen.logs, voice))
    parts.append(voice.screen("sip-messages", n=seen.sip_messages))
    if seen.duplicates:
        parts.append(voice.screen("duplicates", n=seen.duplicates))
    if seen.hep_other:
        parts.append(voice.screen("hep-other", n=seen.hep_other))
    return [*parts, *_log_times(seen.logs, voice), *_apart(seen, voice), *_narrowing(report, voice)]


def _narrowing(report: Report, voice: Voice) -> list[str]:
    """What of the evidence was asked for, and how much of it that is."""
    if (asked := report.narrowing) is None:
        return []
    parts = []
    if asked.since is not None and asked.until is not None:
        parts.append(span_of(asked.since, asked.until, voice.zone))
    elif asked.since is not None:
        parts.append(voice.screen("only-since", since=full_moment(asked.since, voice.zone)))
    elif asked.until is not None:
        parts.append(voice.screen("only-until", until=full_moment(asked.until, voice.zone)))
    if asked.is_from_end:
        parts[-1] += f" {voice.screen('only-from-end')}"
    said = harmless(", ".join([*parts, *asked.words]), 400)
    total, n = sum(report.contents.counts.values()), sum(report.results().values())
    return [voice.screen("only", what="{what}", n=n, total=total).replace("{what}", said)]


def _log_lines(logs: Sequence[LogAccount], voice: Voice) -> str:
    """How many lines the logs have, and which share of them was understood."""
    understood = sum(log.in_messages + log.with_head for log in logs)
    told = understood + sum(log.unknown for log in logs)
    share = 100 * understood // told if told else 100
    return voice.screen("log-lines", n=sum(log.lines for log in logs), share=share)


def _log_times(logs: Sequence[LogAccount], voice: Voice) -> list[str]:
    """What was taken for granted about the logs' times."""
    zones = list(dict.fromkeys(log.zone for log in logs if log.zone))
    parts = [voice.screen("log-zone", zone=harmless(", ".join(zones), 60))] if zones else []
    if any(log.year for log in logs):
        parts.append(voice.screen("log-year"))
    parts += [voice.screen("log-ahead" if log.ahead > 0 else "log-behind", t=abs(log.ahead) / 1e6) for log in logs if log.ahead]
    if timeless := sum(log.timeless for log in logs):
        parts.append(voice.screen("log-timeless", n=timeless))
    if dropped := sum(log.dropped for log in logs):
        parts.append(voice.screen("log-dropped", n=dropped))
    if any(log.without_uuids for log in logs):
        parts.append(voice.screen("log-without-uuids"))
    return parts


def _apart(seen: Overview, voice: Voice) -> list[str]:
    """That logs tell of quite another time than the capture: by a wrong zone one failure becomes two."""
    times = [event.line.ts for _, event in seen.log if event.line.ts]
    if not (seen.packets and seen.end and times):
        return []
    apart = max(min(times) - seen.end, seen.start - max(times))
    return [voice.screen("log-apart", t=apart / 1e6)] if apart > _NEAR else []


def files_named(files: Sequence[str], voice: Voice) -> str:
    """The names of the files; of many, the first ones."""
    names = [file_name(files, at, voice) for at in range(min(len(files), _FILES_NAMED))]
    if len(files) <= _FILES_NAMED:
        return ", ".join(names)
    return f"{voice.screen('files', n=len(files))}: {', '.join(names)} …"


def file_name(files: Sequence[str], at: int, voice: Voice) -> str:
    """The name of one of the files, with as much of its folder as tells it from the others."""
    return voice.screen("stdin") if files[at] == "-" else names_apart(files)[at]


def command(files: Sequence[str], name: str, *options: str) -> str:
    """A command line that the reader can copy; `name` is "" for the main job. Of many files the first ones and dots."""
    named = [shlex.quote(harmless(file, 200)) for file in files[:_FILES_NAMED]]
    more = ["..."] if len(files) > _FILES_NAMED else []
    return " ".join(part for part in ("sipwhy", name, *named, *more, *options) if part)


def readable(report: Report) -> Sequence[str]:
    """The files of a report without those of which nothing could be read: a command on these would complain anew."""
    unread = {broken.file for broken in report.broken if broken.is_unread}
    kept = [name for at, name in enumerate(report.files) if at not in unread]
    return kept or report.files


def command_on(report: Report, name: str, *options: str) -> str:
    """`command` on what a report is of: its files, or the history that was read; of that, `calls` and the main job."""
    if report.store is None:
        return command(readable(report), name, *options)
    where = ("--store", shlex.quote(harmless(report.store, 200))) if report.store else ()
    return command((), f"history {name or 'report'}", *options, *where)


def parties(row: CallRow) -> str:
    """Who called whom; of a registration, who registered; where nobody is named, the addresses, or the Call-ID."""
    target = _named(row.dst)
    caller, callee = _asker(row), harmless(row.callee or target or "?", 48)
    if row.kind in ("registration", "subscription") and row.caller == row.callee:
        return caller + _ARROW + harmless(target, 48) if target else _with_address(row)
    if row.kind != "call" and not row.callee and not target:
        return _with_address(row)
    return caller + _ARROW + callee


def _with_address(row: CallRow) -> str:
    """Who asked and from where, as far as a log tells it; to which address it does not."""
    source = _named(row.src)
    address = f" ({harmless(source, 48)})" if source and source != row.caller else ""
    return _asker(row) + address


def _asker(row: CallRow) -> str:
    """Who asked; a line of a log names at times no more than the Call-ID, by which others about the same are found."""
    known = row.caller or _named(row.src)
    return harmless(known or (f"Call-ID {row.call_id}" if row.call_id and not row.callee else "?"), 48)


def _named(socket: str | None) -> str:
    """A socket; "" where no log names one."""
    return "" if socket is None or socket == _NO_SOCKET else socket


def parties_within(row: CallRow, width: int) -> str:
    """`parties` in `width` cells."""
    said = parties(row)
    return way_within(said if cells(said) <= width else _PORT.sub(r"\1", said), width)  # of an address and its port the address tells more


def way_within(said: str, width: int) -> str:
    """Two ends with an arrow between them in `width` cells: each is cut in its middle, as both ends of a number tell something."""
    if cells(said) <= width:
        return said
    if _ARROW not in said:
        return shorten_middle(said, width)
    left, right = said.split(_ARROW, 1)
    half = (width - len(_ARROW)) // 2
    room_left = max(half, width - len(_ARROW) - cells(right))
    left = shorten_middle(left, room_left)
    return left + _ARROW + shorten_middle(right, width - len(_ARROW) - cells(left))


def outcome(row: CallRow, voice: Voice) -> str:
    """How it ended, with the answer that the caller got: "failed, 488 Not Acceptable Here"."""
    said = result_of_one(ended(row.result, row.cause), row.kind, voice.lang)
    if row.status is None or row.status < 300:
        return said
    return f"{said}, {status_of(row)}"


def status_of(row: CallRow) -> str:
    """The answer's status and reason."""
    return f"{row.status} {harmless(row.reason or '', 60)}".strip() if row.status else ""


def heading(row: CallRow, voice: Voice) -> list[str]:
    """The parts of a call's heading: which one, who, when, how it ended."""
    return [
        voice.screen(f"card-{row.method or row.kind}", number=row.number),
        parties(row),
        full_moment(row.start, voice.zone, 3) if voice.has_time(row.start) else voice.screen("no-time"),
        outcome(row, voice),
    ]


def timing(call: Call, voice: Voice, cause: str | None = None) -> str:
    """PDD, setup and talk time, who hung up an answered call, and how much of a huge one was not looked at."""
    durations = call.durations
    known = {name: value for name in ("pdd", "setup", "talk") if (value := getattr(durations, name)) is not None}
    parts = [voice.screen(name if value else f"under-{name}", t=value) for name, value in known.items() if voice.has_span(call)]
    if names := answered_by(call):
        parts.append(voice.screen("answered-by", who="{who}").replace("{who}", harmless(voice.screen("then").join(names[:_ANSWERED]), 80)))
    if call.hung_up and call.result == "answered":
        parts.append(_hung_up(call, call.hung_up, voice, cause))
    if call.left_out:
        parts.append(voice.screen("left-out", n=call.left_out))
    return ", ".join(parts)


def _hung_up(call: Call, who: HungUp, voice: Voice, cause: str | None) -> str:
    """Who ended an answered call, and whether that was a person; the cause beside it where a gateway may have handed it on."""
    if who not in ("caller", "callee") or not ended_by_itself(call, cause):
        return word(HUNG_UP, who, voice.lang)
    told = told_cause(call, cause)
    return word(HUNG_UP, f"{who}-itself", voice.lang) if told is None else f"{word(HUNG_UP, f'{who}-cause', voice.lang)} (Q.850 {told})"


def call_ids(call: Call, voice: Voice) -> list[str]:
    """
    The Call-ID of each leg, which a carrier asks for in a ticket, with the hosts between which it was seen if there are several.

    Where others would go with the caller's leg as well, that is said below.
    """
    first = {leg.call_id: leg for leg in reversed(call.legs) if leg.call_id}
    own = [leg for leg in call.legs if leg.call_id and first[leg.call_id] is leg][:_MOST_CALL_IDS]
    hops = [f" ({leg.src.ip} → {leg.dst.ip})" if len(first) > 1 else "" for leg in own]
    known = [f"Call-ID {harmless(leg.call_id or '', 200)}{hop}" for leg, hop in zip(own, hops, strict=True)]
    return [*known, voice.screen("paired-by-order")] if call.is_paired_by_order else known


def blamed(finding: Finding, kind: CallKind, voice: Voice) -> str:
    """Who is at fault and how sure that is; where nobody knows who, how sure the diagnosis is."""
    rule = voice.rules.get(finding.rule)
    of: str = "attack" if rule and rule.area == "security" else kind
    if finding.at_fault == "user":  # what is counted among failures is not said to be in order
        of = "account" if SIDES.get(finding.rule) == "account" else "number" if _is_misdialled(finding) else kind
    if finding.at_fault == "trunk" and finding.values.get("peer") in voice.gateways:
        of = "gateway"
    if finding.at_fault == "callee" and finding.values.get("peer") in voice.unproved:
        of = "host"
    sure = word(CONFIDENCE, finding.confidence, voice.lang)
    if finding.at_fault == "unknown":
        sure = voice.screen("how-sure", sure=sure)
    return f"{blame(finding.at_fault, of, voice.lang)} ({sure})"


def _is_misdialled(finding: Finding) -> bool:
    return finding.rule in MISDIALLED and finding.severity in ALARMING


def broken_line(broken: Broken, report: Report, voice: Voice) -> str:
    """One piece of evidence that could not be read."""
    why = fault(broken.why, voice.lang)
    name = next((part for part in ("frame", "line", "row") if getattr(broken, part) is not None), None)
    if name is None:
        return f"{file_name(report.files, broken.file, voice)}: {why}"
    where = named(name, getattr(broken, name), broken.file, report.files, voice.lang)
    if broken.times == 1:
        return f"{where}: {why}"
    return f"{why}: {voice.screen('broken-times', n=broken.times, where=where)}"


def stream_table(call: Call, streams: Sequence[Stream], voice: Voice, alone: Container[int] = ()) -> list[tuple[str, ...]]:
    """
    RTP streams of a call as rows of a table, its heading first: way, codec, leg where there are several, packets, lost, jitter, MOS.

    Of the streams `alone`, by their index, MOS rates the network only. Behind them stand directions in which nothing came.
    """
    shown = shown_legs(call)
    legs = [shown[stream.index] + 1 for stream in streams]
    has_legs = len(set(legs)) > 1
    lost, listed = unarrived(call), {stream.index for stream in streams}
    heads = (voice.screen(f"stream-{name}") for name in (*(["leg"] if has_legs else []), "packets", "lost", "jitter"))
    return [
        ("RTP", "", *heads, "MOS"),
        *(_stream(one, (lost, alone), voice, str(leg) if has_legs else "") for one, leg in zip(streams, legs, strict=True)),
        *(_absent(one, str(shown[one.back.index] + 1) if has_legs else "") for one in absent(call) if one.back.index in listed),
    ]


def _absent(gone: Absent, leg: str) -> tuple[str, ...]:
    return (f"{gone.src} → {gone.dst}", "–", *filter(None, [leg]), "0", "–", "–", "–")


def _stream(stream: Stream, known: tuple[Container[int], Container[int]], voice: Voice, leg: str) -> tuple[str, ...]:
    lost, alone = known
    jitter = voice.screen("jitter", value=stream.jitter_ms)
    counts = (whole(stream.packets, voice.lang), whole(stream.lost, voice.lang))
    mos = rating(stream, lost, voice.lang, alone)
    return (f"{stream.src} → {stream.dst}", codecs_of(stream), *filter(None, [leg]), *counts, jitter, mos)


EVIDENCE_SHOWN = 3
"""Pieces of evidence of one finding that people are shown; JSON has them all."""


def evidence_lines(finding: Finding, report: Report, voice: Voice) -> list[str]:
    """Where the evidence of a finding is, with its notes: "frame 812: the header is cut off"."""
    notes = voice.said(finding).notes
    return [
        ": ".join(part for part in (place_of(piece, report.files, voice.lang), notes.get(piece.note, ""), _quote(piece, report)) if part)
        for piece in finding.evidence
    ]


def quoted_lines(findings: Sequence[Finding], report: Report, voice: Voice) -> list[str]:
    """The lines of logs that prove findings, each once: "messages, line 12: Registration from ..."."""
    return _quoted([piece for finding in findings for piece in finding.evidence], report, voice)


def told_lines(call: Call, report: Report, voice: Voice) -> list[str]:
    """The last lines of logs about a call that no rule explains."""
    lines = [Evidence("log", file=event.line.file, line=event.line.line) for event in call.log]
    return _quoted(lines[-_MOST_TOLD:], report, voice)


def _quoted(proofs: Sequence[Evidence], report: Report, voice: Voice) -> list[str]:
    pieces = dict.fromkeys(piece for piece in proofs if piece.line is not None and piece.message is None)
    places = {(piece.file, piece.line): piece for piece in reversed(pieces) if _quote(piece, report)}
    return [f"{place_of(piece, report.files, voice.lang)}: {_quote(piece, report)}" for piece in reversed(places.values())]


def _quote(piece: Evidence, report: Report) -> str:
    """What stands in the line of a log that is evidence, shortened and made harmless."""
    text = report.quote(piece.file, piece.line) if piece.line is not None and piece.message is None else None
    return harmless(_RUN_TOGETHER.sub('", ', without_mute(text)), _MOST_QUOTED) if text else ""
