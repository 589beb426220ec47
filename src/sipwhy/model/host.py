"""What is known of one address in the evidence: what it calls itself, and what part it plays."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

HostRole = Literal["phone", "pbx", "proxy", "trunk", "unknown"]


class Host(Struct, frozen=True):
    """One IP address: its role is inferred from what it does (registers, challenges, forwards) and calls itself."""

    ip: str
    role: HostRole
    agents: tuple[str, ...] = ()
    """Its User-Agent and Server texts, most frequent first."""
    platform: str | None = None
    """asterisk-pjsip, asterisk-chan-sip, asterisk, freeswitch, kamailio, opensips, 3cx ..., from `agents`."""
    messages_from: int = 0
    messages_to: int = 0
    is_gateway: bool = False
    """Of a trunk: whether it may as well be a gateway or SBC of one's own, by its name or its private address."""

    is_carrier: bool = False
    """Of a trunk: whether it takes calls or registrations as carriers do, and is none by its name alone."""

    @property
    def is_server(self) -> bool:
        """Whether it is a PBX or a proxy: a server on this side of any trunk."""
        return self.role in ("pbx", "proxy")

    def runs(self, *platforms: str) -> bool:
        """Whether it is known to run a platform whose name begins so: "asterisk" with either driver; any known one by ""."""
        return self.platform is not None and self.platform.startswith(platforms)
