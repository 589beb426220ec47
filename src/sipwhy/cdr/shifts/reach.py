"""Whether a change concerns the time that is looked at."""

from __future__ import annotations

import duckdb

from sipwhy.cdr.expression import text
from sipwhy.diagnosis.traffic import Shift

_DAY = 86_400_000_000
_UNSURE = 0.05
"""So probable it is by chance that attempts after a change went well: then it was not seen to be over."""


def reaches(shift: Shift, since: int | None, db: duckdb.DuckDBPyConnection) -> bool:
    """
    Whether it lasted until `since` (µs since 1970 UTC) or longer, by `facts`; None is the beginning of all.

    What failed last before it, and was hardly tried again since, still lasts; what comes back day by day does so for a day.
    """
    if since is None or shift.until is None or shift.until > since:
        return True
    if shift.hours:
        return since - shift.until < _DAY
    names = (("vendor", shift.vendor), ("direction", shift.direction), ("caller", shift.caller))
    same = " AND ".join(f"{name} = {text(value)}" for name, value in names if value is not None) or "true"
    found = db.execute(f"SELECT count(*) FROM facts WHERE is_seizure AND start >= make_timestamp({shift.until}) AND {same}").fetchone()
    return found is not None and bool((1 - shift.after) ** found[0] > _UNSURE)
