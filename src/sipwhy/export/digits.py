"""Digits for pictures, three pixels wide and five high: no font is needed for times and frequencies."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 4, 5
"""Pixels of one sign with the gap behind it, and of a line."""

_ROWS: Mapping[str, str] = {
    "0": "111 101 101 101 111", "1": "010 110 010 010 111", "2": "111 001 111 100 111", "3": "111 001 111 001 111",
    "4": "101 101 111 001 001", "5": "111 100 111 001 111", "6": "111 100 111 101 111", "7": "111 001 010 010 010",
    "8": "111 101 111 101 111", "9": "111 101 111 001 111", ":": "000 010 000 010 000", "+": "000 010 111 010 000",
}  # fmt: skip

Marks = NDArray[np.bool_]


def marks_of(text: str, scale: int = 2) -> Marks:
    """The pixels of a text of digits, `:` and `+`, each `scale` wide and high; other signs are gaps."""
    signs = [
        np.array([[pixel == "1" for pixel in row + "0"] for row in _ROWS.get(sign, " ".join(["000"] * HEIGHT)).split()]) for sign in text
    ]
    whole = np.concatenate(signs, axis=1) if signs else np.zeros((HEIGHT, 0), dtype=bool)
    return np.asarray(np.kron(whole, np.ones((scale, scale))) > 0)
