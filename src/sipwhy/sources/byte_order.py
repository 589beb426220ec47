"""Texts that begin with a byte order mark, as programs of Windows write them: UTF-16 becomes UTF-8, and the mark goes."""

from __future__ import annotations

import codecs
from collections.abc import Callable

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
UTF_16_LINES = {mark: (mark, newline) for mark, newline in zip(_UTF_16, (b"\n\0", b"\0\n"), strict=True)}
"""By the mark of a text in UTF-16: the mark again, and the end of a line."""


def as_utf_8(first: bytes) -> Callable[[bytes], bytes]:
    """
    What makes UTF-8 without a mark of the pieces of a text that begins with `first`, taken in order; of half a letter it makes b"".

    `first` holds the first three bytes, unless the text is shorter. A text without a mark comes out as it is, whatever its letters are.
    """
    if first.startswith(codecs.BOM_UTF8):
        return _Unmarked().take
    return _FromUtf16().take if first.startswith(_UTF_16) else _unchanged


class _Unmarked:
    """UTF-8 behind its mark."""

    def __init__(self) -> None:
        self._mark = len(codecs.BOM_UTF8)

    def take(self, data: bytes) -> bytes:
        rest, self._mark = data[self._mark :], 0
        return rest


class _FromUtf16:
    """UTF-16 in the order that its mark tells; half a letter waits for the next piece."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-16")("replace")

    def take(self, data: bytes) -> bytes:
        return self._decoder.decode(data).encode("utf-8", "replace")


def _unchanged(data: bytes) -> bytes:
    return data
