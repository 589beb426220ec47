"""Attempts and their symptoms as conditions of DuckDB over `facts`, and the attempt from which on a symptom is likelier."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sipwhy.cdr.expression import text
from sipwhy.cdr.shifts.series import Symptom


def condition(symptom: Symptom) -> str:
    """What is true of an attempt with a symptom."""
    kind, status, q850, result = symptom
    if kind == "short":
        return "(is_answered AND talk_s < 8)"
    if kind == "brief":
        return (
            "(is_answered AND talk_s < (SELECT any_value(low) FROM usual u WHERE u.vendor = facts.vendor "
            "AND u.direction IS NOT DISTINCT FROM facts.direction))"
        )
    if kind == "slow":
        return (
            "(pdd_s > (SELECT any_value(high) FROM usual u WHERE u.vendor = facts.vendor AND u.direction IS "
            "NOT DISTINCT FROM facts.direction) + 1)"
        )
    parts = [
        f"status {'IS NULL' if status is None else f'= {status}'}",
        f"q850 {'IS NULL' if q850 is None else f'= {q850}'}",
        "NOT is_answered",
    ]
    parts += [f"result = {text(result)}"] if result is not None else []
    return f"coalesce({' AND '.join(parts)}, false)"


def attempts_of(vendor: str | None, direction: str | None, caller: str | None, low: int, high: int) -> str:
    """What is true of attempts from `low` to before `high` (seconds since 1970 UTC) of a vendor, direction and caller; None is any."""
    parts = [f"start >= make_timestamp({low * 1_000_000}) AND start < make_timestamp({high * 1_000_000})"]
    parts += [f"vendor = {text(vendor)}"] if vendor else []
    parts += [f"direction = {text(direction)}"] if direction is not None else []
    parts += [f"caller = {text(caller)}"] if caller is not None else []
    return " AND ".join(parts)


def turn(rows: Sequence[tuple[int, bool]], rate: float, usual: float, near: int) -> int:
    """
    The moment at which the symptom became likelier, from attempts (moment, symptom) in order of time.

    A change between two attempts is as likely as it explains all of them, times the time between the two; told is the median, since
    the likeliest single point, the first attempt with the symptom, is always late. Where that one follows within five minutes it is
    told all the same: it is a call that can be looked at. `near` are those five minutes in the unit of the moments.
    """
    rate, usual = min(max(rate, 0.02), 0.98), min(max(usual, 1e-3), 0.95)
    at = np.array([moment for moment, _ in rows], dtype=np.float64)
    gain = np.array([np.log(rate / usual) if hit else np.log((1 - rate) / (1 - usual)) for _, hit in rows])
    ahead = np.cumsum(gain[::-1])[::-1]
    weight = np.diff(at, prepend=at[0]) * np.exp(ahead - ahead.max())
    if weight.sum() <= 0:
        return int(at[int(np.argmax(ahead))])
    so_far = np.concatenate(([0.0], np.cumsum(weight)))
    median = int(np.interp(so_far[-1] / 2, so_far, np.concatenate((at[:1], at))))
    following = next((moment for moment, hit in rows if hit and moment >= median), median)
    return following if following - median <= near else median
