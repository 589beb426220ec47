"""What a command costs: seconds of processor and of the clock, and its peak of memory."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from tempfile import TemporaryFile


@dataclass(frozen=True, slots=True)
class Cost:
    """One run, or the best of several. `cpu` is user + system of the process and its children, `peak` is in bytes."""

    cpu: float
    wall: float
    peak: int

    def least(self, other: Cost) -> Cost:
        """The less of each measure."""
        return Cost(min(self.cpu, other.cpu), min(self.wall, other.wall), min(self.peak, other.peak))

    def scaled(self, factor: float) -> Cost:
        """The same for `factor` times the work; memory is left as it is."""
        return Cost(self.cpu * factor, self.wall * factor, self.peak)


class FailedError(Exception):
    """A command that did not do its work; says why."""


def cost_of(command: Sequence[str], times: int = 1) -> Cost:
    """The least of each measure over so many runs; FailedError if one fails."""
    return reduce(Cost.least, (_run(command) for _ in range(times)))


def _run(command: Sequence[str]) -> Cost:
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}  # as a user's machine has it
    with TemporaryFile() as output:  # into /dev/null GNU grep writes nothing and ends at the first line that it finds
        begin = time.perf_counter()
        try:
            child = subprocess.Popen(command, env=environ, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.DEVNULL)
        except OSError as error:
            raise FailedError(f"{command[0]} cannot be run: {error.strerror}") from None
        _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):  # rg and tshark say 1 where nothing was found
        raise FailedError(f"{command[0]} ended with status {child.returncode}")
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * 1024)
