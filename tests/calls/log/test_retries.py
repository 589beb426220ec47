"""FreeSWITCH's line that it registers again: alone it tells of the refusal, behind the line about that nothing more."""

from __future__ import annotations

from sipwhy.calls.log.reading import events_of
from sipwhy.model.log_line import LogLine
from tests.calls.log.lines import line

REFUSED = "carrier Failed Registration with status Forbidden [403]. failure #1"


def retry(status: int, at: float, name: str = "carrier") -> LogLine:
    return line(f"{name} Failed Registration [{status}], setting retry to 30 seconds.", at, source="sofia_reg.c")


def kinds(*lines: LogLine) -> list[tuple[str, int, str]]:
    return [(event.kind, event.code, event.tied) for event in events_of(lines)]


def test_behind_the_line_of_the_refusal_it_is_left_out() -> None:
    assert kinds(line(REFUSED, source="sofia_reg.c"), retry(403, 0.7)) == [("registration-refused", 403, "certain")]


def test_alone_and_of_another_gateway_it_counts() -> None:
    first = line(REFUSED, source="sofia_reg.c")
    assert kinds(first, retry(403, 0.7, "other"), retry(403, 90.0)) == [("registration-refused", 403, "certain")] * 3


def test_a_503_may_be_freeswitch_s_own() -> None:
    assert kinds(retry(503, 0.0)) == [("registration-refused", 503, "likely")]


def test_908_is_a_registration_without_an_answer() -> None:
    assert kinds(retry(908, 0.0)) == [("registration-timeout", 0, "certain")]
