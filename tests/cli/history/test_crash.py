"""kill -9 of a real recorder at any moment: nothing that was flushed or sealed is lost, and no number is given twice."""

from __future__ import annotations

import random
import time
from pathlib import Path

from sipwhy.store.folder import Folder
from sipwhy.store.reader import Store
from sipwhy.store.status import read_status
from tests.cli.history.recorder import Piped, history, state, wait_for
from tests.store.flood import some

ROUNDS, PIECES, PIECE = 6, 40, 700


def recorded(folder: Path) -> list[tuple[int, int]]:
    """Number and ordinal of every message, in order of numbers."""
    store = Store(Folder(folder))
    try:
        return store.ask("SELECT number::INTEGER, call_id::INTEGER FROM messages ORDER BY number")
    finally:
        store.close()


def test_killed_at_random_moments_it_loses_nothing_that_was_flushed(tmp_path: Path) -> None:
    chance = random.Random(20261126)
    folder, ordinal, before = tmp_path / "history", 0, 0
    for _ in range(ROUNDS):
        recorder = Piped(folder, "--no-calls")
        last = chance.randrange(PIECES)
        for piece in range(PIECES):
            recorder.give(some(PIECE, ordinal))
            ordinal += PIECE
            time.sleep(chance.random() * 0.05)
            if piece == last:
                break
        recorder.kill()
        flushed = read_status(recorder.folder)
        rows = recorded(folder)
        assert [number for number, _ in rows] == list(range(1, len(rows) + 1))
        assert len(rows) >= max(before, flushed.next - 1 if flushed else 0)
        ordinals = [one for _, one in rows]
        assert ordinals == sorted(set(ordinals))
        before = len(rows)
    assert before > PIECE


def test_what_was_in_the_journal_is_sealed_by_the_next_recorder(tmp_path: Path) -> None:
    folder = tmp_path / "history"
    recorder = Piped(folder, "--no-calls")
    recorder.give(some(500))
    wait_for(lambda: (found := read_status(recorder.folder)) is not None and found.next == 501)
    recorder.kill()
    assert "the recorder broke off at" in history("status", "--store", str(folder))
    assert state(folder)["state"] == "died"
    following = Piped(folder, "--no-calls")
    following.give(some(10, 500))
    assert following.finish() == ""
    assert recorded(folder) == [(number, number - 1) for number in range(1, 511)]
    assert not list(folder.glob("journal/*"))
    assert state(folder)["state"] == "ended"
