"""Limits of time that calls are cut at: which are usual, and how exactly they are kept."""

from __future__ import annotations

STEP = 30
"""Seconds: administrators and tariffs set limits of minutes and half minutes."""
SLACK = 1.0
"""Seconds that a limit may be missed by: products count in whole seconds."""


def nearest(seconds: float) -> int:
    """The usual limit nearest to a call's length."""
    return round(seconds / STEP) * STEP
