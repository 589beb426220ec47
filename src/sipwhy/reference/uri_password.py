"""Where a password stands in a SIP URI (RFC 3261 section 19.1.1): messages and logs are searched for it by one pattern."""

from __future__ import annotations

import re

URI_PASSWORD = r"\bsips?:[^\s:@<>\"]{0,200}:([^\s@<>\"]{1,200})@"
"""A regular expression for messages, to be read without regard to case; its group is the password."""
_SIGN = r"(?:[^\s:@<>\"']|'(?![\s,;)]|$))"
"""
A sign of a user in a line of a log: an apostrophe is one (RFC 2396 section 2.3) unless it ends a quotation, as logs put URIs in
apostrophes. What is in doubt is hidden.
"""
_OF_LINE = re.compile(rf"\bsips?:(?=[^\s@<>\"]{{1,401}}+@){_SIGN}{{0,200}}+:((?:{_SIGN}|:){{1,200}}+)@", re.IGNORECASE)
"""What it looks ahead for is quickly found, or not found, in a line of many colons; what follows does not turn back."""


def without_uri_passwords(line: str) -> str:
    """A line of a log with three asterisks for each password in its URIs: telephones send such, and servers write them down."""
    return _OF_LINE.sub(lambda found: f"{found[0][: found.start(1) - found.start()]}***@", line) if "@" in line else line
