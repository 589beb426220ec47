"""`--stream N` of `audio` and `media`: voice of no call, and what `--codec` says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sipwhy.app.strangers import Strange, strange_call
from sipwhy.cli import options as shared
from sipwhy.cli import suggestions
from sipwhy.cli.failure import FailureError
from sipwhy.cli.kinds import ordinal
from sipwhy.diagnosis.report import Report
from sipwhy.media.sound.codecs import CODECS
from sipwhy.model.sdp import Codec
from sipwhy.reference.payload_types import EVENTS
from sipwhy.render.paper import Paper
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language
from sipwhy.texts.strange import STRANGE

_TOLD = re.compile(r"(?:(?P<kind>\d{1,3})=)?(?P<name>[A-Za-z][A-Za-z0-9-]*)(?:/(?P<clock>\d{4,6}))?(?:;(?P<fmtp>.*))?")
_CLOCKS = {"OPUS": 48000, "AMR-WB": 16000}
"""Clocks of the formats that have none of 8 kHz, or several of which this is the usual one."""
_ANY = -1


class StrangeError(FailureError):
    """Such voice cannot be heard as it was asked for."""

    table = STRANGE


def refuse_beside_a_call(given: Mapping[str, Any], number: int | None) -> None:
    """FailureError where a stream of no call is asked for beside a call, or a codec without one."""
    if given["stream"] and (number is not None or given["leg"]):
        raise StrangeError("stream-and-call", 2)
    if given["codec"] and not given["stream"]:
        raise StrangeError("codec-alone", 2)


def strange_of(found: Report, given: Mapping[str, Any]) -> Strange:
    """The voice that `--stream` asks for; FailureError if there is no such stream."""
    told = [_codec(word) for word in given["codec"]]
    if strange := strange_call(found, given["stream"], told):
        return strange
    raise StrangeError("no-stream", 2, number=given["stream"], n=len(found.strangers))


def format_lines(strange: Strange, lang: Language, paper: Paper) -> Iterator[str]:
    """What of its formats was guessed, what is not known, and how much more there is."""
    for codec in strange.guessed:
        if codec.name != EVENTS:
            said = f"{codec.name}/{codec.clock}"
            yield from paper.paragraph(say(STRANGE, "guessed", lang, kind=codec.payload_type, codec=said), "  ", "")
    for kind in strange.unknown:
        yield from paper.paragraph(say(STRANGE, "unknown-format", lang, kind=kind), "  ", "")
    if strange.left_out:
        yield from paper.paragraph(say(STRANGE, "more-sources", lang, n=strange.left_out), "  ", "")


def _codec(word: str) -> Codec:
    """`opus`, `speex/16000`, `amr;octet-align=1`, `111=opus`."""
    told = _TOLD.fullmatch(word.strip())
    if not told or told["name"].upper() not in CODECS or int(told["kind"] or 0) > 127:  # seven bits
        raise StrangeError("bad-codec", 2, word=word, known=tuple(name for name in CODECS if not name.startswith("AAL2")))
    name = told["name"].upper()
    clock = int(told["clock"] or _CLOCKS.get(name, 8000))
    return Codec(int(told["kind"]) if told["kind"] else _ANY, name, clock, told["fmtp"] or "")


def parameters(lang: Language) -> Sequence[Any]:
    """`--stream` and `--codec`."""
    return [
        shared.option(lang, "--stream", type=ordinal(lang), metavar="N"),
        shared.option(lang, "--codec", metavar="CODEC", multiple=True, shell_complete=suggestions.words(*CODECS)),
    ]
