"""A phone, server or proxy of a scenario."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from tests.scenarios.sdp import sdp
from tests.scenarios.vendors import VENDORS, Vendor
from tests.scenarios.wire.frames import Socket


@dataclass(frozen=True, slots=True)
class Node:
    """`ip` and `port` are what one sees on the wire; `says` is what it writes of itself when that is something else (NAT)."""

    ip: str
    make: str
    user: str = ""
    port: int = 5060
    says: Socket | None = None
    contact: str = ""
    name: str = ""
    records: bool = True
    """Whether, as a proxy, it adds Record-Route."""
    media: int = 11780

    @property
    def at(self) -> Socket:
        """The socket as captured."""
        return self.ip, self.port

    @property
    def own(self) -> Socket:
        """The socket as it names it."""
        return self.says or self.at

    @property
    def vendor(self) -> Vendor:
        """How its messages look."""
        return VENDORS[self.make]

    @property
    def rtp(self) -> Socket:
        """Where its media are."""
        return self.ip, self.media

    def uri(self, user: str) -> str:
        """Its Contact."""
        return self.contact or f"sip:{self.user or user}@{self.own[0]}:{self.own[1]}{self.vendor.contact_suffix}"

    def sdp(self, codecs: str = "PCMA PCMU", *, address: str = "", port: int = 0, **more: Any) -> str:
        """What it offers or answers, with its own address unless another is named."""
        names = {"origin": self.vendor.origin.format(user=self.user or "-"), "session": self.vendor.session}
        return sdp(address or self.own[0], port or self.media, codecs, **(names | more))


def via(node: Node, branch: str, *, seen: bool, transport: str = "UDP") -> str:
    """Its Via line, as sent or as the next hop has `seen` it."""
    host, port = node.own
    told = f";rport={node.port or port};received={node.ip if node.port else host}" if seen else ";rport"
    return f"Via: SIP/2.0/{transport} {host}:{port}{told};branch={branch}"


def new_branch(node: Node, rng: Random) -> str:
    """A branch in its handwriting; a proxy's looks like Kamailio's."""
    if node.make in ("kamailio", "opensips"):
        return f"z9hG4bK{rng.getrandbits(16):04x}.{rng.getrandbits(128):032x}.0"
    return "z9hG4bK" + node.vendor.new("branch", rng)
