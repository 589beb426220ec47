"""The folder of a store: where it is, what stands in it, and which version of sipwhy wrote it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from sipwhy.store.problem import StoreError

FORMAT = 1
"""The version of what is written here; a program that knows less touches nothing."""
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
"""Messages hold digests of passwords and who called whom."""


def is_store(path: Path) -> bool:
    """Whether a store was begun in a folder."""
    return Folder(path).is_begun


class Folder(Struct, frozen=True):
    """A store's folder and the places in it."""

    path: Path

    @property
    def journal(self) -> Path:
        """What is not sealed yet."""
        return self.path / "journal"

    @property
    def messages(self) -> Path:
        """Segments of messages."""
        return self.path / "messages"

    @property
    def calls(self) -> Path:
        """Segments of judged calls and registrations."""
        return self.path / "calls"

    @property
    def findings(self) -> Path:
        """Segments of what was found about them."""
        return self.path / "findings"

    @property
    def lock(self) -> Path:
        """Whoever records holds it."""
        return self.path / "lock"

    @property
    def status(self) -> Path:
        """What the recorder says of itself."""
        return self.path / "status.json"

    @property
    def spoiled(self) -> Path:
        """Which segments are known to be damaged within: a note, so that they are searched for once."""
        return self.path / "spoiled.json"

    @property
    def log(self) -> Path:
        """What a recorder in the background prints."""
        return self.path / "recorder.log"

    @property
    def _format(self) -> Path:
        return self.path / "format"

    @property
    def is_begun(self) -> bool:
        """Whether there is a store."""
        try:
            return self._format.is_file()
        except OSError:
            return False

    def check(self) -> None:
        """StoreError if there is no store, or one of a newer sipwhy."""
        try:
            text = self._format.read_text(encoding="ascii")
        except FileNotFoundError:
            is_elsewhere = self == default_folder() != _OF_SYSTEM and _OF_SYSTEM.path.is_dir()
            raise StoreError("no-store-here" if is_elsewhere else "no-store", path=str(self.path), other=str(_OF_SYSTEM.path)) from None
        except PermissionError:
            raise StoreError("not-yours", path=str(self.path)) from None
        except OSError as error:
            raise StoreError("unreadable", path=str(self.path), detail=error.strerror or str(error)) from None
        except UnicodeDecodeError:
            raise StoreError("strange-format", path=str(self._format)) from None
        self._compare(text)

    def _compare(self, text: str) -> None:
        try:
            version = json.loads(text)["format"]
        except (ValueError, KeyError, TypeError):
            version = None
        if not isinstance(version, int):
            raise StoreError("strange-format", path=str(self._format))
        if version > FORMAT:
            raise StoreError("newer", path=str(self.path), version=version, known=FORMAT)

    def prepare(self) -> None:
        """Makes the store if it is not there yet; StoreError if that cannot be done, or if it is one of a newer sipwhy."""
        try:
            self.path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            if self._format.exists():
                self.check()
            elif any(self.path.iterdir()):
                raise StoreError("not-empty", path=str(self.path))
            self.path.chmod(PRIVATE_FOLDER)
            if not self._format.exists():  # first of all: a folder that holds something else is no store, and not made one
                write_whole(self._format, json.dumps({"format": FORMAT}).encode() + b"\n")
            for place in (self.journal, self.messages, self.calls, self.findings):
                place.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        except PermissionError:
            raise StoreError("no-right-to-write", path=str(self.path)) from None
        except OSError as error:
            raise StoreError("unwritable", path=str(self.path), detail=error.strerror or str(error)) from None

    @property
    def size(self) -> int:
        """Bytes on disk of all that was recorded."""
        places = (self.journal, self.messages, self.calls, self.findings)
        return sum(_size(file) for place in places if place.is_dir() for file in place.iterdir())


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0  # it went meanwhile


_OF_SYSTEM = Folder(Path("/var/lib/sipwhy"))
"""Where the administrator records, and the unit for systemd."""


def default_folder(environ: Mapping[str, str] = os.environ) -> Folder:
    """That of $SIPWHY_HISTORY; of the administrator /var/lib/sipwhy, of others $XDG_STATE_HOME/sipwhy/history."""
    if chosen := environ.get("SIPWHY_HISTORY"):
        return Folder(Path(chosen))
    if os.geteuid() == 0:
        return _OF_SYSTEM
    state = environ.get("XDG_STATE_HOME") or Path(environ.get("HOME", "/")) / ".local" / "state"
    return Folder(Path(state) / "sipwhy" / "history")


def write_whole(target: Path, data: bytes) -> None:
    """Writes `target` so that after a crash either the old or the new content is there; OSError if that cannot be done."""
    part = target.with_name(f".{target.name}.part")
    number = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def sync_folder(path: Path) -> None:
    """Makes names in a folder last: a rename is not on disk before."""
    number = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
