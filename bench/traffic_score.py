"""How many planted incidents the program finds, and how many alarms are false."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from sipwhy.cdr.directions import Directory
from sipwhy.cdr.load import Loaded, Wanted, load
from sipwhy.cdr.measures import Measuring
from sipwhy.cdr.shifts.judge import shifts
from sipwhy.diagnosis.traffic import Shift
from traffic import DIRECTIONS, START, Incident, write

NEAR = 15 * 60
"""Seconds by which a beginning may be told wrong."""
_KINDS = {"code": ("failing", "refusing", "caller"), "pdd": ("slow",), "false": ("short",), "cut": ("cut",)}


def changes(path: Path) -> tuple[list[Shift], dict[str, str]]:
    """What the program finds in a CDR, and how it calls the directions of the generator."""
    directory = Directory("RU")
    loaded = load([str(path)], Wanted(numbering=directory.numbering()))
    directory.fill(loaded.db)
    measuring = Measuring(loaded.db, loaded.told)
    span = measuring.span()
    found = list(shifts(loaded.db, span, loaded.measured(), measuring.has("pdd_s"))) if span else []
    return found, _names(loaded)


def _names(loaded: Loaded) -> dict[str, str]:
    names = {}
    for name, (lead, _) in DIRECTIONS.items():
        row = loaded.db.execute("SELECT mode(direction) FROM prefixes WHERE starts_with(prefix, ?)", [lead[:6]]).fetchone()
        names[name] = row[0] if row else name
    return names


def judged(planted: Sequence[Incident], found: Sequence[Shift], names: dict[str, str]) -> tuple[list[Incident], list[Shift], list[str]]:
    """Incidents that were found with vendor, direction, beginning and code; alarms that are none; why others do not count."""
    right: list[Incident] = []
    free, why = list(found), []
    for one in planted:
        near = [shift for shift in free if shift.vendor == one.vendor and shift.kind in _KINDS[one.kind] and _is_then(shift, one)]
        hit = next((shift for shift in near if _is_right(shift, one, names)), None)
        if hit is not None:
            right.append(one)
            free.remove(hit)
        else:
            why.append(
                f"{one.kind} {one.shape} {one.vendor} {one.direction} {one.code}: {[_said(shift, one) for shift in near] or 'not found'}"
            )
    false = [
        shift
        for shift in free
        if shift.vendor is not None and not any(shift.vendor == one.vendor and _is_then(shift, one) for one in planted)
    ]
    return right, false, why


def _began(one: Incident) -> float:
    return START.timestamp() + one.since


def _is_then(shift: Shift, one: Incident) -> bool:
    until = shift.until / 1e6 if shift.until else float("inf")
    return shift.since / 1e6 < START.timestamp() + one.until and until > _began(one)


def _is_right(shift: Shift, one: Incident, names: dict[str, str]) -> bool:
    direction = names[one.direction] if one.direction else None
    is_there = shift.direction == direction or (one.caller is not None and shift.direction is None)
    is_code = one.code is None or (shift.status, shift.q850) == one.code
    return is_there and is_code and abs(shift.since / 1e6 - _began(one)) <= NEAR and (one.caller is None or shift.caller == one.caller)


def _said(shift: Shift, one: Incident) -> str:
    return f"{shift.kind} {shift.direction} {shift.caller} {shift.code} {(shift.since / 1e6 - _began(one)) / 60:+.0f} min"


def score(seeds: Sequence[int]) -> int:
    """Prints a line for each seed."""
    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            path = Path(folder) / f"{seed}.csv"
            planted = write(seed, path)
            found, names = changes(path)
            right, false, why = judged(planted, found, names)
            print(f"seed {seed}: {len(right)} of {len(planted)} found, {len(false)} false alarms")
            for line in why:
                print(f"  missed: {line}")
            for shift in false:
                print(
                    f"  false: {shift.kind} {shift.vendor} {shift.direction} {shift.caller} {shift.code} "
                    f"{shift.before:.3f} -> {shift.after:.3f}, {shift.calls}"
                )
            path.unlink()
    return 0
