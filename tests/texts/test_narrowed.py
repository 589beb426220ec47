"""Advice for several servers, narrowed to the one that is there."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.diagnosis.registry import rules
from sipwhy.texts.narrowed import narrowed

_STEP = "Allow one codec: Asterisk PJSIP allow=alaw; chan_sip the same; FreeSWITCH codec prefs; the telephone's codecs. Then reload."


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ({"freeswitch"}, "Allow one codec: FreeSWITCH codec prefs; the telephone's codecs. Then reload."),
        ({"asterisk-pjsip"}, "Allow one codec: Asterisk PJSIP allow=alaw; the telephone's codecs. Then reload."),
        ({"asterisk"}, "Allow one codec: Asterisk PJSIP allow=alaw; chan_sip the same; the telephone's codecs. Then reload."),
        (
            {"asterisk-pjsip", "freeswitch"},
            "Allow one codec: Asterisk PJSIP allow=alaw; FreeSWITCH codec prefs; the telephone's codecs. Then reload.",
        ),
    ],
)
def test_parts_for_servers_that_are_not_there_are_left_out(there: set[str], said: str) -> None:
    assert narrowed(_STEP, there) == said


def test_nothing_is_left_out_where_no_server_is_known() -> None:
    assert narrowed(_STEP, ()) == _STEP


def test_what_is_for_everybody_stays_where_no_part_is_for_the_server() -> None:
    assert narrowed(_STEP, {"kamailio"}) == "Allow one codec: the telephone's codecs. Then reload."
    assert narrowed("Is it registered? Asterisk: pjsip show contacts; FreeSWITCH: sofia status.", {"kamailio"}) == "Is it registered?"
    assert narrowed("Set the address: Asterisk external_signaling_address.", {"3cx"}) == "Set the address."


@pytest.mark.parametrize(
    "step",
    [
        "Asterisk: acl show, permit= and deny=; chan_sip: the peer's.",
        "FreeSWITCH: uuid_dump of both legs; bypass_media, read and write codec.",
        "A carrier without a login needs match= in pjsip.conf.",
        "If they do: Asterisk strictrtp in rtp.conf.",
    ],
)
def test_a_step_for_another_server_alone_is_left_out(step: str) -> None:
    assert narrowed(step, {"kamailio"}) == ""


def test_a_sentence_that_begins_with_a_server_is_a_part_of_its_own() -> None:
    step = "Asterisk: is there an extension? Kamailio: does the script relay it? FreeSWITCH: mod_sms. Then try again."
    assert narrowed(step, {"kamailio"}) == "Kamailio: does the script relay it? Then try again."
    assert narrowed(step, {"freeswitch"}) == "FreeSWITCH: mod_sms. Then try again."
    assert (
        narrowed("Asterisk: is there an extension? Kamailio: does the script relay it?", {"asterisk"}) == "Asterisk: is there an extension?"
    )


def test_what_stands_in_brackets_is_narrowed_alike() -> None:
    step = "Raise the time in the dial plan (Asterisk: Dial(); FreeSWITCH: call_timeout; 3CX: ring time)."
    assert narrowed(step, {"3cx"}) == "Raise the time in the dial plan (3CX: ring time)."
    assert narrowed(step, {"kamailio"}) == "Raise the time in the dial plan."


@pytest.mark.parametrize(
    ("step", "there", "said"),
    [
        ("Watch it: Asterisk qualify, Kamailio ds_ping, FreeSWITCH ping; or ask.", "kamailio", "Watch it: Kamailio ds_ping; or ask."),
        ("Watch it: Asterisk a, b, Kamailio c, d.", "kamailio", "Watch it: Kamailio c, d."),
        ("Опрос: в Asterisk qualify, во FreeSWITCH ping, у Kamailio ds_ping.", "freeswitch", "Опрос: во FreeSWITCH ping."),
        (
            "Is it on, and registered: pjsip show aor, sofia status, kamctl ul show.",
            "freeswitch",
            "Is it on, and registered: sofia status.",
        ),
        (
            "Open the ports (Asterisk rtp.conf, FreeSWITCH rtp-start-port), not 5060.",
            "asterisk",
            "Open the ports (Asterisk rtp.conf), not 5060.",
        ),
        ("Set it: STUN; at home Asterisk a, FreeSWITCH b.", "freeswitch", "Set it: STUN; FreeSWITCH b."),
        ("Ask the carrier, Kamailio or not: Asterisk a, 3CX b.", "3cx", "Ask the carrier, Kamailio or not: 3CX b."),
    ],
)
def test_parts_may_be_parted_by_commas_where_the_next_begins_with_its_server(step: str, there: str, said: str) -> None:
    assert narrowed(step, {there}) == said


def test_commands_of_both_drivers_of_asterisk_behind_its_name_are_for_one_driver_each() -> None:
    step = "Look at it: Asterisk pjsip show contacts, pjsip show registrations, sip show peers; FreeSWITCH sofia status."
    assert narrowed(step, {"asterisk-pjsip"}) == "Look at it: Asterisk pjsip show contacts, pjsip show registrations."
    assert narrowed(step, {"asterisk-chan-sip"}) == "Look at it: Asterisk sip show peers."
    assert narrowed(step, {"asterisk"}) == "Look at it: Asterisk pjsip show contacts, pjsip show registrations, sip show peers."
    assert (
        narrowed("Asterisk: pjsip show aor X; raise max_contacts.", {"asterisk-chan-sip"})
        == "Asterisk: pjsip show aor X; raise max_contacts."
    )


@pytest.mark.parametrize("there", ["asterisk-pjsip", "asterisk-chan-sip", "asterisk", "freeswitch", "kamailio", "opensips", "3cx", "teams"])
def test_no_step_of_a_rule_loses_its_meaning_where_it_is_narrowed(there: str) -> None:
    """No place without what to do there, no "so can it" or "not so" without what it refers to, no file of another server."""
    for slug, language, step in _steps():
        said = narrowed(step, {there})
        if said != step:
            last = re.split(r"[.?:] ", said)[-1]
            assert not re.fullmatch(r"(?:On|На) \S+\.", last), (slug, said)
            assert not re.search(r"chan_sip (?:cannot|так не умеет|не умеет)\.|alike\)|\(OpenSIPS так же", said), (slug, said)
            assert said.count("(") - said.count(")") == step.count("(") - step.count(")"), (slug, said)
            assert not re.fullmatch(r"(?:To change it|.*PJSIP does|Taskprocessor overload)\.", said), (slug, said)
            assert "asterisk" in there or "voicemail.conf" not in said, (slug, language, said)


@pytest.mark.parametrize("there", ["kamailio", "opensips"])
def test_a_proxy_that_knows_no_number_is_looked_into_by_its_own_command(there: str) -> None:
    own, other = ("kamctl", "opensips-cli")[:: 1 if there == "kamailio" else -1]
    for variant in ("", "or-unregistered"):
        texts = rules()["unknown-number"].texts[variant]
        for steps in (texts.en.fix, texts.ru.fix):
            said = " ".join(narrowed(step, {there}) for step in steps)
            assert f"{own} " in said
            assert other not in said


def _steps() -> Iterator[tuple[str, str, str]]:
    for rule in rules().values():
        for text in rule.texts.values():
            yield from ((rule.slug, "en", step) for step in text.en.fix)
            yield from ((rule.slug, "ru", step) for step in text.ru.fix)


def test_several_servers_named_together_share_their_part() -> None:
    step = "Its log: FreeSWITCH and Asterisk: a broken dial plan; Kamailio a failed route."
    assert narrowed(step, {"asterisk"}) == "Its log: FreeSWITCH and Asterisk: a broken dial plan."
    assert narrowed(step, {"kamailio"}) == "Its log: Kamailio a failed route."


def test_the_words_of_a_step_without_servers_stay() -> None:
    assert narrowed("Ask the carrier; give it the times.", {"kamailio"}) == "Ask the carrier; give it the times."


@given(st.text(alphabet="AsteriskPJSIP FreeSWITCH;:. Kamailio", max_size=80), st.sets(st.sampled_from(["asterisk", "kamailio"])))
def test_any_text_is_narrowed_to_a_part_of_itself(text: str, there: set[str]) -> None:
    assert len(narrowed(text, there)) <= len(text)


def test_every_step_of_every_rule_keeps_something_to_do_in_both_languages() -> None:
    for rule in rules().values():
        for text in rule.texts.values():
            for english, russian in zip(text.en.fix, text.ru.fix, strict=True):
                for one in ("asterisk-pjsip", "freeswitch", "kamailio", "3cx"):
                    assert (narrowed(english, {one}) == english) == (narrowed(russian, {one}) == russian), (rule.slug, english, russian)
