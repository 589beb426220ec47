"""A call that its session timer cut off is told with what became of the voice until then."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from tests.rules.cases import FOLDER, read_cases


@pytest.mark.parametrize(("title", "note"), [("Voice went both ways", "voice"), ("Voice had stopped", "quiet")])
def test_whether_voice_went_until_the_timer_ran_out_is_told_beside_the_stream(tmp_path: Path, title: str, note: str) -> None:
    (case,) = (one for one in read_cases(FOLDER / "dialog/session-timer-expired.md") if one.title.startswith(title))
    finding = next(one for one in run(case.files(tmp_path)).findings_of(1) if one.rule == "session-timer-expired")
    assert [proof.note for proof in finding.evidence if proof.stream is not None] == [note]


def test_without_rtp_in_the_capture_nothing_is_said_of_voice(tmp_path: Path) -> None:
    case = read_cases(FOLDER / "dialog/session-timer-expired.md")[0]
    (finding,) = run(case.files(tmp_path)).findings_of(1)
    assert not [proof for proof in finding.evidence if proof.stream is not None]
