"""Where a password stands in a SIP URI (RFC 3261 section 19.1.1): messages and logs are searched for it by one pattern."""

from __future__ import annotations

import re

_SIGN = r"(?:[^\s:@<>\"']|'(?=[A-Za-z0-9%:@]))"
"""A sign of a user: an apostrophe is one (RFC 2396 section 2.3), unless it ends a quotation, as logs put URIs in apostrophes."""
URI_PASSWORD = rf"\bsips?:{_SIGN}{{0,200}}:((?:{_SIGN}|:){{1,200}})@"
"""A regular expression, to be read without regard to case; its group is the password."""
_OF_TEXT = re.compile(URI_PASSWORD, re.IGNORECASE)


def without_uri_passwords(text: str) -> str:
    """A line with three asterisks for each password in its URIs: telephones send such, and servers write them down."""
    return _OF_TEXT.sub(lambda found: f"{found[0][: found.start(1) - found.start()]}***@", text) if "@" in text else text
