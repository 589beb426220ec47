"""Dials of a log without names of calls: whose their lines are."""

from __future__ import annotations

from sipwhy.calls.log.attempts import attempts_of
from sipwhy.calls.log.dials import Dials
from sipwhy.calls.log.reading import events_of
from sipwhy.model.log_event import LogEvent
from tests.calls.log.lines import line

SECOND = 1_000_000


def busy(tried: int = 1) -> LogEvent:
    return LogEvent("dial-busy", line("x"), "asterisk", facts={"tried": str(tried)})


def timeout() -> LogEvent:
    return LogEvent("dial-timeout", line("Nobody picked up in 1000 ms"), "asterisk", facts={"ms": "1000"})


def test_the_end_is_that_of_the_only_dial_under_way() -> None:
    dials = Dials[str]()
    dials.begin("a", ("SIP/1002",), 0)
    dials.begin("b", ("SIP/1003",), 0)
    assert dials.ends(busy(), SECOND)[0] is None
    dials.over("b")
    assert dials.ends(busy(), SECOND) == ("a", False, "certain")
    assert dials.ends(busy(), SECOND)[0] is None


def test_after_a_call_by_something_unknown_a_dial_is_known_that_was_seen_to_begin_later() -> None:
    dials = Dials[str]()
    dials.begin("a", ("SIP/1002",), 0)
    assert dials.calls("SIP/1002", 0) == "a"
    assert dials.calls("SIP/1009", 0) is None
    assert dials.ends(busy(), SECOND)[0] is None
    dials.begin("a", ("SIP/1004",), 2 * SECOND)
    assert dials.ends(busy(), 3 * SECOND)[0] is None
    assert dials.calls("SIP/1004", 2 * SECOND) == "a"
    assert dials.ends(busy(), 3 * SECOND) == ("a", False, "likely")


def test_what_is_called_while_a_call_waits_in_a_queue_is_its_member_unless_dial_wrote_the_line() -> None:
    dials = Dials[str]()
    dials.queue("a")
    assert dials.calls("SIP/1005", 0) == "a"
    assert dials.rings("SIP/1005-00000001") == "a"
    dials.begin("b", ("SIP/1002",), 0)
    assert dials.answers(0) == ("b", "certain")
    assert dials.calls("SIP/1008", 0) == "a"  # another member, or called by what the log does not tell of
    assert dials.answers(0) == ("b", "likely")
    assert dials.ends(timeout(), SECOND)[0] is None  # the queue says so of its members, too
    assert dials.calls("SIP/1009", 0, "app_dial.c") is None
    assert dials.answers(0)[0] is None


def test_the_dial_of_a_local_channel_is_that_of_the_call_that_dialled_the_channel() -> None:
    dials = Dials[str]()
    dials.begin("a", ("Local/1002@internal/n",), 0)
    assert dials.calls("Local/1002@internal/n", 0) == "a"
    assert dials.begin_leg("Local/1002@internal-00000001;2", ("SIP/1002",), 0) == "a"
    assert dials.calls("SIP/1002", 0) == "a"
    assert dials.ends(busy(), SECOND) == ("a", True, "certain")
    assert dials.ends(busy(), SECOND) == ("a", False, "certain")
    assert dials.begin_leg("Local/1009@internal-00000002;2", ("SIP/1009",), 0) is None


def test_a_device_rings_for_who_dialled_it_by_whatever_way() -> None:
    dials = Dials[str]()
    dials.begin("a", ("PJSIP/79161234567@carrier", "SIP/other/79161234567", "PJSIP/1002/sip:1002@198.51.100.22"), 0)
    rings = [dials.rings(f"{name}-0000000a") for name in ("PJSIP/carrier", "SIP/other", "PJSIP/1002", "PJSIP/1003")]
    assert rings == ["a", "a", "a", None]


def test_a_local_channel_that_is_dialled_again_has_one_dial_under_way() -> None:
    dials = Dials[str]()
    dials.queue("a")
    assert dials.calls("Local/1002@queue/n", 0) == "a"
    for _ in range(2):
        assert dials.begin_leg("Local/1002@queue-00000001;2", ("SIP/1002",), 0) == "a"
    assert dials.ends(busy(), SECOND) == ("a", True, "certain")
    assert dials.ends(busy(), SECOND)[0] is None


def test_a_channel_that_cannot_be_made_is_of_the_dial_that_began_just_now() -> None:
    events = events_of(
        [
            line('Executing [74951234567@phones:1] Dial("SIP/1001-00000000", "SIP/carrier/74951234567,30") in new stack', 0.0, source=""),
            line("Called SIP/carrier/74951234567", 0.1, number=2, source=""),
            line('Executing [1009@phones:1] Dial("SIP/1005-00000002", "SIP/1009,15") in new stack', 1.0, number=3, source=""),
            line("Unable to create channel of type 'SIP' (cause 20 - Subscriber absent)", 1.0, number=4, source=""),
        ]
    )
    assert [[event.kind for event in one.events][-1] for one in attempts_of(events)] == ["dialling", "callee-absent"]


def test_a_line_of_freepbx_that_only_tells_a_cause_is_of_its_channels_call() -> None:
    told = "Dial failed for some reason with DIALSTATUS = CHANUNAVAIL and HANGUPCAUSE = 18"
    events = events_of(
        [
            line('Executing [s@macro-dialout-trunk:5] Dial("PJSIP/1001-00000000", "PJSIP/74951234567@c,30") in new stack', 0.0, source=""),
            line("Called PJSIP/74951234567@c", 0.1, number=2, source=""),
            line("Everyone is busy/congested at this time (1:0/0/1)", 32.0, number=3, source=""),
            line(f'Executing [s@macro-dialout-trunk:6] NoOp("PJSIP/1001-00000000", "{told}") in new stack', 32.0, number=4, source=""),
        ]
    )
    assert len(attempts_of(events)) == 1
