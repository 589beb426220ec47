"""What went wrong below SIP and is known without any SIP message: a connection or a name lookup that came to nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sipwhy.model import AtFault, Confidence, Endpoint, HostRole, Severity, Value
from sipwhy.model.connection import At


@dataclass(frozen=True, slots=True)
class Upset:
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


@dataclass(frozen=True, slots=True)
class Around:
    """What a judge may ask about the rest of the evidence."""

    end: int
    """When it ends, µs."""
    role: Callable[[str], HostRole]
    """The part that an address plays."""
    speaks: Callable[[str], bool]
    """Whether an address sent any SIP message that could be read."""
    talked: Callable[[str, str], bool]
    """Whether one of two addresses ever answered the other by SIP that could be read."""

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
