"""Keys of TLS that the user gives: key logs (SSLKEYLOGFILE, RFC 9850) and servers' RSA keys."""

from __future__ import annotations

from contextlib import suppress
from itertools import starmap, zip_longest
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from sipwhy import _core

KeyFault = Literal["locked", "not-rsa", "none"]
"""Why a file is no RSA key that can be used: it has a passphrase, is of another kind, or holds no private key."""


class Keys(Struct, frozen=True):
    """What opens TLS in this run; how it is written shows none of it."""

    logs: tuple[bytes, ...] = ()
    """Texts of key logs."""
    private: tuple[bytes, ...] = ()
    """RSA keys, PEM or DER."""
    paths: tuple[str, ...] = ()
    """The files of `logs`, which grow while a capture is followed."""

    def again(self) -> Keys:
        """The same with what was added to the files since; what cannot be read any more stays as it was."""
        return replace(self, logs=tuple(starmap(_text_again, zip_longest(self.logs, self.paths)))) if self.paths else self

    def __bool__(self) -> bool:
        return bool(self.logs or self.private)

    def __repr__(self) -> str:
        return f"Keys({len(self.logs)} logs, {len(self.private)} RSA keys)"


class KeyLogs(Struct, frozen=True):
    """The key logs of a run: those that the user gave, and those that captures bring along; how it is written shows none of it."""

    texts: tuple[bytes, ...] = ()
    has_opened_tls: bool = False
    """Whether a TLS connection was opened, so that they are of the right time."""

    def __bool__(self) -> bool:
        return bool(self.texts)

    def __repr__(self) -> str:
        return f"KeyLogs({len(self.texts)})"


def _text_again(text: bytes, path: str | None) -> bytes:
    if path is None or not Path(path).is_file():  # what came through a pipe is read once
        return text
    with suppress(OSError):
        return Path(path).read_bytes()
    return text


def lines_of(log: bytes) -> int:
    """How many lines of a key log hold a secret."""
    return _core.Tracker(0).add_key_log(log)[0]


def fault_of(key: bytes) -> KeyFault | None:
    """Why a file is no RSA key that can be used; None if it is one."""
    return _core.Tracker(0).add_private_key(key)  # type: ignore[return-value]  # the core's words are the faults
