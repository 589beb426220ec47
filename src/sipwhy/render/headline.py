"""The answer in one line, above every readable report, and what to do where there was nothing to report on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sipwhy.diagnosis.arriving import absent
from sipwhy.diagnosis.report import Report
from sipwhy.model import Finding
from sipwhy.render.digest import Digest
from sipwhy.render.media.voiceless import unseen_calls
from sipwhy.render.noted import Noted, asked_each, is_asked, noted
from sipwhy.render.unshown import unshown_told
from sipwhy.render.voice import Voice
from sipwhy.render.wording import command, command_on, readable
from sipwhy.texts.amount import listed, whole
from sipwhy.texts.harmless import harmless
from sipwhy.texts.moment import span_of
from sipwhy.texts.statuses import are_beyond
from sipwhy.views.summary import ALARMING, KIND_ORDER, Tally

_CUT_OFF = ("the file ends ", "the compressed data ")
"""How the words begin that say that a file breaks off."""
_CAUSES_NAMED = 3


def headline(report: Report, digest: Digest, voice: Voice) -> tuple[str, bool]:
    """The answer in one line, and whether anything went wrong."""
    found = digest.tallies
    if not found and not report.overview.sip_messages and not report.contents.counts:
        fault = _first_fault(report)
        return (f"{_said_of(fault, voice)} " if fault else "") + _without_sip(report, voice), fault is not None
    if not found:
        return voice.screen("no-such-status" if are_beyond(report.asked_statuses) else "no-match"), False
    if wrong := [(tally, count) for tally in found if (count := digest.wrong(tally))]:
        is_guess = all(count == digest.guessed(tally) for tally, count in wrong)
        said = [_wrong(tally, count, 0 if is_guess else digest.guessed(tally), voice) for tally, count in wrong]
        return voice.screen("perhaps-wrong" if is_guess else "went-wrong", what=", ".join(said) + _main_causes(digest, voice)), True
    what = ", ".join(voice.screen(f"count-{tally.kind}", n=tally.total) for tally in found)
    if warnings := sum(finding.severity in ALARMING for finding in report.findings):
        return voice.screen("warned", what=what, n=warnings), False
    if (found_beside := noted(report, digest, voice)).pieces:
        return _noted(report, found_beside, what, voice), False
    asked = asked_each(report, digest)
    what += unshown_told(report, asked, voice)
    is_open = any(voice.leaves_open(finding) for number in asked for finding in report.findings_of(number))
    if is_open or _breaks_off(report) or any(group.lock is None or group.lock.locked for group in report.srtp):
        return voice.screen("well-as-far-as-read", what=what), False
    if any(absent(report.call(number)) for number in asked):
        return voice.screen("well-but-unheard", what=what), False
    if unseen := len(unseen_calls(report, asked)):
        return voice.screen("well-but-unseen", what=what, n=unseen), False
    well, calm = ("all-well-in-sip", "no-failures-in-sip") if _is_without_voice(report, found) else ("all-well", "no-failures")
    return voice.screen(well if is_asked(digest) and all(_is_well(tally) for tally in found) else calm, what=what), False


def _wrong(tally: Tally, count: int, guessed: int, voice: Voice) -> str:
    """How many of a kind went wrong, and of how many of these that is only guessed."""
    said = voice.screen(f"wrong-{tally.kind}", n=whole(count, voice.lang), total=tally.total)
    return said + voice.screen("perhaps-among", n=whole(guessed, voice.lang)) if guessed else said


def _is_without_voice(report: Report, found: Sequence[Tally]) -> bool:
    """Whether people talked and nothing tells how they heard each other: a log alone is never taken to tell that."""
    if report.overview.streams or not report.overview.packets:
        return False
    return any(tally.kind == "call" and any(result == "answered" for result, _ in tally.results) for tally in found)


def _noted(report: Report, found: Noted, what: str, voice: Voice) -> str:
    """The headline over calls that did not fail, and of which something is to be noticed."""
    if found.is_below and found.warnings:
        return voice.screen("warned-beside", what=what, n=found.warnings)
    number, first = found.pieces[0]
    values = {"what": what, "title": voice.title(first), "rule": first.rule}
    if found.is_below:
        more = voice.screen("noticed-more", n=len(found.pieces) - 1) if len(found.pieces) > 1 else ""
        return voice.screen("noticed", more=more, **values)
    key = "noticed-one" if found.calls == 1 else "noticed-many"
    command = command_on(report, "", "--call", str(number))
    return voice.screen(key, n=found.calls, number=number, command=command, **values)


def _said_of(fault: Finding, voice: Voice) -> str:
    """What it is, and whether it is known to be one."""
    return voice.screen("perhaps-wrong" if fault.confidence == "possible" else "went-wrong", what=voice.said(fault).title)


def _first_fault(report: Report) -> Finding | None:
    """The first error about the whole evidence: it may be found though no SIP was sent at all."""
    return next((finding for finding in report.findings if finding.severity == "error" and finding.rule not in report.trust), None)


def _without_sip(report: Report, voice: Voice) -> str:
    """That there is no SIP, or none that can be read because it is inside TLS."""
    if logs := report.overview.logs:
        return voice.screen("no-sip-in-log", n=sum(log.lines for log in logs))
    packets, there = report.overview.packets, report.contents
    if there.encrypted:
        return voice.screen("sip-encrypted", packets=packets, n=there.encrypted)
    if there.broken_off:
        return voice.screen("tls-broken-off", packets=packets, n=there.broken_off)
    return voice.screen("breaks-off" if _breaks_off(report) else "no-sip", packets=packets)


def _breaks_off(report: Report) -> bool:
    """Whether a capture ends before its end: what it had of SIP may be in the rest."""
    return any(one.why.startswith(_CUT_OFF) for one in report.broken)


def holdings(report: Report, digest: Digest, voice: Voice) -> str:
    """What there is instead where the filters let nothing pass, or how SIP gets into a log that has none; else ""."""
    there = report.contents
    if digest.tallies or not there.counts:
        return "" if there.counts else _next_step(report, voice)
    what = listed((voice.screen(f"count-{kind}", n=there.counts[kind]) for kind in KIND_ORDER if kind in there.counts), voice.lang)
    users = ", ".join(harmless(user, 40) for user in there.users)
    if not there.last or report.overview.is_timeless:
        return voice.screen("holdings-timeless", what=what)
    span = span_of(there.first, there.last, voice.zone)
    return voice.screen("holdings" if users else "holdings-nameless", what=what, span=span, users=users)


def _next_step(report: Report, voice: Voice) -> str:
    """What to do with evidence that has no SIP: RTP has its own command, so has a table of calls; a log can be made to hold SIP."""
    seen = report.overview
    if seen.unplaced_rtp:
        return voice.screen("rtp-alone", n=seen.unplaced_rtp, command=command(readable(report), "media"))
    if any(log.looks_like == "records" for log in seen.logs):
        return voice.screen("looks-like-records", command=command(readable(report), "cdr"))
    if seen.logs:
        products = {log.product for log in seen.logs}
        only = products.pop() if len(products) == 1 else ""
        return voice.screen(f"sip-into-log-{only}" if only else "sip-into-log")
    if report.contents.encrypted or report.contents.broken_off or _first_fault(report):
        return ""
    return voice.screen("whole-capture" if _breaks_off(report) else "sip-into-capture")


def _main_causes(digest: Digest, voice: Voice) -> str:
    """The causes behind most of it, with their counts where there are several."""
    counts: Counter[str] = Counter()
    for group in digest.alarming:
        counts[group.cause] += group.count  # calls and registrations with one cause are groups of their own
    if not counts:
        return ""
    if len(counts) == 1:
        return f" ({next(iter(counts))})"
    named = [f"{cause} {whole(count, voice.lang)}" for cause, count in counts.most_common(_CAUSES_NAMED)]
    return f" ({', '.join(named)}{', …' if len(counts) > _CAUSES_NAMED else ''})"


def _is_well(tally: Tally) -> bool:
    """Whether all of a kind ended as they should."""
    return all(result in ("answered", "registered", "unregistered") for result, _ in tally.results)
