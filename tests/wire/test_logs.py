"""Text logs through the core: which of their lines are kept."""

from __future__ import annotations

import pytest

from sipwhy.wire import logs
from sipwhy.wire.logs import LogReader


def read(*pieces: str) -> LogReader:
    reader = LogReader([(0, 0)], 1_800_000_000_000_000, markers=["failed for"])
    for piece in pieces:
        reader.feed(piece.encode())
    reader.feed(b"")
    return reader


def lines(first: int, last: int) -> str:
    return "".join(f"[2026-11-23 01:20:{at:02}] NOTICE[1] x.c: Registration {at} failed for somebody\n" for at in range(first, last))


def test_lines_with_a_marker_are_kept() -> None:
    account, kept = read("[2026-11-23 01:20:00] NOTICE[1] x.c: nothing\n" + lines(1, 3)).told(0, "UTC")
    assert [line.line for line in kept] == [2, 3]
    assert account.dropped == 0


def test_of_too_many_lines_the_last_are_kept_and_the_others_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "MOST_LINES", 3)
    account, kept = read(lines(0, 2), lines(2, 9), lines(9, 10)).told(0, "UTC")
    assert [line.line for line in kept] == [8, 9, 10]
    assert (account.dropped, account.marked) == (7, 10)
