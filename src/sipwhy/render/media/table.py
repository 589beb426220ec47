"""All streams of a report, a line each."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis.arriving import Absent, absent, unarrived
from sipwhy.diagnosis.conversation import shown_legs
from sipwhy.diagnosis.network_alone import network_alone
from sipwhy.diagnosis.report import Report
from sipwhy.media.quality import Quality, quality_of
from sipwhy.model import Call, Stream
from sipwhy.render.decryption import shut_tls_lines
from sipwhy.render.media.fax import fax_list
from sipwhy.render.media.lock import srtp_lines, stranger_lines
from sipwhy.render.media.score import codecs_of, is_wide, network_told, rating, share, unheard, unrated
from sipwhy.render.media.voiceless import unseen_line
from sipwhy.render.paper import Paper
from sipwhy.render.voice import Voice
from sipwhy.render.wording import command, readable
from sipwhy.texts.amount import decimal, whole
from sipwhy.texts.catalogue import say
from sipwhy.texts.harmless import cells, pad, shorten, shorten_middle
from sipwhy.texts.media import MEDIA

_NUMBER, _CODEC, _PACKETS, _LOST, _JITTER, _MOS = 3, 6, 6, 6, 7, 7
_FIXED = _CODEC + _PACKETS + _LOST + _JITTER + _MOS + 6
_NARROWEST, _WIDEST = 7, 2 * 21 + 3
"""Cells for the way of a stream: its figures are never cut for it."""
_APART = 2 * 14 + 3
"""Cells for it below which two of them look alike: it has a line of its own then."""
_OF_NO_CALL = "–"
_MOST_LACKING = 6
"""Remarks on what was not heard that stand below the table."""


def streams_of(report: Report) -> Iterator[tuple[int | None, Stream]]:
    """Every stream of the calls that the filters let pass, with its call's number; then those of no call, with None."""
    for row in report.rows():
        for stream in report.outline(row.number).streams:
            yield row.number, stream
    yield from ((None, stream) for stream in report.strangers)


def stream_lines(report: Report, voice: Voice, paper: Paper) -> Iterator[str]:
    """A heading, a line for each stream, and what the scores mean."""
    numbers = max(_NUMBER, len(str(sum(report.results().values()))) + 2, len(_strange(len(report.strangers))) if report.strangers else 0)
    room = max(_NARROWEST, min(_WIDEST, paper.width - _FIXED - numbers))
    is_stacked = room < _APART
    room = paper.width - numbers - 1 if is_stacked else room
    any_yet, legs = False, ""
    dashed: list[Stream] = []
    lacking: dict[str, None] = {}
    wide, of = False, None
    lost: frozenset[int] = frozenset()
    alone, marked = lost, ""
    for number, call, stream in _named(report):
        if not any_yet:
            heads = (say(MEDIA, name, voice.lang) for name in ("number", "way", "codec", "packets", "lost", "jitter"))
            yield from (paper.paint(text, "heading") for text in _lines((*heads, "MOS"), numbers, room, is_stacked=is_stacked))
        any_yet = True
        legs = number if call and "/" in number and (not legs or legs.endswith("/1")) else legs
        if isinstance(stream, Absent):
            none = (number, way(stream, room), _OF_NO_CALL, "0", *(_OF_NO_CALL,) * 3)
            yield from map(paper.line, _lines(none, numbers, room, is_stacked=is_stacked))
            continue
        if call is not of:
            lost, of = unarrived(call) if call else frozenset(), call
            alone = network_alone(call.streams, report.locks_told(call.number) or {}) if call else frozenset()
            lacking |= dict.fromkeys(unheard(call, call.streams, voice.lang)) if call and len(lacking) < _MOST_LACKING else {}
        marked = marked or network_told([stream], lost, alone, voice.lang)
        wide |= is_wide([stream])
        dashed += [] if isinstance(quality_of(stream), Quality) or stream.index in lost else [stream]
        fields = _fields(number, stream, (lost, alone), voice, room)
        yield from map(paper.line, _lines(fields, numbers, room, is_stacked=is_stacked))
    tls = shut_tls_lines(report, voice) if report.strangers or not any_yet else ()
    sealed = [*srtp_lines(report, voice), *stranger_lines(report, voice.lang), *tls]
    if not any_yet:
        yield from paper.paragraph(say(MEDIA, "no-streams", voice.lang))
        yield from (line for text in fax_list(report, voice) for line in paper.paragraph(text))
        yield from (line for text in sealed for line in ("", *paper.paragraph(text)))
        return
    for text in fax_list(report, voice):
        yield from ("", *paper.paragraph(text))
    yield ""
    told = [_of_no_call(report, voice)] if report.strangers else []
    told += [_of_leg(legs, report, voice)] if legs else []
    told += [*lacking][:_MOST_LACKING]
    told += filter(None, [unseen_line(report, voice.lang)])
    told.append(say(MEDIA, "scales" if wide else "scale", voice.lang))
    told += filter(None, [unrated(dashed, voice.lang), marked])
    yield from (paper.paint(line, "dim") for text in told for line in paper.paragraph(text))
    yield from ([""] if sealed else [])
    yield from (line for text in sealed for line in paper.paragraph(text))


