"""Packets as they come: of network interfaces through the kernel's own ring, and of a pipe."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from sipwhy import __version__
from sipwhy.sources import bpf
from sipwhy.sources.growing import Growing, open_growing
from sipwhy.wire.capture import Capture

ANY = "any"
"""The name that stands for all interfaces."""
_RING, _QUEUE = 32 << 20, 128 << 20
_POLL = 0.05


class LiveError(Exception):
    """Why packets cannot be taken; `kind` chooses the words, `values` stand in them."""

    def __init__(self, kind: str, **values: object) -> None:
        super().__init__(f"{kind} {values}")
        self.kind, self.values = kind, values


class Block(Struct, frozen=True):
    """Bytes of a capture: whole blocks of pcapng, but for those of a pipe."""

    data: bytes
    packets: int = 0
    """Of a pipe it is not known."""
    last: int = 0
    """The time of the last packet, µs since 1970 UTC; 0 if not known."""

    @property
    def is_head(self) -> bool:
        """Whether it says how to read packets, and belongs at the head of every file."""
        return not self.packets and not self.last


class InterfaceState(Struct, frozen=True):
    """One interface: whether it is there and up, packets that passed the kernel's filter, those of them that found no room."""

    name: str
    is_up: bool
    received: int
    dropped: int


class Taken(Struct, frozen=True):
    """What has come until now."""

    interfaces: tuple[InterfaceState, ...] = ()
    taken: int = 0
    refused: int = 0
    """Packets that found no room here, beside those that the kernel dropped."""

    @property
    def dropped(self) -> int:
        """Packets that were lost, by the kernel or here."""
        return self.refused + sum(one.dropped for one in self.interfaces)


class LiveSource(Protocol):
    """Anything from which packets come while it is read."""

    @property
    def names(self) -> tuple[str, ...]:
        """Interfaces, or what the user called it."""

    @property
    def has_ended(self) -> bool:
        """Whether nothing more can come."""

    def read(self, patience: float) -> Block | None:
        """The next bytes, waited for as many seconds; None if nothing came."""

    def taken(self) -> Taken:
        """Counts until now."""

    def start(self) -> None:
        """Begins; needs no rights."""

    def stop(self) -> None:
        """Takes no more; what was taken can still be read."""


class Interfaces:
    """
    Interfaces of this machine (Linux). Opening needs CAP_NET_RAW, all that follows nothing: `start` may come after rights are given up.

    LiveError: "no-linux", "no-rights" (program), "no-interface" (name, known), "bad-filter" (expression, detail), "no-libpcap",
    "no-memory" (name, ring), "open" (name, detail).
    """

    def __init__(self, names: Sequence[str] = (ANY,), expression: str = "", promiscuous: bool = False, ring: int = _RING) -> None:
        self.names = tuple(names) or (ANY,)
        self.has_ended = False
        if Capture is None:
            raise LiveError("no-linux")
        programs = [(name, _program(name, expression)) for name in self.names]
        try:
            self._capture = Capture(
                programs, promiscuous=promiscuous, ring=ring, queue=_QUEUE, description=expression, program=f"sipwhy {__version__}"
            )
        except OSError as error:
            raise _explained(error, ring) from None

    def start(self) -> None:
        """Begins to take packets out of the kernel's rings."""
        self._capture.start()

    def read(self, patience: float) -> Block | None:
        """The next blocks of pcapng, waited for as many seconds."""
        found = self._capture.read(patience)
        return Block(*found) if found else None

    def taken(self) -> Taken:
        """Counts, as of the last quarter of a second."""
        states, taken, refused = self._capture.counts()
        return Taken(tuple(InterfaceState(*state) for state in states), taken, refused)

    def stop(self) -> None:
        """Takes no more; what was taken can still be read, and then it has ended."""
        self._capture.stop()
        self.has_ended = True


class Stream:
    """A pipe (or a file that grows) with a capture in it: `ssh host tcpdump -U -w - ... | sipwhy live -`."""

    def __init__(self, path: str) -> None:
        self.names = (path,)
        self._growing: Growing = open_growing(path)
        self._is_stopped = False

    def start(self) -> None:
        """Nothing is to be done: it is open."""

    @property
    def has_ended(self) -> bool:
        """Whether it is closed, and all of it was read."""
        return self._is_stopped or self._growing.has_ended

    def read(self, patience: float) -> Block | None:
        """The next bytes, waited for as many seconds."""
        until = time.monotonic() + patience
        while (grown := self._growing.take()) is None:
            if self.has_ended or time.monotonic() >= until:
                return None
            time.sleep(_POLL)
        return Block(grown.data)

    def taken(self) -> Taken:
        """Nothing is known of what the other end lost but what the capture itself tells."""
        return Taken()

    def stop(self) -> None:
        """Reads no more."""
        self._is_stopped = True


def interfaces() -> tuple[str, ...]:
    """The interfaces of this machine."""
    try:
        return tuple(sorted(path.name for path in Path("/sys/class/net").iterdir() if (path / "ifindex").exists()))
    except OSError:
        return ()


def _program(name: str, expression: str) -> bytes:
    if not expression.strip():
        return bpf.everything()
    try:
        return bpf.compiled(expression, bpf.RAW if name == ANY else bpf.link_of(name))
    except bpf.FilterError as error:
        raise LiveError("no-libpcap" if error.kind == "no-libpcap" else "bad-filter", expression=expression, detail=error.detail) from None


def _explained(error: OSError, ring: int) -> LiveError:
    name = str(error.filename or ANY)
    if error.errno in (errno.EPERM, errno.EACCES):
        return LiveError("no-rights", program=_python())
    if error.errno in (errno.ENODEV, errno.ENXIO):
        return LiveError("no-interface", name=name, known=interfaces())
    if error.errno == errno.ENOMEM:
        return LiveError("no-memory", name=name, ring=ring)
    return LiveError("open", name=name, detail=_system_word(error))


def _system_word(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else str(error)


def _python() -> str:
    """The program to which rights can be given: the interpreter itself, not the links to it."""
    return str(Path(sys.executable).resolve())
