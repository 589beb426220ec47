"""
The accounting lines of Kamailio and OpenSIPS (modules/acc/acc.c, acc_log_request), made readable.

They are one word of `name=value;` after `name=value;`: what tells nothing to a reader is left out, and a blank follows each semicolon.
"""

from __future__ import annotations

import re

_LINE = r"ACC: (?P<event>[\w ]+): (?P<fields>\w+=.*)$"
_MUTE = frozenset({"timestamp", "from_tag", "to_tag"})


def without_mute(text: str) -> str:
    """A line as it may be shown: an accounting line without its writer, its time and its tags; any other as it is."""
    found = re.search(_LINE, text) if "ACC: " in text else None
    if found is None:
        return text
    fields = [part for part in found["fields"].split(";") if part.partition("=")[0] not in _MUTE]
    return f"ACC: {found['event']}: {'; '.join(fields)}"
