"""How sure a diagnosis is that a log proves."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from sipwhy.diagnosis.log_rule import told
from sipwhy.model import Call, Confidence
from sipwhy.model.log_event import LogEvent
from sipwhy.rules.log.transfer_failed import RULE as TRANSFER_FAILED
from tests.calls.log.lines import line

_CALL = cast("Call", SimpleNamespace(number=1, kind="call", caller="1001", callee="1002"))


def _confidence(*are_checked: bool, confidence: Confidence = "certain") -> Confidence:
    events = [LogEvent("codec-mismatch", line("Hangup"), "freeswitch", is_checked=one) for one in are_checked]
    (found,) = told("codec-mismatch", ["codec-mismatch"], at_fault="pbx", confidence=confidence)(_CALL, events)
    return found.confidence


def test_a_line_that_is_known_from_memory_proves_nothing_for_certain() -> None:
    assert (_confidence(True), _confidence(False), _confidence(False, True)) == ("certain", "likely", "certain")


@pytest.mark.parametrize("is_checked", [True, False])
def test_what_is_merely_possible_stays_so(*, is_checked: bool) -> None:
    assert _confidence(is_checked, confidence="possible") == "possible"


def test_who_may_not_transfer_is_whom_the_line_names_and_not_the_caller() -> None:
    event = LogEvent("transfer-not-allowed", line("blocked"), "asterisk-pjsip", account="1002")
    assert [one.values["who"] for one in TRANSFER_FAILED.check(_CALL, [event])] == ["1002"]
