"""The state of one server with all that was learnt about it: the values that `pbx check` shows and judges."""

from __future__ import annotations

from dataclasses import dataclass, field

from sipwhy.pbx.failures import Group
from sipwhy.pbx.listening import Listening
from sipwhy.pbx.room import Room
from sipwhy.pbx.servers.product import Product
from sipwhy.pbx.servers.state import State
from sipwhy.pbx.service import Service


@dataclass(slots=True)
class Health:
    """
    One server: its service, what it listens on, what it says (None: it could not be asked, and why), what its log and its disk tell.

    `now` is when it was looked at, in seconds since 1970.
    """

    product: Product
    service: Service
    now: float
    listening: tuple[Listening, ...] = ()
    state: State | None = None
    silent: tuple[str, str] | None = None
    failures: list[Group] = field(default_factory=list)
    log: str | None = None
    room: Room | None = None
    logs: list[tuple[str, int]] = field(default_factory=list)
    starts: int = 0
    """How often it was started within the last hour, by its log."""
    traced: float | None = None
    """When the newest SIP message was written to the log, if it is being traced now."""
    left_on: tuple[str, ...] = ()
    """Commands that an earlier `pbx debug` did not come to run."""
