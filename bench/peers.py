"""The programs that we measure ourselves against, how each is told to do the same work, and what it costs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cost import Cost, FailedError, cost_of

_SNGREP_LIMIT = "200000"
"""By default sngrep stops at 20,000 dialogs and says nothing."""
SIP_DOCTOR = "sip-doctor==0.8.0"


@dataclass(frozen=True, slots=True)
class Peer:
    """One program at one job; `{file}` in its command stands for the capture."""

    name: str
    command: Sequence[str]
    note: str = ""

    def cost(self, file: Path) -> Cost:
        """What it costs; FailedError if it is not there or fails."""
        if not shutil.which(self.command[0]):
            raise FailedError(f"{self.command[0]} is not installed")
        return cost_of([word.format(file=file) for word in self.command])


SIGNALLING = (
    Peer("tshark -z sip,stat", ("tshark", "-q", "-z", "sip,stat", "-r", "{file}")),
    Peer("sngrep", ("sngrep", "-N", "-q", "-F", "-l", _SNGREP_LIMIT, "-I", "{file}"), "loads only"),
)
MEDIA = (
    Peer("tshark -z rtp,streams", ("tshark", "-q", "-z", "rtp,streams", "-r", "{file}")),
    Peer("sngrep -r", ("sngrep", "-r", "-N", "-q", "-F", "-l", _SNGREP_LIMIT, "-I", "{file}"), "loads only"),
)


def sip_doctor(folder: Path) -> Peer:
    """The same question asked of sip-doctor, installed in `folder` on its own; FailedError if that cannot be done."""
    home = folder / "sip-doctor"
    program = home / "bin" / "sip-doctor"
    if not program.exists():
        try:
            subprocess.run([sys.executable, "-m", "venv", home], check=True, capture_output=True)
            subprocess.run([home / "bin" / "pip", "install", "--quiet", SIP_DOCTOR], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            raise FailedError(f"{SIP_DOCTOR} cannot be installed") from None
    return Peer("sip-doctor", (str(program), "read", "{file}"))
