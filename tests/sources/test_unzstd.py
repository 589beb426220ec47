"""What a Zstandard file holds comes out, up to where it is cut, and that it is cut is said."""

from __future__ import annotations

import io
import random

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.sources.gunzip import BrokenOffError
from sipwhy.sources.unzstd import Unzstd

NOISE = random.Random(1).randbytes(300_000)
SKIPPED = b"\x50\x2a\x4d\x18\x03\x00\x00\x00abc"
"""A frame that is skipped (RFC 8878 section 3.1.2)."""


def drained(data: bytes, size: int = 1000) -> tuple[bytes, bool]:
    """All that comes out, and whether it broke off."""
    reader, out = Unzstd(io.BytesIO(data)), b""
    try:
        while piece := reader.read(size):
            assert len(piece) <= size
            out += piece
    except BrokenOffError:
        return out, True
    return out, False


def test_frames_come_out_one_after_the_other() -> None:
    packed = zstandard.compress(b"one" * 1000) + SKIPPED + zstandard.compress(b"") + zstandard.compress(NOISE)
    assert drained(packed) == (b"one" * 1000 + NOISE, False)


@pytest.mark.parametrize("left", [200_000, 100, 4])
def test_a_file_that_was_cut_gives_what_stands_before_the_cut_and_is_no_whole_one(left: int) -> None:
    out, is_broken = drained(zstandard.compress(NOISE)[:left])
    assert is_broken
    assert NOISE.startswith(out)
    assert len(out) >= left - (1 << 17)  # a block comes out whole or not at all


def test_a_few_bytes_that_make_very_many_come_out_a_part_at_a_time() -> None:
    assert drained(zstandard.compress(bytes(50_000_000)), 1 << 20) == (bytes(50_000_000), False)


@given(st.binary(), st.integers(1, 50))
def test_whatever_is_packed_comes_out(data: bytes, size: int) -> None:
    assert drained(zstandard.compress(data), size) == (data, False)


@given(st.binary())
def test_whatever_is_no_zstandard_breaks_off(data: bytes) -> None:
    drained(b"\x28\xb5\x2f\xfd" + data)
