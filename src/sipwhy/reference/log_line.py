"""Lines of servers' logs, as people paste them: what stands before and within them says nothing about what the server means."""

from __future__ import annotations

import re
from functools import cache

from sipwhy.reference.book import log_messages

_HEAD = re.compile(
    r"^\s*(?:\[[^\]]*\d:\d\d[^\]]*\]\s*)?(?:VERBOSE|DEBUG|NOTICE|WARNING|ERROR|SECURITY|CRIT)\s*\[\d+\](?:\[[^\]]*\])?:?\s*"
    r"(?:[\w/.-]+\.c\b(?::\d+)?(?:\s+\w+)?:\s*)?",
    re.IGNORECASE,
)
"""Moment, level, process and source file."""
_PARTICULARS = re.compile(r"'[^']*'|<[^>]*>|\(callid:[^)]*\)|\b\d+\.\d+\.\d+\.\d+(?::\d+)?|\S*\d\S*@\S*", re.IGNORECASE)
"""Names, addresses and Call-IDs: they are of one call and no words."""
_NAME = re.compile(r"\{(\w+)\}")


def without_head(line: str) -> str:
    """A line of Asterisk's log from where its message begins; any other line as it is."""
    return _HEAD.sub("", line)


def entries_meant(line: str) -> tuple[str, ...]:
    """Ids of what a known message of a server is about, the likeliest first; none for any other line."""
    for pattern, about in _known():
        if found := pattern.search(line):
            numbers = found.groupdict()
            return tuple(entry_id.format(**numbers) for entry_id in about if all(numbers[name] for name in _NAME.findall(entry_id)))
    return ()


def words_of(line: str) -> str:
    """The words of a message, without names, addresses and Call-IDs."""
    return _PARTICULARS.sub(" ", line).strip()


@cache
def _known() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """The patterns of `answers/log_messages.toml`, each with the ids that it is about."""
    return tuple((re.compile(pattern, re.IGNORECASE), tuple(about)) for pattern, about in log_messages())
