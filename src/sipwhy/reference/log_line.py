"""
Lines of servers' logs, as people paste them: what stands before and within them says nothing about what the server means.

Which messages there are, and what they are about, stands in `logs/`.
"""

from __future__ import annotations

import re

from sipwhy.reference.log_message import found_in, log_messages

_HEAD = re.compile(
    r"^\s*(?:\[[^\]]*\d:\d\d[^\]]*\]\s*)?(?:VERBOSE|DEBUG|NOTICE|WARNING|ERROR|SECURITY|CRIT)\s*\[\d+\](?:\[[^\]]*\])?:?\s*"
    r"(?:[\w/.-]+\.c\b(?::\d+)?(?:\s+\w+)?:\s*)?",
    re.IGNORECASE,
)
"""Moment, level, process and source file."""
_PARTICULARS = re.compile(
    r"'[^']*'|<[^<>]*>|\(callid:[^)(]*\)|\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?|(?<![^\s'>])(?=[^\s\d@]{0,200}+\d\S{0,300}@)\S+", re.IGNORECASE
)
"""Names, addresses and Call-IDs: they are of one call and no words. Each looks no further than to where the next of its kind begins."""
_NAME = re.compile(r"\{(\w+)\}")
"""A field of the message within an id: "q850:{cause}"."""


def without_head(line: str) -> str:
    """A line of Asterisk's log from where its message begins; any other line as it is."""
    return _HEAD.sub("", line)


def entries_meant(line: str) -> tuple[str, ...]:
    """Ids of what a known message of a server is about, the likeliest first; none for any other line. A part of a message will do."""
    if found := found_in(line):
        message, fields = found
        return tuple(
            _NAME.sub(lambda name: fields[name[1]], known) for known in message.answers if set(_NAME.findall(known)) <= set(fields)
        )
    folded = line.casefold()
    return next((one.answers for one in log_messages() if one.marker.casefold() in folded and _are_plain(one.answers)), ())


def _are_plain(answers: tuple[str, ...]) -> bool:
    """Whether a message is always about the same entries."""
    return bool(answers) and not any(_NAME.search(answer) for answer in answers)


def words_of(line: str) -> str:
    """The words of a message, without names, addresses and Call-IDs."""
    return _PARTICULARS.sub(" ", line).strip()
