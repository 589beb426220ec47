"""
What programs call themselves that look for SIP servers, extensions and passwords.

The names are the defaults of the programs; who attacks in earnest may choose another. Hence no name here clears anybody.
"""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct


class Tool(Struct, frozen=True):
    """A program, by a part of its User-Agent in lower case; `is_certain` if nobody uses it for anything else."""

    part: str
    name: str
    is_certain: bool
    source: str


TOOLS: tuple[Tool, ...] = (
    Tool("friendly-scanner", "SIPVicious", True, "SIPVicious, svhelper.py: the default User-Agent"),
    Tool("friendly-request", "SIPVicious", True, "variants of SIPVicious, as blocklists name them"),
    Tool("sipvicious", "SIPVicious", True, "SIPVicious, svhelper.py: the From name, and forks"),
    Tool("sundayddr", "sundayddr", True, "a worm with SIPVicious in it (2010)"),
    Tool("pplsip", "SIPPTS", True, "SIPPTS (Pepelux): the default User-Agent of its scripts; Kamailio's default kamailio.cfg"),
    Tool("sipptk", "SIPPTS", True, "SIPPTS (Pepelux), sipscan.pl"),
    Tool("sippts", "SIPPTS", True, "SIPPTS (Pepelux)"),
    Tool("sip-scan", "sip-scan", True, "blocklists of Asterisk and FreeSWITCH administrators"),
    Tool("sipscan", "SIPSCAN", True, "Hacking VoIP Exposed: SIPSCAN"),
    Tool("siparmyknife", "SIP Army Knife", True, "SIP Army Knife: a fuzzer"),
    Tool("sivus", "SiVuS", True, "SiVuS: a vulnerability scanner"),
    Tool("voip-scan", "voip-scan", True, "blocklists of administrators"),
    Tool("sip auditor", "sip auditor", True, "blocklists of administrators"),
    Tool("iwar", "iWar", True, "iWar: a war dialler"),
    Tool("sipcli", "SipCLI", False, "KaplanSoft SipCLI: a command line telephone that attackers like; Kamailio's default kamailio.cfg"),
    Tool("vaxsipuseragent", "VaxSIP", False, "VaxVoIP's SDK: attackers' programs and some softphones; Kamailio's default kamailio.cfg"),
)
"""The first part that fits counts."""


@lru_cache(maxsize=4096)
def tool_of(agent: str) -> Tool | None:
    """The program that calls itself `agent`; None if it is none of these."""
    said = agent.lower()
    return next((tool for tool in TOOLS if tool.part in said and _is_word(tool.part, said)), None)


def _is_word(part: str, said: str) -> bool:
    """Whether a part stands by itself: "iwar" not within "hiwarp"."""
    at = said.index(part)
    before, after = said[at - 1 : at], said[at + len(part) : at + len(part) + 1]
    return not before.isalnum() and not after.isalpha()
