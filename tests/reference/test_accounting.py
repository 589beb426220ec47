"""Accounting lines as they are shown."""

from __future__ import annotations

from sipwhy.reference.accounting import without_mute

LINE = (
    "{1 2 INVITE c@x} acc [acc.c:287]: acc_log_request(): ACC: call missed: timestamp=1795395033;method=INVITE;from_tag=8d8a;to_tag=a2cf;"
    "call_id=5bbb9935;code=486;reason=Busy Here;src_user=2001"
)


def test_what_tells_nothing_is_left_out_and_blanks_let_it_be_wrapped() -> None:
    assert without_mute(LINE) == "ACC: call missed: method=INVITE; call_id=5bbb9935; code=486; reason=Busy Here; src_user=2001"


def test_other_lines_stay_as_they_are() -> None:
    for text in ("ACC: what is this", "Hangup sofia/internal/1001 [CS_NEW] [USER_BUSY]", ""):
        assert without_mute(text) == text
