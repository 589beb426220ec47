"""The streams of one call in full."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from sipwhy.diagnosis.arriving import unarrived
from sipwhy.diagnosis.conversation import shown_legs
from sipwhy.diagnosis.network_alone import network_alone
from sipwhy.media.hearing import Hearing, Outcome
from sipwhy.media.quality import Quality, Unrated
from sipwhy.media.rtcp import Metrics
from sipwhy.media.sound.events import Pressed
from sipwhy.model import Call, Stream
from sipwhy.model.lock import Lock
from sipwhy.model.sound import Sounds
from sipwhy.reference.dscp import dscp_name
from sipwhy.render.media.heard import echo_sentences, heard_sentences
from sipwhy.render.media.keys import informed_lines, pressed_sentences
from sipwhy.render.media.lock import Locks
from sipwhy.render.media.score import reason, score
from sipwhy.render.media.table import way
from sipwhy.render.paper import Paper
from sipwhy.render.voice import Voice
from sipwhy.texts.catalogue import say
from sipwhy.texts.harmless import cells, harmless, pad
from sipwhy.texts.media import MEDIA
from sipwhy.texts.moment import full_moment

_INDENT = "  "


class Played(Protocol):
    """One stream and the keys in it."""

    @property
    def hearing(self) -> Hearing:
        """What was heard."""

    @property
    def lock(self) -> Lock:
        """What became of its encryption."""

    @property
    def keys(self) -> tuple[Pressed, ...]:
        """Keys that were pressed."""


def hearing_lines(call: Call, streams: Sequence[Played], voice: Voice, paper: Paper, sounds: Sounds | None = None) -> Iterator[str]:
    """A block for each stream, and the keys that INFO told; with `sounds` what is heard, too, since the call began; number 0 is no call."""
    locks, legs = Locks(), shown_legs(call) if len(call.legs) > 1 else {}
    lost = unarrived(call)
    for at, one in enumerate(streams):
        hearing = one.hearing
        if at:
            yield ""
        yield paper.paint(paper.line(_heading(hearing.stream, legs, voice, paper)), "heading")
        is_lost = hearing.stream.index in lost
        lock = sounds.locks.get(hearing.stream.index, one.lock) if sounds else one.lock
        alone = network_alone([hearing.stream], {hearing.stream.index: lock}, sounds=sounds)
        for text in (*_facts(hearing, call.start, voice), *_rated(hearing, voice, is_lost=is_lost, is_alone=bool(alone))):
            yield from paper.paragraph(text, _INDENT * 2, _INDENT)
        for keys in pressed_sentences(one.keys, call.start, voice, sounds.of(hearing.stream.index) if sounds else None):
            yield from paper.paragraph(keys, _INDENT * 2, _INDENT)
        for text in locks.sentences(lock, hearing.stream, voice.lang):
            yield from paper.paragraph(text, _INDENT * 2, _INDENT)
        sound = sounds.of(hearing.stream.index) if sounds else None
        for text in heard_sentences(sound, call.start, voice) if sound else ():
            yield from paper.paragraph(text, _INDENT * 2, _INDENT)
        if hearing.timing.pace is None and not is_lost:
            yield from _buffers(hearing, voice, paper)
    for text in echo_sentences(sounds.echoes, call.streams, voice) if sounds else ():
        yield from ("", *paper.paragraph(text, _INDENT))
    if sounds and sounds.cut:
        yield from ("", *paper.paragraph(say(MEDIA, "listened-cut", voice.lang, n=sounds.cut), _INDENT))
    told = list(informed_lines(call.legs, call.start, voice, paper))
    if told or any(one.keys for one in streams) or any(one.spells for one in (sounds.sounds if sounds else ())):
        yield from ("", *told, paper.line(say(MEDIA, "since-call" if call.number else "since-first", voice.lang)))


def _heading(stream: Stream, legs: Mapping[int, int], voice: Voice, paper: Paper) -> str:
    """From where to where, and on which leg where there are several."""
    if not legs:
        return way(stream, paper.width)
    number = legs[stream.index] + 1
    return _say("of-leg", voice, leg=number, way=way(stream, paper.width - cells(_say("of-leg", voice, leg=number, way=""))))


def _facts(hearing: Hearing, began: int, voice: Voice) -> Iterator[str]:
    yield from _counts(hearing, voice)
    yield from _spread(hearing, began, voice)
    yield from _timing(hearing, voice)
    yield from _told(hearing, voice)


def _rated(hearing: Hearing, voice: Voice, *, is_lost: bool, is_alone: bool) -> Iterator[str]:
    if is_lost:
        yield _say("cannot-arrive", voice, where=str(hearing.stream.dst))
    elif hearing.timing.pace is None:  # lateness is told by timestamps
        text = _mos(hearing.quality, voice)
        yield f"{text}; {_say('network-only', voice)}" if is_alone and isinstance(hearing.quality, Quality) else text


def _counts(hearing: Hearing, voice: Voice) -> Iterator[str]:
    stream, timing = hearing.stream, hearing.timing
    codec = harmless(stream.codec or f"PT {stream.payload_type}", 20)
    ptime = f", {_say('ptime', voice, ms=timing.ptime)}" if timing.ptime else ""
    yield _say("voice", voice, codec=codec, ssrc=f"0x{stream.ssrc:08x}", seconds=stream.seconds) + ptime
    shares = {"packets": stream.packets, "lost": stream.lost, "share": stream.share_lost, "late": stream.late, "copies": stream.copies}
    yield _say("count", voice, **shares)
    if stream.restarts:
        yield _say("restarts", voice, n=stream.restarts)
    if len(stream.payload_types) > 1:
        yield _say("types", voice, types=tuple(f"{kind} ×{count}" for kind, count in stream.payload_types))
    if hearing.dscp:
        named = tuple(_say("dscp-value", voice, name=dscp_name(value), n=count) for value, count in hearing.dscp)
        yield _say("dscp", voice, values=named)


def _spread(hearing: Hearing, began: int, voice: Voice) -> Iterator[str]:
    spread, stream = hearing.spread, hearing.stream
    if stream.lost and spread.lost:
        values = {"runs": spread.runs, "longest": spread.longest, "begins": spread.begins, "ends": spread.ends}
        yield _say("spread", voice, **values)
    if stream.lost and spread.bursts:
        values = {"bursts": spread.bursts, "mean": spread.mean_burst, "inside": spread.burst_density, "outside": spread.gap_density}
        yield _say("bursts", voice, **values)
    if stream.hole >= 1.0:
        into = max(stream.hole_start - began, 0) / 1e6
        yield _say("hole", voice, seconds=stream.hole, moment=full_moment(stream.hole_start, voice.zone), into=into)


def _timing(hearing: Hearing, voice: Voice) -> Iterator[str]:
    timing = hearing.timing
    text = _say("timing", voice, last=timing.jitter, mean=timing.mean_jitter, worst=timing.worst_jitter)
    yield text if timing.drift is None else f"{text}; {_say('drift', voice, ppm=round(timing.drift))}"
    if timing.pace is not None:
        yield _say("pace" if timing.pace > 1 else "pace-slow", voice, n=round(timing.pace, 2))
    if timing.pauses:
        yield _say("pauses", voice, n=timing.pauses, seconds=timing.paused)
    if timing.marker_faults:
        yield _say("markers", voice, n=timing.marker_faults)
    if timing.timestamp_faults:
        yield _say("timestamps", voice, n=timing.timestamp_faults)


def _told(hearing: Hearing, voice: Voice) -> Iterator[str]:
    told = hearing.told
    parts = []
    if told.round_trip is not None:
        parts.append(_say("round-trip", voice, ms=told.round_trip))
    if hearing.one_way_ms is not None:
        parts.append(_say("one-way", voice, ms=hearing.one_way_ms))
    if told.reports:
        parts.append(_say("told", voice, lost=told.lost, share=told.worst_share, n=told.reports))
    if parts:
        yield "; ".join(parts)
    if told.metrics:
        yield "; ".join(_metrics(told.metrics, voice))


def _metrics(found: Metrics, voice: Voice) -> Iterator[str]:
    scores = {"heard": found.mos_listening or "–", "talked": found.mos_conversation or "–"}
    yield _say("metrics", voice, lost=found.lost, discarded=found.discarded, buffer=found.buffer_ms, **scores)
    if found.end_delay:
        yield _say("end-delay", voice, ms=found.end_delay)


def _mos(found: Quality | Unrated, voice: Voice) -> str:
    if not isinstance(found, Quality):
        return _say("no-mos", voice, why=reason(found, voice.lang))
    text = _say("mos", voice, mos=score(found, voice.lang), r=found.r, codec=found.codec)
    return f"{text}; {say(MEDIA, 'estimate', voice.lang)}" if found.is_estimate else text


def _buffers(hearing: Hearing, voice: Voice, paper: Paper) -> Iterator[str]:
    rated = list(_telling(hearing.buffers))
    if not rated:
        return
    delay = any(isinstance(one.quality, Quality) and one.quality.delay_ms is not None for one in rated)
    known = "buffers-none" if not delay else "buffers-part" if hearing.one_way_ms is None else "buffers-delay"
    about = say(MEDIA, known, voice.lang)
    yield from paper.paragraph(f"{say(MEDIA, 'buffers', voice.lang)} ({about}):", _INDENT * 2, _INDENT)
    parts = [_buffer(one, voice) for one in rated]
    rows = [f"{pad(name, 34)} {pad(late, 16)} {mos}" for name, late, mos in parts]
    if max(map(cells, rows)) + len(_INDENT * 2) <= paper.width:
        yield from (paper.line(row, _INDENT * 2) for row in rows)
        return
    for said in parts:  # a row that does not fit would lose its figures, which stand at its end
        name, late, mos = (part.replace(" ", "\N{NO-BREAK SPACE}") for part in said)
        yield from paper.paragraph(f"{name}, {late}, {mos}", _INDENT * 3, _INDENT * 2)


def _telling(buffers: Sequence[Outcome]) -> Iterator[Outcome]:
    """Fixed buffers up to the first in which nothing comes too late, and the adaptive one; none if none can be rated."""
    if not any(isinstance(one.quality, Quality) or one.discarded for one in buffers):
        return
    is_enough = False
    for one in buffers:
        if one.kind != "fixed" or not is_enough:
            yield one
        is_enough = is_enough or not one.discarded


def _buffer(one: Outcome, voice: Voice) -> tuple[str, str, str]:
    """What buffer it is, how much came too late for it, and what is left of the voice."""
    name = _say(f"buffer-{one.kind}", voice, ms=float(round(one.delay_ms)))
    return name, _say("discarded", voice, n=one.discarded), f"MOS {score(one.quality, voice.lang)}"


def _say(key: str, voice: Voice, **values: object) -> str:
    return say(MEDIA, key, voice.lang, **values)
