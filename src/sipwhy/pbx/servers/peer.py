"""Those with whom a server talks: phones, trunks, and its own registrations at carriers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["reachable", "unmonitored", "unreachable", "unregistered", "lagged", "no-aor", "unknown"]
Outcome = Literal["registered", "rejected", "no-answer", "waiting", "stopped", "unknown"]


@dataclass(frozen=True, slots=True)
class Peer:
    """
    A phone or a trunk: "reachable" answers OPTIONS, "unmonitored" has an address and is not asked, "unregistered" has none.

    Of one that is not registered, `why` names the failure that the log tells of its name most (a key of `texts.pbx.FAILURE`), `why_from`
    whence the last one came: that may be a stranger.
    """

    name: str
    state: State
    address: str | None = None
    driver: str = ""
    rtt_ms: float | None = None
    said: str = ""
    why: str = ""
    why_from: str = ""

    @property
    def is_well(self) -> bool:
        """Whether a call to it can get there, for all that is known."""
        return self.state in ("reachable", "unmonitored", "lagged")


@dataclass(frozen=True, slots=True)
class Registration:
    """A registration of the server at a carrier; `why` is the line of the log that tells more."""

    name: str
    server: str
    outcome: Outcome
    driver: str = ""
    said: str = ""
    why: str = ""
