"""A text message that a server keeps and delivers later is one entry with its delivery (RFC 3428 section 7)."""

from __future__ import annotations

from pathlib import Path

from sipwhy.app import run
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap

_TAKEN = ["0.000 alice > pbx MESSAGE 1001 > 1002", "0.010 pbx > alice 202 Accepted"]
_TRIED = [f"{at} pbx > bob [k] MESSAGE {how}" for at, how in ((0.02, "1001 > 1002"), (0.52, "again"), (1.52, "again"), (3.52, "again"))]
_DELIVERED = ["60.000 pbx > bob [m] MESSAGE 1001 > 1002", "60.010 bob > pbx [m] 200 OK"]


def _entries(lines: list[str], folder: Path) -> list[tuple[str, int]]:
    script = Script({})
    script.play([*lines, "100 end"])
    write_pcap(folder / "played.pcap", script.packets)
    report = run([str(folder / "played.pcap")])
    return [(row.result, len(report.call(row.number).legs)) for row in report.rows()]


def test_a_delivery_is_joined_to_what_was_stored(tmp_path: Path) -> None:
    assert _entries([*_TAKEN, *_DELIVERED], tmp_path) == [("answered", 2)]


def test_a_delivery_that_nobody_answered_is_tried_again(tmp_path: Path) -> None:
    assert _entries([*_TAKEN, *_TRIED, *_DELIVERED], tmp_path) == [("answered", 3)]


def test_a_message_that_is_never_delivered_is_no_success(tmp_path: Path) -> None:
    assert _entries([*_TAKEN, *_TRIED], tmp_path) == [("unanswered", 2)]


def test_what_was_delivered_waits_for_nothing_more(tmp_path: Path) -> None:
    again = ["70.000 pbx > bob [n] MESSAGE 1001 > 1002", "70.010 bob > pbx [n] 200 OK"]
    assert _entries([*_TAKEN, *_DELIVERED, *again], tmp_path) == [("answered", 2), ("answered", 1)]


def test_a_message_that_was_answered_long_before_is_not_delivered_later(tmp_path: Path) -> None:
    passed_on = [line.replace("202 Accepted", "200 OK") for line in _TAKEN]
    assert _entries([*passed_on, *_DELIVERED], tmp_path) == [("answered", 1), ("answered", 1)]


def test_messages_to_other_readers_are_others(tmp_path: Path) -> None:
    assert _entries([*_TAKEN, *(line.replace("> 1002", "> 1003") for line in _DELIVERED)], tmp_path) == [("answered", 1), ("answered", 1)]
