"""An answer is kept for the call it was asked of, and for no other."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from typing import cast

import pytest

from sipwhy.diagnosis import deafness as deaf
from sipwhy.diagnosis.kept import keeps_last
from sipwhy.diagnosis.scene import Scene
from sipwhy.model import Call


def call(name: str) -> Call:
    return cast("Call", [name])


SCENE = cast("Scene", object())


def test_a_call_that_is_asked_about_in_a_row_is_worked_out_once() -> None:
    asked: list[Call] = []

    @keeps_last
    def question(call: Call, scene: Scene) -> int:
        asked.append(call)
        return len(asked)

    one, other = call("one"), call("other")
    assert [question(c, SCENE) for c in (one, one, other, other, one)] == [1, 1, 2, 2, 3]


def test_after_a_crash_no_other_calls_deafness_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    fine, broken = call("fine"), call("broken")

    def toward(call: Call, scene: Scene, side: str) -> str:
        if call is broken:
            raise ValueError("no such leg")
        return side

    monkeypatch.setattr(deaf, "_toward", toward)
    assert deaf.deafness(fine, SCENE)
    for _ in range(2):
        with pytest.raises(ValueError, match="no such leg"):
            deaf.deafness(broken, SCENE)


def test_a_question_about_a_call_alone_is_kept_too() -> None:
    asked: list[Call] = []

    @keeps_last
    def question(call: Call) -> int:
        asked.append(call)
        return len(asked)

    one, other = call("one"), call("other")
    assert [question(c) for c in (one, one, other, one)] == [1, 1, 2, 3]


def test_threads_that_ask_of_different_calls_each_get_their_own_answer() -> None:
    @keeps_last
    def question(call: Call) -> Call:
        return call

    def ask(own: Call) -> bool:
        return all(question(own) is own for _ in range(100_000))

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(2) as pool:
            assert list(pool.map(ask, (call("one"), call("other")))) == [True, True]
    finally:
        sys.setswitchinterval(interval)
