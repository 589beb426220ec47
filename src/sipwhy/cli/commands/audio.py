"""`sipwhy audio FILE... N -o OUT.wav`: one call to listen to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from sipwhy.app.audio import Heard, NoDecoderError, hear_call, save
from sipwhy.cli import options as shared
from sipwhy.cli import suggestions
from sipwhy.cli.failure import FailureError
from sipwhy.cli.help import Command
from sipwhy.cli.kinds import ordinal
from sipwhy.cli.output import confirm, paper, print_lines, refuse_input
from sipwhy.cli.reading import read, voice
from sipwhy.cli.unread import complain
from sipwhy.export.sound import FORMATS
from sipwhy.render.media.sound import sound_lines
from sipwhy.texts.language import Language

_LOSS = ("silent", "concealed")


def command(lang: Language) -> click.Command:
    """The sound of one call."""

    def audio(**given: Any) -> int:
        return _audio(given, lang)

    parameters = [
        *shared.file_and_number(lang),
        shared.option(lang, "--output", "-o", text="output-sound", required=True, metavar="OUT.wav", shell_complete=suggestions.files),
        shared.one_of_words(lang, "--loss", *_LOSS),
        shared.option(lang, "--leg", type=ordinal(lang), metavar="N"),
        *shared.settings(lang),
        *shared.speech(lang),
    ]
    return Command("audio", lang, parameters, audio)


def _audio(given: Mapping[str, Any], lang: Language) -> int:
    output, number = given["output"], given["number"]
    if Path(output).suffix.lower() not in FORMATS:
        raise FailureError("sound-name", 2, path=output, known=tuple(FORMATS))
    refuse_input(output, given["files"])
    found = read(given["files"], {**given, "call": number}, lang)
    if found.row(number) is None:
        raise FailureError("no-call", 2, number=number)
    if given["leg"] and given["leg"] > len(found.call(number).legs):
        raise FailureError("no-leg", 2, number=number, leg=given["leg"], legs=len(found.call(number).legs))
    try:
        heard = hear_call(found, number, leg=given["leg"] - 1 if given["leg"] else None, conceal=given["loss"] == "concealed")
    except NoDecoderError as error:
        raise FailureError("no-decoder", 2, detail=str(error)) from None
    if heard is None:
        raise FailureError("no-voice", 2, number=number)
    on = paper(given["no_color"])
    print_lines(sound_lines(heard, voice(given, lang), on), on)
    _save(heard, output, lang)
    return complain(found, lang)


def _save(heard: Heard, output: str, lang: Language) -> None:
    if not len(heard.sound):
        raise FailureError("nothing-heard", 2)
    try:
        save(heard, output)
    except NoDecoderError as error:
        raise FailureError("no-decoder", 2, detail=str(error)) from None
    except OSError as error:
        raise FailureError("cannot-write", 2, path=output, detail=error.strerror or str(error)) from None
    confirm(output, lang)
