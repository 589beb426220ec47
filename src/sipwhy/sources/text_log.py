"""A text log with SIP messages in it, read as if it were a capture of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from sipwhy.sources.byte_order import as_utf_8
from sipwhy.sources.capture_file import CaptureFile
from sipwhy.sources.log_product import product_of
from sipwhy.sources.log_zone import LogZone, local_zone, zone_named
from sipwhy.sources.spool import Spool, SpoolFullError
from sipwhy.sources.stranger import HEAD, kind_of, lookalike
from sipwhy.wire.evidence import Log
from sipwhy.wire.logs import Correction, LogReader

_UNDECIDED = 4 << 20
"""So many bytes without anything that a log holds, and it is none."""


class TextLog(Struct):
    """One opened log. `read` gives its messages as bytes of a capture file, `fetch` any part of these again."""

    _file: CaptureFile
    _reader: LogReader
    _zone: LogZone
    _spool: Spool = field(default_factory=Spool)
    head: bytes = b""
    """Its first bytes, as far as it was read."""
    _taken: int = 0
    _plain: Callable[[bytes], bytes] | None = None
    """What makes UTF-8 of its bytes, once the first of them are read."""
    _has_ended: bool = False

    @property
    def name(self) -> str:
        """Its path."""
        return self._file.name

    @property
    def size(self) -> int | None:
        """Bytes on disk; None where that is not known."""
        return self._file.size

    @property
    def fault(self) -> str | None:
        """Why it was not read to its end, if it was not."""
        return self._file.fault

    @property
    def is_out_of_room(self) -> bool:
        """Whether what it holds could not be kept, and is read no more."""
        return self._file.is_out_of_room

    @property
    def position(self) -> int:
        """How far the file on disk has been read, in bytes."""
        return self._file.position

    @property
    def is_plain(self) -> bool:
        """Never: what is read does not stand on disk as it is."""
        return False

    @property
    def is_refused(self) -> bool:
        """Whether enough of it is known to say that it is no log."""
        return self._is_other or ((self._has_ended or self._taken >= _UNDECIDED) and not self._reader.is_log)

    @property
    def broken(self) -> tuple[int, int] | None:
        """Messages of it that could not be read: the first line of the first, and how many there were."""
        return self._reader.broken

    @property
    def _is_other(self) -> bool:
        """Whether its first bytes are those of an archive, whatever text is packed there."""
        return kind_of(self.head) != "unrecognised"

    def read(self, size: int) -> bytes:
        """The next messages; b"" at the end."""
        while not self._has_ended:
            data = self._file.read(size)
            self._taken += len(data)
            text = self._in_utf_8(data)
            self.head += text[: max(HEAD - len(self.head), 0)]
            self._has_ended = not data
            if self._is_other:
                break
            if (text or not data) and (capture := self._reader.feed(text)):
                return self._kept(capture)
            if self.is_refused:
                break
        return b""

    def fetch(self, offset: int, length: int) -> bytes:
        """Bytes that `read` gave before; where `read` goes on is another matter, and so is who else fetches at the same time."""
        return self._spool.fetch(offset, length)

    def _in_utf_8(self, data: bytes) -> bytes:
        if self._plain is None:
            self._plain = as_utf_8(data)
        return self._plain(data)

    def _kept(self, capture: bytes) -> bytes:
        try:
            self._spool.add(capture)
        except SpoolFullError as error:
            self._has_ended = True
            return self._file.break_off(error.why)
        return capture

    def told(self, file: int) -> Log:
        """How much of it was understood, and its lines, as those of file number `file`."""
        account, lines = self._reader.told(file, self._zone.name)
        return replace(account, looks_like=lookalike(self.head) or "", product=product_of(self.head) or ""), lines


def open_log(
    file: CaptureFile,
    zone: str | None = None,
    year: int | None = None,
    markers: Sequence[str] = (),
    *,
    correction: Correction | None = None,
) -> TextLog:
    """
    Reads `file`, which is no capture, as a log; lines with one of `markers` are kept.

    `zone` is that of its times where it names none (None: this machine's), `year` that of its first line where it writes none
    (None: its dates are the latest that are not after the file's own), `correction` what captures say of it. ValueError if
    there is no such zone.
    """
    known = zone_named(zone) if zone else local_zone()
    latest = file.modified
    file.forget()
    reader = LogReader(known.offsets(latest), round(latest * 1_000_000), year, markers, correction, before=file.lines_before)
    return TextLog(file, reader, known)
