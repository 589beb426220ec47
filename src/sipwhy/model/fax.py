"""What passed by T.38 in a call, as values that rules read."""

from __future__ import annotations

from msgspec import Struct

from sipwhy.model.message import Endpoint


class FaxWay(Struct, frozen=True):
    """T.38 packets one way."""

    src: Endpoint
    dst: Endpoint
    packets: int
    lost: int
    """Numbers that never came, in no packet's repeats either."""
    first_ts: int
    last_ts: int
    file: int = 0
    first_frame: int = 0
    healed: int = 0
    """Numbers that did not come, but stand repeated in a later packet."""
    has_parity: bool = False
    """Whether its packets carry parity: what was lost may have been mended by it, which is not tried here."""


class FaxSignal(Struct, frozen=True):
    """One signal of T.30 that a fax sent: DIS, CFR, MCF ..."""

    name: str
    ts: int
    """µs since 1970 UTC."""
    src: Endpoint
    text: str = ""
    """The identification that CSI, TSI and CIG carry."""
    file: int = 0
    frame: int = 0


class Fax(Struct, frozen=True):
    """A fax by T.38."""

    ways: tuple[FaxWay, ...]
    signals: tuple[FaxSignal, ...] = ()
    """In order, repeats one right behind the other left out."""
    leg: int | None = None

    def count(self, *names: str) -> int:
        """How many signals of these names there were."""
        return sum(signal.name in names for signal in self.signals)
