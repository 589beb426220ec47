"""The memory of a process that ends soon."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

_KEPT = """
import resource
import sys
from pathlib import Path
from sipwhy.wire.heap import keep_one_heap

def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1])

if sys.argv[1] == "kept":
    keep_one_heap()
    keep_one_heap()
large = bytearray(b"x") * (64 << 20)
full = resident()
del large
print((full - resident()) * resource.getpagesize() >> 20)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc" or sys.platform != "linux", reason="only glibc on Linux keeps a heap so")
@pytest.mark.parametrize(("way", "given_back"), [("kept", range(8)), ("usual", range(56, 72))])
def test_what_is_freed_stays_for_the_next_table(way: str, given_back: range) -> None:
    told = subprocess.run([sys.executable, "-c", _KEPT, way], check=True, capture_output=True, text=True)
    assert int(told.stdout) in given_back  # MB


_SMALL = """
import sys
from pathlib import Path
from sipwhy.wire.heap import keep_one_heap

def heap() -> int:
    lines = iter(Path("/proc/self/smaps").read_text().splitlines())
    return sum(int(next(one for one in lines if one.startswith("Rss:")).split()[1]) for line in lines if line.endswith("[heap]"))

if sys.argv[1] == "kept":
    keep_one_heap()
before = heap()
small = [bytes(40) for _ in range(300_000)]
print(heap() - before >> 10)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc" or sys.platform != "linux", reason="only glibc on Linux keeps a heap so")
@pytest.mark.parametrize(("way", "there"), [("kept", range(20, 40)), ("usual", range(8))])
def test_small_objects_stand_in_the_same_heap(way: str, there: range) -> None:
    told = subprocess.run([sys.executable, "-c", _SMALL, way], check=True, capture_output=True, text=True)
    assert int(told.stdout) in there  # MB
