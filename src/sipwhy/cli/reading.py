"""From the words of a command to a report: conditions, languages, problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import Any

from sipwhy.app import Filters, Problem, run
from sipwhy.app.settings import Settings, SettingsError, certificates_of, settings_of
from sipwhy.cli.failure import FailureError
from sipwhy.cli.kinds import When
from sipwhy.cli.progress import Progress
from sipwhy.diagnosis.registry import rules
from sipwhy.diagnosis.report import Report
from sipwhy.render.voice import Voice
from sipwhy.texts.language import Language
from sipwhy.texts.moment import moment

NO_INPUT = 3


def read(paths: Sequence[str], options: Mapping[str, Any], lang: Language) -> Report:
    """The report on `paths` under the conditions of `options`; FailureError with status 3 if nothing could be read."""
    zone = UTC if options.get("utc") else None
    since, until = options.get("since"), options.get("until")
    settings = _settings(options)
    day = _first_packet(paths, lang, settings) if any(when and when.of_day for when in (since, until)) else 0
    filters = Filters(
        call=options.get("call"),
        phone=options.get("phone"),
        caller=options.get("caller"),
        callee=options.get("callee"),
        ip=options.get("ip"),
        call_id=options.get("call_id"),
        method=options.get("method"),
        status=options.get("status") or frozenset(),
        since=_ts(since, day, zone),
        until=_ts(until, day, zone),
        cause=options.get("cause"),
    )
    return _run(paths, filters, lang, settings)


def voice(options: Mapping[str, Any], lang: Language) -> Voice:
    """The voice that `options` ask for."""
    return Voice(lang, rules(), UTC if options.get("utc") else None)


def _settings(options: Mapping[str, Any]) -> Settings:
    try:
        return replace(
            settings_of(options.get("settings")),
            certificates=certificates_of(options.get("certificate") or ()),
            log_zone=options.get("log_zone"),
            log_year=options.get("log_year"),
        )
    except SettingsError as error:
        raise FailureError(error.key, 2, **error.values) from None


def _run(paths: Sequence[str], filters: Filters, lang: Language, settings: Settings) -> Report:
    try:
        with Progress(lang) as progress:
            return run(paths, filters, progress, settings)
    except Problem as problem:
        raise FailureError(problem.kind, NO_INPUT, path=problem.path, detail=problem.detail) from None


def _first_packet(paths: Sequence[str], lang: Language, settings: Settings) -> int:
    """When the capture begins: a time of day means that day."""
    return _run(paths, Filters(), lang, settings).overview.start


def _ts(when: When | None, day: int, zone: tzinfo | None) -> int | None:
    """The point in time in µs since 1970 UTC; without a zone it is one of the reader's zone."""
    if when is None:
        return None
    if when.whole is not None:
        stated = when.whole if when.whole.tzinfo else _in_zone(when.whole, zone)
    elif when.of_day is not None:
        stated = _in_zone(datetime.combine(moment(day, zone).date(), when.of_day), zone)
    else:
        return None
    return round(stated.timestamp() * 1_000_000)


def _in_zone(naive: datetime, zone: tzinfo | None) -> datetime:
    return naive.replace(tzinfo=zone) if zone else naive.astimezone()
