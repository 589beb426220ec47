"""What a running server says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from sipwhy.pbx.servers.peer import Peer, Registration


@dataclass(frozen=True, slots=True)
class State:
    """The answers of one server; `way` tells how it was asked, `debug` which kinds of debug are on."""

    version: str = ""
    way: str = ""
    drivers: tuple[str, ...] = ()
    peers: tuple[Peer, ...] = ()
    registrations: tuple[Registration, ...] = ()
    calls: int | None = None
    debug: tuple[str, ...] = ()
