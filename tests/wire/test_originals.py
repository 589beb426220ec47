"""A report about a copy is one about its original: the nearest before of its leg, method and status."""

from __future__ import annotations

import numpy as np
import pytest

from sipwhy.model import NetworkError
from sipwhy.wire.methods import Mark, Method
from sipwhy.wire.originals import about_originals
from tests.fakes.messages import socket

_COPY = int(Mark.COPY)
# number:          1        2        3        4        5      6        7
_LEGS = np.array([0, 1, 0, 1, 0, 0, 2])
_METHODS = np.array([Method.INVITE, Method.INVITE, Method.INVITE, Method.INVITE, Method.BYE, Method.INVITE, Method.INVITE])
_STATUS = np.array([0, 0, 0, 0, 0, 200, 0])
_MARKS = np.array([0, 0, _COPY, _COPY, _COPY, 0, _COPY])


def error(message: int | None) -> NetworkError:
    return NetworkError("icmp", 0, 0, 0, socket("192.0.2.1"), socket("192.0.2.2"), message=message)


@pytest.mark.parametrize(("about", "said"), [(1, 1), (3, 1), (4, 2), (5, 5), (6, 6), (7, 7), (None, None)])
def test_it_is_about_the_original(about: int | None, said: int | None) -> None:
    ((leg, found),) = about_originals([(9, error(about))], _LEGS, _METHODS, _STATUS, _MARKS)
    assert (leg, found.message) == (9, said)


def test_others_beside_it_stay() -> None:
    told = [(0, error(None)), (0, error(3)), (None, error(2))]
    assert [one.message for _, one in about_originals(told, _LEGS, _METHODS, _STATUS, _MARKS)] == [None, 1, 2]
