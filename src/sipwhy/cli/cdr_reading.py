"""From the words of `sipwhy cdr` to a report; loaded only then, for DuckDB takes its time."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from typing import Any

from sipwhy.app import Problem
from sipwhy.app.cdr import cdr_report
from sipwhy.app.cdr_evidence import is_evidence
from sipwhy.app.cdr_watch import below
from sipwhy.app.settings import Settings
from sipwhy.cdr import mapping
from sipwhy.cdr.directions import Directory
from sipwhy.cdr.guess import uncertain
from sipwhy.cdr.load import Loaded, Wanted, Within, load
from sipwhy.cdr.problem import CdrError
from sipwhy.cdr.report import CdrReport
from sipwhy.cdr.ticket import ticket
from sipwhy.cli.commands.cdr import CdrFailureError
from sipwhy.cli.commands.history.problem import failure as history_failure
from sipwhy.cli.commands.history.which import teller
from sipwhy.cli.failure import NO_INPUT, FailureError
from sipwhy.cli.reading import bounds
from sipwhy.cli.verdict import is_any
from sipwhy.cli.wrapped import tell_beside
from sipwhy.model import Finding
from sipwhy.render.cdr.letter import Letter
from sipwhy.render.cdr.speech import CdrSpeech
from sipwhy.render.voice import Voice
from sipwhy.sources.log_zone import local_zone, zone_named
from sipwhy.store.problem import StoreError
from sipwhy.texts.catalogue import say
from sipwhy.texts.cdr import CDR
from sipwhy.texts.language import Language
from sipwhy.texts.when import Moment

_WRONG_WORDS = frozenset({"history-alone", "bad-url", "no-country", "prefixes-unreadable", "bad-table", "no-vendor", "no-password"})
"""Problems with what was typed, not with what was read."""


def read(given: Mapping[str, Any], lang: Language) -> CdrReport:
    """The report on the sources given; FailureError if one cannot be read."""
    try:
        directory = Directory(given["country"], given["prefixes"])
        zone, within = UTC if given["utc"] else None, _within(given)
        wanted, tell = _wanted(given, directory), teller(lang)
        return cdr_report(given["files"], wanted, directory, Settings(), zone=zone, within=within, tell=tell)
    except StoreError as error:
        raise history_failure(error) from None
    except CdrError as error:
        raise failure(error) from None
    except Problem as problem:
        raise FailureError(problem.kind, NO_INPUT, path=problem.path, detail=problem.detail) from None


def failure(error: CdrError) -> CdrFailureError:
    """What a user is told of it."""
    is_wrong = error.key in _WRONG_WORDS or error.key.startswith("mapping-")
    return CdrFailureError(error.key, 2 if is_wrong else NO_INPUT, **error.values)


def recognised(given: Mapping[str, Any]) -> Loaded:
    """The sources without their rows; FailureError if none can be read."""
    try:
        names = [name for name in given["files"] if not is_evidence(name)]
        if not names:
            raise CdrFailureError("columns-none", 2, name=given["files"][0])
        return load(names, _wanted(given, Directory(given["country"], given["prefixes"])), only_columns=True)
    except CdrError as error:
        raise failure(error) from None


def columns(loaded: Loaded, lang: Language) -> Iterator[str]:
    """What was recognised, as a mapping that can be kept and edited."""
    for source in loaded.sources:
        if source.mapped is None:
            yield say(CDR, "columns-known", lang, name=source.name, layout=source.layout.title) + "\n"
            continue
        yield f"# {source.name}\n{mapping.written(source.mapped)}"
        if free := list(uncertain(source.columns, source.mapped)):
            yield say(CDR, "columns-free", lang, columns=", ".join(free)) + "\n"


def complain(loaded: Loaded, lang: Language) -> int:
    """Names on standard error each source of which nothing was read, and why; the exit status: 2 if there is any, else 0."""
    for error in loaded.refused:
        failure(error).tell(lang)
    return 2 if loaded.refused else 0


def _within(given: Mapping[str, Any]) -> Within | None:
    """The time that is asked for; a time of day is one of the newest attempt's day, and --last reaches back from that attempt."""
    if not any(given[name] for name in ("since", "until", "last")):
        return None
    if given["last"] and given["since"]:
        raise FailureError("last-alone", 2)
    last, zone = round((given["last"] or 0) * 1_000_000), UTC if given["utc"] else None

    def around(newest: int) -> tuple[int | None, int | None]:
        now = Moment(newest, zone)
        since, until = bounds(given, now)
        return (min(newest, until or newest) - last if last else since), until

    return around


def _wanted(given: Mapping[str, Any], directory: Directory) -> Wanted:
    mapped = mapping.load(given["mapping"]) if given["mapping"] else None
    named = given["log_zone"] or (mapped.zone if mapped else None)
    zone = zone_named(named) if named else local_zone()
    return Wanted(offsets=zone.offsets(time.time()), numbering=directory.numbering(), mapping=mapped, password_file=given["password_file"])


def letter(report: CdrReport, given: Mapping[str, Any], speech: CdrSpeech, voice: Voice) -> Letter:
    """The ticket to the vendor that is named."""
    try:
        return Letter(report, ticket(report, given["ticket"]), speech, voice, given["mask"])
    except CdrError as error:
        raise failure(error) from None


def status(report: CdrReport, given: Mapping[str, Any], lang: Language) -> int:
    """
    The exit status, and on standard error what it is due to: 2 with a source that was not read.

    1 with a finding of the severity asked for, or with a vendor below a threshold.
    """
    low = below(report, thresholds(given))
    for one in low:
        said = say(CDR, "below", lang, vendor=one.vendor, measure=one.measure, value=one.value, limit=one.limit)
        tell_beside(said)
    return complain(report.loaded, lang) or int(bool(low) or is_bad(report.findings, given))


def is_bad(findings: Sequence[Finding], given: Mapping[str, Any]) -> bool:
    """Whether one of them is of the severity of --fail-on."""
    return is_any((finding.severity for finding in findings), given["fail_on"])


def thresholds(given: Mapping[str, Any]) -> dict[str, float]:
    """What shares must reach, percent."""
    return {name: given[key] for name, key in (("ASR", "min_asr"), ("NER", "min_ner")) if given[key] is not None}
