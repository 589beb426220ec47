"""What nft prints, and a real nft: sets, prefixes, ranges, single rules, verdict maps; and only one's own entry is taken out."""

from __future__ import annotations

import json
from ipaddress import ip_address
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.pbx.bans import nft
from sipwhy.pbx.bans.look import look
from sipwhy.pbx.programs import Done
from tests.pbx.bans.test_fail2ban_real import NOWHERE
from tests.pbx.namespaces import Namespace, namespace, why_not

RULES = (
    "add table inet fw",
    "add chain inet fw input { type filter hook input priority 0; }",
    "add chain inet fw unused",
    "add set inet fw blocked { type ipv4_addr; flags interval,timeout; }",
    "add element inet fw blocked { 198.51.100.0/28, 198.51.100.21 timeout 1h, 198.51.100.64-198.51.100.70 }",
    "add rule inet fw input ip saddr @blocked counter drop",
    "add rule inet fw input ip saddr 192.0.2.7 udp dport 5060 counter reject",
    "add rule inet fw input ip saddr { 192.0.2.8, 192.0.2.9 } drop",
    "add rule inet fw input ip saddr != 10.0.0.0/8 tcp dport 22 drop",
    "add rule inet fw input ip saddr 192.0.2.10 accept",
    "add rule inet fw unused ip saddr 192.0.2.11 drop",
    "add rule inet fw input ip6 saddr 2001:db8::5 drop",
    "add chain inet fw logdrop",
    "add rule inet fw logdrop counter drop",
    "add rule inet fw input ip saddr 192.0.2.12 jump logdrop",
    "add set inet fw ports { type ipv4_addr . inet_service; }",
    "add element inet fw ports { 203.0.113.5 . 5060 }",
    "add rule inet fw input ip saddr . udp dport @ports drop",
    "add map inet fw verdicts { type ipv4_addr : verdict; elements = { 203.0.113.8 : drop, 203.0.113.9 : accept } }",
    "add rule inet fw input ip saddr vmap @verdicts",
)
_WORDS = st.sampled_from(
    "rule set expr match left right op payload field family table chain name handle drop elem val range prefix vmap".split()
)
WHY_NOT = why_not("nft", "iptables")


@pytest.fixture(scope="module")
def firewall() -> Any:
    if WHY_NOT:
        pytest.skip(WHY_NOT)
    with namespace() as inside:
        for rule in RULES:
            inside.must("nft", *rule.split())
        inside.must("iptables", "-A", "INPUT", "-s", "192.0.2.66", "-j", "DROP")
        yield inside


@pytest.mark.parametrize(
    ("address", "lifts"),
    [
        ("198.51.100.21", "nft delete element inet fw blocked { 198.51.100.21 }"),
        ("192.0.2.7", "nft delete rule inet fw input handle"),
        ("192.0.2.12", "nft delete rule inet fw input handle"),
        ("2001:db8::5", "nft delete rule inet fw input handle"),
        ("203.0.113.5", "nft delete element inet fw ports { 203.0.113.5 . 5060 }"),
        ("203.0.113.8", "nft delete element inet fw verdicts { 203.0.113.8 }"),
        ("192.0.2.66", "iptables -w -t filter -D INPUT -s 192.0.2.66/32 -j DROP"),
    ],
)
def test_an_entry_of_one_address_is_found_and_lifted(address: str, lifts: str, firewall: Namespace) -> None:
    before = len(look(firewall, None, NOWHERE).bans)
    (ban,) = look(firewall, ip_address(address), NOWHERE).bans
    assert ban.lift is not None
    assert " ".join(ban.lift).startswith(lifts)
    firewall.must(*ban.lift)
    assert look(firewall, ip_address(address), NOWHERE).bans == []
    assert len(look(firewall, None, NOWHERE).bans) == before - 1, "nobody else was let in"


@pytest.mark.parametrize("address", ["198.51.100.5", "198.51.100.66", "192.0.2.8"])
def test_what_hits_others_too_is_found_and_not_lifted(address: str, firewall: Namespace) -> None:
    (ban,) = look(firewall, ip_address(address), NOWHERE).bans
    assert ban.lift is None


@pytest.mark.parametrize("address", ["192.0.2.10", "192.0.2.11", "203.0.113.9", "10.1.1.1", "198.51.100.22", "2001:db8::6"])
def test_what_is_let_in_is_no_ban(address: str, firewall: Namespace) -> None:
    assert look(firewall, ip_address(address), NOWHERE).bans == []


class Says:
    """An nft that prints this."""

    def __init__(self, text: str) -> None:
        self.text = text

    def where(self, name: str) -> str | None:
        return name

    def run(self, words: Any, timeout: float = 10, text: str | None = None) -> Done:
        return Done(0, self.text)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=8), lambda x: st.lists(x, max_size=3) | st.dictionaries(_WORDS, x, max_size=4)
    )
)
def test_whatever_nft_prints_it_is_read_or_named_as_unreadable(value: object) -> None:
    found = nft.bans(Says(json.dumps({"nftables": [value, {"rule": value}, {"set": value}]})), ())
    assert bool(found.looked) is not bool(found.blind)


def test_no_json_at_all_is_named() -> None:
    assert nft.bans(Says("Error: syntax"), ()).blind
