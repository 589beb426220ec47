"""
Whether a Zstandard file was cut.

Neither DuckDB nor the library says so: they give what stands before the cut, and the rest would be lost in silence.
"""

from __future__ import annotations

import os
from typing import IO

_MAGIC, _SKIPPABLE = 0xFD2FB528, 0x184D2A5
_DICTIONARY = (0, 1, 2, 4)
_CONTENT_SIZE = (0, 2, 4, 8)
_RLE = 1


def is_cut(file: IO[bytes]) -> bool:
    """Whether a file ends in the middle of a frame (RFC 8878 section 3.1), told by the heads of its blocks; False of what is no frame."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    at = 0
    while at + 4 <= size:
        magic = _number(file, 4)
        if magic >> 4 == _SKIPPABLE:
            length = _number(file, 4)
            file.seek(at + 8 + length)
        elif magic != _MAGIC:
            return False
        elif not _pass_frame(file, size):
            return True
        at = file.tell()
    return at != size


def _pass_frame(file: IO[bytes], size: int) -> bool:
    """Goes behind the blocks of a frame; whether its last one is there."""
    head = _number(file, 1)
    is_single = head >> 5 & 1
    file.seek((1 - is_single) + _DICTIONARY[head & 3] + (_CONTENT_SIZE[head >> 6] or is_single), os.SEEK_CUR)
    while file.tell() + 3 <= size:
        block = _number(file, 3)
        file.seek(1 if block >> 1 & 3 == _RLE else block >> 3, os.SEEK_CUR)
        if block & 1:
            file.seek(4 * (head >> 2 & 1), os.SEEK_CUR)
            return True
    return False


def _number(file: IO[bytes], count: int) -> int:
    return int.from_bytes(file.read(count), "little")
