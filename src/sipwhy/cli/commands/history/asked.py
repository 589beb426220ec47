"""Which messages are listed or shown: of files, or of the store where no file is named; and how."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from importlib import import_module
from ipaddress import ip_address
from typing import Any

from msgspec.structs import replace

from sipwhy.app.history import FileMessages, StoreMessages
from sipwhy.cli import options as shared
from sipwhy.cli.commands.history.problem import HistoryError
from sipwhy.cli.commands.history.which import opened, option, store_option
from sipwhy.cli.kinds import ordinal, whole_number
from sipwhy.cli.output import paper, print_lines, print_pieces
from sipwhy.cli.reading import gathered, voice
from sipwhy.cli.where import expression
from sipwhy.cli.wrapped import tell_beside
from sipwhy.history import MessageSource, entry_text, list_heading, list_line
from sipwhy.render.text.history import history_lines
from sipwhy.render.text.message import message_lines
from sipwhy.render.voice import Voice
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language
from sipwhy.texts.recorder import RECORDER_PROBLEM
from sipwhy.views.hit import Hit
from sipwhy.where import AsteriskError, Expression, complaints

LATEST = 100
"""Messages of the store that are listed unless somebody says how many."""


def sources(lang: Language) -> shared.Parameters:
    """Where the messages are, and in which words they are shown."""
    return [
        option(lang, "--strict-asterisk", is_flag=True),
        option(lang, "--own", metavar="ADDRESS", multiple=True),
        store_option(lang),
        *shared.dating(lang),
        shared.option(lang, "--json", is_flag=True),
        shared.option(lang, "--jsonl", is_flag=True, text="jsonl-messages"),
        *shared.speech(lang),
    ]


def how_many(lang: Language) -> shared.Parameters:
    """How many are listed."""
    return [option(lang, "--limit", type=ordinal(lang), metavar="N")]


def source(files: Sequence[str], given: Mapping[str, Any], lang: Language) -> MessageSource:
    """The messages that are meant."""
    if files and given["store"]:
        raise HistoryError("store-or-files", 2)
    if given["strict_asterisk"] and (given["json"] or given["jsonl"]):
        raise HistoryError("strict-text", 2)
    zone, own = UTC if given["utc"] else None, frozenset(map(_address, given["own"]))
    if not files:
        return StoreMessages(opened(given, lang), time.time_ns() // 1000, zone, own)
    read, settings = gathered(files, given, lang)
    return FileMessages(read, settings, zone, own)


def show_list(text: str | None, files: Sequence[str], given: Mapping[str, Any], lang: Language) -> None:
    """Writes the messages of which the expression `text` is true; all of them without one."""
    wanted = expression(text, lang, given["strict_asterisk"]) if text is not None else None  # before anything is read
    write_list(wanted, source(files, given, lang), given["limit"] or (None if files or given["strict_asterisk"] else LATEST), given, lang)


def write_list(wanted: Expression | None, messages: MessageSource, limit: int | None, given: Mapping[str, Any], lang: Language) -> None:
    """Writes the last `limit` of the messages that fit."""
    try:
        hits = messages.hits(wanted, limit)
        if given["strict_asterisk"]:
            _strict(list(hits), messages, wanted, lang)
        else:
            _listed(hits, messages, given, lang)
    except AsteriskError as error:
        raise HistoryError("asterisk-fails", 2, complaint=str(error)) from None


def show_entry(number: int, messages: MessageSource, given: Mapping[str, Any], lang: Language) -> None:
    """Writes one message whole; `number` counts from 0 if all is as in Asterisk."""
    strict: bool = given["strict_asterisk"]
    hit = messages.hit(number + strict)
    if hit is None:
        if not messages.count:
            raise HistoryError("no-messages-at-all", 3)
        raise HistoryError("no-message", 2, number=str(number), first=str(1 - strict), last=str(messages.count - strict))
    if strict:
        print_pieces([entry_text(hit, messages.own)], "utf-8")
        return
    _whole([hit], messages, given, lang)


def number_of(text: str, strict: bool) -> int:
    """The number of a message: from 1, and from 0 as Asterisk counts."""
    first = 0 if strict else 1
    if (found := whole_number(text, range(first, 10**12))) is None:
        raise HistoryError("bad-entry", 2, value=text, first=str(first))
    return found


def _strict(hits: Sequence[Hit], messages: MessageSource, wanted: Expression | None, lang: Language) -> None:
    """As Asterisk writes them: a single one is shown whole."""
    for complaint in complaints(wanted.root) if wanted and messages.count else ():
        tell_beside(say(RECORDER_PROBLEM, "asterisk-complains", lang, complaint=complaint))
    if len(hits) == 1:
        print_pieces([entry_text(hits[0], messages.own)], "utf-8")
        return
    lines = (f"{line}\n" for line in (*list_heading(), *(list_line(hit, messages.own) for hit in hits)))
    print_pieces(lines, "utf-8")


def _listed(hits: Iterable[Hit], messages: MessageSource, given: Mapping[str, Any], lang: Language) -> None:
    if given["json"] or given["jsonl"]:
        _as_json(hits, messages, given)
        return
    on = paper(given["no_color"])
    is_any = False

    def seen() -> Iterable[Hit]:
        nonlocal is_any
        for hit in hits:
            is_any = True
            yield hit

    print_lines(history_lines(seen(), _voice(messages, given, lang), on), on)
    if not is_any:
        key = "nothing-fits" if messages.count else "no-messages-at-all"
        tell_beside(say(RECORDER_PROBLEM, key, lang, n=messages.count))


def _whole(hits: Sequence[Hit], messages: MessageSource, given: Mapping[str, Any], lang: Language) -> None:
    if given["json"] or given["jsonl"]:
        _as_json(hits, messages, given)
        return
    on = paper(given["no_color"])
    print_lines(message_lines(hits, messages.names, _voice(messages, given, lang), on, None), on)


def _as_json(hits: Iterable[Hit], messages: MessageSource, given: Mapping[str, Any]) -> None:
    pieces, has_times = import_module("sipwhy.render.message_json"), not messages.is_timeless
    lines = (f"{pieces.encoded(pieces.message_entry(hit, has_times=has_times))}\n" for hit in hits)
    print_pieces(pieces.json_messages(hits, has_times=has_times) if given["json"] else lines, "utf-8")


def _voice(messages: MessageSource, given: Mapping[str, Any], lang: Language) -> Voice:
    return replace(voice(given, lang), is_timeless=messages.is_timeless)


def _address(text: str) -> str:
    try:
        return str(ip_address(text.strip("[]")))
    except ValueError:
        raise HistoryError("bad-address", 2, value=text) from None
