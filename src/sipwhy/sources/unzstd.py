"""Reads Zstandard as far as it goes."""

from __future__ import annotations

from typing import IO

import zstandard

from sipwhy.sources.gunzip import BrokenOffError


class Unzstd:
    """The decompressed bytes of a file of one or several frames (RFC 8878)."""

    def __init__(self, packed: IO[bytes]) -> None:
        self._reader = zstandard.ZstdDecompressor().stream_reader(packed, read_across_frames=True)

    def read(self, size: int) -> bytes:
        """The next bytes; BrokenOffError where the data are damaged."""
        try:
            return self._reader.read(size)
        except zstandard.ZstdError as error:
            raise BrokenOffError(str(error)) from None
