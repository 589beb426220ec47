"""Evidence that grows: each entry is told once, when it is over, whatever happens to the file."""

from __future__ import annotations

import gc
import os
import re
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.app.follow import QUIET, Ended, Follower
from sipwhy.app.settings import Settings
from sipwhy.sources import Problem
from sipwhy.sources.growing import Peeked, open_growing
from sipwhy.sources.window import LONGEST, Window
from tests.sources.appending import append

TESTS = Path(__file__).parent.parent
LOGS, CAPTURES = TESTS / "sources" / "logs", TESTS / "captures"
REFUSED = (LOGS / "chan-sip.log").read_bytes()
WRONG_PASSWORD = (TESTS / "pbx" / "recorded" / "wrong-password.trace.log").read_bytes()
NO_TRACE = (
    b"[2026-11-23 01:00:00] NOTICE[1]: chan_sip.c:1 handle_request_register: Registration from '<sip:1009@203.0.113.10>' failed for "
    b"'198.51.100.29:5060' - Wrong password\n"
)
IN_2026 = Settings(log_zone="UTC", log_year=2026)


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def later(self, seconds: float) -> float:
        self.now += seconds
        return self.now


def said(ended: Iterator[Ended]) -> list[tuple[str, str, str | None, bool]]:
    return [(one.row.kind, one.row.result, one.row.cause, one.is_bad) for one in ended]


def followed(clock: Clock, *paths: Path) -> Follower:
    follower = Follower([open_growing(str(path)) for path in paths], settings=IN_2026)
    follower.begin(clock.now)
    return follower


def look(follower: Follower, clock: Clock, seconds: float = 0.0) -> list[tuple[str, str, str | None, bool]]:
    follower.take(clock.later(seconds))
    return said(follower.ended(clock.now))


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "full"
    path.touch()
    return path


@pytest.fixture
def clock() -> Clock:
    return Clock()


def bad(told: list[tuple[str, str, str | None, bool]]) -> list[tuple[str, str, str | None]]:
    return [(kind, result, cause) for kind, result, cause, is_bad in told if is_bad]


def another(number: int) -> bytes:
    """The same call so many minutes later."""
    later = REFUSED.replace(b"Call-ID: ", b"Call-ID: %d-" % number).replace(b"branch=z9hG4bK", b"branch=z9hG4bK%d" % number)
    return re.sub(rb"(?m)^\[Nov 23 01:\d\d:", lambda _: b"[Nov 23 02:%02d:" % number, later)


def test_a_call_is_told_once_when_it_has_been_quiet(log: Path, clock: Clock) -> None:
    follower = followed(clock, log)
    append(log, REFUSED)
    assert look(follower, clock) == []
    assert look(follower, clock, QUIET - 0.1) == []
    assert bad(look(follower, clock, 0.2)) == [("call", "failed", "codec-mismatch")]
    assert look(follower, clock, 100) == []
    assert (follower.account.wrong["call"], follower.account.causes["codec-mismatch"]) == (1, 1)


def test_what_was_there_before_is_not_told(log: Path, clock: Clock) -> None:
    log.write_bytes(REFUSED)
    follower = followed(clock, log)
    assert look(follower, clock, 100) == []
    append(log, WRONG_PASSWORD)
    look(follower, clock)
    assert bad(look(follower, clock, QUIET)) == [("registration", "rejected", "wrong-password")]


def test_all_of_a_file_that_was_empty_is_new(log: Path, clock: Clock) -> None:
    growing = Peeked(open_growing(str(log)))
    append(log, REFUSED)
    assert growing.first
    follower = Follower([growing], settings=IN_2026)
    follower.begin(clock.now)
    look(follower, clock)
    assert bad(look(follower, clock, QUIET)) == [("call", "failed", "codec-mismatch")]


@pytest.mark.parametrize("text", [WRONG_PASSWORD, NO_TRACE], ids=["messages", "lines"])
def test_what_failed_before_and_goes_on_is_told_once(text: bytes, log: Path, clock: Clock) -> None:
    log.write_bytes(text)
    follower = followed(clock, log)
    assert look(follower, clock, 100) == []
    for minute, expected in enumerate(([("registration", "rejected", "wrong-password")], [], []), 1):
        append(log, text.replace(b" 01:00:", b" 01:%02d:" % minute))
        look(follower, clock)
        assert bad(look(follower, clock, QUIET)) == expected


def test_what_failed_before_is_told_though_the_past_is_let_go_of_meanwhile(log: Path, clock: Clock) -> None:
    log.write_bytes(b"".join(NO_TRACE.replace(b" 01:00:", b" 01:%02d:" % minute) for minute in range(5)))
    follower = followed(clock, log)
    assert look(follower, clock, LONGEST + 1) == []
    append(log, NO_TRACE.replace(b" 01:00:", b" 03:30:"))
    look(follower, clock)
    assert bad(look(follower, clock, QUIET)) == [("registration", "rejected", "wrong-password")]


