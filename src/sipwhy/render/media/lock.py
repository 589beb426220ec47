"""What became of encrypted voice in words, the same ones everywhere: why it stays shut, what would open it, how that is had."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from sipwhy.diagnosis.report import Report, VoiceGroup
from sipwhy.model import Call, Leg, Stream
from sipwhy.model.lock import BY_KEY_LOG, Lock, Locked
from sipwhy.render.paper import Paper
from sipwhy.render.voice import Voice
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language
from sipwhy.texts.srtp import SRTP

_PLATFORMS = ("asterisk", "freeswitch", "kamailio", "3cx")
_NO_END = frozenset({"kamailio"})
"""What is never an end of voice, of which that is to be said."""
_NOT_BY_ASTERISK: frozenset[Locked | None] = frozenset({"mikey", "zrtp", "zrtp-seen"})
"""Keys that Asterisk cannot agree on (sdp_srtp.c: SDES and DTLS alone): it is no end of such voice and cannot record it."""
_BY_SDP: frozenset[Locked | None] = frozenset({"no-key", "wrong-key", "bad-key"})


def lock_sentences(lock: Lock, stream: Stream, lang: Language) -> Iterator[str]:
    """What became of one stream; nothing if it is plain."""
    if lock.locked:
        yield say(SRTP, lock.locked, lang, src=stream.src.ip, dst=stream.dst.ip, name=lock.name or "?")
    elif lock.opened:
        yield say(SRTP, "opened-dtls" if lock.by_dtls else "opened", lang)
    if lock.refused:
        yield say(SRTP, "refused", lang, n=lock.refused)


def why_shut(locks: Sequence[tuple[Lock, Stream]], lang: Language) -> str:
    """Why of some streams the first that stays shut does; "" if none does."""
    return next((text for lock, stream in locks if lock.locked for text in lock_sentences(lock, stream, lang)), "")


class Locks:
    """Says why streams of one call stay shut: what was said of one is not said again."""

    def __init__(self) -> None:
        self._said: list[Lock] = []

    def sentences(self, lock: Lock, stream: Stream, lang: Language) -> Iterator[str]:
        """As `lock_sentences`."""
        if lock.locked and lock in self._said:
            yield say(SRTP, "same", lang)
            return
        self._said.append(lock)
        yield from lock_sentences(lock, stream, lang)


def table_lines(streams: Sequence[Stream], locks: Mapping[int, Lock], lang: Language, *, full: bool) -> Iterator[str]:
    """
    What became of the streams of a table, each outcome once, with the ways that it holds of where it does not hold of all.

    `full`: why it is shut, and what it takes; else that it is.
    """
    by_outcome: dict[tuple[str, str, bool], list[Stream]] = {}
    for stream in streams:
        lock = locks.get(stream.index, Lock())
        by_outcome.setdefault((lock.locked or "", lock.name, bool(lock.opened)), []).append(stream)
    for ones in by_outcome.values():
        lock = locks.get(ones[0].index, Lock())
        ways = ", ".join(f"{one.src} → {one.dst}" for one in ones)
        shut = [say(SRTP, "shut", lang)] if lock.locked and not full else lock_sentences(lock, ones[0], lang)
        for text in shut:
            yield text + "." if len(by_outcome) == 1 else f"{ways}: {text}."


def srtp_lines(report: Report, voice: Voice) -> Iterator[str]:
    """The same of all calls of a report, put together, and how what is lacking is had; nothing where no voice is encrypted."""
    halves = Counter(group.example for group in report.srtp)
    for group in report.srtp:
        yield from (text + "." for text in _of_group(group, report, voice, is_half=halves[group.example] > 1))
    shut = [group for group in report.srtp if group.lock and group.lock.locked]
    calls = [report.outline(group.example) for group in shut]
    yield from how_lines(report, calls, [group.lock for group in shut if group.lock], voice.lang)


def stranger_lines(report: Report, lang: Language) -> Iterator[str]:
    """How many streams of no call have the size of SRTP, and what opens them."""
    found = report.strange_voice
    counts = {"strangers": found.count - found.by_dtls, "strangers-dtls": found.by_dtls - found.known, "strangers-known": found.known}
    yield from (say(SRTP, key, lang, n=count) + "." for key, count in counts.items() if count)


def sealed_lines(report: Report, voice: Voice) -> Iterator[str]:
    """All encrypted voice of a report: that of calls, and where there are none, of the streams that it counts instead."""
    yield from srtp_lines(report, voice)
    yield from () if report.contents.counts else stranger_lines(report, voice.lang)


def _of_group(group: VoiceGroup, report: Report, voice: Voice, *, is_half: bool) -> Iterator[str]:
    """`is_half`: of other streams of its call something else became, so that it is said of which this did."""
    if group.lock is None:
        yield say(SRTP, "untold", voice.lang, n=group.count)
        return
    stream = next(one for one in report.outline(group.example).streams if one.index == group.stream)
    key = ("of-half" if is_half else "of-call") if group.count == 1 else "of-halves" if is_half else "of-calls"
    for text in lock_sentences(group.lock, stream, voice.lang):
        yield say(SRTP, key, voice.lang, n=group.count, example=group.example, said=text, src=str(stream.src), dst=str(stream.dst))


def how_lines(report: Report, calls: Sequence[Call], locks: Sequence[Lock], lang: Language) -> Iterator[str]:
    """How what would open voice is had from the programs on the way of some calls; nothing where nothing stays shut."""
    why = {lock.locked for lock in locks if lock.locked and lock.locked != "no-cipher"}
    if not why:
        return
    ends = dict.fromkeys(name for call in calls for name in _platforms(report, call.streams))
    found = ends | dict.fromkeys(name for call in calls for name in _platforms(report, call.legs))
    kinds = [kind for kind, wanted in (("log", why & BY_KEY_LOG), ("sdp", why & _BY_SDP), ("record", why)) if wanted]
    for kind in kinds:
        told = [name for name in found if f"{kind}-{name}" in SRTP and (kind != "log" or name in ends or name in _NO_END)]
        told = [name for name in told if name != "asterisk" or why - _NOT_BY_ASTERISK]
        yield from (say(SRTP, f"{kind}-{name}", lang) + "." for name in told)
        if kind == "log":
            yield say(SRTP, "log", lang) + "."


def how_paragraphs(report: Report, call: Call, locks: Sequence[Lock], voice: Voice, paper: Paper) -> Iterator[str]:
    """The same below the streams of one call."""
    for at, text in enumerate(how_lines(report, [call], locks, voice.lang)):
        yield from ([] if at else [""])
        yield from paper.paragraph(text)


def _platforms(report: Report, hops: Sequence[Stream] | Sequence[Leg]) -> Iterator[str]:
    """The programs at the ends of streams, or of legs."""
    for ip in dict.fromkeys(end.ip for hop in hops for end in (hop.src, hop.dst)):
        platform = report.host(ip).platform or ""
        yield from (name for name in _PLATFORMS if platform.startswith(name))
