"""A ticket about what comes back day by day tells of its hours alone, and names nobody who is hidden."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sipwhy.cdr.ticket import Sample, Ticket, ticket
from sipwhy.diagnosis.registry import rules
from sipwhy.model import Finding, Value
from sipwhy.render.cdr.letter import Letter
from sipwhy.render.cdr.speech import CdrSpeech
from sipwhy.render.paper import Paper
from sipwhy.render.voice import Voice
from tests.rules.traffic_findings import traffic_report

_DAYS = 10
_EVERY = timedelta(minutes=2)


def _row(nth: int, vendor: str) -> str:
    """A record of Master.csv: from the third day on four in five calls of bravo fail between 18:00 and 20:00."""
    start = datetime(2026, 11, 2) + nth * _EVERY
    is_bad = vendor == "bravo" and start.day >= 4 and start.hour in (18, 19) and nth % 5
    at, end = start.isoformat(" "), (start + timedelta(seconds=8 if is_bad else 67)).isoformat(" ")
    answer = "" if is_bad else (start + timedelta(seconds=7)).isoformat(" ")
    how = ("8", "0", "FAILED") if is_bad else ("67", "60", "ANSWERED")
    cells = ("", f"7495{nth % 977:07}", f"7916{nth:07}", "out", "", f"PJSIP/1001-{nth:08x}", f"PJSIP/{vendor}-{nth:08x}", "Dial", "")
    return ",".join(f'"{cell}"' for cell in (*cells, at, answer, end, *how, "DOCUMENTATION", f"{vendor}-{nth}", ""))


def test_of_a_change_that_comes_back_day_by_day_the_ticket_has_its_hours(tmp_path: Path) -> None:
    path = tmp_path / "Master.csv"
    rows = [_row(nth, vendor) for nth in range(int(timedelta(days=_DAYS) / _EVERY)) for vendor in ("alfa", "bravo")]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    report = traffic_report(path)
    found = ticket(report, "bravo")
    assert found.finding is not None
    assert (found.finding.values["from_hour"], found.finding.values["to_hour"]) == ("18:00", "20:00")
    bad_days = _DAYS - 2
    # the hours are reckoned from the first failure, 18:02, and not from the answered call before it
    assert bad_days * 60 - 2 <= found.within.attempts <= bad_days * 60 + 2
    assert found.within.failed == bad_days * 48
    assert found.before is not None
    assert found.before.asr == 1, "the days before, at the same hours"
    assert [(result, count) for _, _, result, count in found.codes] == [("failed", bad_days * 48)]
    assert {datetime.fromtimestamp(one.start / 1e6, UTC).hour for one in found.samples} == {18, 19}


def _subject(caller: str, mask: str) -> str:
    values: dict[str, Value] = {"vendor": "bravo", "caller": caller, "since": "09:00", "answer": "603", "after": 1.0, "before": 0.1}
    finding = Finding("caller-refused", "warning", "likely", "trunk", values=values)
    nothing: Any = None
    about = Ticket(
        "bravo", finding, 0, 0, is_over=True, direction=None, within=nothing, before=None, before_since=0, codes=(), samples=(), others=()
    )
    return Letter(nothing, about, CdrSpeech("en", Paper(), UTC), Voice("en", rules(), UTC), mask).subject


@pytest.mark.parametrize(("mask", "is_hidden"), [("none", False), ("callees", False), ("callers", True), ("both", True)])
def test_a_caller_that_is_hidden_is_not_named_in_the_subject_either(mask: str, is_hidden: bool) -> None:
    assert _subject("74951234567", mask).startswith(f"bravo refuses {'7495123****' if is_hidden else '74951234567'} since")


@pytest.mark.parametrize(("number", "shown"), [("1001", "****"), ("12", "**")])
def test_of_a_short_number_all_digits_are_hidden(number: str, shown: str) -> None:
    assert _subject(number, "both").startswith(f"bravo refuses {shown} since")


@pytest.mark.parametrize(("call_id", "status", "heads"), [(None, None, ("result", "our id of the call")), ("a@b", 503, ("SIP", "Call-ID"))])
def test_what_is_no_call_id_and_no_sip_code_is_not_called_so(call_id: str | None, status: int | None, heads: tuple[str, str]) -> None:
    nothing: Any = None
    sample = Sample(0, "1", "2", status, None, None, "failed", None, None, call_id, "1.0", None)
    about = Ticket(
        "bravo",
        None,
        0,
        0,
        is_over=True,
        direction=None,
        within=nothing,
        before=None,
        before_since=0,
        codes=(),
        samples=(sample,),
        others=(),
    )
    letter = Letter(nothing, about, CdrSpeech("en", Paper(), UTC), Voice("en", rules(), UTC), "none")
    told = letter._samples()[0]
    assert (told[3], told[-1]) == heads
