"""One SIP message as it was captured, and the network's own word about a message (ICMP, TCP reset)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from sipwhy.model.digits import number_in
from sipwhy.model.headers import parameter, split_values, uri_of, user_of
from sipwhy.model.sdp import Media, Sdp

Transport = Literal["udp", "tcp", "tls", "ws", "wss", "sctp"]
CREDENTIALS = ("Authorization", "Proxy-Authorization")


class Endpoint(Struct, frozen=True, order=True):
    """An address and a port as captured; "0.0.0.0" and port 0 where the source does not know its own."""

    ip: str
    port: int

    def __str__(self) -> str:
        return f"[{self.ip}]:{self.port}" if ":" in self.ip else f"{self.ip}:{self.port}"


@dataclass(frozen=True)
class Message:
    """
    One SIP message (RFC 3261 section 7).

    `number` counts from 1 over the merged input, copies included; `ts` is µs since 1970 UTC; `file` is the index of
    its file and `frame` the packet's number in it. `method` is the request's, and for an answer that of its CSeq;
    `status` is None for a request. `headers` are (canonical long name, unfolded value) in the message's order; a
    line that held several values stays one value there, and `values` splits it.
    """

    number: int
    ts: int
    file: int
    frame: int
    src: Endpoint
    dst: Endpoint
    transport: Transport
    method: str
    status: int | None
    reason: str | None
    request_uri: str | None
    headers: tuple[tuple[str, str], ...]
    body: bytes
    raw: bytes
    sdp: Sdp | None = field(default_factory=lambda: None)  # a factory leaves no attribute of the class that would hide an unread one
    """The first session description in its body (RFC 8866), multipart bodies included."""
    node: str | None = field(default_factory=lambda: None)
    """The capture point, where the source names it (HEP)."""
    line: int | None = field(default_factory=lambda: None)
    """The number of its first line where it stands in a text log; `frame` is 0 then."""
    is_copy: bool = field(default_factory=bool)
    """The same packet was seen before at another capture point: it counts for nothing but `capture.duplicates`."""
    is_repeat: bool = field(default_factory=bool)
    """A retransmission of an earlier message of its transaction (RFC 3261 section 17)."""
    faults: tuple[str, ...] = field(default_factory=tuple)
    """What is malformed in it: the parser's fixed phrases, in English."""

    @classmethod
    def unread(cls, known: Mapping[str, object], read: Callable[[], Mapping[str, object]]) -> Message:
        """
        A message of which the fields `known` are there; `read` gives the others when the first of them is asked for.

        What is known stays as it is, whatever is read later. If `read` fails, asking again reads again.
        """
        message = cls.__new__(cls)
        message.__dict__.update(known, _read=read)
        return message

    def placed(self, number: int, frame: int) -> Message:
        """The same message with another number and in another frame; what is not read yet of it stays so."""
        message = type(self).__new__(type(self))
        message.__dict__.update(self.__dict__)
        message.__dict__.update(number=number, frame=frame)
        return message

    if not TYPE_CHECKING:  # a checker would take every misspelt attribute for one that is read

        def __getattr__(self, name: str) -> object:
            read = self.__dict__.get("_read")
            if read is None or name not in type(self).__dataclass_fields__:
                raise AttributeError(name)
            # Two threads may both read: they find the same, and the first to write a field wins.
            for field_name, value in read().items():
                self.__dict__.setdefault(field_name, value)
            return self.__dict__[name]

        def __getstate__(self) -> dict[str, object]:
            """Everything, read: where the bytes come from does not travel."""
            return {name: getattr(self, name) for name in type(self).__dataclass_fields__}

    @property
    def is_request(self) -> bool:
        """Whether it is a request and not an answer."""
        return self.status is None

    @property
    def is_final(self) -> bool:
        """Whether it is an answer that ends its transaction (2xx to 6xx)."""
        return self.status is not None and self.status >= 200

    @property
    def is_initial(self) -> bool:
        """Whether it is a request outside any dialog: it has no To tag."""
        return self.status is None and not self.is_in_dialog

    @cached_property
    def is_in_dialog(self) -> bool:
        """Whether its To has a tag (RFC 3261 section 12)."""
        return bool(self.to_tag)

    @cached_property
    def has_credentials(self) -> bool:
        """Whether it carries Authorization or Proxy-Authorization (RFC 3261 section 22)."""
        return any(name in CREDENTIALS for name, _ in self.headers)

    @property
    def audio(self) -> Media | None:
        """The line of its description that is for voice."""
        return self.sdp.audio if self.sdp else None

    @property
    def label(self) -> str:
        """What a ladder writes on its arrow: "INVITE" or "486 Busy Here"."""
        return self.method if self.status is None else f"{self.status} {self.reason or ''}".rstrip()

    @cached_property
    def _index(self) -> dict[str, list[str]]:
        index: dict[str, list[str]] = {}
        for name, value in self.headers:
            index.setdefault(name.lower(), []).append(value)
        return index

    def header(self, name: str) -> str | None:
        """The first line of header `name` (long form, any case), or None."""
        found = self._index.get(name.lower())
        return found[0] if found else None

    def values(self, name: str) -> tuple[str, ...]:
        """Every value of header `name`; a line with several is split (RFC 3261 section 7.3.1)."""
        return tuple(part for line in self._index.get(name.lower(), ()) for part in split_values(line))

    @cached_property
    def cseq(self) -> int | None:
        """The number of its CSeq; None if there is none, or one of more digits than 2^32 has."""
        number = (self.header("CSeq") or "").split(" ")[0]
        return number_in(number)

    @cached_property
    def branch(self) -> str | None:
        """The branch of its top Via, which names its transaction (RFC 3261 section 17.1.3)."""
        vias = self.values("Via")
        return parameter(vias[0], "branch") if vias else None

    @cached_property
    def call_id(self) -> str | None:
        """Its Call-ID."""
        return self.header("Call-ID")

    @cached_property
    def from_tag(self) -> str | None:
        """The tag of its From."""
        return parameter(self.header("From") or "", "tag")

    @cached_property
    def to_tag(self) -> str | None:
        """The tag of its To; None outside a dialog."""
        return parameter(self.header("To") or "", "tag")

    @cached_property
    def from_user(self) -> str | None:
        """The user part of its From URI."""
        return user_of(uri_of(self.header("From") or ""))

    @cached_property
    def to_user(self) -> str | None:
        """The user part of its To URI."""
        return user_of(uri_of(self.header("To") or ""))

    @cached_property
    def contact(self) -> str | None:
        """The URI of its first Contact; "*" as it is."""
        contacts = self.values("Contact")
        return uri_of(contacts[0]) if contacts else None

    @cached_property
    def agent(self) -> str | None:
        """What its sender calls itself: Server or User-Agent."""
        first, second = ("User-Agent", "Server") if self.is_request else ("Server", "User-Agent")
        return self.header(first) or self.header(second)


