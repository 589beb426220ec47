"""One call on the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from msgspec import Struct

from sipwhy.diagnosis.arriving import unarrived
from sipwhy.diagnosis.report import Report
from sipwhy.media.picture import Second
from sipwhy.model import CallKind, Finding
from sipwhy.model.sound import Sound
from sipwhy.render.media.score import network_told, unheard, unrated
from sipwhy.render.media.sparkline import key as sparkline_key
from sipwhy.render.media.sparkline import sparkline
from sipwhy.render.media.strip import key as strip_key
from sipwhy.render.media.strip import strip
from sipwhy.render.subject import Subject, subject
from sipwhy.render.svg import svg
from sipwhy.render.voice import Voice
from sipwhy.render.wording import blamed, call_ids, heading, stream_table, timing
from sipwhy.texts.catalogue import say
from sipwhy.texts.media import MEDIA
from sipwhy.texts.vocabulary import SEVERITY, word


class Pictures(Struct, frozen=True):
    """What the small pictures of streams show, by the stream's index."""

    curves: Mapping[int, Sequence[Second]] = {}
    """Loss and jitter over time."""
    sounds: Mapping[int, Sound] = {}
    """What is heard."""


def card(report: Report, number: int, voice: Voice, full: bool, pictures: Pictures) -> Iterator[str]:
    """The article of call `number`."""
    found = subject(report, number, voice, full)
    if found is None:
        return
    which, who, when, how = heading(found.row, voice)
    yield f'<article id="call-{number}">\n<header><h3>{escape(which)}: {escape(who)}</h3>'
    yield f'<span class="pale">{escape(when)}</span><span class="{"error" if found.is_bad else ""}">{escape(how)}</span></header>\n'
    if times := timing(found.call, voice, found.cause):
        yield f'<p class="pale">{escape(times)}</p>\n'
    if known := call_ids(found.call, voice):
        yield f'<p class="pale">{"<br>".join(map(escape, known))}</p>\n'
    if found.verdict:
        yield f"<p>{escape(voice.screen(found.verdict, n=found.counted))}</p>\n"
    for finding in found.findings:
        yield from words(finding, found.row.kind, voice.on(found.call), is_beside=finding.rule != found.cause)
    if found.answer:
        yield f'<p class="pale">{escape(found.answer)}</p>\n'
    if found.log:
        items = "".join(f"<li><code>{escape(line)}</code></li>" for line in found.log)
        yield f"<section>\n<p>{escape(voice.screen('from-log'))}:</p>\n<ul>{items}</ul>\n</section>\n"
    if found.picture.rows:
        yield '<div class="picture">\n'
        yield from (f"{line}\n" for line in svg(found.picture, voice.lang, is_alone=False))
        yield "</div>\n"
    yield from _streams(found, voice, pictures)
    yield from (f"<p>{escape(text)}</p>\n" for text in found.sealed)
    yield "</article>\n"


def words(finding: Finding, kind: CallKind, voice: Voice, is_beside: bool = False) -> Iterator[str]:
    """What a finding says; one that is not the cause is set apart and names its severity."""
    said = voice.said(finding)
    beside = f"{voice.screen('also')} ({word(SEVERITY, finding.severity, voice.lang)}): " if is_beside else ""
    yield f'<section class="{"also" if is_beside else ""}">\n'
    yield f'<p class="verdict">{escape(beside + said.title)} <code>{escape(finding.rule)}</code></p>\n'
    yield f'<p class="pale">{escape(blamed(finding, kind, voice))}</p>\n'
    if said.explanation:
        yield f"<p>{escape(said.explanation)}</p>\n"
    if said.fix:
        yield f"<p>{escape(voice.screen('fix'))}:</p>\n<ol>{''.join(f'<li>{escape(step)}</li>' for step in said.fix)}</ol>\n"
    yield "</section>\n"


def _streams(found: Subject, voice: Voice, shown: Pictures) -> Iterator[str]:
    call = found.call
    if not call.streams:
        return
    heads, *rows = stream_table(call, call.streams, voice, found.alone)
    pictures = [sparkline(shown.curves.get(stream.index, ()), voice.lang) for stream in call.streams]
    strips = [strip(shown.sounds.get(stream.index), voice, call.start) for stream in call.streams]
    without = [""] * (len(rows) - len(strips))
    pictures, strips = pictures + without, strips + without
    curves = any(pictures)
    if curves:
        heads = (*heads, say(MEDIA, "picture", voice.lang))
    if any(strips):
        pictures = [picture + ("<br>" if picture and one else "") + one for picture, one in zip(pictures, strips, strict=True)]
        heads = (*heads[: len(rows[0])], say(MEDIA, "picture-heard", voice.lang))
    yield f'<div class="scroll"><table>\n<tr>{"".join(f"<th>{escape(head)}</th>" for head in heads)}</tr>\n'
    for (way, codec, *numbers), picture in zip(rows, pictures, strict=True):
        yield f"<tr><td>{escape(way)}</td><td>{escape(codec)}</td>"
        yield "".join(f'<td class="number">{escape(number)}</td>' for number in numbers)
        yield (f"<td>{picture}</td>" if picture else "") + "</tr>\n"
    yield "</table></div>\n"
    keys = [*([sparkline_key(voice.lang)] if curves else []), *([strip_key(voice)] if any(strips) else [])]
    if keys:
        yield f'<p class="pale key">{escape(say(MEDIA, "picture-key", voice.lang))}: {"; ".join(keys)}.</p>\n'
    network = network_told(call.streams, unarrived(call), found.alone, voice.lang)
    for why in filter(None, [*unheard(call, call.streams, voice.lang), unrated(call.streams, voice.lang), network]):
        yield f'<p class="pale">{escape(why)}</p>\n'