def _named(report: Report) -> Iterator[tuple[str, Call | None, Stream | Absent]]:
    """Every stream with its call's number, and the number of its leg behind that where the call has several; then those of no call."""
    for row in report.rows():
        call = report.outline(row.number)
        legs = shown_legs(call) if len(call.legs) > 1 else {}
        shown: list[Stream | Absent] = [*call.streams, *(absent(call) if call.streams else ())]
        for one in shown:
            stream = one.back if isinstance(one, Absent) else one
            yield f"{row.number}/{legs[stream.index] + 1}" if legs else str(row.number), call, one
    yield from ((_strange(at), None, stream) for at, stream in enumerate(report.strangers, 1))


def _strange(number: int) -> str:
    """How a stream of no call is listed: by what `--stream` takes."""
    return f"{_OF_NO_CALL}/{number}"


def _of_no_call(report: Report, voice: Voice) -> str:
    """What it means, and how the first of them is heard."""
    return say(MEDIA, "of-no-call", voice.lang, mark=_strange(1), command=command(readable(report), "audio", "--stream", "1"))


def _of_leg(number: str, report: Report, voice: Voice) -> str:
    """What the number of one of these streams means, and how its leg is heard."""
    call, _, leg = number.partition("/")
    return say(MEDIA, "legs", voice.lang, call=call, leg=leg, command=command(readable(report), "audio", call, "--leg", leg))


def _fields(number: str, stream: Stream, known: tuple[frozenset[int], frozenset[int]], voice: Voice, room: int) -> tuple[str, ...]:
    lang = voice.lang
    sent = stream.packets + stream.lost
    return (
        number,
        way(stream, room),
        shorten(codecs_of(stream), _CODEC),
        whole(stream.packets, lang),
        share(stream.lost, sent, lang) or "0",
        voice.screen("jitter", value=float(decimal(stream.jitter_ms, "en"))),
        rating(stream, known[0], lang, known[1]),
    )


def way(stream: Stream | Absent, room: int) -> str:
    """From where to where in `room` cells."""
    src, dst = str(stream.src), str(stream.dst)
    if cells(src) + cells(dst) + 3 > room:
        half = (room - 3) // 2
        src, dst = shorten_middle(src, half), shorten_middle(dst, room - 3 - half)
    return f"{src} → {dst}"


def _lines(fields: tuple[str, ...], numbers: int, room: int, *, is_stacked: bool) -> Iterator[str]:
    """A row; on a narrow screen first its way, which else says nothing, and the figures below."""
    if is_stacked:
        yield f"{fields[0].rjust(numbers)} {fields[1]}"
        yield _line(("", "", *fields[2:]), numbers, 0)
    else:
        yield _line(fields, numbers, room)


def _line(fields: tuple[str, ...], numbers: int, room: int) -> str:
    number, way_of, codec, *figures = fields
    excess = max(len(figures[-1]) - _MOS, 0)  # the word behind a MOS takes the room that jitter leaves
    widths = (_PACKETS, _LOST, _JITTER - excess, _MOS + excess)
    right = " ".join(figure.rjust(width) for figure, width in zip(figures, widths, strict=True))
    return f"{number.rjust(numbers)} {pad(way_of, room)} {pad(codec, _CODEC)} {right}".rstrip()
