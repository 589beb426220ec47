"""One tracing from its beginning to its end: record, watchdog, on, follow, off."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal

from sipwhy.pbx import processes
from sipwhy.pbx.console_error import ConsoleError
from sipwhy.pbx.consoles import Console
from sipwhy.pbx.debug.record import Record, forget, save
from sipwhy.pbx.debug.siptrace import HepReceiver
from sipwhy.pbx.debug.switch import Switch, SwitchError, turn_off, turn_on
from sipwhy.pbx.debug.watchdog import Watchdog
from sipwhy.pbx.heads import Head, Heads
from sipwhy.pbx.room import Room, room
from sipwhy.pbx.servers.product import Product

Ended = Literal["time", "disk", "lost"]
_BLOCK = 4_000_000
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""What ends a session: whatever was switched on is switched off first."""


@dataclass(slots=True)
class Limits:
    """How long it may last (seconds), how much room must stay free (bytes), and how often the server is asked whether it is still there."""

    lasts: float = 300.0
    free: int = 200 << 20
    ping: float = 15.0
    pause: float = 0.2


class Session:
    """
    As a context: SIP logging is on inside it and off behind it, whatever happens.

    `trace` is the file of messages; if it could not be turned off, `failed` says why, and the watchdog goes on trying.
    """

    def __init__(
        self,
        product: Product,
        console: Console,
        plan: Switch,
        limits: Limits,
        capture: Path,
        *,
        measure: Callable[[Path], Room | None] = room,
    ) -> None:
        self._product, self._console, self._plan, self._limits, self._measure = product, console, plan, limits, measure
        self.trace = plan.trace or capture
        self.failed: str | None = None
        self.ended: Ended | None = None
        self._receiver: HepReceiver | None = None
        self._watchdog: Watchdog | None = None
        self._record: Record | None = None
        self._place = 0

    def __enter__(self) -> Session:
        self._check_room()
        if self._plan.hep is not None:
            self._receive(self._plan.hep)
        if self._plan.trace is not None and self._plan.trace.exists():
            self._place = self._plan.trace.stat().st_size
        self.began = self._place
        try:
            self._record = self._recorded()
            self._watchdog = Watchdog(save(self._record))
            turn_on(self._console, self._plan)
        except BaseException:
            self._off()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._off()

    def follow(self) -> Iterator[Head]:
        """The messages as they come, until a limit is reached: `ended` says which."""
        heads = Heads()
        deadline = time.monotonic() + self._limits.lasts
        asked = time.monotonic()
        while True:
            yield from heads.read(self._grown())
            now = time.monotonic()
            if self.ended is not None:
                return
            if now >= deadline:
                self.ended = "time"
            elif self._is_short():
                self.ended = "disk"
            elif now - asked >= self._limits.ping:
                asked = now
                self.ended = None if self._answers() else "lost"
            if self.ended is not None:
                return
            time.sleep(self._limits.pause)

    @property
    def lasts(self) -> float:
        """How many seconds it may last."""
        return self._limits.lasts

    @property
    def received(self) -> int:
        """How many HEP packets have come, or bytes been written."""
        return self._place - self.began

    def _grown(self) -> list[str]:
        """What has been written since, as lines; a line that is not finished waits."""
        if self._receiver is not None:
            try:
                self._place += self._receiver.receive()
            except OSError:
                self.ended = "disk"
            return []
        if not self.trace.exists():  # with appendhostname in logger.conf the name of the machine stands behind it
            self.trace = next(self.trace.parent.glob(f"{self.trace.name}.*"), self.trace)
        try:
            with self.trace.open("rb") as file:
                if os.fstat(file.fileno()).st_size < self._place:
                    self._place = 0  # rotated
                file.seek(self._place)
                whole, newline, _ = file.read(_BLOCK).rpartition(b"\n")
        except OSError:
            return []  # the server makes it with its first line
        self._place += len(whole) + len(newline)
        return whole.decode(errors="replace").splitlines()

    def _is_short(self) -> bool:
        found = self._measure(self.trace.parent)
        return found is not None and found.free < self._limits.free

    def _check_room(self) -> None:
        found = self._measure(self.trace.parent)
        if found is not None and found.free < self._limits.free:
            raise SwitchError("no-room", path=found.path, free=found.free, least=self._limits.free)

    def _answers(self) -> bool:
        try:
            self._console.ask({"asterisk": "core show version", "freeswitch": "version", "kamailio": "core.version"}[self._product.name])
        except ConsoleError:
            return False
        return True

    def _receive(self, address: tuple[str, int]) -> None:
        try:
            self._receiver = HepReceiver(address, self.trace)
        except OSError as error:
            raise SwitchError("hep-elsewhere", address=f"{address[0]}:{address[1]}", detail=error.strerror or str(error)) from None

    def _recorded(self) -> Record:
        own = processes.start_mark(os.getpid())
        servers = processes.find(self._product.processes)
        server = servers[0].pid if servers else None
        return Record(
            product=self._product.name,
            settings=str(self._product.settings),
            undo=self._plan.undo,
            trace=str(self.trace),
            pid=os.getpid(),
            mark=own,
            deadline=time.time() + self._limits.lasts,
            server_pid=server,
            server_mark=None if server is None else processes.start_mark(server),
        )

    def _off(self) -> None:
        """Turns off, and lets no signal interrupt it."""
        before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        try:
            self._turn_off()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _turn_off(self) -> None:
        """If that fails, record and watchdog stay: one of them will."""
        if self._record is not None:
            self._undo(self._record)
        if self._receiver is not None:
            with suppress(OSError):  # a disk that is full keeps no more, and that comes last
                self._place += self._receiver.receive()
            with suppress(OSError):
                self._receiver.close()

    def _undo(self, record: Record) -> None:
        try:
            turn_off(self._console, self._plan.undo)
        except ConsoleError as error:
            if not record.has_server_ended:
                self.failed = error.detail or error.key
                if self._watchdog is not None:
                    self._watchdog.leave_alone()
                return
        forget(record)
        if self._watchdog is not None:
            self._watchdog.dismiss()
