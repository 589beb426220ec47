"""What counts as a guess in logs, and what number is told."""

from __future__ import annotations

from sipwhy.diagnosis.log_attacks import Source
from sipwhy.diagnosis.loops import LOOP
from sipwhy.model.log_event import LogEvent
from sipwhy.model.log_line import LogLine


def _source(*call_ids: str) -> Source:
    line = LogLine(0, 1, 0, "NOTICE", "", "", "")
    tried = [(0, LogEvent("wrong-password", line, "asterisk-pjsip", call_id=call_id, account="1001")) for call_id in call_ids]
    return Source("198.51.100.66", tried)


def test_one_device_that_answers_every_challenge_tries_once() -> None:
    assert _source(*["a"] * LOOP).guesses == 1


def test_more_than_it_sends_or_a_second_call_id_counts_whole() -> None:
    assert _source(*["a"] * (LOOP + 1)).guesses == LOOP + 1
    assert _source(*["a"] * 6, *["b"] * 6).guesses == 12


def test_the_number_told_is_that_of_the_refusals() -> None:
    assert _source(*["a"] * 6, *["b"] * 6, "c").finding("password-guessing", "warning").values["tries"] == 13
    assert _source(*["a"] * LOOP, "b").finding("password-guessing", "warning").values["tries"] == LOOP + 1
