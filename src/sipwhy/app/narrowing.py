"""What filters leave of the evidence, as it is typed."""

from __future__ import annotations

import shlex

from sipwhy.app.filters import Filters
from sipwhy.diagnosis.report import Narrowing
from sipwhy.texts.statuses import written

_TYPED = ("phone", "caller", "callee", "ip", "port", "call_id", "method", "cause")


def narrowing_of(filters: Filters) -> Narrowing | None:
    """What `filters` ask for, an entry by its number aside; None if that is everything."""
    asked = [(name, getattr(filters, name)) for name in _TYPED]
    words = [f"--{name.replace('_', '-')} {shlex.quote(str(value))}" for name, value in asked if value is not None]
    words += [f"--status {written(filters.status)}"] if filters.status else []
    words += [f"--where {shlex.quote(filters.where.text)}"] if filters.where else []
    narrowing = Narrowing(filters.since, filters.until, tuple(words), filters.is_from_end)
    return None if narrowing == Narrowing() else narrowing
