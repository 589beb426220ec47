"""Which time and which messages are meant: --last, --since, --until, --where."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC
from importlib import import_module
from typing import Any

import click

from sipwhy.app.recorded import Span, between, of_call, whole_calls
from sipwhy.cli import options as shared
from sipwhy.cli.commands.history.which import option
from sipwhy.cli.failure import FailureError
from sipwhy.cli.kinds import length, moment_given
from sipwhy.cli.reading import bounds
from sipwhy.store.reader import Store
from sipwhy.texts.language import Language
from sipwhy.texts.when import Moment


def span_options(lang: Language) -> list[click.Parameter]:
    """How a part of the history is asked for: by its latest time, from when to when, by an expression."""
    return [
        option(lang, "--last", metavar="TIME", type=length(lang)),
        shared.option(lang, "--since", text="since-today", metavar="TIME", type=moment_given(lang)),
        shared.option(lang, "--until", text="until-today", metavar="TIME", type=moment_given(lang)),
        shared.option(lang, "--where", metavar="EXPR"),
    ]


def span_of(given: Mapping[str, Any]) -> Span:
    """The span; a time of day is one of today. FailureError if it is said twice when it begins."""
    if given["last"] and given["since"]:
        raise FailureError("last-alone", 2)
    now = Moment(time.time_ns() // 1000, UTC if given.get("utc") else None)
    since, until = bounds(given, now)
    if given["last"]:
        since = min(now.now, until or now.now) - round(given["last"] * 1e6)
    return between(since, until)


def calls_of(store: Store, given: Mapping[str, Any], lang: Language) -> Span:
    """The messages of the calls that are meant: of a time, with a message of which --where is true, of the entry --call."""
    span = span_of(given)
    if (wanted := where_of(given, lang)) is not None:
        span = span.both(whole_calls(wanted))
    return span.both(of_call(store, given["call"])) if given["call"] else span


def where_of(given: Mapping[str, Any], lang: Language) -> Span | None:
    """The messages of which --where is true; None without it."""
    if given["where"] is None:
        return None
    zone = UTC if given.get("utc") else None
    condition, parameters = import_module("sipwhy.where").sql(
        import_module("sipwhy.cli.where").expression(given["where"], lang), Moment(time.time_ns() // 1000, zone)
    )
    return Span(condition, tuple(parameters))
