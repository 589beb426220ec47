"""
How many planted incidents the program finds, and how many of its alarms are false.

What counts, and all of it is strict. A finding *names* an incident if it has its vendor, its caller (none where none was planted), its
code, the kind of change it is, and its direction or the whole of which it is a part, and their times overlap. An incident is *found* if one
finding names it with exactly its direction and with a beginning within 15 minutes; it is not found half. Every finding serves one
incident. A finding that names no incident is a *false alarm*: also one at the right vendor and time with another code, one of another
vendor in the same direction, and one that blames nobody. A second finding that names the same incident is *repeated*: it is no false
alarm, but nobody needs it either. What is found too early or too late counts as missed, and not as a false alarm besides.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from sipwhy.cdr.directions import Directory
from sipwhy.cdr.load import Loaded, Wanted, load
from sipwhy.cdr.measures import Measuring
from sipwhy.cdr.shifts.judge import shifts
from sipwhy.diagnosis.traffic import Shift
from traffic import DIRECTIONS, START, Incident, write

NEAR = 15 * 60
"""Seconds by which a beginning may be told wrong."""
_KINDS = {"code": ("failing", "refusing"), "pdd": ("slow",), "false": ("short",), "cut": ("cut",)}


class Score(Struct, frozen=True):
    """What became of the incidents and of the findings of one month."""

    found: list[Incident]
    missed: list[tuple[Incident, list[Shift]]]
    """With the findings that name it."""
    false: list[Shift]
    repeated: list[Shift]


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
    if len(set(names.values())) < len(names):
        raise ValueError(f"the program does not tell apart the directions of the generator: {names}")
    return names


def judged(planted: Sequence[Incident], found: Sequence[Shift], names: dict[str, str]) -> Score:
    """Each incident found or missed, each finding of some use or none."""
    free = list(found)
    right: list[Incident] = []
    for one in planted:
        hit = next((shift for shift in free if _is_right(shift, one, names)), None)
        if hit is not None:
            right.append(one)
            free.remove(hit)
    missed: list[tuple[Incident, list[Shift]]] = []
    repeated: list[Shift] = []
    for one in planted:
        near = [shift for shift in free if _names_it(shift, one, names)]
        free = [shift for shift in free if shift not in near]
        if one in right:
            repeated += near
        else:
            missed.append((one, near))
            repeated += near[1:]
    return Score(right, missed, free, repeated)


def _began(one: Incident) -> float:
    return START.timestamp() + one.since


def _names_it(shift: Shift, one: Incident, names: dict[str, str]) -> bool:
    direction = names[one.direction] if one.direction else None
    is_there = shift.direction == direction or shift.direction is None or direction is None
    is_kind = shift.kind == "caller" if one.caller else shift.kind in _KINDS[one.kind]
    is_code = one.code is None or (shift.status, shift.q850) == one.code
    return is_there and is_kind and is_code and shift.vendor == one.vendor and shift.caller == one.caller and _is_then(shift, one)


def _is_then(shift: Shift, one: Incident) -> bool:
    until = shift.until / 1e6 if shift.until else float("inf")
    return shift.since / 1e6 < START.timestamp() + one.until and until > _began(one)


def _is_right(shift: Shift, one: Incident, names: dict[str, str]) -> bool:
    is_there = shift.direction == (names[one.direction] if one.direction else None)
    return is_there and _names_it(shift, one, names) and abs(shift.since / 1e6 - _began(one)) <= NEAR


def _said(shift: Shift, one: Incident) -> str:
    off = (shift.since / 1e6 - _began(one)) / 60
    return f"{shift.kind} {shift.direction} {shift.caller} {shift.code} {off:+.0f} min{' grows' if shift.grows else ''}"


def _told(shift: Shift) -> str:
    return (
        f"{shift.kind} {shift.vendor} {shift.direction} {shift.caller} {shift.code} {shift.before:.3f} -> {shift.after:.3f}, "
        f"{shift.calls}, day {(shift.since / 1e6 - START.timestamp()) / 86_400:.2f}"
    )


def score(seeds: Sequence[int]) -> int:
    """Prints a line for each seed, and what was missed, false or repeated."""
    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            path = Path(folder) / f"{seed}.csv"
            planted = write(seed, path)
            show(seed, judged(planted, *changes(path)), len(planted))
            path.unlink()
    return 0


def show(seed: int, result: Score, planted: int) -> None:
    """The line of one seed, and the lines below it."""
    print(f"seed {seed}: {len(result.found)} of {planted} found, {len(result.false)} false alarms, {len(result.repeated)} repeated")
    for one, near in result.missed:
        rose = f"{one.share:.0%} {one.shape} for {(one.until - one.since) / 3600:.0f} h"
        print(
            f"  missed: {one.kind} {rose} {one.vendor} {one.direction} {one.caller} {one.code}: "
            f"{[_said(shift, one) for shift in near] or 'not found'}"
        )
    for shift in result.false:
        print(f"  false: {_told(shift)}")
    for shift in result.repeated:
        print(f"  repeated: {_told(shift)}", flush=True)