TOO_LARGE = ("fragmentation needed", "packet too big")
"""What ICMP type 3 code 4 and ICMPv6 type 2 say: the way takes no packet that large (RFC 1191, RFC 8201)."""
REASSEMBLY_TIMED_OUT = "fragment reassembly time exceeded"
"""What ICMP type 11 code 1 and ICMPv6 type 3 code 1 say: not all fragments of a datagram came (RFC 792, RFC 4443)."""


class Unacknowledged(Struct, frozen=True):
    """A TCP segment that was sent again and again and that the other side never acknowledged (RFC 9293 section 3.8.1)."""

    times: int
    """How often it was sent."""
    lasted: int
    """µs from its first to its last sending."""
    length: int
    """The bytes it carries."""
    longest: int
    """The longest segment of its direction that was acknowledged; 0 for none."""
    passed: int
    """The longest segment behind it upon which the other side repeated its acknowledgement, for want of it; 0 for none."""
    is_heard: bool
    """Whether the other side was heard meanwhile."""


class NetworkError(Struct, frozen=True):
    """The network's own answer to a message: an ICMP error, a TCP connection refused, reset or never opened; or its silence."""

    kind: Literal["icmp", "tcp-refused", "tcp-reset", "tcp-unanswered", "fragment-lost", "tcp-unacknowledged"]
    ts: int
    file: int
    frame: int
    src: Endpoint
    """Who sent what failed: the quoted datagram's source, the connection's opener."""
    dst: Endpoint
    """Where it was going: the socket that could not be reached."""
    reporter: str | None = None
    """The address that sent the ICMP error, or the RST that ended an open connection."""
    detail: str = ""
    """ICMP type and code in words ("port unreachable")."""
    message: int | None = None
    """The number of the SIP message it is about, if that was seen; of a segment sent in vain, the first message of its leg in it."""
    mtu: int | None = None
    """The largest packet that the way takes, where ICMP says it."""
    unacked: Unacknowledged | None = None
    """What is known of a segment sent in vain."""

    @property
    def is_from_between(self) -> bool:
        """Whether ICMP came from a host on the way, a router, NAT or firewall, and not from the one that was asked (RFC 792)."""
        return self.kind == "icmp" and self.reporter not in (None, self.dst.ip)
