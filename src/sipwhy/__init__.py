"""sipwhy: why a call or a registration failed, whose fault it is, and what to do. Its names for programs are those of `sipwhy.api`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sipwhy.api import (
        Call,
        CallRow,
        CauseGroup,
        Evidence,
        Finding,
        Leg,
        Message,
        Problem,
        Report,
        Said,
        Stream,
        explain,
        flow,
        html,
        json,
        read,
        text,
    )

__version__ = "0.1.0"

__all__ = [
    "Call",
    "CallRow",
    "CauseGroup",
    "Evidence",
    "Finding",
    "Leg",
    "Message",
    "Problem",
    "Report",
    "Said",
    "Stream",
    "explain",
    "flow",
    "html",
    "json",
    "read",
    "text",
]


def __getattr__(name: str) -> Any:
    """The interface is loaded when one of its names is asked for: `sipwhy --version` needs none of it."""
    if name not in __all__:
        raise AttributeError(f"module 'sipwhy' has no attribute {name!r}")
    from sipwhy import api  # noqa: PLC0415  # see above

    return getattr(api, name)
