"""A PBX that goes on to the next gateway when one fails, beside other callers with the same numbers: which leg is whose."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest
from msgspec import Struct
from msgspec.structs import replace

from sipwhy.app import run
from sipwhy.calls.matching import matched
from sipwhy.calls.moments import Legs
from sipwhy.calls.waiting import Cluster
from sipwhy.model import Leg
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap

_FAILURES = ["503 Service Unavailable", "486 Busy Here", "none"]


class Hunt(Struct, frozen=True):
    """One caller: when it calls, when each leg of it begins and ends, and how; the last one is answered, or has another outcome."""

    name: str
    begin: float
    legs: tuple[tuple[float, float], ...]
    failure: str = _FAILURES[0]
    caller: str = "1001"
    shown: str = "1001"
    """The number on its outgoing legs."""
    outcome: str = "200 OK"
    announced: float = 0.0
    """Seconds until the caller is told."""

    def lines(self) -> list[tuple[float, str]]:
        """What is said, with the times."""
        incoming, told = self.name, self.legs[-1][1] + self.announced + 0.002
        found = [
            (self.begin, f"alice > pbx [{incoming}] INVITE {self.caller} > 1002"),
            (self.begin + 0.0005, f"pbx > alice [{incoming}] 100 Trying"),
            (told, f"pbx > alice [{incoming}] {self.outcome}"),
            (told + 0.001, f"alice > pbx [{incoming}] ACK"),
            *self._hung_up("alice > pbx", incoming, told + 29.998),
        ]
        for place, (begin, end) in enumerate(self.legs):
            leg, gateway = f"{incoming}x{place + 1}", ("trunk", "gateway", "bob")[place % 3]
            found.append((begin, f"pbx > {gateway} [{leg}] INVITE {self.shown} > 1002"))
            if place == len(self.legs) - 1:
                found += [(end, f"{gateway} > pbx [{leg}] {self.outcome}"), (end + 0.001, f"pbx > {gateway} [{leg}] ACK")]
                found += self._hung_up(f"pbx > {gateway}", leg, end + 30.002)
            elif self.failure == "none":
                found += [(begin + after, f"pbx > {gateway} [{leg}] INVITE again") for after in (0.5, 1.5) if begin + after < end]
            else:
                found += [(end, f"{gateway} > pbx [{leg}] {self.failure}"), (end + 0.001, f"pbx > {gateway} [{leg}] ACK")]
        return found

    def _hung_up(self, way: str, leg: str, at: float) -> list[tuple[float, str]]:
        if self.outcome != "200 OK":
            return []
        back = " > ".join(reversed(way.split(" > ")))
        return [(at, f"{way} [{leg}] BYE"), (at + 0.001, f"{back} [{leg}] 200 OK")]

    @property
    def names(self) -> list[str]:
        """Its legs."""
        return [self.name, *(f"{self.name}x{place + 1}" for place in range(len(self.legs)))]


def _played(tmp_path: Path, hunts: list[Hunt]) -> tuple[list[list[str]], list[Leg]]:
    """The legs of each call by name, and those that are joined to a first one."""
    return _heard(tmp_path, [line for hunt in hunts for line in hunt.lines()])


def _heard(tmp_path: Path, lines: list[tuple[float, str]]) -> tuple[list[list[str]], list[Leg]]:
    script = Script({})
    script.play([f"{at:.4f} {line}" for at, line in sorted(lines)])
    write_pcap(tmp_path / "hunting.pcap", script.packets)
    report = run([str(tmp_path / "hunting.pcap")])
    calls = [report.call(row.number) for row in report.rows()]
    return [sorted(_name(leg) for leg in call.legs) for call in calls], [leg for call in calls for leg in call.legs[1:]]


def _name(leg: Leg) -> str:
    return (leg.call_id or "").partition("@")[0].removeprefix("case-")


@pytest.mark.parametrize("failure", _FAILURES)
@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(((1.002, 3.0), (3.2, 9.0)), (2.99, ((3.21, 7.0),)), id="came-before-the-second-leg-and-left-behind-it"),
        pytest.param(((1.002, 3.0), (3.01, 9.0)), (2.0, ((2.004, 7.0),)), id="has-its-own-already"),
        pytest.param(((1.002, 3.0), (3.01, 9.0)), (2.0, ((2.004, 2.5),)), id="talks-already"),
        pytest.param(((1.002, 3.0), (3.01, 9.0)), (1.0, ((1.003, 7.0),)), id="came-at-the-same-moment"),
        pytest.param(((1.002, 3.0), (3.01, 5.0), (5.01, 9.0)), (1.0, ((1.003, 7.0),)), id="three-gateways"),
        pytest.param(((1.002, 3.0), (3.01, 9.0)), (1.5, ((1.504, 5.0), (5.01, 7.0))), id="both-hunt"),
        pytest.param(((1.002, 3.0), (3.01, 9.0)), (3.005, ((3.008, 7.0),)), id="came-just-then"),
    ],
)
def test_the_second_leg_is_of_the_caller_whose_first_one_failed(
    tmp_path: Path, one: tuple[tuple[float, float], ...], other: tuple[float, tuple[tuple[float, float], ...]], failure: str
) -> None:
    hunts = [Hunt("a", 1.0, one, failure), Hunt("b", *other, failure)]
    legs, _ = _played(tmp_path, hunts)
    assert legs == [sorted(hunt.names) for hunt in sorted(hunts, key=lambda hunt: hunt.begin)]


@pytest.mark.parametrize("shown", [("5000", "5000"), ("5001", "5003")], ids=["one-number-for-all", "a-number-for-each"])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            Hunt("a", 1.0, ((1.05, 1.65), (1.655, 2.555)), outcome="404 Not Found"),
            Hunt("b", 1.3, ((1.35, 1.95), (1.955, 2.855)), outcome="403 Forbidden"),
            id="both-fail",
        ),
        pytest.param(
            Hunt("a", 1.0, ((1.05, 1.65), (1.655, 4.555))),
            Hunt("b", 1.3, ((1.35, 1.95), (1.955, 2.655)), outcome="503 Service Unavailable"),
            id="the-first-is-answered",
        ),
        pytest.param(
            Hunt("a", 1.0, ((1.05, 1.65), (1.655, 2.255), (2.26, 2.86)), outcome="503 Service Unavailable"),
            Hunt("b", 1.7, ((1.75, 2.35), (2.355, 5.355))),
            id="came-before-the-third-leg",
        ),
        pytest.param(
            Hunt("a", 1.0, ((1.05, 1.65), (1.655, 2.555)), outcome="503 Service Unavailable"),
            Hunt("b", 1.649, ((1.7, 2.9),)),
            id="came-just-then",
        ),
    ],
)
def test_where_their_numbers_are_replaced_the_tries_are_of_the_caller_who_was_told_what_the_last_came_to(
    tmp_path: Path, one: Hunt, other: Hunt, shown: tuple[str, str]
) -> None:
    hunts = [replace(hunt, caller=caller, shown=number) for hunt, caller, number in zip((one, other), ("1001", "1003"), shown, strict=True)]
    legs, _ = _played(tmp_path, hunts)
    assert legs == [sorted(hunt.names) for hunt in hunts]


def test_who_is_told_late_what_a_leg_came_to_is_not_given_one_that_failed_just_then_and_went_on(tmp_path: Path) -> None:
    hunt = Hunt("b", 1.08, ((1.13, 1.65), (1.655, 2.1)), caller="1003", shown="5000", outcome="404 Not Found")
    announced = [
        (1.0, "alice > pbx [a] INVITE 1001 > 1002"),
        (1.003, "pbx > trunk [ax1] INVITE 5000 > 1002"),
        (1.25, "trunk > pbx [ax1] 503 Service Unavailable"),
        (1.251, "pbx > trunk [ax1] ACK"),
        (1.653, "pbx > alice [a] 503 Service Unavailable"),
        (1.654, "alice > pbx [a] ACK"),
    ]
    script = Script({})
    script.play([f"{at:.4f} {line}" for at, line in sorted([*announced, *hunt.lines()])])
    write_pcap(tmp_path / "announced.pcap", script.packets)
    report = run([str(tmp_path / "announced.pcap")])
    assert hunt.names in [sorted(_name(leg) for leg in report.call(row.number).legs) for row in report.rows()]


def test_callers_who_hear_an_announcement_after_a_failure_are_not_taken_for_hunted_ones(tmp_path: Path) -> None:
    lines: list[tuple[float, str]] = []
    for number in range(40):
        at, ended = number * 0.01, number * 0.01 + 0.04
        lines += [
            (at, f"alice > pbx [c{number}] INVITE 1001 > 1002"),
            (at + 0.002, f"pbx > trunk [c{number}x1] INVITE 1001 > 1002"),
            (ended, f"trunk > pbx [c{number}x1] 486 Busy Here"),
            (ended + 0.001, f"pbx > trunk [c{number}x1] ACK"),
            (ended + 0.4, f"pbx > alice [c{number}] 486 Busy Here"),
            (ended + 0.401, f"alice > pbx [c{number}] ACK"),
        ]
    script = Script({})
    script.play([f"{at:.4f} {line}" for at, line in sorted(lines)])
    write_pcap(tmp_path / "announced.pcap", script.packets)
    report = run([str(tmp_path / "announced.pcap")])
    legs = [[_name(leg) for leg in report.call(row.number).legs] for row in report.rows()]
    assert legs == [[f"c{number}", f"c{number}x1"] for number in range(40)]


def test_of_two_that_hunt_at_one_moment_the_answered_legs_are_sure_and_the_others_in_doubt(tmp_path: Path) -> None:
    hunts = [Hunt(name, 1.0, ((1.002, 3.0), (begin, end))) for name, begin, end in (("a", 3.01, 9.0), ("b", 3.02, 7.0))]
    legs, joined = _played(tmp_path, hunts)
    assert len(legs) == 2
    assert {(leg.status, leg.confidence) for leg in joined} == {(200, "likely"), (503, "possible")}
    assert all(_is_right(leg, legs) for leg in joined if leg.status == 200)


def test_a_hunt_that_nobody_answers_is_its_callers_though_another_one_came_meanwhile(tmp_path: Path) -> None:
    failing = Hunt("a", 1.0, ((1.002, 3.0), (3.01, 5.0), (5.01, 7.0)), outcome=_FAILURES[0])
    legs, joined = _played(tmp_path, [failing, Hunt("b", 2.0, ((2.004, 9.0),))])
    assert legs == [failing.names, ["b", "bx1"]]
    assert {leg.confidence for leg in joined} == {"likely"}


def test_a_leg_that_rings_later_is_of_the_caller_who_is_answered_with_it(tmp_path: Path) -> None:
    hunts = [Hunt("a", 1.0, ((1.002, 30.0), (11.0, 15.0))), Hunt("b", 2.0, ((2.004, 17.0),))]
    legs, joined = _played(tmp_path, hunts)
    assert legs == [hunt.names for hunt in hunts]
    assert all(leg.confidence == "likely" for leg in joined)


def test_who_waits_again_is_not_given_the_leg_of_another_hunt(tmp_path: Path) -> None:
    hunts = [Hunt("a", 1.0, ((1.002, 3.0), (3.01, 6.0)), outcome=_FAILURES[0]), Hunt("b", 2.0, ((2.004, 2.9), (3.3, 9.0)))]
    legs, joined = _played(tmp_path, hunts)
    assert legs == [hunt.names for hunt in hunts]
    assert {leg.confidence for leg in joined} == {"likely"}


def test_who_waits_with_a_leg_leaves_in_doubt_whose_the_next_one_is(tmp_path: Path) -> None:
    told_late = Hunt("a", 1.0, ((1.002, 3.0), (3.3, 5.0)), outcome=_FAILURES[0], announced=3.0)
    _, joined = _played(tmp_path, [told_late, Hunt("b", 2.0, ((2.004, 9.0),))])
    assert {_name(leg): leg.confidence for leg in joined} == {"ax1": "likely", "bx1": "likely", "ax2": "possible"}


def test_telephones_that_ring_at_once_are_of_the_caller_who_came_just_then(tmp_path: Path) -> None:
    lines = Hunt("a", 1.0, ((1.002, 9.0),)).lines() + Hunt("b", 2.0, ((2.004, 7.0),)).lines()
    lines += [(2.0042, "pbx > gateway [bx2] INVITE 1001 > 1002"), (7.0, "pbx > gateway [bx2] CANCEL")]
    lines += [(7.001, "gateway > pbx [bx2] 200 OK"), (7.002, "gateway > pbx [bx2] 487 Request Terminated")]
    legs, joined = _heard(tmp_path, [*lines, (7.003, "pbx > gateway [bx2] ACK")])
    assert legs == [["a", "ax1"], ["b", "bx1", "bx2"]]
    assert {leg.confidence for leg in joined} == {"likely"}


def test_thousands_that_hunt_beside_as_many_whose_call_went_nowhere_cost_no_square() -> None:
    tries = 0

    class Counted(Legs, frozen=True):
        def waited(self, leg: int) -> int:
            nonlocal tries
            tries += 1
            return super().waited(leg)

    callers = 1500
    legs, cluster = _many(Counted, callers)
    pairs = matched(legs, cluster)
    assert len(pairs) == 2 * callers
    assert tries < 400 * callers


def _many(kind: type[Legs], callers: int) -> tuple[Legs, Cluster]:
    """Callers with two legs each of which the first one fails, and as many without any who gave up before."""
    rows: list[tuple[int, ...]] = []
    for number in range(callers):
        at = 1_000_000 + 100 * number
        rows += [(at, at + 30_000_000, at + 30_000_000), (at + 10, 0, at + 10_000_000)]
        rows += [(at + 50, 0, at + 20_000_000), (at + 20_001_000, at + 29_999_500, at + 29_999_500)]
    begin, answer, final = (np.array(column) for column in zip(*rows, strict=True))
    none, zeros = np.zeros(len(begin), dtype=bool), np.zeros(len(begin), dtype=np.int64)
    in_time = np.argsort(begin, kind="stable")
    moments = {"begin": begin, "last": final, "answer": answer, "final": final, "cancel": zeros, "bye": zeros}
    columns = moments | {"call": np.arange(len(begin)), "src": zeros, "dst": zeros, "in_time": in_time, "rank": np.argsort(in_time)}
    legs = kind(**columns, are_calls=~none, bye_forward=none, is_half=none, is_silent=none, until=int(final.max()))
    ins, outs = ([leg for leg in in_time.tolist() if leg % 4 // 2 == side] for side in (0, 1))
    return legs, Cluster(ins, outs, {})


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("callers", [12, 200])
def test_every_answered_leg_is_its_own_callers(tmp_path: Path, callers: int, seed: int) -> None:
    chance = Random(seed)
    hunts: list[Hunt] = []
    for number in range(callers):
        begin = 1 + number * 0.05 if seed % 2 else 1.0 + number * 0.0001
        ends = sorted(2 + begin + chance.random() * 40 for _ in range(chance.choice((1, 1, 2, 3))))
        begins = [begin + 0.003 + 0.0001 * number, *(end + 0.004 for end in ends)]
        hunts.append(Hunt(f"c{number}", begin, tuple(zip(begins, ends, strict=False))))
    legs, joined = _played(tmp_path, hunts)
    assert len(legs) == callers
    right = [leg for leg in joined if _is_right(leg, legs)]
    assert len(right) >= 0.85 * len(joined)
    assert all(leg in right for leg in joined if leg.status == 200)
    assert all(leg in right for leg in joined if leg.confidence == "likely")
    assert {leg.confidence for leg in joined} <= {"likely", "possible"}


def _is_right(leg: Leg, legs: list[list[str]]) -> bool:
    return any(_name(leg) in names and _name(leg).partition("x")[0] in names for names in legs)
