"""`sipwhy media FILE... [N]`: streams of voice, all of them or those of one call in full."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

import click

from sipwhy.app.media import listen, sounds, with_voice
from sipwhy.cli import options as shared
from sipwhy.cli.failure import FailureError
from sipwhy.cli.help import Command
from sipwhy.cli.one_call import demand, files_and_number
from sipwhy.cli.output import paper, print_pieces
from sipwhy.cli.pager import show_lines
from sipwhy.cli.reading import read, voice
from sipwhy.cli.unread import complain
from sipwhy.diagnosis.report import Report
from sipwhy.render.media.card import hearing_lines
from sipwhy.render.media.entries import json_hearings, json_streams
from sipwhy.render.media.fax import fax_entries, fax_lines
from sipwhy.render.media.lock import how_paragraphs
from sipwhy.render.media.table import stream_lines
from sipwhy.render.media.unheard import unheard_lines
from sipwhy.render.media.voiceless import unseen_legs, voiceless
from sipwhy.texts.language import Language


def command(lang: Language) -> click.Command:
    """Streams."""

    def media(**given: Any) -> int:
        return _media(given, lang)

    flags = [shared.option(lang, "--listen", text="listen-call", is_flag=True), shared.option(lang, "--json", is_flag=True)]
    return Command("media", lang, [*shared.files_with_number(), *shared.filters(lang), *flags, *shared.speech(lang)], media)


def _media(given: Mapping[str, Any], lang: Language) -> int:
    files, number = files_and_number(given, lang, "media")
    found = read(files, {**given, "call": number, "listen": False}, lang)
    if number is None:
        if given["listen"]:
            raise FailureError("listen-to-one", 2)
        _all(found, given, lang)
        return complain(found, lang)
    demand(found, number, files)
    streams, call = listen(found, number), found.call(number)
    heard = sounds(found, number) if given["listen"] else None
    if heard and heard.unheard and not heard.sounds:
        raise FailureError("no-decoder", 2, detail="av")
    if given["json"]:
        print_pieces(json_hearings(call, streams, heard, fax_entries(found, number, voice(given, lang))), "utf-8")
    else:
        on = paper(given["no_color"])
        speaker = voice(given, lang)
        locks = [*(one.lock for one in streams), *(heard.locks.values() if heard else ())]
        how = how_paragraphs(found, call, locks, speaker, on)
        none = () if streams else on.paragraph(" ".join(voiceless(call, with_voice(found), lang)))
        unheard = unheard_lines(found, number, speaker, on)
        fax = fax_lines(found, number, speaker, on, "fax-apart" if streams else "")
        unseen = (line for text in unseen_legs(call, lang) for line in ("", *on.paragraph(text)))
        show_lines(chain(none, hearing_lines(call, streams, speaker, on, heard), unseen, how, unheard, fax), on)
    return complain(found, lang)


def _all(found: Report, given: Mapping[str, Any], lang: Language) -> None:
    if given["json"]:
        print_pieces(json_streams(found), "utf-8")
    else:
        on = paper(given["no_color"])
        show_lines(stream_lines(found, voice(given, lang), on), on)
