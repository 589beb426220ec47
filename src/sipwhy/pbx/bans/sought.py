"""What a look into all places brings: bans, and the places that could not be looked into, with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sipwhy.pbx.bans.ban import Ban, Kind


@dataclass(slots=True)
class Sought:
    """The bans of one place, or of all."""

    bans: list[Ban] = field(default_factory=list)
    looked: list[Kind] = field(default_factory=list)
    blind: list[tuple[Kind, str]] = field(default_factory=list)
    """Where nothing could be learnt, and what the program said; nothing if it is installed and does not run."""

    def add(self, other: Sought) -> None:
        """Puts another place's findings behind these."""
        self.bans.extend(other.bans)
        self.looked.extend(other.looked)
        self.blind.extend(other.blind)


def seen(kind: Kind, bans: Iterable[Ban]) -> Sought:
    """A place that could be looked into."""
    return Sought(list(bans), [kind])


def unseen(kind: Kind, why: str) -> Sought:
    """A place that is there and could not be looked into."""
    return Sought(blind=[(kind, why)])
