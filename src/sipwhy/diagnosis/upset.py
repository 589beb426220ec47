"""What went wrong below SIP and is known without any SIP message: a connection or a name lookup that came to nothing."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct, field

from sipwhy.model import AtFault, Confidence, Endpoint, HostRole, Severity, Value
from sipwhy.model.connection import At


class Upset(Struct, frozen=True):
    """One of them, judged: which rule it belongs to and what proves it."""

    slug: str
    severity: Severity
    confidence: Confidence
    at_fault: AtFault
    file: int
    client: str
    """The address that wanted something."""
    peer: str
    """What it wanted: a socket, or a name."""
    since: int
    """When it began, µs since 1970 UTC."""
    until: int
    """When it was over."""
    variant: str = ""
    marks: tuple[tuple[str, At], ...] = ()
    """The rule's own note names, and where."""
    values: Mapping[str, Value] = field(default_factory=dict)
    ends: tuple[Endpoint, Endpoint] | None = None
    """The sockets of the connection, the client's first."""
    users: frozenset[str] = frozenset()
    """Whose calls alone it can explain; anybody's if empty."""
    is_of_call: bool = False
    """Whether a SIP message of it was seen: its call tells of it, and not the whole capture."""


class Around(Struct, frozen=True):
    """What a judge may ask about the rest of the evidence."""

    end: int
    """When it ends, µs."""
    role: Callable[[str], HostRole]
    """The part that an address plays."""
    is_mute: bool
    """Whether nobody sent any SIP message at all."""
    speaks: Callable[[str], bool]
    """Whether an address sent any SIP message that could be read."""
    talked: Callable[[str, str], bool]
    """Whether one of two addresses ever answered the other by SIP that could be read."""
    bound: Callable[[Endpoint, str, int], frozenset[str]]
    """The users whose registrations from a socket, by connection, an address had taken before a time (µs)."""

    def served(self, client: str, server: str) -> AtFault:
        """Who is meant by the server of a connection: to a PBX it is the trunk, to anybody else the PBX."""
        known = self.role(server)
        if known in ("pbx", "proxy", "trunk"):
            return known
        return "trunk" if self.role(client) in ("pbx", "proxy") else "pbx"

    def asked(self, client: str) -> AtFault:
        """Who is meant by the client of a connection: a PBX, or else a device."""
        known = self.role(client)
        return known if known in ("pbx", "proxy", "trunk") else "caller"


class UpsetIndex:
    """Finds upsets by the sockets of their connection, and by their client and time, without walking through them all."""

    def __init__(self, upsets: Iterable[Upset]) -> None:
        """`upsets` are in order of time."""
        self._by_ends: dict[frozenset[Endpoint], list[Upset]] = {}
        self._brief: dict[str, tuple[list[int], list[Upset]]] = {}
        """By client, those that began and ended within a minute: when each began, and each."""
        self._long: dict[str, list[Upset]] = {}
        for upset in upsets:
            if upset.ends:
                self._by_ends.setdefault(frozenset(upset.ends), []).append(upset)
            if upset.until - upset.since <= _BRIEF:
                times, found = self._brief.setdefault(upset.client, ([], []))
                times.append(upset.since)
                found.append(upset)
            else:
                self._long.setdefault(upset.client, []).append(upset)

    def on(self, one: Endpoint, other: Endpoint) -> list[Upset]:
        """Those of the connection between two sockets."""
        return self._by_ends.get(frozenset((one, other)), [])

    def behind(self, client: str, since: int, until: int) -> list[Upset]:
        """Those of a client that were under way between two times, in order of time."""
        times, brief = self._brief.get(client, ([], []))
        near = brief[bisect_left(times, since - _BRIEF) : bisect_right(times, until)]
        found = [upset for upset in (*near, *self._long.get(client, ())) if upset.since <= until and upset.until >= since]
        return sorted(found, key=lambda upset: upset.since)


_BRIEF = 60_000_000
"""µs that most upsets take at the longest."""
