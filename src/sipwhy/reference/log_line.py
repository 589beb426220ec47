"""
Lines of servers' logs, as people paste them: what stands before and within them says nothing about what the server means.

The messages are those that our recordings of Asterisk 20 have; the file of Asterisk's source that stands beside each is the one
that the log names, its folder is from memory.
"""

from __future__ import annotations

import re

_HEAD = re.compile(
    r"^\s*(?:\[[^\]]*\d:\d\d[^\]]*\]\s*)?(?:VERBOSE|DEBUG|NOTICE|WARNING|ERROR|SECURITY|CRIT)\s*\[\d+\](?:\[[^\]]*\])?:?\s*"
    r"(?:[\w/.-]+\.c\b(?::\d+)?(?:\s+\w+)?:\s*)?",
    re.IGNORECASE,
)
"""Moment, level, process and source file."""
_PARTICULARS = re.compile(r"'[^']*'|<[^>]*>|\(callid:[^)]*\)|\b\d+\.\d+\.\d+\.\d+(?::\d+)?|\S*\d\S*@\S*", re.IGNORECASE)
"""Names, addresses and Call-IDs: they are of one call and no words."""
_CAUSE = re.compile(r"\(cause (\d{1,3}) - ")
"""Of what Dial says when it cannot make a channel (app_dial.c): "(cause 3 - No route to destination)"."""
_FATAL = re.compile(r"\b([3-6]\d\d) ([A-Z][\w' ]*?) fatal response received")
"""Asterisk, res/res_pjsip_outbound_registration.c."""

MESSAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\bno matching endpoint found", ("401", "403")),  # res/res_pjsip/pjsip_distributor.c
    (r"\bfailed to authenticate", ("401", "403")),  # res/res_pjsip/pjsip_distributor.c, channels/chan_sip.c
    (r"registration from .* failed for .* - wrong password", ("403", "401")),  # channels/chan_sip.c
    (r"\bno auth ids available", ("401", "407")),  # res/res_pjsip_outbound_authenticator_digest.c
    (r"\bno response received from .* on registration attempt", ("408",)),  # res/res_pjsip_outbound_registration.c
    (r"registration for .* timed out, trying again", ("408",)),  # channels/chan_sip.c
    (r"\bis now unreachable\b", ("408",)),  # channels/chan_sip.c
    (r"rejecting .* due to a failure to pass acl", ("403", "asterisk-forbidden-acl")),  # main/acl.c
    (r"\bdid not pass acl test", ("403",)),  # res/res_pjsip_acl.c
    (r"\bwill exceed max contacts of", ("403",)),  # res/res_pjsip_registrar.c
    (r"\bhas no configured aors", ("403",)),  # res/res_pjsip_registrar.c
    (r"\bno compatible codecs, not accepting this offer", ("488",)),  # channels/chan_sip.c
    (r"\brejected because extension not found in context", ("404",)),  # res/res_pjsip_session.c, channels/chan_sip.c
)
"""What a message looks like, and the ids of the entries that it is about, the likeliest first."""
_KNOWN = tuple((re.compile(pattern, re.IGNORECASE), ids) for pattern, ids in MESSAGES)


def without_head(line: str) -> str:
    """A line of Asterisk's log from where its message begins; any other line as it is."""
    return _HEAD.sub("", line)


def entries_meant(line: str) -> tuple[str, ...]:
    """Ids of what a known message of a server is about, the likeliest first; none for any other line."""
    if cause := _CAUSE.search(line):
        return (f"q850:{cause[1]}",)
    if fatal := _FATAL.search(line):
        return (fatal[1],)
    return next((ids for pattern, ids in _KNOWN if pattern.search(line)), ())


def words_of(line: str) -> str:
    """The words of a message, without names, addresses and Call-IDs."""
    return _PARTICULARS.sub(" ", line).strip()
