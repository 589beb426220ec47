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
