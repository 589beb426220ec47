"""What was told before a recorder began anew is not told twice, and what has gone on since is told."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sipwhy.app import catching_up
from sipwhy.app.catching_up import Before
from sipwhy.store.folder import Folder

UNTIL = 1_000_000
GOOD = ("registration", ["r1"], "1001", "1001", "198.51.100.21:5060", "203.0.113.10:5060", "registered", None)
CALL = ("call", ["c1"], "1001", "1002", "198.51.100.21:5060", "203.0.113.10:5060", "answered", None)


class Recorded:
    """A store that holds two entries and no messages."""

    def __init__(self, *_: object) -> None:
        pass

    def ask(self, query: str, *_: object) -> list[tuple[Any, ...]]:
        if "FROM calls" in query:
            return [GOOD, CALL]
        return [(UNTIL,)] if query.startswith("SELECT epoch_us(max(ts))") else []

    def close(self) -> None:
        pass


def ended(entry: tuple[Any, ...], end: int, result: str = "") -> Any:
    kind, call_ids, caller, callee, src, dst, told, cause = entry
    row = SimpleNamespace(number=1, kind=kind, caller=caller, callee=callee, src=src, dst=dst, result=result or told, cause=cause)
    return SimpleNamespace(row=row, report=SimpleNamespace(outline=lambda _: SimpleNamespace(call_ids=call_ids, end=end)))


@pytest.fixture
def before(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Before:
    monkeypatch.setattr(catching_up, "Store", Recorded)
    return Before(Folder(tmp_path), 10)


def test_what_ended_before_recording_began_is_known(before: Before) -> None:
    assert before.knows(ended(GOOD, UNTIL))
    assert not before.knows(ended(GOOD, UNTIL, result="rejected"))


def test_a_registration_that_is_good_again_after_it_was_bad_is_told_again(before: Before) -> None:
    assert not before.knows(ended(GOOD, UNTIL + 1, result="rejected"))
    assert not before.knows(ended(GOOD, UNTIL + 2))


def test_a_call_is_told_once_however_late_its_last_message_comes(before: Before) -> None:
    assert before.knows(ended(CALL, UNTIL + 5))
