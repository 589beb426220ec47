"""What was turned on and how it is turned off, on disk while it is on."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from sipwhy.pbx import processes


class RecordError(Exception):
    """There is no safe place for the record."""


@dataclass(frozen=True, slots=True)
class Record:
    """
    `undo` are commands of the server's console. `pid` and `mark` name the tool's process for good, `server_pid` and
    `server_mark` the server's; `deadline` is in seconds since 1970.

    No secret stands here: who turns off reads it where the tool read it.
    """

    product: str
    settings: str
    undo: tuple[str, ...]
    trace: str
    pid: int
    mark: int | None
    deadline: float
    server_pid: int | None = None
    server_mark: int | None = None

    @property
    def has_server_ended(self) -> bool:
        """Whether the server's process of then is gone: what was turned on in it is gone with it. Not known, it counts as running."""
        return self.server_pid is not None and processes.start_mark(self.server_pid) != self.server_mark

    @property
    def is_alive(self) -> bool:
        """Whether the tool that turned it on still runs."""
        return self.mark is not None and processes.start_mark(self.pid) == self.mark


owner = os.geteuid
"""To whom the folder must belong: whoever runs this."""


def folder(environ: Mapping[str, str] | None = None) -> Path:
    """Where records are kept: /run/sipwhy of the administrator, the user's own runtime folder of everybody else. It is ours alone."""
    given = os.environ if environ is None else environ
    if given.get("SIPWHY_RUN_DIR"):
        path = Path(given["SIPWHY_RUN_DIR"])
    elif os.geteuid() == 0:
        path = Path("/run/sipwhy")
    else:
        path = Path(given["XDG_RUNTIME_DIR"]) / "sipwhy" if given.get("XDG_RUNTIME_DIR") else Path(f"/tmp/sipwhy-{os.geteuid()}")
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        seen = path.lstat()
    except OSError as error:
        raise RecordError(f"{path}: {error.strerror}") from None
    if not stat.S_ISDIR(seen.st_mode) or seen.st_uid != owner() or seen.st_mode & 0o022:
        raise RecordError(f"{path}: not a folder of ours alone")
    return path


def path_of(product: str) -> Path:
    """The record of one product; there is at most one, so that nobody turns off what another has turned on."""
    return folder() / f"debug-{product}.json"


def save(record: Record) -> Path:
    """Writes the record so that it is there whole or not at all."""
    path = path_of(record.product)
    draft = path.with_suffix(f".{os.getpid()}")
    try:
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(asdict(record), file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise RecordError(f"{path}: {error.strerror}") from None
    return path


def load(path: Path) -> Record | None:
    """The record at `path`; None if there is none, or it is none of ours."""
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
        return Record(
            product=str(read["product"]),
            settings=str(read["settings"]),
            undo=tuple(map(str, read["undo"])),
            trace=str(read["trace"]),
            pid=int(read["pid"]),
            mark=_number(read["mark"]),
            deadline=float(read["deadline"]),
            server_pid=_number(read.get("server_pid")),
            server_mark=_number(read.get("server_mark")),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def active(product: str) -> Record | None:
    """The record of a tool that still runs."""
    found = load(path_of(product))
    return found if found is not None and found.is_alive else None


def stale() -> list[Record]:
    """What was turned on by tools that are gone."""
    try:
        found = [load(path) for path in sorted(folder().glob("debug-*.json"))]
    except RecordError:
        return []
    return [record for record in found if record is not None and not record.is_alive]


def forget(record: Record) -> None:
    """It is off."""
    path_of(record.product).unlink(missing_ok=True)


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
