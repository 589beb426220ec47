"""Reads Zstandard as far as it goes: a file that was cut gives what stands before the cut, and says that it was."""

from __future__ import annotations

import zstandard

from sipwhy.sources.gunzip import BrokenOffError, Readable

_PIECE, _SLICE = 1 << 16, 1 << 12
"""Bytes that are read, and that are decompressed at once: four of them can make 128 KiB (RFC 8878 section 3.1.1.2.2)."""


class Unzstd:
    """The decompressed bytes of a file of one or several frames (RFC 8878)."""

    def __init__(self, packed: Readable) -> None:
        self._packed = packed
        self._frame: zstandard.ZstdDecompressionObj | None = None
        """The frame that has begun and has not ended."""
        self._waiting = self._made = memoryview(b"")

    def read(self, size: int) -> bytes:
        """At most `size` bytes, b"" at the end; BrokenOffError where the data are damaged, or end in the middle of a frame."""
        while not self._made:
            self._waiting = self._waiting or memoryview(self._packed.read(_PIECE) or b"")
            if not self._waiting:
                if self._frame is not None:
                    raise BrokenOffError("the file ends before its compressed data does")
                return b""
            self._step()
        data, self._made = bytes(self._made[:size]), self._made[size:]
        return data

    def _step(self) -> None:
        whole = self._waiting
        piece, self._waiting = whole[:_SLICE], whole[_SLICE:]
        self._frame = self._frame or zstandard.ZstdDecompressor().decompressobj()
        try:
            self._made = memoryview(self._frame.decompress(piece))
        except zstandard.ZstdError as error:
            raise BrokenOffError(str(error)) from None
        if self._frame.eof:
            self._waiting = whole[len(piece) - len(self._frame.unused_data) :]  # no copy: there may be thousands of small frames
            self._frame = None
