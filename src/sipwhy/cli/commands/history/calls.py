"""`sipwhy history calls`: what was judged while it was recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click
from msgspec.structs import replace

from sipwhy.app.recorded import Span, call_entries, calls, calls_with, unjudged, with_phone
from sipwhy.cli import options as shared
from sipwhy.cli import suggestions
from sipwhy.cli.commands.history.problem import told
from sipwhy.cli.commands.history.reach import reach
from sipwhy.cli.commands.history.span import span_of, span_options, where_of
from sipwhy.cli.commands.history.which import no_files, opened, option, store_option
from sipwhy.cli.help import Command
from sipwhy.cli.kinds import ordinal
from sipwhy.cli.output import paper, print_pieces
from sipwhy.cli.pager import show_lines
from sipwhy.cli.reading import voice
from sipwhy.cli.slips import no_such_rule
from sipwhy.diagnosis.registry import rules
from sipwhy.render.json import listed
from sipwhy.render.text.calls import dated_list
from sipwhy.store.reader import Store
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language
from sipwhy.texts.recorder import RECORDER


def command(lang: Language) -> click.Command:
    """The list."""

    @told
    def listing(**given: Any) -> None:
        _calls(given, lang)

    parameters: shared.Parameters = [
        no_files("calls", "sipwhy calls"),
        *span_options(lang),
        shared.option(lang, "--phone", metavar="NUMBER"),
        shared.option(lang, "--cause", type=str.lower, metavar="SLUG", shell_complete=suggestions.slugs),
        option(lang, "--limit", type=ordinal(lang), metavar="N", default="100"),
        shared.option(lang, "--json", is_flag=True),
        store_option(lang),
        *shared.speech(lang),
    ]
    return Command("calls", lang, parameters, listing)


def _calls(given: Mapping[str, Any], lang: Language) -> None:
    store = opened(given, lang)
    time = span_of(given)
    span = replace_time(time)
    if (wanted := where_of(given, lang)) is not None:
        span = span.both(calls_with(wanted))
    if given["cause"]:
        if given["cause"] not in rules():
            raise no_such_rule(given["cause"])
        span = span.both(Span("cause = ?", (given["cause"],)))
    if given["phone"]:
        span = span.both(with_phone(given["phone"]))
    if given["json"]:
        print_pieces(listed("calls", call_entries(store, span, given["limit"])), "utf-8")
        return
    speaker, on = voice(given, lang), paper(given["no_color"])
    rows = calls(store, span, given["limit"])
    show_lines(dated_list(rows, speaker, on) if rows else _none(store, time, given, lang), on)


def _none(store: Store, time: Span, given: Mapping[str, Any], lang: Language) -> Iterator[str]:
    """That there is no entry; whether there are messages of that time, of which none is judged; else what there is."""
    yield say(RECORDER, "no-calls-yet", lang)
    count = unjudged(store, time, replace_time(time))
    if count:
        yield say(RECORDER, "calls-later", lang, n=count)
        return
    [(entries,)] = store.ask("SELECT count(*) FROM calls")
    if entries and (there := reach(store, given, "calls")):
        yield say(RECORDER, "calls-there", lang, n=entries, **there)


def replace_time(span: Span) -> Span:
    """A span over messages as one over calls, which have a beginning instead of a time."""
    return replace(span, condition=span.condition.replace("ts ", "start "))
