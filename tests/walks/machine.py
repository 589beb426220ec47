"""
The machine on which "extension 120 does not register" is walked: an Asterisk of recordings, a fail2ban that keeps one ban in a file.

Its programs stand in a folder of their own before all others in PATH, so that nothing of the real machine is asked or changed.
`asterisk -rx` answers what was recorded of Asterisk 20.20.1 and, once SIP logging is on, the telephone tries again: the recorded
messages are written to the log with the time of now. After the fifth refusal the address is banned, as a jail with maxretry 5 does.
fail2ban's and ss's answers are in the format of fail2ban 1.0.2 and iproute2 6.1; a real fail2ban is tried by tests/pbx/bans.
"""

from __future__ import annotations

import re
import stat
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from tests.pbx.ami_server import ANSWERS
from tests.pbx.machine import BOOTED, SS, process
from tests.project.tree import ROOT

LOGS = "lg"
"""The folder of the logs; with that of a test before it, as long as /var/log/asterisk."""
HERE = Path(__file__).parent
ADDRESS = "198.51.100.21"
SAMPLE = ROOT / "samples" / "extension-120.log"
_RUNS = 3 * 86_400
"""Seconds for which Asterisk has been running."""
_HEAD = re.compile(r"^\[([^\]]+)\]", re.MULTILINE)
_SILENT = ("iptables-save", "ip6tables-save", "ipset", "ip", "kamcmd", "systemctl", "journalctl")
"""Programs of a real machine that have nothing to say on this one."""

_SIPWHY = """\
from dataclasses import replace
from pathlib import Path
import os
from sipwhy.pbx import processes
from sipwhy.pbx.debug import record
from sipwhy.pbx.servers import product

folder = Path(os.environ["WALK_MACHINE"])
processes.PROC = folder / "proc"  # a process of that name could be taken for a server by whoever looks at this machine
processes.find.__defaults__ = (processes.PROC,)
product.ASTERISK = replace(product.ASTERISK, logs=folder / "lg", settings=folder / "etc")
product.PRODUCTS = (product.ASTERISK,)
record.owner = os.geteuid
os.geteuid = lambda: 0  # the stand-ins need no rights; the page says sudo
from sipwhy.cli.process import run

run()
"""


def build(folder: Path) -> dict[str, str]:
    """The machine in `folder`; what its environment adds."""
    bin_, log = folder / "pbx", folder / LOGS
    for made in (bin_, log, folder / "etc"):
        made.mkdir()
    process(folder, after=int(time.time() - _RUNS - BOOTED))
    ago = datetime.now() - timedelta(minutes=12)
    notices = [line for line in SAMPLE.read_text(encoding="utf-8").splitlines() if "NOTICE" in line]
    (log / "messages.log").write_text("".join(f"{_HEAD.sub(f'[{ago:%Y-%m-%d %H:%M:%S}.000]', line)}\n" for line in notices))
    _program(bin_ / "sipwhy", f"#!{sys.executable} -P\n{_SIPWHY}")
    _program(bin_ / "sudo", '#!/bin/sh\nexec "$@"\n')
    for name in ("asterisk", "fail2ban-client"):
        _program(bin_ / name, f'#!/bin/sh\nexec "{sys.executable}" -m tests.walks.machine {name} "$@"\n')
    _program(bin_ / "ss", f"#!/bin/sh\ncat <<'END'\n{SS}END\n")
    _program(bin_ / "nft", """#!/bin/sh\necho '{"nftables": []}'\n""")
    for name in _SILENT:
        _program(bin_ / name, "#!/bin/sh\nexit 1\n" if name in ("systemctl", "journalctl") else "#!/bin/sh\n")
    return {"WALK_MACHINE": str(folder), "SIPWHY_RUN_DIR": str(folder / "run")}


def _program(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


class Asterisk:
    """What `asterisk -rx WORDS` does."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._channel = folder, folder / "channel"

    def answer(self, words: str) -> str:
        """The console's output."""
        if words.startswith("logger add channel "):
            self._channel.write_text(words.split()[3])
            return ""
        if words.startswith("pjsip set logger host "):
            subprocess.Popen(
                [sys.executable, "-m", "tests.walks.machine", "telephone"],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
            return f"PJSIP Logging Enabled for host: {words.split()[4]}\n"
        if words == "pjsip set logger off":
            return "PJSIP Logging disabled\n"
        if words.startswith("logger remove channel "):
            self._channel.unlink(missing_ok=True)
            return f"Removed dynamic logger channel '{words.split()[3]}'\n"
        if words == "core show settings":
            return f"  Log directory:               {self._folder / LOGS}\n"
        known = {
            **ANSWERS,
            "pjsip show endpoints": (HERE / "pjsip-show-endpoints.txt").read_text(),
            "pjsip show registrations": "No objects found.\n",
        }
        return known.get(words, f"No such command '{words}' (type 'core show help {words}' for other possible commands)\n")

    def telephone(self) -> None:
        """The telephone tries again, and is refused and banned."""
        now, recorded = datetime.now(), SAMPLE.read_text(encoding="utf-8")
        times = [datetime.strptime(found[1], "%Y-%m-%d %H:%M:%S.%f") for found in _HEAD.finditer(recorded)]
        shifted = iter([now + (time - times[0]) for time in times])
        played = _HEAD.sub(lambda _: f"[{next(shifted).isoformat(' ', 'milliseconds')}]", recorded)
        with Path(self._channel.read_text()).open("a") as log:
            log.write(played)
        (self._folder / "banned").write_text(f"{now:%Y-%m-%d %H:%M:%S} + 3600 = {now + timedelta(hours=1):%Y-%m-%d %H:%M:%S}")


class Fail2ban:
    """What `fail2ban-client WORDS` does."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._banned = folder, folder / "banned"

    def answer(self, words: str) -> str:
        """Its output."""
        known = {
            "status": "Status\n|- Number of jail:\t1\n`- Jail list:\tasterisk\n",
            "get asterisk banip --with-time": f"{ADDRESS} \t{self._banned.read_text()}\n" if self._banned.exists() else "\n",
            "get asterisk maxretry": "5\n",
            "get asterisk findtime": "600\n",
            "get asterisk bantime": "3600\n",
            "get asterisk logpath": f"Current monitored log file(s):\n`- {self._folder / LOGS / 'messages.log'}\n",
            "get dbfile": "Current database file is:\n`- None\n",
        }
        if words == f"set asterisk unbanip {ADDRESS}":
            self._banned.unlink()
            return "1\n"
        return known.get(words, "")


def main(program: str, words: list[str]) -> int:
    """Runs a stand-in."""
    import os  # noqa: PLC0415  # only where this is a program

    folder = Path(os.environ["WALK_MACHINE"])
    if program == "telephone":
        Asterisk(folder).telephone()
    elif program == "asterisk":
        sys.stdout.write(Asterisk(folder).answer(" ".join(words[1:])))
    else:
        sys.stdout.write(Fail2ban(folder).answer(" ".join(words)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
