"""`sipwhy media FILE... [N]`: streams of voice, all of them or those of one call in full."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

import click
from msgspec.structs import replace

from sipwhy.app.media import Listened, listen_to, sounds_in, with_voice
from sipwhy.app.strangers import Strange, conversations, strange_call
from sipwhy.cli import options as shared
from sipwhy.cli.failure import FailureError
from sipwhy.cli.help import Command
from sipwhy.cli.kinds import ordinal
from sipwhy.cli.one_call import demand, files_and_number, stranger_lines
from sipwhy.cli.output import paper, print_pieces
from sipwhy.cli.pager import show_lines
from sipwhy.cli.reading import read, voice
from sipwhy.cli.strange import StrangeError, format_lines, refuse_beside_a_call, strange_of
from sipwhy.cli.strange import parameters as strange_parameters
from sipwhy.cli.unread import complain
from sipwhy.diagnosis.conversation import heard_on
from sipwhy.diagnosis.report import Report
from sipwhy.model import Call
from sipwhy.model.sound import Sounds
from sipwhy.render.media.card import hearing_lines
from sipwhy.render.media.entries import json_hearings, json_streams
from sipwhy.render.media.fax import fax_entries, fax_lines
from sipwhy.render.media.lock import how_paragraphs
from sipwhy.render.media.table import stream_lines
from sipwhy.render.media.unheard import unheard_lines
from sipwhy.render.media.voiceless import unseen_legs, voiceless
from sipwhy.render.paper import Paper
from sipwhy.render.voice import Voice
from sipwhy.texts.language import Language

_MOST_HEARD = 10
"""Conversations of no call that are listened to at once."""


def command(lang: Language) -> click.Command:
    """Streams."""

    def media(**given: Any) -> int:
        return _media(given, lang)

    flags = [
        shared.option(lang, "--listen", text="listen-call", is_flag=True),
        shared.option(lang, "--json", is_flag=True),
        shared.option(lang, "--leg", text="leg-streams", type=ordinal(lang), metavar="N"),
        *strange_parameters(lang),
    ]
    return Command("media", lang, [*shared.files_with_number(), *shared.filters(lang), *flags, *shared.speech(lang)], media)


def _media(given: Mapping[str, Any], lang: Language) -> int:
    files, number = files_and_number(given, lang, "media")
    refuse_beside_a_call(given, number)
    found = read(files, {**given, "call": number, "listen": False}, lang)
    if given["stream"]:
        _tell_strange(found, [strange_of(found, given)], given, lang)
        return complain(found, lang)
    if number is None:
        return _without_number(found, given, lang)
    demand(found, number, files)
    call = _of_leg(found.call(number), given["leg"])
    streams, heard = _listened(found, call, given)
    if given["json"]:
        print_pieces(json_hearings(call, streams, heard, fax_entries(found, number, voice(given, lang))), "utf-8")
    else:
        on = paper(given["no_color"])
        speaker = voice(given, lang)
        locks = [*(one.lock for one in streams), *(heard.locks.values() if heard else ())]
        how = how_paragraphs(found, call, locks, speaker, on)
        none = () if streams else on.paragraph(" ".join((*voiceless(call, with_voice(found), lang), *stranger_lines(found, lang))))
        unheard = unheard_lines(found, number, speaker, on)
        fax = fax_lines(found, number, speaker, on, "fax-apart" if streams else "")
        unseen = (line for text in unseen_legs(found.call(number), lang) for line in ("", *on.paragraph(text)))
        show_lines(chain(none, hearing_lines(call, streams, speaker, on, heard), unseen, how, unheard, fax), on)
    return complain(found, lang)


def _listened(found: Report, call: Call, given: Mapping[str, Any]) -> tuple[Sequence[Listened], Sounds | None]:
    """The streams, and with `--listen` what they sound like."""
    heard = sounds_in(found, call) if given["listen"] else None
    if heard and heard.unheard and not heard.sounds:
        raise FailureError("no-decoder", 2, detail="av")
    return listen_to(found, call), heard


def _of_leg(call: Call, leg: int | None) -> Call:
    """The call with the streams of one of its legs; FailureError if it has no such leg."""
    if leg is None:
        return call
    if leg > len(call.legs):
        raise FailureError("no-leg", 2, number=call.number, leg=leg, legs=len(call.legs))
    return replace(call, streams=tuple(heard_on(call, leg - 1)))


def _without_number(found: Report, given: Mapping[str, Any], lang: Language) -> int:
    """All streams; with `--listen` what those of no call sound like."""
    if given["leg"]:
        raise FailureError("leg-of-one", 2)
    if not given["listen"]:
        _all(found, given, lang)
        return complain(found, lang)
    if found.results() or not found.strangers:
        raise FailureError("listen-to-one", 2)
    first = list(islice(conversations(found), _MOST_HEARD + 1))
    if len(first) > (1 if given["json"] else _MOST_HEARD):
        raise StrangeError("too-many-to-hear", 2, n=len(found.strangers))
    _tell_strange(found, [one for number in first if (one := strange_call(found, number))], given, lang)
    return complain(found, lang)


def _tell_strange(found: Report, several: Sequence[Strange], given: Mapping[str, Any], lang: Language) -> None:
    """Voice of no call, as that of a call is told."""
    if given["json"]:
        for one in several:
            streams, heard = _listened(found, one.call, given)
            print_pieces(json_hearings(one.call, streams, heard), "utf-8")
        return
    on, speaker = paper(given["no_color"]), voice(given, lang)
    show_lines((line for at, one in enumerate(several) for line in _strange_lines(found, one, given, speaker, on, is_first=not at)), on)


def _strange_lines(
    found: Report, strange: Strange, given: Mapping[str, Any], speaker: Voice, on: Paper, *, is_first: bool
) -> Iterator[str]:
    streams, heard = _listened(found, strange.call, given)
    locks = [*(one.lock for one in streams), *(heard.locks.values() if heard else ())]
    yield from () if is_first else ("", "")
    yield from hearing_lines(strange.call, streams, speaker, on, heard)
    yield from format_lines(strange, speaker.lang, on)
    yield from how_paragraphs(found, strange.call, locks, speaker, on)


def _all(found: Report, given: Mapping[str, Any], lang: Language) -> None:
    if given["json"]:
        print_pieces(json_streams(found), "utf-8")
    else:
        on = paper(given["no_color"])
        show_lines(stream_lines(found, voice(given, lang), on), on)
