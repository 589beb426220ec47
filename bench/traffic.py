"""
A month of traffic of eight vendors with 20 planted incidents, and changes that are nobody's fault.

usage: python bench/traffic.py SEED OUT.csv       the CDR, and OUT.json with what was planted
       python bench/traffic.py score SEED...      how many of the planted incidents are found, and how many false alarms there are

The incidents: codes that come suddenly in one direction or in all, slowly, at the same hours of every day, for one caller; a vendor
that answers nothing; longer PDD, false answers, talks that are cut. Harmless: a day of threefold volume, a vendor that gets the
traffic of a poor direction, campaigns that reach nobody, a robot that dials numbers that do not exist, weekends, nights, retries.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

START = datetime(2026, 10, 1, tzinfo=UTC)
DAYS, VENDORS = 30, ("Alfa", "Bravo", "Carat", "Delta", "Echo", "Foxtrot", "Gamma", "Helix")
DIRECTIONS = {
    "+7 9xx": ("79", 11), "+7 495": ("7495", 11), "+7 812": ("7812", 11), "+49 1xx": ("491512", 12), "+380 5xx": ("38050", 12),
    "+1 212": ("1212555", 11),
}  # fmt: skip
RATES = {"+7 9xx": 0.30, "+7 495": 0.22, "+7 812": 0.14, "+49 1xx": 0.12, "+380 5xx": 0.12, "+1 212": 0.10}
ANSWERS = {"+7 9xx": 0.58, "+7 495": 0.66, "+7 812": 0.63, "+49 1xx": 0.52, "+380 5xx": 0.40, "+1 212": 0.70}
CODES = ((503, 34), (500, 41), (404, 1), (480, 20), (403, 21), (408, 102), (502, 38), (488, 65), (504, 102))
_USUAL = {
    (503, 34): 0.010,
    (500, 41): 0.004,
    (404, 1): 0.018,
    (480, 20): 0.020,
    (403, 21): 0.004,
    (408, 102): 0.005,
    (502, 38): 0.002,
    (488, 65): 0.001,
    (504, 102): 0.002,
}
_DAY = (0.12, 0.08, 0.06, 0.05, 0.06, 0.1, 0.25, 0.5, 0.8, 1.05, 1.2, 1.25, 1.15, 1.15, 1.2, 1.2, 1.1, 1.05, 1.0, 0.9, 0.7, 0.5, 0.32, 0.2)
_PEAK = 110.0
"""Attempts an hour of one vendor and direction with a share of 1/6, at noon."""
_Row = tuple[float, str, str, str, int, int, float | None, float, float, str]
"""Second of the month, vendor, caller, callee, status, Q.850 cause, PDD, ringing and talk in seconds, direction."""


@dataclass(frozen=True)
class Incident:
    """What was planted; times are seconds since the beginning of the month."""

    kind: str
    vendor: str
    direction: str | None
    code: tuple[int, int] | None
    since: float
    until: float
    share: float
    shape: str = "sudden"
    caller: str | None = None
    rise: float = 0.0
    hours: tuple[int, int] | None = None


@dataclass(frozen=True)
class Call:
    """Who calls where by whom, and what is usual there."""

    vendor: str
    direction: str
    caller: str
    answers: float
    usual: dict[tuple[int, int], float]
    pdd: float
    talk: float
    clock: int


class Month:
    """The rows of a month, made by one seed."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self.carried = {vendor: self._some() for vendor in VENDORS}
        for at, direction in enumerate(DIRECTIONS):  # each by three at least
            for vendor in (VENDORS[at], VENDORS[(at + 3) % 8], VENDORS[(at + 5) % 8]):
                self.carried[vendor].add(direction)
        self.firms = [f"74951{at:06d}" for at in self.random.choice(1_000_000, 40, replace=False)]
        self.incidents = self._planted()

    def _some(self) -> set[str]:
        return set(self.random.choice(list(DIRECTIONS), self.random.integers(3, 5), replace=False))

    def _planted(self) -> list[Incident]:
        r = self.random
        free = [(vendor, direction) for vendor in VENDORS for direction in sorted(self.carried[vendor])]
        r.shuffle(free)
        slots = iter([(str(vendor), str(direction)) for vendor, direction in free])
        codes = [CODES[at] for at in r.permutation(len(CODES))] * 3
        days = list(r.permutation(np.arange(2, 28)))
        found: list[Incident] = []

        def moment(low: float = 8, high: float = 19) -> float:
            return float(days.pop() * 86400 + r.uniform(low, high) * 3600)

        def add(
            kind: str,
            hours: float,
            share: float,
            *,
            whole: bool = False,
            shape: str = "sudden",
            caller: str | None = None,
            rise: float = 0.0,
        ) -> None:
            vendor, direction = next(slots)
            since = moment()
            code = codes.pop() if kind == "code" else None
            found.append(
                Incident(kind, vendor, None if whole else direction, code, since, since + hours * 3600, share, shape, caller, rise)
            )

        for hours, share in ((2, 0.5), (3, 0.4), (6, 0.3), (10, 0.25), (24, 0.15), (4, 0.6)):
            add("code", hours, share)
        add("code", 3, 0.4, whole=True)
        add("code", 1, 0.7, whole=True)
        for hours in (10, 14):
            add("code", hours, 0.6, shape="slow")
        for span in ((18, 21), (9, 12)):
            vendor, direction = next(slots)
            day = int(r.integers(3, 18))
            found.append(
                Incident(
                    "code",
                    vendor,
                    direction,
                    codes.pop(),
                    day * 86400 + span[0] * 3600,
                    (day + 6) * 86400 + span[1] * 3600,
                    0.35,
                    "hours",
                    hours=span,
                )
            )
        for hours in (9, 30):
            firm = self.firms[int(r.integers(0, 3))]
            add("code", hours, 0.9, shape="caller", caller=firm)
        add("pdd", 5, 0.9, rise=6.0)
        add("pdd", 12, 0.7, rise=4.0)
        add("false", 6, 0.8)
        add("cut", 8, 0.95)
        add("code", 0.75, 1.0)
        add("code", 48, 0.12)
        return found

    def rows(self) -> list[_Row]:
        """All attempts in order of time."""
        found: list[_Row] = []
        poor, poor_day = VENDORS[int(self.random.integers(0, 8))], int(self.random.integers(5, 25))
        busy_day = int(self.random.integers(3, 27))
        for vendor in VENDORS:
            for direction in DIRECTIONS:
                carried = direction in self.carried[vendor]
                gets_poor = vendor == poor and direction == "+380 5xx"
                if carried or gets_poor:
                    found += self._cell(vendor, direction, poor_day if gets_poor else None, busy_day)
        for vendors, day in ((VENDORS[:1], int(self.random.integers(2, 28))), (VENDORS, int(self.random.integers(2, 28)))):
            found += self._campaign(vendors, day)
        found += self._robot(int(self.random.integers(2, 28)))
        found.sort(key=lambda row: row[0])
        return found

    def _cell(self, vendor: str, direction: str, grows_from: int | None, busy_day: int) -> list[_Row]:
        r = self.random
        rows: list[_Row] = []
        base_answer = ANSWERS[direction] * r.uniform(0.93, 1.05)
        usual = {code: share * r.uniform(0.5, 1.6) for code, share in _USUAL.items()}
        pdd = r.uniform(1.5, 3.5)
        talk = r.uniform(100, 200)
        for hour in range(DAYS * 24):
            day, clock = divmod(hour, 24)
            rate = _PEAK * _DAY[clock] * RATES[direction] * 6 * (0.45 if (START + timedelta(days=day)).weekday() >= 5 else 1.0)
            rate *= 3.0 if day == busy_day else 1.0
            rate *= 4.0 if grows_from is not None and day >= grows_from else 1.0
            for at in np.sort(r.uniform(hour * 3600, hour * 3600 + 3600, r.poisson(rate))):
                caller = self.firms[min(int(r.exponential(3)), 39)] if r.random() < 0.45 else f"7916{r.integers(0, 10**7):07d}"
                self._attempt(rows, float(at), Call(vendor, direction, caller, base_answer, usual, pdd, talk, clock))
        return rows

    def _attempt(self, rows: list[_Row], at: float, call: Call, tries: int = 0, callee: str | None = None) -> None:
        """One attempt and, where it comes to nothing, perhaps another one."""
        r = self.random
        vendor, direction, caller = call.vendor, call.direction, call.caller
        lead, length = DIRECTIONS[direction]
        callee = callee or lead + "".join(map(str, r.integers(0, 10, length - len(lead))))
        status, cause, wait, lasts = self._fate(call.answers * (0.55 if call.clock < 7 or call.clock > 22 else 1.0), call.usual)
        late = call.pdd * r.lognormal(0, 0.35)
        lasts = float(r.exponential(call.talk)) + 1 if status == 200 else 0.0
        for one in self.incidents:
            if not _touches(one, at, vendor, direction, caller) or r.random() >= _share(one, at):
                continue
            if one.kind == "code" and one.code:
                status, cause, lasts = one.code[0], one.code[1], 0.0
                wait = 32.0 if status == 408 else 0.4
            elif one.kind == "pdd":
                late += one.rise
            elif one.kind == "false" and r.random() < 0.75:
                status, cause, late, wait, lasts = 200, 16, 0.3, 0.0, float(r.uniform(2, 7))
            elif one.kind == "cut" and status == 200:
                lasts = min(lasts, float(r.uniform(29, 31)))
        rang = status in (200, 486, 487, 480) and cause not in (20,) and status != 408
        rows.append((at, vendor, caller, callee, status, cause, late if rang else None, late + wait if rang else wait, lasts, direction))
        if status != 200 and tries < 2 and r.random() < (0.35 if status not in (486, 480) else 0.2):
            self._attempt(rows, at + float(r.uniform(4, 40)) + wait, call, tries + 1, callee)

    def _fate(self, answer: float, usual: dict[tuple[int, int], float]) -> tuple[int, int, float, float]:
        r = self.random
        dice = r.random()
        for (status, cause), share in usual.items():
            dice -= share
            if dice < 0:
                return status, cause, 32.0 if status == 408 else float(r.uniform(0.1, 2)), 0.0
        dice = r.random()
        if dice < answer:
            return 200, 16, float(r.exponential(9)), 0.0
        dice = (dice - answer) / (1 - answer)
        if dice < 0.3:
            return 486, 17, float(r.uniform(0, 3)), 0.0
        if dice < 0.7:
            return 480, 19, 45.0, 0.0
        return 487, 16, float(r.exponential(14)), 0.0

    def _campaign(self, vendors: Sequence[str], day: int) -> list[_Row]:
        """A call centre that few people answer."""
        rows: list[_Row] = []
        caller, r = f"7499{self.random.integers(0, 10**7):07d}", self.random
        for at in np.sort(r.uniform(day * 86400 + 10 * 3600, day * 86400 + 18 * 3600, 2500)):
            vendor = vendors[int(r.integers(0, len(vendors)))]
            direction = sorted(self.carried[vendor])[0]
            self._attempt(rows, float(at), Call(vendor, direction, caller, 0.12, _USUAL, 2.5, 30, 12))
        return rows

    def _robot(self, day: int) -> list[_Row]:
        """Somebody dials numbers that do not exist, through everybody who carries the direction."""
        rows: list[_Row] = []
        caller, r = f"7812{self.random.integers(0, 10**7):07d}", self.random
        direction = "+7 495"
        carriers = [vendor for vendor in VENDORS if direction in self.carried[vendor]]
        for at in np.sort(r.uniform(day * 86400 + 11 * 3600, day * 86400 + 15 * 3600, 900)):
            vendor = carriers[int(r.integers(0, len(carriers)))]
            callee = "7495" + "".join(map(str, r.integers(0, 10, 7)))
            rows.append((float(at), vendor, caller, callee, 404, 1, None, 0.5, 0.0, direction))
        return rows


