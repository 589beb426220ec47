"""A request that never left explains only who waited for that one."""

from __future__ import annotations

import pytest

from sipwhy.calls.log import attempts_of, events_of
from sipwhy.calls.log.unreached import unreached
from sipwhy.model.log_event import LogEvent
from tests.calls.log.lines import line

UNTRUSTED = LogEvent("tls-untrusted", line("x"), "asterisk", peer="203.0.113.99:5061")
UNRESOLVED = LogEvent("name-not-resolved", line("x"), "asterisk", method="INVITE")


@pytest.mark.parametrize(
    ("asked", "sure"),
    [
        (("PJSIP/carrier/sip:79161234567@203.0.113.99:5061",), "certain"),
        (("203.0.113.99",), "certain"),
        (("PJSIP/carrier/sip:79161234567@203.0.113.50:5061",), None),
        (("203.0.113.50",), None),
        (("PJSIP/79161234567@carrier",), "possible"),
        (("carrier.example",), "possible"),
        ((), "possible"),
    ],
)
def test_a_certificate_is_that_of_the_host_that_was_asked(asked: tuple[str, ...], sure: str | None) -> None:
    assert unreached(UNTRUSTED, "INVITE", asked) == sure


@pytest.mark.parametrize(
    ("method", "asked", "sure"),
    [
        ("INVITE", ("PJSIP/79161234567@carrier",), "certain"),
        ("INVITE", ("PJSIP/carrier/sip:79161234567@203.0.113.50",), None),
        ("INVITE", ("PJSIP/carrier/sip:79161234567@[2001:db8::1]:5060",), None),
        ("REGISTER", ("carrier.example",), None),
    ],
)
def test_a_name_is_one_in_a_request_of_the_same_method_to_a_name(method: str, asked: tuple[str, ...], sure: str | None) -> None:
    assert unreached(UNRESOLVED, method, asked) == sure


@pytest.mark.parametrize(
    ("asked", "sure"),
    [
        (("sip:carrier.example",), "certain"),
        (("sip.carrier.example:5060",), "possible"),
        (("stun.example.net",), None),
        (("SIP/79161234567@carrier",), "likely"),
    ],
)
def test_a_name_without_a_request_may_be_that_of_another_service(asked: tuple[str, ...], sure: str | None) -> None:
    name = LogEvent("name-not-resolved", line("getaddrinfo"), "asterisk", peer="carrier.example")
    assert unreached(name, "INVITE", asked) == sure


def test_of_two_calls_of_the_same_moment_it_is_possible_only_that_it_is_this_one() -> None:
    step = 'Executing [1@phones:1] Dial("PJSIP/{caller}", "PJSIP/79161234567@{trunk},20") in new stack'
    reason = "err=70018 (gethostbyname() has returned error (PJ_ERESOLVE))"
    lines = [
        line(step.format(caller="1001-00000000", trunk="a"), tag="C-00000001"),
        line("Called PJSIP/79161234567@a", 0.1, number=2, tag="C-00000001"),
        line(step.format(caller="1002-00000001", trunk="b"), 0.1, number=3, tag="C-00000002"),
        line("Called PJSIP/79161234567@b", 0.2, number=4, tag="C-00000002"),
        line(f"Failed to send Request msg INVITE/cseq=1 (tdta0x1)! {reason}", 0.3, number=5, source="pjproject"),
        line("Everyone is busy/congested at this time (1:0/1/0)", 0.4, number=6, tag="C-00000001"),
    ]
    alone = [one for one in lines if one.tag != "C-00000002"]
    tied = [[event.tied for event in one.standing if event.kind == "name-not-resolved"] for one in attempts_of(events_of(lines))]
    assert tied[:2] == [["possible"], []]
    assert [event.tied for event in attempts_of(events_of(alone))[0].standing][-1] == "certain"


def test_a_request_that_chan_sip_gave_up_is_why_its_dial_ended() -> None:
    dialled = 'Executing [915@phones:1] Dial("SIP/1001-00000001", "SIP/15@carrier,60") in new stack'
    given_up = "Retransmission timeout reached on transmission b@203.0.113.10 for seqno 102 (Critical Request) -- See"
    lines = (
        line(dialled, tag="C-00000001", source="pbx.c"),
        line("Called SIP/15@carrier", 0.1, number=2, tag="C-00000001", source="app_dial.c"),
        line(given_up, 32, number=3),
        line("Hanging up call b@203.0.113.10 - no reply to our critical packet (see", 32, number=4),
        line("Everyone is busy/congested at this time (1:0/0/1)", 32, number=5, tag="C-00000001", source="app_dial.c"),
    )
    (one,) = attempts_of(events_of(lines))
    assert (one.account, one.extension, list(one.call_ids)) == ("1001", "915", ["b@203.0.113.10"])
