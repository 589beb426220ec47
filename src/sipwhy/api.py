"""
What programs in Python use: `import sipwhy` has every name of this file.

    report = sipwhy.read("trunk.pcap", "full.log")
    for row in report.rows():
        print(row.number, row.result, row.cause)
    print(sipwhy.explain(report, report.findings_of(3)[0], lang="ru").title)
    print(sipwhy.flow(report, 3))
"""

from __future__ import annotations

import json as _json
import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, tzinfo
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sipwhy.app import Filters, Problem, run
from sipwhy.app.settings import Settings, keys_of
from sipwhy.diagnosis.registry import rules
from sipwhy.diagnosis.report import CallRow, CauseGroup, Report
from sipwhy.model import Call, Evidence, Finding, Leg, Message, Stream
from sipwhy.render.voice import Said, Voice
from sipwhy.texts.language import Language
from sipwhy.texts.statuses import statuses_of

if TYPE_CHECKING:
    from sipwhy.app.where.asked import Asked

__all__ = [
    "Call",
    "CallRow",
    "CauseGroup",
    "Evidence",
    "Finding",
    "Leg",
    "Message",
    "Problem",
    "Report",
    "Said",
    "Stream",
    "explain",
    "flow",
    "html",
    "json",
    "read",
    "text",
]


def read(
    *paths: str | Path,
    phone: str | None = None,
    caller: str | None = None,
    callee: str | None = None,
    ip: str | None = None,
    call_id: str | None = None,
    method: str | None = None,
    status: int | str | Collection[int | str] = (),
    since: datetime | str | None = None,
    until: datetime | str | None = None,
    cause: str | None = None,
    where: str | None = None,
    log_zone: str | None = None,
    log_year: int | None = None,
    keylogs: Collection[str | Path] = (),
    rsa_keys: Collection[str | Path] = (),
    listen: bool = False,
) -> Report:
    """
    Reads captures and logs, merged by time, and judges every call in them; conditions narrow as the options of `sipwhy FILE...` do.

    `status` is one, several, or text as the command line takes it (`"4xx,503"`); times are aware datetimes, or ISO 8601 with an offset.
    Problem if nothing could be read at all; what could not be read beside other files stands in `broken`.
    `keylogs` and `rsa_keys` are files that open TLS (docs/decryption.md).
    `listen`: every answered call is listened to, however many there are; otherwise only few are.
    `where` is an expression of the filter language (docs/where.md), its times UTC.
    ValueError if a time has no zone, a cause is no rule, `where` no expression or one that nothing can fit, a status none, or a file
    holds no keys; TypeError if a number stands where text is expected.
    """
    for name, value in {"phone": phone, "caller": caller, "callee": callee, "ip": ip, "call_id": call_id, "method": method}.items():
        if value is not None and not isinstance(value, str):
            raise TypeError(f"{name} is text, not {value!r}")
    if cause is not None and cause not in rules():
        raise ValueError(f"{cause!r} is no rule; sipwhy rules lists them")
    filters = Filters(
        phone=phone,
        caller=caller,
        callee=callee,
        ip=ip,
        call_id=call_id,
        method=method,
        status=_statuses(status),
        since=_micros("since", since),
        until=_micros("until", until),
        cause=cause,
        where=None if where is None else _asked(where),
    )
    keys = keys_of(map(str, keylogs), map(str, rsa_keys))
    return run([str(path) for path in paths], filters, settings=Settings(keys=keys, log_zone=log_zone, log_year=log_year, listen=listen))


def _asked(text: str) -> Asked:
    from sipwhy.app.where.asked import Asked, never_so, slugs_of  # noqa: PLC0415  # only expressions need what reads them
    from sipwhy.where import parse  # noqa: PLC0415  # as above
    from sipwhy.where.fields import VALUES  # noqa: PLC0415  # as above

    read = parse(text)
    for slug in set(slugs_of(read.root)) - set(rules()):
        raise ValueError(f"where: {slug!r} is no rule; sipwhy rules lists them")
    for field, value in never_so(read.root):
        raise ValueError(f"where: {field} is never {value!r}; it is one of {', '.join(VALUES[field])}")
    return Asked(read, UTC, text=text)


def explain(report: Report, finding: Finding, lang: Language = "en") -> Said:
    """A finding in words: title, explanation, what to do, and a note for each piece of evidence."""
    return _voice(report, lang).said(finding)


def text(report: Report, lang: Language = "en", width: int = 80, *, verbose: bool = False, zone: tzinfo = UTC) -> str:
    """The report as `sipwhy FILE...` prints it, without colours."""
    from sipwhy.render.text import Paper, screen  # noqa: PLC0415  # each form is loaded by those who ask for it

    return "\n".join(screen(report, _voice(report, lang, zone), Paper(width), verbose, None)) + "\n"


def html(report: Report, lang: Language = "en", *, verbose: bool = False, zone: tzinfo = UTC) -> str:
    """The report as one self-contained page."""
    from sipwhy.render.html import html_page  # noqa: PLC0415  # each form is loaded by those who ask for it

    return "".join(html_page(report, _voice(report, lang, zone), verbose, None))


def json(report: Report, lang: Language = "en") -> Mapping[str, Any]:
    """The report as `sipwhy FILE... --json` has it (docs/json.md), read into Python's own values."""
    from sipwhy.render.json import json_report  # noqa: PLC0415  # each form is loaded by those who ask for it

    found: Mapping[str, Any] = _json.loads("".join(json_report(report, _voice(report, lang))))
    return found


def flow(report: Report, number: int, lang: Language = "en", width: int = 80) -> str:
    """The ladder of one call as text; KeyError if the report has no such call."""
    from sipwhy.render.subject import subject  # noqa: PLC0415  # each form is loaded by those who ask for it
    from sipwhy.render.text import Paper, ladder_lines  # noqa: PLC0415  # as above

    shown = subject(report, number, _voice(report, lang), full=True)
    if shown is None:
        raise KeyError(number)
    return "\n".join(ladder_lines(shown.picture, Paper(width), lang, show_frames=True)) + "\n"


def _voice(report: Report, lang: Language, zone: tzinfo = UTC) -> Voice:
    return Voice(lang, rules(), zone).about(report)


def _statuses(asked: int | str | Collection[int | str]) -> frozenset[int]:
    if not isinstance(asked, int | str):
        return frozenset(chain.from_iterable(map(_statuses, asked)))
    found = [statuses_of(word) for word in re.split(r"[,\s]+", str(asked).strip())]
    if None in found:
        raise ValueError(f"status: expected one as 486, 4xx or 480-489, not {asked!r}")
    return frozenset(chain.from_iterable(filter(None, found)))


def _micros(name: str, when: datetime | str | None) -> int | None:
    """µs since 1970 UTC."""
    if when is None:
        return None
    if isinstance(when, str):
        try:
            when = datetime.fromisoformat(when)
        except ValueError:
            raise ValueError(f"{name}: expected a datetime or 2026-11-23T09:00:00+03:00, not {when!r}") from None
    if when.tzinfo is None:
        raise ValueError(f"{name}: {when} has no time zone")
    return round(when.timestamp() * 1_000_000)
