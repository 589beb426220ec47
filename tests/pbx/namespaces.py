"""A network and a file system of one's own, in which real firewalls can ban without harm to this machine."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sipwhy.pbx.programs import Done, Machine


def why_not(*programs: str) -> str:
    """Why a test with these programs cannot be done here; "" if it can."""
    if os.geteuid() != 0:
        return "needs root: network namespaces"
    missing = [name for name in ("unshare", "nsenter", *programs) if Machine().where(name) is None]
    if missing:
        return f"needs {', '.join(missing)} (Debian: see .ci/peers)"
    done = subprocess.run(["unshare", "-n", "-m", "true"], capture_output=True, check=False)
    return "" if done.returncode == 0 else "network namespaces are not allowed here"


class Namespace(Machine):
    """Programs run inside; folders of `hidden` are replaced by empty ones there."""

    def __init__(self, pid: int) -> None:
        super().__init__()
        self.pid = pid

    def inside(self, words: Sequence[str]) -> list[str]:
        """A command line that runs `words` inside."""
        return ["nsenter", f"--target={self.pid}", "--net", "--mount", *words]

    def run(self, words: Sequence[str], timeout: float = 10.0, text: str | None = None) -> Done:
        """As the program does it, inside."""
        if shutil.which(words[0], path=self._environ["PATH"]) is None:
            return super().run(words, timeout, text)
        return super().run(self.inside(words), timeout, text)

    def must(self, *words: str) -> str:
        """Runs what has to succeed."""
        done = self.run(words, 30)
        assert done.is_well, (words, done.out, done.err)
        return done.out


def eventually(condition: Callable[[], object], patience: float = 20) -> None:
    """Waits until `condition` holds."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.1)


@contextlib.contextmanager
def namespace(binds: dict[Path, Path] | None = None) -> Iterator[Namespace]:
    """A namespace in which loopback is up and each folder `binds` names is another one."""
    mounts = "".join(f"mkdir -p {inside} && mount --bind {outside} {inside} && " for inside, outside in (binds or {}).items())
    script = f"ip link set lo up && {mounts}echo ready && exec sleep 600"
    process = subprocess.Popen(
        ["unshare", "--net", "--mount", "--propagation=private", "sh", "-c", script], stdout=subprocess.PIPE, start_new_session=True
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == b"ready\n"
        yield Namespace(process.pid)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
