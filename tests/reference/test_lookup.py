"""What a query means: ids, pasted lines, phrases however they are spelt, words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.reference.book import book
from sipwhy.reference.log_message import log_messages
from sipwhy.reference.lookup import look_up


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("403", "403"),
        ("SIP/2.0 486 Busy Here", "486"),
        ("480 temporarily   unavailable!", "480"),
        ("486 Busy Here (486/SL)", "486"),
        ("q850:34", "q850:34"),
        ("Q.850 34", "q850:34"),
        ('Reason: Q.850;cause=34;text="No circuit"', "q850:34"),
        ("warning:304", "warning:304"),
        ('Warning: 304 isi.edu "Media type not available"', "warning:304"),
        ('SIP;cause=408;text="Request Timeout"', "408"),
        ("location:ln", "location:LN"),
        ("busy here", "486"),
        ("Request Terminated", "487"),
        ("error 403", "403"),
        ("ошибка 403", "403"),
        ("SIP 403", "403"),
        ("code 403", "403"),
        ("403 error", "403"),
        ("ошибка 503", "503"),
        ("ошибка 408", "408"),
        ("код ответа 486", "486"),
        ("SIP 486", "486"),
        ("why do we get 403", "403"),
        ("cause=34", "q850:34"),
        ("причина 34", "q850:34"),
        ("X-Asterisk-HangupCauseCode: 34", "q850:34"),
        ('Reason: Q.850; text="foo"; cause=16', "q850:16"),
        ("Reason: STIR;cause=436", "stir:436"),
        ("Reason: Preemption;cause=1", "reason:Preemption"),
        ("asterisk:16", "asterisk:AST_CAUSE_NORMAL_CLEARING"),
        ("freeswitch:487", "freeswitch:ORIGINATOR_CANCEL"),
        ("location:10", "location:BI"),
        ("USER_BUSY", "freeswitch:USER_BUSY"),
        ("NO_ANSWER", "freeswitch:NO_ANSWER"),
        ("AST_CAUSE_NO_ANSWER", "asterisk:AST_CAUSE_NO_ANSWER"),
        ("[NOTICE] mod_sofia.c Hangup sofia/external/100 [CS_EXECUTE] [NO_ROUTE_DESTINATION]", "freeswitch:NO_ROUTE_DESTINATION"),
    ],
)
def test_what_is_exact_is_found_at_once(query: str, wanted: str) -> None:
    answer = look_up(query)
    assert (answer.how, answer.entries[0].id) == ("exact", wanted)


@pytest.mark.parametrize(
    ("pasted", "wanted", "phrase"),
    [
        ('Got SIP response 486 "Busy here" back from 1.2.3.4', "486", "Busy here"),
        ('[Nov 23 10:00:00] NOTICE[1]: chan_sip.c: Got SIP response 480 "Temporarily Unavailable" back from 1.2.3.4:5060', "480", None),
        ("<--- SIP read from UDP:1.2.3.4:5060 --->\nSIP/2.0 404 Not Found\nVia: SIP/2.0/UDP 1.2.3.4\nCSeq: 102 INVITE", "404", "Not Found"),
        ("<--- Received SIP response (400 bytes) --->\\nSIP/2.0 404 Not Found\\nVia: SIP/2.0/UDP 1.2.3.4", "404", "Not Found"),
        ("SIP/2.0 486 Busy Here\r\nVia: SIP/2.0/UDP 1.2.3.4\r\n", "486", "Busy Here"),
        ("SIP/2.0 100 Trying\n\nSIP/2.0 603 Decline\n", "603", "Decline"),
        ("  3  0.123  10.0.0.1 → 10.0.0.2  SIP 456 Status: 403 Forbidden |", "403", None),
        ("INVITE sip:100@example.com SIP/2.0\nVia: SIP/2.0/UDP 1.2.3.4\nReason: Q.850;cause=34", "q850:34", None),
    ],
)
def test_of_a_pasted_log_the_answer_is_found(pasted: str, wanted: str, phrase: str | None) -> None:
    answer = look_up(pasted)
    assert (answer.how, answer.entries[0].id) == ("exact", wanted)
    assert phrase is None or answer.phrase == phrase


def test_a_number_of_a_pbx_brings_the_cause_of_q850_behind_it() -> None:
    assert [entry.id for entry in look_up("asterisk:16").entries][-1] == "q850:16"
    assert "q850:17" in [entry.id for entry in look_up("USER_BUSY").entries]


@pytest.mark.parametrize(
    ("query", "kind", "number"),
    [
        ("q850:999", "q850", 999),
        ("Reason: Q.850;cause=0", "q850", 0),
        ("ms-diagnostics: 10404", "ms-diagnostics", 10404),
        ("warning:399999", None, None),
        ("warning:398", "warning", 398),
        ("asterisk:999", "asterisk", 999),
        ("SIP 456", "code", 456),
    ],
)
def test_a_known_list_with_an_unknown_number_is_said_so(query: str, kind: str | None, number: int | None) -> None:
    answer = look_up(query)
    assert (answer.kind, answer.number) == (kind, number)
    assert kind is None or (answer.how, answer.entries) == ("unknown-number", ())


def test_the_words_of_a_phone_do_not_hide_the_codes() -> None:
    found = [entry.id for entry in look_up("busy").entries]
    assert found.index("486") < found.index("q850:17") < found.index("phones-busy")
    assert look_up("rejected").entries[0].id == "603"


@pytest.mark.parametrize("query", ["sip:100@192.0.2.1", "sip:200.example.org", "192.0.2.1", "403rd"])
def test_digits_of_a_name_or_an_address_are_no_status(query: str) -> None:
    assert look_up(query).status is None


def test_of_a_long_query_only_the_beginning_counts() -> None:
    assert look_up("403" + " x" * 100_000).entries[0].id == "403"


@pytest.mark.parametrize("query", ["403 Wrong Guess", "403 wrong-guess", "403   WRONG  GUESS.", 'SIP/2.0 403 "Wrong Guess"', "Wrong Guess"])
def test_a_phrase_is_known_whatever_its_case_blanks_and_punctuation(query: str) -> None:
    answer = look_up(query)
    assert answer.how == "exact"
    assert answer.entries[0].name == "Wrong Guess"
    assert answer.entries[0].rule == "wrong-password"


@pytest.mark.parametrize(
    ("query", "wanted"),
    [("403 Wrong Gues", "Wrong Guess"), ("480 Temporarly Unavailable", "480"), ("481 Call/Transacton Does Not Exist", "481")],
)
def test_a_slip_of_the_pen_is_forgiven_and_said(query: str, wanted: str) -> None:
    answer = look_up(query)
    assert answer.how == "close"
    assert wanted in (answer.entries[0].id, answer.entries[0].name)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("480 Empty", "Empty Route Set"),
        ("480 empty route", "Empty Route Set"),
        ("403 Wrong", "Wrong Guess"),
        ("404 Not", "404"),
        ("480 Temporarily", "480"),
    ],
)
def test_the_first_words_of_a_phrase_lead_to_it(query: str, wanted: str) -> None:
    answer = look_up(query)
    assert answer.how == "close"
    assert wanted in (answer.entries[0].id, answer.entries[0].name)


@pytest.mark.parametrize("query", ["480 Set", "480 User", "480 Empt Ro"])
def test_the_last_words_or_pieces_of_words_lead_to_none(query: str) -> None:
    assert look_up(query).how == "unknown-phrase"


def test_unknown_words_beside_a_known_code_give_the_code_and_say_so() -> None:
    answer = look_up("403 The moon is full")
    assert (answer.how, answer.entries[0].id, answer.phrase) == ("unknown-phrase", "403", "The moon is full")


def test_words_of_a_carrier_are_found_inside_a_longer_phrase() -> None:
    assert look_up("403 Sorry, insufficient funds on account 12").entries[0].rule == "insufficient-funds"


@pytest.mark.parametrize("query", ["", "   ", "999 xyzzy", "жщцъ", "\x00\x1b[31m", "4" * 5000, "x1" * 9000, "a " * 3000, "\n\n", ":", ";"])
def test_nonsense_finds_nothing(query: str) -> None:
    answer = look_up(query)
    assert (answer.how, answer.entries) == ("nothing", ())


def test_a_list_without_a_number_is_looked_up_as_words() -> None:
    assert all(look_up(query).how in ("words", "exact", "close") for query in ("q850:", "warning:"))


@given(st.text(max_size=80))
def test_any_text_is_answered(query: str) -> None:
    answer = look_up(query)
    assert bool(answer.entries) == (answer.how not in ("nothing", "unknown-number"))


_FAILED = "Request 'REGISTER' from '<sip:{user}@192.0.2.5>' failed for '192.0.2.9:5060' (callid: {callid}) - Failed to authenticate"


@pytest.mark.parametrize(
    "head", ["", "[Nov 23 00:30:00] NOTICE[27700] res_pjsip/pjsip_distributor.c: ", "[2026-01-02 03:04:05.678] NOTICE[4]: x.c: "]
)
@pytest.mark.parametrize(("user", "callid"), [("408", "1-28114@192.0.2.9"), ("abc", "505"), ("100", "486-487@x")])
def test_the_moment_the_process_and_the_call_id_of_a_line_change_nothing(head: str, user: str, callid: str) -> None:
    answer = look_up(head + _FAILED.format(user=user, callid=callid))
    assert (answer.how, answer.entries[0].id) == ("exact", "401")


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("No response received from 'sip:192.0.2.50' on registration attempt to 'sip:x@192.0.2.50', retrying in '60'", "408"),
        ("SIP ACL: Rejecting '192.0.2.4' due to a failure to pass ACL '(BASELINE)'", "403"),
        ("Unable to create channel of type 'PJSIP' (cause 3 - No route to destination)", "q850:3"),
        ("403 Forbidden fatal response received from 'sip:192.0.2.1' on registration attempt to 'sip:x', retrying in '60' seconds", "403"),
        ("There were no auth ids available", "401"),
        ("Temporal response '503' received from 'sip:192.0.2.1' on registration attempt to 'sip:x', retrying in '60'", "503"),
        ("Fatal response '404' received from 'sip:192.0.2.1' on registration attempt to 'sip:x', stopping outbound registration", "404"),
        ("'423' fatal response received from 'sip:192.0.2.1' on registration attempt to 'sip:x', retrying in '60' seconds", "423"),
        ("Request 'REGISTER' from '<sip:1@x>' failed for '192.0.2.9:5060' (callid: 7) - Not match Endpoint ACL", "403"),
    ],
)
def test_messages_of_asterisk_lead_to_what_went_over_the_wire(line: str, wanted: str) -> None:
    assert look_up(line).entries[0].id == wanted


@pytest.mark.parametrize(
    "words",
    ["choppy voice", "Spawn extension exited non-zero", "[Nov 23 00:30:00] WARNING[7] x.c: Unknown or unrecognized field: sip.msg.from"],
)
def test_words_that_fit_nothing_well_are_a_guess_and_said_so(words: str) -> None:
    assert look_up(words).how == "weak"


_HEAD = "[Nov 23 00:30:00] NOTICE[1] x.c: "


@pytest.mark.parametrize(
    "said", ["403 Wrong Guess", "cause=34", "Reason: Q.850;cause=34", "USER_BUSY", "нет денег", "486 Busy Here", "q850:16"]
)
def test_the_head_of_a_line_of_a_log_changes_no_answer(said: str) -> None:
    assert look_up(_HEAD + said) == look_up(said)


@pytest.mark.parametrize(("query", "wanted"), [("403 failed to authenticate", "403"), ("407 There were no auth ids available", "407")])
def test_a_status_that_stands_there_counts_for_more_than_a_message(query: str, wanted: str) -> None:
    assert look_up(query).entries[0].id == wanted


def test_a_message_is_found_in_any_line_of_a_paste() -> None:
    pasted = f"{_HEAD}Something else happened\n{_HEAD}Request 'OPTIONS' from 'x' failed for 'y' (callid: 7) - No matching endpoint found"
    assert look_up(pasted).entries[0].id == "401"


def test_every_message_leads_to_entries_that_exist() -> None:
    known = book()
    plain = {answer for message in log_messages() for answer in message.answers if "{" not in answer}
    assert plain
    assert not {answer for answer in plain if answer not in known}


def test_a_cause_that_no_list_has_is_no_error() -> None:
    assert look_up("Unable to create channel of type 'PJSIP' (cause 200 - Unknown)").how != "exact"
