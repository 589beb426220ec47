"""Words by which a telephone is asked to pick up by itself, in Alert-Info and Call-Info: alone, as `info`, or in the URI."""

from __future__ import annotations

PICK_UP = frozenset(
    (
        "alert-autoanswer",
        "auto answer",
        "auto-answer",
        "autoanswer",
        "ring answer",
        "ring-answer",
        "ringanswer",
        "intercom",
        "page",
        "paging",
    )
)
"""What Snom, Yealink, Polycom, Cisco and Grandstream take for it, from their manuals; RFC 5373 has a header instead."""
