"""Which server wrote a log, where the form of its first lines tells."""

from __future__ import annotations

import re
from typing import Literal

LogProduct = Literal["asterisk", "freeswitch", "kamailio", "opensips"]
_FORMS: tuple[tuple[LogProduct, re.Pattern[bytes]], ...] = (
    # main/logger.c: `[Nov 23 01:12:00] VERBOSE[11739][C-0000001a] file.c: `
    ("asterisk", re.compile(rb"^[^\n]{0,120}?\] (?:VERBOSE|DEBUG|NOTICE|WARNING|ERROR|SECURITY|DTMF)\[\d+\]", re.MULTILINE)),
    # src/switch_log.c: `2026-03-06 10:00:30.020000 98.50% [NOTICE] switch_channel.c:1142 `
    ("freeswitch", re.compile(rb"^[^\n]{0,120}?\d\d\.\d{6} (?:[\d.]+% )?\[[A-Z]+\] \w+\.c(?:pp)?:\d+ ", re.MULTILINE)),
    # core/dprint.h: `ERROR: {1 2 INVITE c@x} tm [t_lookup.c:1277]: new_t(): `
    ("kamailio", re.compile(rb"\bkamailio(?:\[\d+\])?: |: (?:\{[^{}\n]*\} )?(?:<?\w+>? \[[\w/]+\.[ch]:\d+\]: \w+\(\): |<script>: )")),
    # dprint.h: `INFO:core:main: `
    ("opensips", re.compile(rb"\bopensips(?:\[\d+\])?: |\b(?:DBG|INFO|NOTICE|WARNING|ERROR|CRITICAL):\w+:\w+: ")),
)


def product_of(head: bytes) -> LogProduct | None:
    """The server whose lines `head`, the first bytes of a log, begin with; None where nothing tells."""
    found = [(match.start(), product) for product, form in _FORMS if (match := form.search(head))]
    return min(found)[1] if found else None
