"""Judging what is recorded: entries are numbered so that nothing is taken for another call's."""

from __future__ import annotations

from pathlib import Path

from sipwhy.app.judging import Judge
from sipwhy.store.folder import Folder
from sipwhy.store.segments import named
from sipwhy.store.writer import Writer


def test_findings_that_a_crash_left_without_their_calls_are_not_given_to_others(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "history")
    writer = Writer(folder, 0.0)
    named(folder.calls, 1, 40).touch()
    named(folder.findings, 1, 50).touch()
    judge = Judge(writer, 1)
    judge.close()
    assert judge.next == 51
    writer.close(1.0)
