"""Extensions called one after the other are counted, whatever else is called."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from sipwhy.diagnosis.behaviour.scans import in_a_row
from sipwhy.wire import Method


def test_a_name_of_five_thousand_digits_hides_no_run() -> None:
    names = ["9" * 5000, *(str(number) for number in range(100, 112)), "9" * 400]
    many = len(names)
    ground: Any = SimpleNamespace(
        text=names.__getitem__, user=np.arange(many), legs=lambda name: np.full(many, Method.INVITE, dtype=np.uint8)
    )
    assert in_a_row(ground, np.arange(many), np.arange(many) * 1_000_000) == 12
