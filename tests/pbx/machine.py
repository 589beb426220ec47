"""A machine in a folder: programs that answer from recordings, /proc, logs and configuration of Asterisk."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sipwhy.pbx.programs import NOT_THERE, Done
from sipwhy.pbx.servers.product import ASTERISK, Product
from tests.pbx.ami_server import ANSWERS

SS = (
    'udp UNCONN 0 0 203.0.113.10:5060 0.0.0.0:* users:(("asterisk",pid=4242,fd=12))\n'
    'tcp LISTEN 0 5 127.0.0.1:5038 0.0.0.0:* users:(("asterisk",pid=4242,fd=7))\n'
    'tcp LISTEN 0 128 [::]:22 [::]:* users:(("sshd",pid=1,fd=3))\n'
)
BOOTED = 1_795_300_000
"""When this machine began, in seconds since 1970."""


@dataclass
class Recorded:
    """Programs that print what is recorded: by their words, else by their name."""

    answers: Mapping[str, Done] = field(default_factory=dict)
    ran: list[str] = field(default_factory=list)

    def where(self, name: str) -> str | None:
        return f"/usr/sbin/{name}" if any(words.split()[0] == name for words in self.answers) else None

    def run(self, words: Sequence[str], timeout: float = 10.0, text: str | None = None) -> Done:
        self.ran.append(" ".join(words))
        return self.answers.get(" ".join(words)) or self.answers.get(words[0]) or Done(NOT_THERE, "", f"{words[0]}: not installed")


def unit(**more: str) -> Done:
    """What systemctl shows of a unit."""
    shown = {"LoadState": "loaded", "ActiveState": "active", "SubState": "running", "Result": "success", "NRestarts": "0", **more}
    return Done(0, "".join(f"{name}={value}\n" for name, value in shown.items()))


def asterisk(systemd: Done | None = None, **more: Done) -> Recorded:
    """Asterisk as it was recorded, with its remote console."""
    console = {f"asterisk -rx {words}": Done(0, answer) for words, answer in ANSWERS.items()}
    known = {**console, "asterisk": Done(0, "No such command\n"), "ss": Done(0, SS), **more}
    return Recorded(known | ({"systemctl": systemd} if systemd else {}))


def process(folder: Path, name: str = "asterisk", pid: int = 4242, after: int = 1000) -> Path:
    """A /proc with one process that began `after` seconds after the machine."""
    proc = folder / "proc"
    (proc / str(pid)).mkdir(parents=True)
    (proc / "stat").write_text(f"cpu 1 2 3\nbtime {BOOTED}\n")
    fields = ["S", *["0"] * 18, str(after * os.sysconf("SC_CLK_TCK")), *["0"] * 20]
    (proc / str(pid) / "stat").write_text(f"{pid} ({name}) {' '.join(fields)}\n")
    return proc


def product(folder: Path) -> Product:
    """Asterisk whose logs and configuration are in `folder`."""
    for name in ("log", "etc"):
        (folder / name).mkdir(exist_ok=True)
    return replace(ASTERISK, logs=folder / "log", settings=folder / "etc")