@pytest.mark.parametrize("how", ["rename", "copytruncate"])
def test_a_call_across_a_rotation_is_one_call(how: str, log: Path, clock: Clock) -> None:
    follower = followed(clock, log)
    half = REFUSED.rindex(b"<--- SIP read from", 0, REFUSED.index(b"488 "))
    append(log, REFUSED[:half])
    look(follower, clock, 1)
    if how == "rename":
        log.rename(log.with_suffix(".1"))
    else:
        os.truncate(log, 0)
    append(log, REFUSED[half:])
    look(follower, clock)
    assert bad(look(follower, clock, QUIET)) == [("call", "failed", "codec-mismatch")]


def test_a_registration_is_told_again_only_when_its_end_is_another_one(log: Path, clock: Clock) -> None:
    follower = followed(clock, log)
    for expected in ([("registration", "rejected", "wrong-password")], [], []):
        append(log, WRONG_PASSWORD)
        look(follower, clock)
        assert bad(look(follower, clock, QUIET)) == expected


def test_several_files_and_a_capture_are_followed_together(tmp_path: Path, clock: Clock) -> None:
    paths = [tmp_path / name for name in ("full", "trunk.pcap")]
    for path in paths:
        path.touch()
    follower = followed(clock, *paths)
    append(paths[0], REFUSED)
    capture = (CAPTURES / "upstream-unavailable" / "capture.pcap").read_bytes()
    for start in range(0, len(capture), 999):
        append(paths[1], capture[start : start + 999])
        look(follower, clock)
    assert {cause for _, _, cause in bad(look(follower, clock, QUIET))} == {"codec-mismatch", "upstream-unavailable"}


def test_at_the_end_nothing_is_waited_for(log: Path, clock: Clock) -> None:
    follower = followed(clock, log)
    append(log, REFUSED)
    follower.take(clock.now)
    assert bad(said(follower.ended(clock.now, is_last=True))) == [("call", "failed", "codec-mismatch")]


def test_evidence_names_lines_of_the_file_although_its_beginning_was_not_read(log: Path, clock: Clock) -> None:
    log.write_bytes(b"[Nov 23 00:00:00] VERBOSE[1] x.c: nothing\n" * 50_000)
    follower = followed(clock, log)
    append(log, REFUSED)
    follower.take(clock.now)
    ended = [one for one in follower.ended(clock.now, is_last=True) if one.is_bad]
    lines = log.read_bytes().splitlines()
    pieces = [piece for finding in ended[0].report.findings_of(ended[0].row.number) for piece in finding.evidence]
    assert any(b"SIP/2.0 488" in lines[piece.line - 1] for piece in pieces if piece.line)


def test_what_is_known_is_bounded_by_what_is_kept(log: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sipwhy.app.follow.Window", lambda name: Window(name, most=3 * len(REFUSED)))
    follower = followed(clock, log)
    told = 0
    for number in range(30):
        append(log, another(number))
        look(follower, clock)
        told += len([one for one in bad(look(follower, clock, QUIET)) if one[0] == "call"])
    assert told == 30
    assert len(follower._known) < 20
    assert follower.account.has_forgotten


def test_a_burst_longer_than_what_is_kept_loses_no_call(log: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sipwhy.app.follow._A_LOT", 2 * len(REFUSED))
    monkeypatch.setattr("sipwhy.app.follow.Window", lambda name: Window(name, most=8 * len(REFUSED)))
    monkeypatch.setattr("sipwhy.sources.growing._BLOCK", 1000)
    follower = followed(clock, log)
    append(log, b"".join(map(another, range(40))))
    told = []
    while follower.take(clock.now) and follower.is_full:
        told += bad(said(follower.ended(clock.now)))
    told += bad(said(follower.ended(clock.now, is_last=True)))
    assert told.count(("call", "failed", "codec-mismatch")) == 40


def test_reports_that_are_done_with_do_not_heap_up(log: Path) -> None:
    log.write_bytes(REFUSED)
    seen = []
    for _ in range(6):
        report = run([str(log), str(CAPTURES / "wrong-password" / "capture.pcap")], settings=IN_2026)
        assert report.causes
        seen.append(weakref.ref(report.table.evidence))
    del report
    gc.collect()
    assert sum(evidence() is not None for evidence in seen) <= 2, "the last may be known still, as `diagnosis.kept` keeps an answer"


def test_what_holds_nothing_to_read_is_refused_after_some_megabytes(log: Path, clock: Clock) -> None:
    follower = followed(clock, log)
    append(log, b"nothing of the kind\n")
    assert look(follower, clock, QUIET) == []
    append(log, b"nothing of the kind\n" * 300_000)
    with pytest.raises(Problem, match="unrecognised"):
        look(follower, clock, QUIET)
