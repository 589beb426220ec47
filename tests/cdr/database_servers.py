"""Servers of Debian's packages, started for the tests that talk to them, each in a folder of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict

PASSWORD = "s3cret-of-tests"
_PATIENCE = 60


def program(name: str, *more: str) -> str | None:
    """Where a program is, on the path or where Debian keeps it."""
    places = [shutil.which(name), *(str(path) for folder in more for path in sorted(Path("/").glob(f"{folder}/{name}")))]
    return next((place for place in places if place), None)


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended: {process.returncode}")
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server does not listen")


class _Owner(TypedDict, total=False):
    """Whom a server runs as, as subprocess takes it."""

    user: int
    group: int


def _as_nobody(folder: Path) -> _Owner:
    """Servers refuse to be root: the folder is given to somebody else, who must be able to reach it."""
    if os.geteuid() != 0:
        return {}
    who = pwd.getpwnam("nobody")
    for path in (folder, *folder.rglob("*")):
        os.chown(path, who.pw_uid, who.pw_gid)
    for parent in folder.parents:
        if parent.stat().st_uid == 0 and parent != Path("/") and str(parent).startswith("/tmp"):
            parent.chmod(parent.stat().st_mode | 0o011)
    return {"user": who.pw_uid, "group": who.pw_gid}


@contextmanager
def mariadb(folder: Path) -> Iterator[int]:
    """A MariaDB with the database `asterisk` and the user `reader`; its port."""
    server, installer = program("mariadbd", "usr/sbin"), program("mariadb-install-db", "usr/bin")
    if server is None or installer is None:
        raise FileNotFoundError("mariadbd")
    data, port = folder / "data", free_port()
    data.mkdir()
    start = folder / "start.sql"
    start.write_text(
        f"CREATE DATABASE asterisk;\nCREATE USER reader@'%' IDENTIFIED BY '{PASSWORD}';\nGRANT ALL ON asterisk.* TO reader@'%';\n",
        encoding="utf-8",
    )
    owner = _as_nobody(folder)
    subprocess.run(
        [installer, "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal", "--skip-test-db"],
        check=True, capture_output=True, **owner,
    )  # fmt: skip
    command = [
        server,
        "--no-defaults",
        f"--datadir={data}",
        f"--socket={folder}/s",
        f"--port={port}",
        "--bind-address=127.0.0.1",
        "--skip-name-resolve",
        f"--init-file={start}",
        f"--pid-file={folder}/pid",
    ]
    with _running(command, port, owner):
        yield port


@contextmanager
def postgresql(folder: Path) -> Iterator[int]:
    """A PostgreSQL with the user and database `reader`; its port."""
    server, installer = program("postgres", "usr/lib/postgresql/*/bin"), program("initdb", "usr/lib/postgresql/*/bin")
    if server is None or installer is None:
        raise FileNotFoundError("postgres")
    data, port, secret = folder / "data", free_port(), folder / "secret"
    secret.write_text(PASSWORD + "\n")
    owner = _as_nobody(folder)
    subprocess.run(
        [installer, "-D", str(data), "-U", "reader", "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8", "--no-sync"],
        check=True, capture_output=True, **owner,
    )  # fmt: skip
    with _running([server, "-D", str(data), "-p", str(port), "-h", "127.0.0.1", "-k", str(folder), "-F"], port, owner):
        _await_ready(data / "postmaster.pid")
        yield port


def _await_ready(state: Path) -> None:
    """Waits until PostgreSQL says in its file of state that it is ready; it listens sooner, and refuses who comes then."""
    deadline = time.monotonic() + _PATIENCE
    while "ready" not in state.read_text(encoding="utf-8"):
        if time.monotonic() > deadline:
            raise TimeoutError("postgres is not ready")
        time.sleep(0.05)


@contextmanager
def _running(command: list[str], port: int, owner: _Owner) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **owner)
    try:
        _await(port, process)
        yield
    finally:
        process.terminate()
        process.wait(30)
