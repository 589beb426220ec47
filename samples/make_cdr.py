"""
Writes samples/carriers.csv: two days of calls through three carriers, one of which answers 500 to mobile numbers for an afternoon.

The numbers are drawn by one seed with Python's own generator, so that every run writes the same file.

usage: python samples/make_cdr.py [OUT.csv]
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

SAMPLE = Path(__file__).resolve().parent / "carriers.csv"
BEGIN = datetime(2026, 11, 23)
HOURS = 48
CARRIERS = ("alfa", "bravo", "carat")
DIRECTIONS = {"mobile": ("7916", 7, 0.58), "moscow": ("7495", 7, 0.66)}
"""The beginning of a number, how many digits follow, and what share is answered."""
DAY = (1, 1, 1, 1, 1, 1, 3, 5, 9, 13, 15, 15, 13, 14, 15, 15, 14, 12, 9, 7, 5, 3, 2, 1)
"""Attempts an hour of one carrier and direction, from midnight on."""
INCIDENT = ("bravo", "mobile", datetime(2026, 11, 24, 13, 20), datetime(2026, 11, 24, 17, 5), 0.65)
"""Whose, whither, from when, until when, and what share of the attempts gets 500."""
FATES = ((486, 17, 0.35), (480, 19, 0.30), (487, 16, 0.20), (404, 1, 0.10), (503, 34, 0.05))
"""What the rest is answered: status, Q.850 cause, share."""


def rows() -> Iterator[tuple[object, ...]]:
    """The rows in order of time."""
    random = Random(2311)
    attempts = []
    for hour in range(HOURS):
        for carrier in CARRIERS:
            for direction in DIRECTIONS:
                for _ in range(DAY[hour % 24] + random.randint(-1, 2) if DAY[hour % 24] > 1 else random.randint(0, 2)):
                    attempts.append((BEGIN + timedelta(hours=hour, seconds=random.randint(0, 3599)), carrier, direction))
    for number, (begin, carrier, direction) in enumerate(sorted(attempts)):
        yield _attempt(random, number, begin, carrier, direction)


def _attempt(random: Random, number: int, begin: datetime, carrier: str, direction: str) -> tuple[object, ...]:
    lead, digits, answers = DIRECTIONS[direction]
    callee = lead + "".join(str(random.randint(0, 9)) for _ in range(digits))
    caller = f"7495111{random.randint(0, 40):04d}"
    pdd, talk, wait = random.uniform(1.2, 3.4), 0, random.randint(4, 25)
    status, cause = (200, 16) if random.random() < answers else _fate(random)
    if (carrier, direction) == INCIDENT[:2] and INCIDENT[2] <= begin < INCIDENT[3] and random.random() < INCIDENT[4]:
        status, cause = 500, 41
    if status == 200:
        talk = 1 + int(random.expovariate(1 / 120))
    if status in (404, 500, 503):
        wait = random.randint(4, 9) if status == 500 else 1
    answer = begin + timedelta(seconds=wait) if status == 200 else None
    end = begin + timedelta(seconds=wait + talk)
    rang = status in (200, 480, 486, 487)
    return (
        begin,
        answer or "",
        end,
        caller,
        callee,
        carrier,
        status,
        cause,
        f"{pdd:.2f}" if rang else "",
        talk or "",
        f"{number}@pbx.example",
    )


def _fate(random: Random) -> tuple[int, int]:
    dice = random.random()
    for status, cause, share in FATES:
        dice -= share
        if dice < 0:
            return status, cause
    return FATES[0][:2]


def main(words: list[str]) -> int:
    """Writes the file."""
    with Path(words[0] if words else SAMPLE).open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("start", "answer", "end", "caller", "callee", "vendor", "sip_code", "q850", "pdd", "talk_seconds", "call_id"))
        out.writerows(rows())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