def _touches(one: Incident, at: float, vendor: str, direction: str, caller: str) -> bool:
    if vendor != one.vendor or not one.since <= at < one.until or one.direction not in (None, direction):
        return False
    if one.caller is not None and caller != one.caller:
        return False
    return one.hours is None or one.hours[0] <= at % 86400 / 3600 < one.hours[1]


def _share(one: Incident, at: float) -> float:
    if one.shape != "slow":
        return one.share
    grown = (at - one.since) / ((one.until - one.since) * 0.5)
    return one.share * min(1.0, grown)


def write(seed: int, path: Path) -> list[Incident]:
    """The CDR of a month into a file; what was planted."""
    month = Month(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(
            ("start", "answer", "end", "caller", "callee", "vendor", "sip_code", "q850", "pdd", "talk_seconds", "hung_up", "call_id")
        )
        for number, (at, vendor, caller, callee, status, cause, pdd, wait, lasts, _) in enumerate(month.rows()):
            begin = START + timedelta(seconds=at)
            answer = begin + timedelta(seconds=wait) if status == 200 else None
            end = (answer or begin + timedelta(seconds=wait)) + timedelta(seconds=lasts)
            out.writerow((
                _said(begin), _said(answer), _said(end), caller, callee, vendor, status, cause, "" if pdd is None else f"{pdd:.2f}",
                f"{lasts:.0f}" if status == 200 else "", "caller" if number % 3 else "callee", f"{seed}-{number}@pbx.example",
            ))  # fmt: skip
    return month.incidents


def _said(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S") if moment else ""


def main(words: Sequence[str]) -> int:
    if words[:1] == ["score"]:
        from traffic_score import score  # noqa: PLC0415  # it needs the program, writing does not

        return score([int(word) for word in words[1:]])
    seed, target = int(words[0]), Path(words[1])
    planted = write(seed, target)
    target.with_suffix(".json").write_text(json.dumps([asdict(one) for one in planted], indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
