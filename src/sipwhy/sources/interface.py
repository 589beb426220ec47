"""A network interface as something that grows: tcpdump listens, and hands over what comes."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence

from sipwhy.sources.growing import Grown, Pipe

_STARTS = 0.6
"""Seconds within which tcpdump says that it cannot listen."""


class InterfaceError(Exception):
    """Why nothing can be listened to; `key` and `values` say why (texts.errors.ERROR)."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values


class Interface:
    """Packets of one interface ("any": of all) from now on, those alone that pass `expression` (pcap-filter(7)), if there is one."""

    def __init__(self, name: str, expression: Sequence[str] = ()) -> None:
        program = shutil.which("tcpdump", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin")
        if program is None:
            raise InterfaceError("no-tcpdump")
        self.name, self.has_past = name, False
        self._words = tempfile.TemporaryFile()  # noqa: SIM115  # open as long as tcpdump speaks: it must not block, nor write on the screen
        self._process = subprocess.Popen(
            [program, "-i", name, "-n", "-U", "-s", "0", "-w", "-", *expression],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._words,
        )
        if self._process.stdout is None:
            raise AssertionError("a pipe was asked for")
        self._pipe = Pipe(name, os.dup(self._process.stdout.fileno()))
        self._process.stdout.close()
        self._wait_until_it_listens()

    @property
    def has_ended(self) -> bool:
        """Whether tcpdump has ended, and all of it was taken."""
        return self._pipe.has_ended

    def take(self) -> Grown | None:
        """What came since the last call."""
        return self._pipe.take()

    def close(self) -> None:
        """Listens no more."""
        self._process.terminate()
        self._process.wait()
        self._words.close()

    def _wait_until_it_listens(self) -> None:
        until = time.monotonic() + _STARTS
        while time.monotonic() < until:
            if self._process.poll() is not None:
                raise InterfaceError("no-listening", name=self.name, detail=self._last_words())
            if b"listening on" in self._said():
                return
            time.sleep(0.02)

    def _said(self) -> bytes:
        return os.pread(self._words.fileno(), 1 << 12, 0)

    def _last_words(self) -> str:
        lines = self._said().decode("utf-8", "replace").strip().splitlines()
        return lines[-1].removeprefix("tcpdump: ") if lines else "tcpdump"
