"""A real fail2ban with its jail for Asterisk, inside a namespace, watching a log that a test plays into."""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tests.pbx.namespaces import Namespace, eventually, namespace

ETC = Path("/etc/fail2ban")
_HEAD = re.compile(r"^\[[^\]]+\]")


@dataclass
class Fail2ban:
    """The namespace, and the log that the jail watches."""

    inside: Namespace
    log: Path

    def play(self, recorded: Path) -> None:
        """Writes the lines of a recorded log as if they were written now: fail2ban forgets what is older than findtime."""
        now = datetime.now().strftime("[%Y-%m-%d %H:%M:%S.000]")
        with self.log.open("a") as file:
            for line in recorded.read_text().splitlines():
                file.write(_HEAD.sub(now, line) + "\n")

    def wait_for(self, address: str, banned: bool = True) -> None:
        """Waits until the jail has banned (or no longer bans) the address."""
        eventually(lambda: (address in self.inside.run(("fail2ban-client", "status", "asterisk")).out) is banned)


@contextlib.contextmanager
def fail2ban(folder: Path, action: str) -> Iterator[Fail2ban]:
    """Debian's fail2ban with the jail "asterisk", five failures and the ban action `action`."""
    etc, run, log = folder / "etc", folder / "run", folder / "messages"
    shutil.copytree(ETC, etc)
    run.mkdir()
    log.write_text("")
    (etc / "jail.d" / "defaults-debian.conf").unlink(missing_ok=True)
    (etc / "jail.local").write_text(
        f"[DEFAULT]\nbackend = polling\nbanaction = {action}\nbanaction_allports = {action}\n"
        f"[asterisk]\nenabled = true\nmaxretry = 5\nfindtime = 600\nbantime = 3600\nlogpath = {log}\n"
    )
    (etc / "fail2ban.local").write_text(f"[Definition]\nlogtarget = {folder}/fail2ban.log\ndbfile = {folder}/fail2ban.sqlite3\n")
    with namespace({ETC: etc, Path("/var/run/fail2ban"): run}) as inside:
        server = subprocess.Popen(
            inside.inside(["fail2ban-server", "-f", "start"]), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            deadline = time.monotonic() + 30
            while not inside.run(("fail2ban-client", "ping")).is_well:
                assert server.poll() is None, (folder / "fail2ban.log").read_text()
                assert time.monotonic() < deadline, (folder / "fail2ban.log").read_text()
                time.sleep(0.1)
            yield Fail2ban(inside, log)
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
