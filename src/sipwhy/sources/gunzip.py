"""Decompresses gzip as far as it goes: a file that was cut gives all that stands before the cut (RFC 1952)."""

from __future__ import annotations

import zlib
from typing import Protocol

_PIECE = 1 << 16
_WITH_HEADER = zlib.MAX_WBITS | 16


class Readable(Protocol):
    """Anything with bytes in it."""

    def read(self, size: int, /) -> bytes | None:
        """The next bytes."""


class BrokenOffError(EOFError):
    """The compressed data ends, or is damaged, in the middle."""


class Gunzip:
    """Reads the members of a gzip file one after the other."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._inflate = zlib.decompressobj(_WITH_HEADER)
        self._waiting = b""
        self._began = False

    def read(self, size: int) -> bytes:
        """At most `size` bytes, b"" at the end; BrokenOffError once all that can be had was given."""
        while True:
            piece = self._waiting or self._source.read(_PIECE) or b""
            if not piece:
                if self._began:
                    raise BrokenOffError("the file ends before its compressed data does")
                return b""
            if not self._began and not (piece := piece.lstrip(b"\0")):  # a file may be filled up with zeros behind a member
                self._waiting = b""
                continue
            data = self._step(piece, size)
            if data:
                return data

    def _step(self, piece: bytes, size: int) -> bytes:
        self._began = True
        try:
            data = self._inflate.decompress(piece, size)
        except zlib.error as error:
            raise BrokenOffError(str(error)) from None
        self._waiting = self._inflate.unconsumed_tail
        if self._inflate.eof:
            self._waiting = self._inflate.unused_data
            self._inflate = zlib.decompressobj(_WITH_HEADER)
            self._began = False
        return data
