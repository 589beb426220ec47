"""Where a password stands in a SIP URI (RFC 3261 section 19.1.1): messages and logs are searched for it by one pattern."""

from __future__ import annotations

import re

_PLAIN = r"[^\s:@<>\"']"
_QUOTING = rf"(?:{_PLAIN}|'(?![\s,;)]|$))"
"""
A sign of a user in a line of a log: an apostrophe is one (RFC 2396 section 2.3) unless it ends a quotation, as logs put URIs in
apostrophes. What is in doubt is hidden.
"""


def _pattern(sign: str) -> str:
    return rf"\bsips?:{sign}{{0,200}}:((?:{sign}|:){{1,200}})@"


URI_PASSWORD = _pattern(rf"(?:{_PLAIN}|')")
"""A regular expression for messages, to be read without regard to case; its group is the password."""
_OF_LINE = re.compile(_pattern(_QUOTING), re.IGNORECASE)


def without_uri_passwords(line: str) -> str:
    """A line of a log with three asterisks for each password in its URIs: telephones send such, and servers write them down."""
    return _OF_LINE.sub(lambda found: f"{found[0][: found.start(1) - found.start()]}***@", line) if "@" in line else line
