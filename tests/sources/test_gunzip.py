"""What a gzip file holds comes out, up to where it is cut."""

from __future__ import annotations

import gzip
import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.sources.gunzip import BrokenOffError, Gunzip


def drained(data: bytes, size: int = 1000) -> tuple[bytes, bool]:
    """All that comes out, and whether it broke off."""
    reader, out = Gunzip(io.BytesIO(data)), b""
    try:
        while piece := reader.read(size):
            out += piece
    except BrokenOffError:
        return out, True
    return out, False


@pytest.mark.parametrize("zeros", [5, 70_000, 200_000])
def test_a_file_that_is_filled_up_with_zeros_is_whole(zeros: int) -> None:
    assert drained(gzip.compress(b"one") + bytes(zeros)) == (b"one", False)
    assert drained(gzip.compress(b"one") + bytes(zeros) + gzip.compress(b"two")) == (b"onetwo", False)


def test_members_come_out_one_after_the_other() -> None:
    assert drained(gzip.compress(b"one" * 1000) + gzip.compress(b"two")) == (b"one" * 1000 + b"two", False)


def test_a_cut_file_gives_what_stands_before_the_cut() -> None:
    plain = random.Random(1).randbytes(300_000)
    out, broke = drained(gzip.compress(plain)[:150_000])
    assert broke
    assert plain.startswith(out)
    assert len(out) > 100_000


@given(st.binary(max_size=400))
def test_no_bytes_crash_it(data: bytes) -> None:
    drained(b"\x1f\x8b" + data, 7)


@given(st.binary(max_size=2000), st.integers(min_value=1, max_value=50))
def test_any_size_of_read_gives_the_same(plain: bytes, size: int) -> None:
    assert drained(gzip.compress(plain), size) == (plain, False)


def test_not_gzip_says_so() -> None:
    with pytest.raises(BrokenOffError):
        Gunzip(io.BytesIO(b"plain text")).read(10)
