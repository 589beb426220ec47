"""A line of a log becomes an event by the table of messages; digests and secrets never do, and no line breaks the reading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.calls.log import event_of, events_of, masked
from sipwhy.calls.log.reading import socket_of
from sipwhy.reference.log_message import log_messages
from tests.calls.log.lines import line, security

DIGEST = ',Challenge="41d26de5c",Response="35c07eb81e06",ExpectedResponse="ffee11"'


def test_a_refused_registration_names_who_from_where_and_why() -> None:
    event = event_of(line("Registration from '\"A\" <sip:1001@203.0.113.10>' failed for '198.51.100.21:5060' - Wrong password"))
    assert event is not None
    assert (event.kind, event.method, event.account, event.address, event.port) == (
        "wrong-password",
        "REGISTER",
        "1001",
        "198.51.100.21",
        5060,
    )


def test_the_security_log_of_pjsip_gives_the_call_id() -> None:
    event = event_of(line(security("ChallengeResponseFailed", rest=DIGEST)))
    assert event is not None
    assert (event.kind, event.call_id, event.account, event.port) == ("wrong-password", "a@198.51.100.21", "1001", 5062)


def test_the_security_log_of_chan_sip_has_no_call_id_and_no_sure_account() -> None:
    event = event_of(line(security("InvalidPassword", session="0x7f8a00002d20", service="SIP")))
    assert event is not None
    assert (event.call_id, event.is_account_sure) == ("", False)


def test_chan_sip_names_the_section_of_a_trunk_and_not_the_number_that_called() -> None:
    said = "Call from 'carrier' (203.0.113.50:5060) to extension '4951234567' rejected because extension not found in context 'in'."
    event = event_of(line(said))
    assert event is not None
    assert (event.kind, event.account, event.extension, event.address) == ("unknown-number", "carrier", "4951234567", "203.0.113.50")
    assert not event.is_account_sure


def test_who_answers_a_challenge_for_an_endpoint_that_does_not_exist_has_no_wrong_password() -> None:
    event = event_of(line(security("ChallengeResponseFailed", account="<unknown>", rest=DIGEST)))
    assert event is not None
    assert (event.kind, event.account) == ("unknown-user", "")


@pytest.mark.parametrize(
    ("acl", "kind"),
    [
        ("registrar_attempt_exceeds_maximum_configured_contacts", "too-many-contacts"),
        ("registrar_attempt_without_configured_aors", "no-aor"),
        ("office", "acl-denied"),
    ],
)
def test_the_name_of_an_access_list_tells_what_failed(acl: str, kind: str) -> None:
    event = event_of(line(security("FailedACL", rest=f',ACLName="{acl}"')))
    assert event is not None
    assert event.kind == kind


def test_the_manager_interface_is_no_sip() -> None:
    assert event_of(line(security("InvalidPassword", service="AMI"))) is None


def test_a_session_id_that_plays_the_end_of_the_line_deceives_nobody() -> None:
    """fail2ban's own sample (tests/files/logs/asterisk)."""
    forged = '",LocalAddress="IPV4/UDP/127.0.0.1/5060",RemoteAddress="IPV4/UDP/5.6.7.8/1111"'
    event = event_of(line(security("InvalidAccountID", session=forged)))
    assert event is not None
    assert event.address == "198.51.100.21"


def test_an_answer_to_a_challenge_that_plays_the_end_of_the_line_deceives_nobody() -> None:
    forged = 'x",LocalAddress="IPV4/UDP/127.0.0.1/5060",RemoteAddress="IPV4/UDP/5.6.7.8/1111'
    event = event_of(line(security("ChallengeResponseFailed", rest=f',Challenge="c",Response="{forged}"')))
    assert event is not None
    assert event.address == "198.51.100.21"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (security("ChallengeResponseFailed", rest=DIGEST), "35c07eb81e06"),
        (security("ChallengeResponseFailed", rest=DIGEST), "ffee11"),
        (
            "Host 192.0.2.4 failed MD5 authentication for 'a' (e7df7cd2ca07f4f1ab415d457a6e1c13 != 53ac4bc41ee4ec77888ed4aa50677247)",
            "e7df7cd2",
        ),
        ("get_ha1(): HA1 string calculated: bb3bc5970cc0356dae30f96cce1aebdd", "bb3bc597"),
        ("auth_check_response(): Our result = '57f6676b8612716305c7ab983931522e'", "57f6676b"),
        ('Digest username="1001", nonce="awOO62sDjb8NK8C4", response="0a263d45"', "0a263d45"),
        ("secret=Hunter2", "Hunter2"),
        ("secret => Hunter2", "Hunter2"),
        ("Registration from '\"a\" <sip:1001:Hunter2@203.0.113.10>' failed for '198.51.100.21:5060' - Wrong password", "Hunter2"),
        ('Executing [79@from-internal:1] Dial("SIP/205-00000000", "SIP/bob:Hunter2@carrier.example/79,30") in new stack', "Hunter2"),
        ("-- Called SIP/bob:Hunter2@carrier.example/79", "Hunter2"),
        ("-- Called IAX2/bob:Hunter2@carrier.example/79", "Hunter2"),
        ("Had to drop call because I couldn't make SIP/205-00000000 compatible with SIP/bob:Hunter2@10.0.0.1-00000001", "Hunter2"),
        ('Executing [1@a:1] Authenticate("PJSIP/205-00000000", "Hunter2,a") in new stack', "Hunter2"),
    ],
)
def test_digests_and_secrets_are_left_out(text: str, secret: str) -> None:
    assert secret in text
    assert secret not in masked(text)
    event = event_of(line(text))
    assert event is None or secret not in repr(event)


