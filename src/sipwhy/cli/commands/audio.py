"""`sipwhy audio FILE... [N]`: one call to listen to: saved, drawn, played."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from sipwhy.app.audio import PLAYERS, Heard, NoDecoderError, draw, hear_call, hear_leg, play, save
from sipwhy.app.media import with_voice
from sipwhy.cli import options as shared
from sipwhy.cli import suggestions
from sipwhy.cli.failure import FailureError
from sipwhy.cli.help import Command
from sipwhy.cli.kinds import ordinal
from sipwhy.cli.one_call import files_and_number, one_call, stranger_lines
from sipwhy.cli.output import confirm, paper, print_lines, print_pieces, refuse_input
from sipwhy.cli.reading import read, voice
from sipwhy.cli.strange import format_lines, refuse_beside_a_call, strange_of
from sipwhy.cli.strange import parameters as strange_parameters
from sipwhy.cli.unread import complain
from sipwhy.cli.wrapped import wrapped
from sipwhy.diagnosis.report import CallRow, Report
from sipwhy.export.sound import FORMATS
from sipwhy.render.media.fax import fax_entries, fax_lines
from sipwhy.render.media.keys import informed_lines
from sipwhy.render.media.lock import how_paragraphs
from sipwhy.render.media.sound import json_sound, saved_line, sound_lines
from sipwhy.render.media.unheard import unheard_lines
from sipwhy.render.media.voiceless import spoken_line
from sipwhy.texts.language import Language
from sipwhy.texts.vocabulary import KIND, word

_LOSS = ("silent", "concealed")


def command(lang: Language) -> click.Command:
    """The sound of one call."""

    def audio(**given: Any) -> int:
        return _audio(given, lang)

    parameters = [
        *shared.files_with_number(),
        shared.option(lang, "--output", "-o", text="output-sound", metavar="OUT.wav", shell_complete=suggestions.files),
        shared.option(lang, "--png", metavar="OUT.png", shell_complete=suggestions.files),
        shared.option(lang, "--play", is_flag=True),
        shared.option(lang, "--json", is_flag=True),
        shared.one_of_words(lang, "--loss", *_LOSS),
        shared.option(lang, "--leg", type=ordinal(lang), metavar="N"),
        *strange_parameters(lang),
        *shared.filters(lang),
        *shared.speech(lang),
    ]
    return Command("audio", lang, parameters, audio)


def _audio(given: Mapping[str, Any], lang: Language) -> int:
    _check(given)
    files, asked = files_and_number(given, lang, "audio")
    refuse_beside_a_call(given, asked)
    if given["stream"]:
        return _strange(files, given, lang)
    found, number = one_call("audio", given, lang)
    if given["leg"] and given["leg"] > len(found.call(number).legs):
        raise FailureError("no-leg", 2, number=number, leg=given["leg"], legs=len(found.call(number).legs))
    try:
        heard = hear_call(found, number, leg=given["leg"] - 1 if given["leg"] else None, conceal=given["loss"] == "concealed")
    except NoDecoderError as error:
        raise FailureError("no-decoder", 2, detail=str(error)) from None
    if heard is None:
        raise _voiceless(found, number, given, lang)
    _tell(found, number, heard, given, lang)
    _keep(heard, found.row(number), given, lang)
    return complain(found, lang)


def _strange(files: Sequence[str], given: Mapping[str, Any], lang: Language) -> int:
    """The same of voice of no call."""
    found = read(files, given, lang)
    strange = strange_of(found, given)
    try:
        heard = hear_leg(found, strange.call, 0, conceal=given["loss"] == "concealed")
    except NoDecoderError as error:
        raise FailureError("no-decoder", 2, detail=str(error)) from None
    if heard is None:
        raise FailureError("nothing-heard", 2)
    on = paper(given["no_color"])
    if given["json"]:
        print_pieces(json_sound(None, strange.call.start, heard), "utf-8")
    else:
        print_lines(sound_lines(heard, strange.call.start, voice(given, lang), on, is_strange=True), on)
        print_lines(format_lines(strange, lang, on), on)
        print_lines(how_paragraphs(found, strange.call, [one.lock for one in heard.voices], voice(given, lang), on), on)
    _keep(heard, None, given, lang)
    return complain(found, lang)


def _keep(heard: Heard, row: CallRow | None, given: Mapping[str, Any], lang: Language) -> None:
    """What was heard as a file, as a picture, and aloud."""
    if not len(heard.sound):
        raise FailureError("nothing-heard", 2)
    for option, write in (("output", save), ("png", draw)):
        if given[option]:
            _write(write, heard, given[option], lang)
    if given["output"] and not given["json"]:
        print_lines([saved_line(given["output"], heard, row, lang)], paper(given["no_color"]))
    if given["play"] and play(heard) is None:
        raise FailureError("no-player", 2, players=tuple(player[0] for player in PLAYERS))


def _voiceless(found: Report, number: int, given: Mapping[str, Any], lang: Language) -> FailureError:
    """That nothing of an entry can be listened to, and what can; that it was a fax is told first."""
    kind = found.call(number).kind
    if not given["json"]:
        on = paper(given["no_color"])
        print_lines(unheard_lines(found, number, voice(given, lang), on), on)
        print_lines(fax_lines(found, number, voice(given, lang), on), on)
    there = [wrapped(line, sys.stderr) for line in (spoken_line(with_voice(found), lang), *stranger_lines(found, lang))]
    failure = FailureError("no-voice" if kind == "call" else "voice-of-no-call", 2, number=number, kind=word(KIND, kind, lang))
    return failure.above(there)


def _tell(found: Report, number: int, heard: Heard, given: Mapping[str, Any], lang: Language) -> None:
    """What was heard."""
    on = paper(given["no_color"])
    if given["json"]:
        print_pieces(json_sound(number, found.call(number).start, heard, fax_entries(found, number, voice(given, lang))), "utf-8")
        return
    print_lines(sound_lines(heard, found.call(number).start, voice(given, lang), on), on)
    print_lines(how_paragraphs(found, found.call(number), [one.lock for one in heard.voices], voice(given, lang), on), on)
    print_lines(informed_lines(found.call(number).legs[heard.leg : heard.leg + 1], found.call(number).start, voice(given, lang), on), on)
    print_lines(unheard_lines(found, number, voice(given, lang), on), on)
    print_lines(fax_lines(found, number, voice(given, lang), on, "fax-unheard"), on)


def _check(given: Mapping[str, Any]) -> None:
    """What is wrong with the words is told before anything is read."""
    output, picture = given["output"], given["png"]
    if output and Path(output).suffix.lower() not in FORMATS:
        raise FailureError("sound-name", 2, path=output, known=tuple(FORMATS))
    if picture and Path(picture).suffix.lower() != ".png":
        raise FailureError("sound-name", 2, path=picture, known=(".png",))
    for target in filter(None, (output, picture)):
        refuse_input(target, given["files"])


def _write(write: Callable[[Heard, str], None], heard: Heard, target: str, lang: Language) -> None:
    try:
        write(heard, target)
    except NoDecoderError as error:
        raise FailureError("no-decoder", 2, detail=str(error)) from None
    except OSError as error:
        raise FailureError("cannot-write", 2, path=target, detail=error.strerror or str(error)) from None
    if write is draw:
        confirm(target, lang)
