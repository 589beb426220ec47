"""A whole message under a line that says when, between whom and in which call it was sent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from sipwhy.render.paper import Paper
from sipwhy.render.voice import Voice
from sipwhy.texts.file_names import names_apart
from sipwhy.texts.harmless import harmless
from sipwhy.texts.moment import full_moment
from sipwhy.views.hiding import hidden
from sipwhy.views.hit import Hit

_LONGEST = 1 << 16
"""Characters of one line: a message is shown whole, and none has a line that long."""


def message_lines(hits: Iterable[Hit], files: Sequence[str], voice: Voice, paper: Paper, wanted: re.Pattern[str] | None) -> Iterator[str]:
    """Every message with its heading and an empty line behind it; on a terminal the words `wanted` stand out."""
    names = names_apart(files)
    for hit in hits:
        heading = _heading(hit, names, voice)
        yield from (paper.paint(line, "heading") for line in (paper.paragraph(heading, "   ", "") if paper.is_screen else [heading]))
        for line in _lines(hit.raw):
            yield _marked(line, wanted, paper) if wanted and paper.colours else line
        yield ""


def _heading(hit: Hit, names: Sequence[str], voice: Voice) -> str:
    message = hit.message
    when = full_moment(message.ts, voice.zone, 6) if voice.has_time(message.ts) else voice.screen("no-time")
    of_call = [voice.screen("in-call", number=hit.call)] if hit.call else []
    words = [voice.screen("in-message", number=message.number), *of_call, when, f"{message.src} → {message.dst}", message.transport]
    if message.frame or message.line is not None:
        words.append(
            voice.screen("in-frame", number=message.frame) if message.line is None else voice.screen("in-line", number=message.line)
        )
    words += [names[message.file]] if len(names) > 1 and message.file < len(names) else []
    words += [voice.screen("is-copy")] if message.is_copy else [voice.screen("is-repeat")] if message.is_repeat else []
    return f"── {' · '.join(words)}"


def _lines(raw: bytes) -> list[str]:
    """The lines of a message without what must not be shown, and without the line end that closes it."""
    text = hidden(raw).decode("utf-8", "replace").replace("\r\n", "\n").rstrip("\n")
    return [harmless(line, _LONGEST) for line in text.split("\n")]


def _marked(line: str, wanted: re.Pattern[str], paper: Paper) -> str:
    return wanted.sub(lambda found: paper.paint(found[0], "error-bold"), line)
