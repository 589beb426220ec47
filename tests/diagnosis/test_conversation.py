"""Which streams are one conversation, and under which leg each is shown."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from msgspec.structs import replace

from sipwhy.diagnosis import conversation
from sipwhy.diagnosis.conversation import heard_on, shown_legs
from sipwhy.model import Call
from tests.fakes import Dialogue, call_of, leg_of, stream

_INVITE = Dialogue().say(0, "198.51.100.21:5060>203.0.113.10:5060", "INVITE")
ALICE, BOB = "198.51.100.21:4000", "198.51.100.22:4000"


def _forwarded(pairs: int, call_id: str | None = "a@pbx") -> Call:
    """A call of two hops; each direction is counted on another one."""
    legs = [replace(leg_of([_INVITE]), index=index, call_id=name) for index, name in enumerate(("a@pbx", call_id))]
    streams = []
    for n in range(pairs):
        streams += [replace(stream(2 * n, ALICE, BOB, 100), leg=0), replace(stream(2 * n + 1, BOB, ALICE, 100), leg=1)]
    return call_of(1, legs, streams=streams)


def test_both_hops_of_a_proxy_are_one_leg() -> None:
    call = _forwarded(1)
    assert shown_legs(call) == {0: 0, 1: 0}
    assert [[one.index for one in heard_on(call, leg)] for leg in (0, 1)] == [[0, 1], [0, 1]]


def test_another_call_id_is_another_leg() -> None:
    call = _forwarded(1, "b@pbx")
    assert shown_legs(call) == {0: 0, 1: 1}
    assert [[one.index for one in heard_on(call, leg)] for leg in (0, 1)] == [[0], [1]]


def test_each_of_many_streams_is_looked_at_a_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    call, looked = _forwarded(100), 0

    def counted(ends: Iterable[object]) -> frozenset[object]:
        nonlocal looked
        looked += 1
        return frozenset(ends)

    monkeypatch.setattr(conversation, "frozenset", counted, raising=False)
    assert len(shown_legs(call)) == 200
    assert looked <= 2 * 200
