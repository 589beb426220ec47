"""Network interfaces as something that grows: for a list that keeps what came last."""

from __future__ import annotations

from sipwhy.sources.growing import Grown
from sipwhy.sources.live import Interfaces

_AT_ONCE = 4 << 20


class Interface:
    """Packets of one interface ("any": of all) from now on, those alone that pass `expression` (pcap-filter(7)); LiveError as there."""

    def __init__(self, name: str, expression: str = "") -> None:
        self.name, self.has_past = name, False
        self._interfaces = Interfaces((name,), expression)

    def start(self) -> None:
        """Begins; needs no rights."""
        self._interfaces.start()

    @property
    def has_ended(self) -> bool:
        """Whether it was closed: an interface that goes down is waited for."""
        return self._interfaces.has_ended

    @property
    def dropped(self) -> int:
        """Packets that were lost, by the kernel or here."""
        return self._interfaces.taken().dropped

    @property
    def is_up(self) -> bool:
        """Whether it is there; one that is gone or down is waited for."""
        return all(one.is_up for one in self._interfaces.taken().interfaces)

    def take(self) -> Grown | None:
        """What came since the last call, up to some megabytes: whole blocks of pcapng."""
        parts: list[bytes] = []
        size = 0
        while size < _AT_ONCE and (block := self._interfaces.read(0.0)) is not None:
            parts.append(block.data)
            size += len(block.data)
        return Grown(b"".join(parts)) if parts else None

    def close(self) -> None:
        """Listens no more."""
        self._interfaces.stop()
