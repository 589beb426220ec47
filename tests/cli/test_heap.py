"""The memory of a process that ends soon."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

_LARGE = Path("/sys/kernel/mm/transparent_hugepage")

_KEPT = """
import resource
import sys
from pathlib import Path
from sipwhy.cli.heap import keep_one_heap

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

_OBJECTS = """
import sys
from pathlib import Path
from sipwhy.cli.heap import keep_one_heap

def lie_in_large_pages(objects: list[object]) -> int:
    areas, area = [], range(0)
    for line in Path("/proc/self/smaps").read_text().splitlines():
        first, *rest = line.split()
        if "-" in first:
            area = range(*(int(end, 16) for end in first.split("-")))
        elif first == "VmFlags:" and "hg" in rest:
            areas.append(area)
    return sum(any(id(each) in area for area in areas) for each in objects)

def nest(depth: int) -> None:
    for _ in range(0 if depth else 2000):
        with_many_variables()
    if depth:
        nest(depth - 1)

def with_many_variables(a=0, b=0, c=0, d=0, e=0, f=0, g=0, h=0):
    return a

early = [[n] for n in range(50_000)]
if sys.argv[1] == "kept":
    keep_one_heap()
for depth in range(10, 700):  # room for variables is wanted and returned thousands of times, and is none of that for objects
    nest(depth)
for _ in range(2):  # the first time it is more than finds room there, the second time there is none left
    many = [[n] for n in range(1_000_000)]
    assert sum(each[0] for each in many) == sum(range(1_000_000))
    print(lie_in_large_pages(many[100_000:110_000:10]), lie_in_large_pages(early[::100]), lie_in_large_pages(many[-10_000::10]))
    del many
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc" or sys.platform != "linux", reason="only glibc on Linux keeps a heap so")
@pytest.mark.parametrize(("way", "given_back"), [("kept", range(8)), ("usual", range(56, 72))])
def test_what_is_freed_stays_for_the_next_table(way: str, given_back: range) -> None:
    told = subprocess.run([sys.executable, "-c", _KEPT, way], check=True, capture_output=True, text=True)
    assert int(told.stdout) in given_back  # MB


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc" or not _LARGE.exists(), reason="only glibc on Linux, and where there are such pages")
@pytest.mark.parametrize(("way", "in_large_pages"), [("kept", [1000, 0, 0, 0, 0, 0]), ("usual", [0] * 6)])
def test_small_objects_lie_in_large_pages_as_far_as_there_is_room(way: str, in_large_pages: list[int]) -> None:
    told = subprocess.run([sys.executable, "-c", _OBJECTS, way], check=True, capture_output=True, text=True)
    assert list(map(int, told.stdout.split())) == in_large_pages
