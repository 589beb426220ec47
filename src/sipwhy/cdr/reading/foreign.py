"""Files that hold no CDRs, told by how they begin: logs, and bytes of no kind that is read."""

from __future__ import annotations

import re

_SIP = re.compile(rb"^(?:[A-Z]{3,12} sips?:\S+ SIP/2\.0|SIP/2\.0 \d{3} )\r?", re.MULTILINE)
_DATED = re.compile(rb"^\s*(?:\[?\d{4}-\d\d-\d\d[T ][\d:.]+\]|\[[A-Z][a-z]{2} +\d{1,2} [\d:.]+\]) ")
"""How Asterisk's own log begins, with either form of date: square brackets, which JSON has, too."""

_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")


def is_log(head: bytes) -> bool:
    """Whether these are lines of a log: whole SIP messages stand there, or the first line begins as one of Asterisk's."""
    return bool(_SIP.search(head) or _DATED.match(head))


def is_binary(head: bytes) -> bool:
    """
    Whether this is no text in any encoding that is read.

    Zeros alone make none: where a server lost its power, they stand between the lines of its CDRs.
    """
    if b"\0" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return not head.strip(b"\0") or _CONTROLS.search(head) is not None