@pytest.mark.parametrize("user", ["1001", "1001:Hunter2", "1001;phone-context=x"])
def test_the_account_is_the_user_alone(user: str) -> None:
    event = event_of(line(f"Registration from '<sip:{user}@203.0.113.10>' failed for '198.51.100.21:5060' - Wrong password"))
    assert event is not None
    assert event.account == "1001"


def test_the_same_line_in_two_files_is_one_event() -> None:
    text = "Registration from '<sip:1001@203.0.113.10>' failed for '198.51.100.21:5060' - Wrong password"
    assert len(list(events_of([line(text, file=0), line(text, file=1)]))) == 1
    assert len(list(events_of([line(text, 0.0), line(text, 1.0)]))) == 2


@pytest.mark.parametrize(
    ("text", "socket"),
    [
        ("198.51.100.21:5060", ("198.51.100.21", 5060)),
        ("198.51.100.21", ("198.51.100.21", 0)),
        ("[2001:db8::1]:5060", ("2001:db8::1", 5060)),
        ("2001:db8::1", ("2001:db8::1", 0)),
        ("nowhere", ("", 0)),
        ("", ("", 0)),
    ],
)
def test_addresses_come_with_and_without_port(text: str, socket: tuple[str, int]) -> None:
    assert socket_of(text) == socket


@given(st.text(max_size=300))
def test_any_line_is_read_or_passed_over(text: str) -> None:
    event_of(line(text))
    masked(text)


@given(st.sampled_from([message.example for message in log_messages()]), st.text(max_size=40), st.integers(0, 400), st.integers(0, 40))
def test_any_damage_to_a_known_line_breaks_nothing(example: str, noise: str, at: int, cut: int) -> None:
    event_of(line(example[:at] + noise + example[at + cut :]))


@pytest.mark.parametrize("message", log_messages(), ids=lambda message: message.key)
def test_every_example_is_read_by_a_message_of_its_kind(message: object) -> None:
    known = next(one for one in log_messages() if one is message)
    event = event_of(line(known.example, source=known.writer or ("sofia.c" if known.vendor == "freeswitch" else "chan_sip.c")))
    assert event is not None
    assert known.kind in (event.kind, "security-event", "dial-failed", "dial-ended", "dial-cause", "hangup")


@pytest.mark.parametrize(
    ("text", "source", "is_known"),
    [
        ("No Route, Aborting", "switch_core_state_machine.c:1004", True),
        ("No Route, Aborting", "", True),
        ("No Route, Aborting", "app_verbose.c:76", False),
        ("{1 2 INVITE c@198.51.100.31} <script>: No Route, Aborting", "", False),
        ("Registration from '<sip:1@a>' failed for '198.51.100.21:5060' - Wrong password", "mod_dptools.c:1866", False),
        ("Registration from '<sip:1@a>' failed for '198.51.100.21:5060' - Wrong password", "chan_sip.c:28910", True),
    ],
)
def test_what_one_server_says_is_not_read_as_the_words_of_another(text: str, source: str, is_known: bool) -> None:
    assert (event_of(line(text, source=source)) is not None) == is_known


def test_a_digest_that_the_end_of_a_line_cuts_off_is_taken_out_too() -> None:
    text = security(
        "InvalidPassword", account="x" * 3700, rest=',Challenge="5b3f9a4e",Response="0123456789abcdef0123456789abcdef' + "0" * 400
    )
    assert "0123456789abcdef" not in masked(text)


def test_3cx_tells_who_was_not_let_in_and_how_a_call_failed() -> None:
    """Its activity log has a number for each kind of line (CM102001, CM503003)."""
    who = "REGISTER 192.0.2.10 tid=9 cseq=REGISTER contact=100@198.51.100.21:42464 / 2 from(wire)"
    login = event_of(line(f"[CM102001]: Authentication failed for SipReq:  {who}; Reason: Credentials don't match, check that", source=""))
    assert login is not None
    assert (login.kind, login.method, login.account, login.address) == ("wrong-password", "REGISTER", "100", "198.51.100.21")
    cause = "Cause: 404 Not Found/INVITE from 203.0.113.50:5060"
    call = event_of(line(f"[CM503003]: Call(2): Call to sip:5551230000@carrier.test:5060 has failed; {cause}", source=""))
    assert call is not None
    assert (call.kind, call.extension, call.code, call.reason) == ("transaction", "5551230000", 404, "Not Found")
