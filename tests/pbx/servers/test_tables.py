"""The tables that Asterisk, FreeSWITCH and Kamailio print, from recordings (FreeSWITCH: from its sources)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.pbx.servers import chan_sip_tables, freeswitch, kamailio, pjsip_tables
from tests.pbx.ami_server import recorded

ENDPOINTS = recorded("unreachable.pjsip-show-endpoints.txt")
UNREGISTERED = recorded("unregistered.pjsip-show-endpoints.txt")
SOFIA = """\
                     Name\t   Type\t                                      Data\tState
=================================================================================================
            203.0.113.10\t  alias\t                                  internal\tALIASED
                internal\tprofile\t          sip:mod_sofia@203.0.113.10:5060\tRUNNING (0)
                external\tprofile\t          sip:mod_sofia@203.0.113.10:5080\tRUNNING (0)
       external::carrier\tgateway\t             sip:15551230000@203.0.113.50\tFAIL_WAIT
         external::spare\tgateway\t                    sip:x@203.0.113.51\tREGED
=================================================================================================
2 profiles 1 alias
"""
REG = """\

Registrations:
=================================================================================================
Call-ID:    \t3c26700857
User:       \t1001@203.0.113.10
Contact:    \t"" <sip:1001@198.51.100.21:5060;fs_nat=yes>
Agent:      \tsnom
Status:     \tRegistered(UDP-NAT)(unknown) EXP(2026-11-23 01:00:00) EXPSECS(300)
Ping-Status:\tReachable
Ping-Time:\t1.20
Host:       \tpbx1
IP:         \t198.51.100.21

Total items returned: 1
=================================================================================================
"""


def test_endpoints_have_a_state_and_an_address() -> None:
    found = {peer.name: (peer.state, peer.address) for peer in pjsip_tables.endpoints(ENDPOINTS)}
    assert found == {
        "1001": ("unmonitored", "198.51.100.21"),
        "1002": ("unreachable", "198.51.100.22"),
        "carrier": ("unmonitored", "203.0.113.50"),
    }
    idle = {peer.name: (peer.state, peer.address) for peer in pjsip_tables.endpoints(UNREGISTERED)}
    assert idle["1003"] == ("unregistered", None)
    assert idle["carrier"] == ("unmonitored", "203.0.113.50")


def test_a_phone_has_the_address_of_its_contact_and_an_unregistered_one_none() -> None:
    assert pjsip_tables.addresses(ENDPOINTS, "1002") == ("198.51.100.22",)
    assert pjsip_tables.addresses(UNREGISTERED, "1003") == ()
    assert pjsip_tables.addresses(ENDPOINTS, "nobody") == ()


def test_a_refused_registration_is_told() -> None:
    (one,) = pjsip_tables.registrations(recorded("refused.pjsip-show-registrations.txt"))
    assert (one.name, one.server, one.outcome) == ("carrier-reg", "sip:203.0.113.50", "rejected")


def test_peers_of_the_old_driver_are_read_by_the_columns_of_the_heading() -> None:
    found = {peer.name: (peer.state, peer.address) for peer in chan_sip_tables.peers(recorded("unreachable.sip-show-peers.txt"))}
    assert found == {
        "1001": ("unmonitored", "198.51.100.21"),
        "1002": ("unreachable", "198.51.100.22"),
        "carrier": ("unmonitored", "203.0.113.50"),
    }


def test_a_registration_without_an_answer_is_told() -> None:
    (one,) = chan_sip_tables.registrations(recorded("silent.sip-show-registry.txt"))
    assert (one.name, one.server, one.outcome) == ("15551230000", "203.0.113.50:5060", "no-answer")


def test_gateways_and_phones_of_freeswitch() -> None:
    assert [(one.name, one.outcome) for one in freeswitch.gateways(SOFIA)] == [("carrier", "rejected"), ("spare", "registered")]
    assert [(peer.name, peer.state, peer.address) for peer in freeswitch.registered(REG)] == [("1001", "reachable", "198.51.100.21")]


def test_contacts_of_kamailio() -> None:
    found = kamailio.contacts(recorded("registered.ul.dump.txt"))
    assert [(peer.name, peer.address) for peer in found] == [("2002", "198.51.100.32"), ("2001", "198.51.100.31")]


READERS: list[Callable[[str], object]] = [
    pjsip_tables.endpoints,
    pjsip_tables.registrations,
    chan_sip_tables.peers,
    chan_sip_tables.registrations,
    freeswitch.gateways,
    freeswitch.registered,
    kamailio.contacts,
]


@pytest.mark.parametrize("read", READERS)
@given(data=st.data())
def test_whatever_is_printed_is_read(read: Callable[[str], object], data: st.DataObject) -> None:
    lines = st.sampled_from([*ENDPOINTS.splitlines(), *SOFIA.splitlines(), *REG.splitlines()]) | st.text(max_size=60)
    text = "\n".join(data.draw(st.lists(lines, max_size=8)))
    cut = data.draw(st.integers(0, len(text)))
    read(text[:cut])
