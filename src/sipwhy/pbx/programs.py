"""The one way in which a program of this machine is run: no shell, a time limit, and never a secret among its words."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

NOT_THERE, TIMED_OUT, NOT_ALLOWED = 127, 124, 126
_SBIN = ("/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/bin", "/bin", "/usr/local/freeswitch/bin")


@dataclass(frozen=True, slots=True)
class Done:
    """What a program left: its exit status and what it wrote. 127: there is no such program, 124: it took too long."""

    status: int
    out: str = ""
    err: str = ""

    @property
    def is_well(self) -> bool:
        """Whether it says that it succeeded."""
        return self.status == 0

    @property
    def complaint(self) -> str:
        """Its last words, for a message."""
        words = (self.err.strip() or self.out.strip()).splitlines()
        return words[-1].strip() if words else f"exit status {self.status}"


class Programs(Protocol):
    """Whoever runs programs: this machine, or a test with recorded output."""

    def where(self, name: str) -> str | None:
        """The path of a program; None if it is not installed."""

    def run(self, words: Sequence[str], timeout: float = 10.0, text: str | None = None) -> Done:
        """Runs a program to its end; `text` is its standard input. It never raises."""


class Machine:
    """The programs of this machine; those of the administrator are found although his PATH lacks them."""

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        given = dict(os.environ if environ is None else environ)
        paths = dict.fromkeys([*filter(None, given.get("PATH", "").split(os.pathsep)), *_SBIN])
        self._environ = {**given, "PATH": os.pathsep.join(paths), "LC_ALL": "C.UTF-8", "TERM": "dumb"}

    @property
    def folders(self) -> tuple[str, ...]:
        """Where programs are looked for, in this order."""
        return tuple(self._environ["PATH"].split(os.pathsep))

    def where(self, name: str) -> str | None:
        """The path of a program; None if it is not installed."""
        return shutil.which(name, path=self._environ["PATH"])

    def run(self, words: Sequence[str], timeout: float = 10.0, text: str | None = None) -> Done:
        """Runs a program to its end; `text` is its standard input. It never raises."""
        path = self.where(words[0])
        if path is None:
            return Done(NOT_THERE, "", f"{words[0]}: not installed")
        try:
            return self._run([path, *words[1:]], timeout, text)
        except OSError as error:
            return Done(NOT_ALLOWED, "", error.strerror or str(error))

    def _run(self, words: Sequence[str], timeout: float, text: str | None) -> Done:
        given = None if text is None else text.encode()
        with subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL if given is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self._environ,
            start_new_session=True,  # what it starts ends with it, and Ctrl-C is for us alone
        ) as process:
            try:
                out, err = process.communicate(given, timeout)
            except BaseException as error:
                _end(process)
                if not isinstance(error, subprocess.TimeoutExpired):
                    raise
                return Done(TIMED_OUT, "", f"{words[0]}: no answer within {timeout:g} s")
        return Done(process.returncode, out.decode(errors="replace"), err.decode(errors="replace"))


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        process.kill()
    process.wait()
