"""Whether a proxy got past a trouble is told by the final answer: another's word says that it did."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from sipwhy.diagnosis.past_trouble import is_past
from sipwhy.model import Call
from sipwhy.model.log_event import LogEvent
from sipwhy.rules.log.next_hop_unreachable import RULE
from tests.calls.log.lines import line


def _call(status: int | None) -> Call:
    return cast("Call", SimpleNamespace(number=1, kind="call", caller="2001", callee="2002", status=status))


@pytest.mark.parametrize("status", [200, 404, 486, 487, 600, 603])
def test_an_answer_that_the_proxy_does_not_give_says_that_it_went_on(status: int) -> None:
    assert is_past(_call(status))


@pytest.mark.parametrize("status", [None, 408, 477, 478, 500, 503])
def test_no_answer_and_its_own_say_no_such_thing(status: int | None) -> None:
    assert not is_past(_call(status))


def test_the_address_that_failed_is_named_and_not_the_callee() -> None:
    event = LogEvent("hop-unreachable", line("connect failed"), "kamailio", method="INVITE", address="203.0.113.70", extension="2002")
    assert [(one.values["what"], one.is_cause) for status in (477, 486) for one in RULE.check(_call(status), [event])] == [
        ("203.0.113.70", True),
        ("203.0.113.70", False),
    ]
