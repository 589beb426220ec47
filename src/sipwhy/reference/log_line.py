"""
Lines of servers' logs, as people paste them: what stands before and within them says nothing about what the server means.

The messages are the format strings of Asterisk's sources (the file of origin stands beside each), as our recordings of
Asterisk 20 have them.
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
"""Asterisk, apps/app_dial.c: "Unable to create channel of type '%s' (cause %d - %s)"."""
_FATAL = re.compile(r"\b([3-6]\d\d) ([A-Z][\w' ]*?) fatal response received")
"""Asterisk, res/res_pjsip_outbound_registration.c."""

_MESSAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\bno matching endpoint found", ("401", "403")),  # res/res_pjsip/pjsip_distributor.c
    (r"\bfailed to authenticate", ("401", "403")),  # res/res_pjsip/pjsip_distributor.c, channels/chan_sip.c
    (r"registration from .* failed for .* - wrong password", ("403", "401")),  # channels/chan_sip.c
    (r"\bno auth ids available", ("401", "407")),  # res/res_pjsip_outbound_authenticator_digest.c
    (r"\bno response received from .* on registration attempt", ("408",)),  # res/res_pjsip_outbound_registration.c
    (r"registration for .* timed out, trying again", ("408",)),  # channels/chan_sip.c
    (r"\bis now unreachable!", ("408",)),  # channels/chan_sip.c
    (r"rejecting .* due to a failure to pass acl", ("403", "asterisk-forbidden-acl")),  # main/acl.c
    (r"\bdid not pass acl test", ("403",)),  # res/res_pjsip_acl.c
    (r"\bwill exceed max contacts of", ("403",)),  # res/res_pjsip_registrar.c
    (r"\bhas no configured aors", ("403",)),  # res/res_pjsip_registrar.c
    (r"\bno compatible codecs, not accepting this offer", ("488",)),  # channels/chan_sip.c
    (r"\brejected because extension not found in context", ("404",)),  # res/res_pjsip_session.c, channels/chan_sip.c
)
_KNOWN = tuple((re.compile(pattern, re.IGNORECASE), ids) for pattern, ids in _MESSAGES)


def is_log_line(line: str) -> bool:
    """Whether `line` begins as those of Asterisk's logs."""
    return _HEAD.match(line) is not None


def entries_meant(line: str) -> tuple[str, ...]:
    """Ids of what a known message of a server is about, the likeliest first; none for any other line."""
    if cause := _CAUSE.search(line):
        return (f"q850:{cause[1]}",)
    if fatal := _FATAL.search(line):
        return (fatal[1],)
    return next((ids for pattern, ids in _KNOWN if pattern.search(line)), ())


def words_of(line: str) -> str:
    """What is left of a line of a log without its head and without what is of one call."""
    return _PARTICULARS.sub(" ", _HEAD.sub("", line)).strip()
