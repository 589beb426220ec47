"""A Zstandard file that was cut is refused, wherever the cut is, and no whole one ever is."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.cdr.load import Wanted, load
from sipwhy.cdr.problem import CdrError
from sipwhy.cdr.reading.zstd_frames import is_cut

_ROWS = "".join(f"2026-11-23 09:00:00,{at * 7919 % 99991},7916{at * 7919 % 9_999_991:07},carrier\n" for at in range(60_000)).encode()
_SKIPPED = b"\x50\x2a\x4d\x18\x04\x00\x00\x00abcd"


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress], ids=["gzip", "zstd"])
@pytest.mark.parametrize("share", [0.4, 0.99])
def test_a_packed_file_of_utf_8_that_was_cut_is_told(tmp_path: Path, pack: Any, share: float) -> None:
    packed = pack(b"start,caller,callee,vendor\n" + _ROWS)
    path = tmp_path / "report.csv.packed"
    path.write_bytes(packed[: int(len(packed) * share)])
    with pytest.raises(CdrError) as told:
        load([str(path)], Wanted())
    assert told.value.key == "broken-packing"


@given(st.data())
def test_every_cut_within_a_frame_is_seen_and_none_between_frames(data: st.DataObject) -> None:
    lengths = data.draw(st.lists(st.sampled_from([0, 1, 60, 300, 70_000, 300_000]), min_size=1, max_size=3))
    contents = [(b"2026-11-23,%d" % length * length)[:length] for length in lengths]
    level, has_sum, has_size = data.draw(st.tuples(st.sampled_from([1, 19]), st.booleans(), st.booleans()))
    packer = zstandard.ZstdCompressor(level=level, write_checksum=has_sum, write_content_size=has_size)
    frames = [*map(packer.compress, contents), _SKIPPED]
    ends = {sum(map(len, frames[:count])) for count in range(len(frames) + 1)}
    whole = b"".join(frames)
    at = data.draw(st.integers(0, len(whole)))
    assert is_cut(io.BytesIO(whole[:at])) == (at not in ends)


@given(st.binary(max_size=80))
def test_any_bytes_are_looked_at_to_the_end(behind: bytes) -> None:
    is_cut(io.BytesIO(behind))
    is_cut(io.BytesIO(b"\x28\xb5\x2f\xfd" + behind))


def test_zeros_between_lines_make_no_file_binary(tmp_path: Path) -> None:
    path = tmp_path / "Master.csv"
    path.write_bytes(
        b"start,caller,callee,vendor\n"
        + _ROWS[:4000].rpartition(b"\n")[0]
        + b"\n"
        + bytes(4096)
        + b"\n"
        + _ROWS[-4000:].partition(b"\n")[2]
    )
    assert load([str(path)], Wanted()).measured() > 100
