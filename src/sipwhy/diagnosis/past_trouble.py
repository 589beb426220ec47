"""Troubles of a proxy that its log tells of, and that it got past: it tries the next gateway, or goes on without what failed."""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from sipwhy.model import Call, Finding

_OF_TROUBLE = frozenset({408, 477, 478})
"""What Kamailio itself answers where a request could not be sent on (tm: 408, 477; sl_reply_error: 478); any 5xx may be its own, too."""


def is_past(call: Call, own: Collection[int] = _OF_TROUBLE) -> bool:
    """Whether the final answer is another's word: none of the proxy's `own`, nor a 5xx."""
    status = call.status or 0
    return status > 0 and status not in own and not 500 <= status < 600


def beside(finding: Finding) -> Finding:
    """What was found as a remark: it happened, and how the call ended has another cause."""
    return replace(finding, is_cause=False, severity="warning")
