"""From the words of a command to a report: conditions, languages, problems."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC
from importlib import import_module
from typing import Any, TypeVar

from msgspec.structs import replace

from sipwhy.app import Filters, Problem
from sipwhy.app.run import Gathered, gather, judge
from sipwhy.app.search import Search, Wanted
from sipwhy.app.settings import Settings, SettingsError, certificates_of, keys_of, settings_of
from sipwhy.cli.failure import NO_INPUT, FailureError
from sipwhy.cli.heap import keep_one_heap
from sipwhy.cli.open_pipe import told_of_open_pipe
from sipwhy.cli.progress import Progress
from sipwhy.cli.wrapped import tell_beside
from sipwhy.diagnosis.registry import rules
from sipwhy.diagnosis.report import Report
from sipwhy.render.voice import Voice
from sipwhy.texts.catalogue import say
from sipwhy.texts.errors import ERROR
from sipwhy.texts.language import Language
from sipwhy.texts.statuses import are_beyond, written
from sipwhy.texts.when import Moment, When

_TOLD_OF_INPUT = ("empty", "archive", "packed", "unrecognised", "unreadable")
"""What is told of a file without a command that names it."""
_DAY = 86_400_000_000  # µs
Read = TypeVar("Read")


def read(paths: Sequence[str], options: Mapping[str, Any], lang: Language) -> Report:
    """The report on `paths` under the conditions of `options`; FailureError with status 3 if nothing could be read."""
    settings = _settings(paths, options, lang)
    filters = _filters(options, 0, 0, lang)  # before anything is read
    gathered = _gather(paths, lang, settings)
    if any(when and when.is_relative for when in (options.get("since"), options.get("until"))):
        seen = judge(gathered, None, settings).overview
        is_from_end = any(when and when.base in ("day", "now") for when in (options.get("since"), options.get("until")))
        filters = replace(_filters(options, seen.start, seen.end, lang), is_from_end=is_from_end)
    report = judge(gathered, filters, settings)
    if are_beyond(filters.status) and report.contents.counts and not report.results():
        raise no_such_status(filters.status)
    if (n := report.timeless) and report.contents.last:  # else the answer itself says that nothing has a time
        tell_beside(say(ERROR, "timeless", lang, n=n))
    return report


def no_such_status(asked: Collection[int]) -> FailureError:
    """What to say where only statuses are asked for that SIP has not, and that nobody has sent here."""
    return FailureError("no-such-status", 2, statuses=written(asked))


def gathered(paths: Sequence[str], options: Mapping[str, Any], lang: Language) -> tuple[Gathered, Settings]:
    """What was read of `paths`, unjudged, and how it was meant; FailureError with status 3 if nothing could be read."""
    settings = _settings(paths, options, lang)
    return _gather(paths, lang, settings), settings


def find(paths: Sequence[str], options: Mapping[str, Any], wanted: Wanted | None, lang: Language) -> Search:
    """The search in `paths` under the conditions of `options`; FailureError with status 3 if nothing could be read."""
    settings = _settings(paths, options, lang)
    gathered = _gather(paths, lang, settings)
    seen = gathered.table.evidence
    return Search(gathered, _filters(options, seen.start, seen.end, lang), wanted, settings)


def _filters(options: Mapping[str, Any], start: int, end: int, lang: Language) -> Filters:
    """The filters that `options` ask for of what reaches from `start` to `end` (µs): 10:00 is that of its first day, and "now" its end."""
    zone = UTC if options.get("utc") else None
    since, until = bounds(options, Moment(end, zone, start))
    if (cause := options.get("cause")) and cause not in rules():
        raise import_module("sipwhy.cli.slips").no_such_rule(cause)
    return Filters(
        call=options.get("call"),
        phone=options.get("phone"),
        caller=options.get("caller"),
        callee=options.get("callee"),
        ip=options.get("ip"),
        call_id=options.get("call_id"),
        method=options.get("method"),
        status=options.get("status") or frozenset(),
        since=since,
        until=until,
        cause=cause,
        port=options.get("port"),
        where=import_module("sipwhy.cli.where").asked(options["where"], zone, lang) if options.get("where") is not None else None,
    )


def conditions(paths: Sequence[str], options: Mapping[str, Any], now: int, lang: Language) -> tuple[Filters, Settings]:
    """What `options` ask for of files that are still written; a time of day is one of the day at `now` (µs)."""
    return _filters(options, now, now, lang), _settings(paths, options, lang)


def voice(options: Mapping[str, Any], lang: Language) -> Voice:
    """The voice that `options` ask for."""
    return Voice(lang, rules(), UTC if options.get("utc") else None)


def _settings(paths: Sequence[str], options: Mapping[str, Any], lang: Language) -> Settings:
    try:
        chosen = replace(
            settings_of(options.get("settings")),
            certificates=certificates_of(options.get("certificate") or ()),
            keys=keys_of(options.get("keylog") or (), options.get("rsa_key") or ()),
            log_zone=options.get("log_zone"),
            log_year=options.get("log_year"),
            listen=bool(options.get("listen")),
        )
    except SettingsError as error:
        raise FailureError(error.key, 2, **error.values) from None
    users, files = options.get("secret") or (), options.get("secret_file") or ()
    if not users and not files:
        return chosen
    passwords = import_module("sipwhy.cli.passwords")
    return replace(chosen, secrets=passwords.secrets_of(users, files, paths, lang))


def _gather(paths: Sequence[str], lang: Language, settings: Settings) -> Gathered:
    keep_one_heap()
    with told_of_open_pipe(paths, lang):
        return _read(lang, lambda progress: gather(paths, progress, settings))


def _read(lang: Language, reading: Callable[[Progress], Read]) -> Read:
    try:
        with Progress(lang) as progress:
            return reading(progress)
    except Problem as problem:
        if problem.kind == "missing" and (elsewhere := import_module("sipwhy.cli.slips").elsewhere(problem.path)):
            raise elsewhere from None
        if problem.kind == "missing" and (near := import_module("sipwhy.cli.slips").command_near(problem.path)):
            raise FailureError("missing-command", NO_INPUT, path=problem.path, near=near) from None
        path = _spoken(problem.path, lang) if problem.kind in _TOLD_OF_INPUT else problem.path
        raise FailureError(problem.kind, NO_INPUT, path=path, detail=problem.detail) from None


def _spoken(path: str, lang: Language) -> str:
    """What a file is called where no command is made of its name."""
    return say(import_module("sipwhy.texts.screen").SCREEN, "stdin", lang) if path == "-" else path


def bounds(given: Mapping[str, Any], now: Moment) -> tuple[int | None, int | None]:
    """
    From when to when --since and --until reach, in µs since 1970 UTC; FailureError if the one is not before the other.

    A `now` of 0 is not known yet. A time of day is one of the first day of files, or of today. Where nothing would be left, it is the
    nearest one: behind a date the next after it, before one the last before it. Of two times of day the second may come first: 23:00
    and 01:30 are those of the last night that has begun. Two that had passed when a file begins are those of its next day.
    """
    asked: list[When | None] = [given.get(name) for name in ("since", "until")]
    since, until = (point_in_time(when, now) for when in asked)
    if since is None or until is None:
        return since, until
    is_of_day = [when is not None and when.base == "clock" for when in asked]
    if all(is_of_day) and since < until <= (now.day or 0) and since + _DAY <= now.now:
        since, until = (point_in_time(when, Moment(now.now, now.zone, (now.day or 0) + _DAY)) for when in asked)
    elif since > until and is_of_day[0] and (not is_of_day[1] or since > now.now > 0):
        since = _nearest(asked[0], now, until, -_DAY)
    elif since > until and is_of_day[1]:
        until = _nearest(asked[1], now, since, _DAY)
    is_known = now.now or not any(when and when.is_relative for when in asked)
    if since is not None and until is not None and since >= until and is_known:
        raise FailureError("until-first", 2)
    return since, until


def _nearest(of_day: When | None, now: Moment, other: int, step: int) -> int | None:
    """A time of day on the day of `other`, or a day on by `step` if it lies on the wrong side there."""
    at = point_in_time(of_day, Moment(now.now, now.zone, other))
    return at if at is None or (at - other) * step > 0 else point_in_time(of_day, Moment(now.now, now.zone, other + step))


def point_in_time(when: When | None, now: Moment) -> int | None:
    """The beginning of `when`, in µs since 1970 UTC."""
    return None if when is None else when.span(now)[0]
