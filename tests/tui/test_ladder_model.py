"""The same calls in reports that number them otherwise."""

from __future__ import annotations

from pathlib import Path

from sipwhy.app.board import numbers_again, numbers_in
from sipwhy.app.report import FullReport
from sipwhy.app.run import run
from sipwhy.render.voice import Voice
from sipwhy.tui.ladder_model import Shown, shown
from tests.tui.driving import SAMPLE

HEAD, RECORD = 24, 16


def test_a_call_and_its_messages_are_found_again_where_what_came_before_has_gone(tmp_path: Path) -> None:
    whole = run([SAMPLE])
    late = run([str(_without_the_first(1800, tmp_path / "late.pcap"))])
    now = numbers_again(whole, (10,), numbers_in(late))
    before, after = _shown(whole, 10), _shown(late, now[10])
    for message in before.call.messages:
        number = after.number_of(message)
        assert number is not None
        assert number != message.number
        assert after.messages[number].raw == message.raw


def test_a_call_that_has_gone_is_not_found(tmp_path: Path) -> None:
    late = run([str(_without_the_first(1800, tmp_path / "late.pcap"))])
    whole = run([SAMPLE])
    assert numbers_again(whole, (3,), numbers_in(late)) == {}
    assert _shown(late, 1).number_of(_shown(whole, 3).call.messages[0]) is None


def _shown(report: FullReport, number: int) -> Shown:
    return shown(report, (number,), Voice("en", {}, None))


def _without_the_first(packets: int, path: Path) -> Path:
    data = Path(SAMPLE).read_bytes()
    at = HEAD
    for _ in range(packets):
        at += RECORD + int.from_bytes(data[at + 8 : at + 12], "little")
    path.write_bytes(data[:HEAD] + data[at:])
    return path
