"""One message as an expression sees it: the columns of the messages table, and what is known of its call."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct


class Row(Protocol):
    """
    A row of the messages table with its call; what is not known is None, and never "".

    `ts` is µs since 1970 UTC; of an answer `method` is that of its CSeq; durations are seconds.
    """

    @property
    def number(self) -> int:
        """Its number, from 1."""

    @property
    def ts(self) -> int:
        """When it was captured, µs since 1970 UTC."""

    @property
    def src_ip(self) -> str | None:
        """Who sent it."""

    @property
    def src_port(self) -> int | None:
        """From which port."""

    @property
    def dst_ip(self) -> str | None:
        """Whom it was sent to."""

    @property
    def dst_port(self) -> int | None:
        """To which port."""

    @property
    def transport(self) -> str | None:
        """udp, tcp, tls, ws, wss, sctp."""

    @property
    def node(self) -> str | None:
        """The capture point."""

    @property
    def direction(self) -> str | None:
        """Sent or received, where the source knows it."""

    @property
    def method(self) -> str | None:
        """Its method; of an answer that of its CSeq."""

    @property
    def status(self) -> int | None:
        """The status of an answer."""

    @property
    def reason(self) -> str | None:
        """The reason phrase of an answer."""

    @property
    def request_uri(self) -> str | None:
        """The URI that a request goes to."""

    @property
    def call_id(self) -> str | None:
        """Its Call-ID."""

    @property
    def cseq(self) -> int | None:
        """The number of its CSeq."""

    @property
    def from_user(self) -> str | None:
        """The user of its From."""

    @property
    def from_host(self) -> str | None:
        """The host of its From."""

    @property
    def from_tag(self) -> str | None:
        """The tag of its From."""

    @property
    def to_user(self) -> str | None:
        """The user of its To."""

    @property
    def to_host(self) -> str | None:
        """The host of its To."""

    @property
    def to_tag(self) -> str | None:
        """The tag of its To."""

    @property
    def via_branch(self) -> str | None:
        """The branch of its top Via."""

    @property
    def contact(self) -> str | None:
        """Its Contact."""

    @property
    def user_agent(self) -> str | None:
        """What its sender calls itself."""

    @property
    def content_type(self) -> str | None:
        """The type of its body."""

    @property
    def session_id(self) -> str | None:
        """Its Session-ID."""

    @property
    def raw(self) -> bytes | None:
        """Its bytes."""

    @property
    def call_number(self) -> int | None:
        """The number of its call."""

    @property
    def kind(self) -> str | None:
        """The kind of its call."""

    @property
    def result(self) -> str | None:
        """How its call ended."""

    @property
    def cause(self) -> str | None:
        """The slug of the cause."""

    @property
    def at_fault(self) -> str | None:
        """Who is at fault by the cause."""

    @property
    def findings(self) -> tuple[str, ...]:
        """The slugs of all findings."""

    @property
    def duration(self) -> float | None:
        """Seconds from the first message of its call to the last."""

    @property
    def ring(self) -> float | None:
        """Seconds for which it rang."""

    @property
    def pdd(self) -> float | None:
        """Seconds until it rang."""

    @property
    def talk(self) -> float | None:
        """Seconds from the answer to the BYE."""


class MessageRow(Struct, frozen=True):
    """A row whose values are all there."""

    number: int
    ts: int
    src_ip: str | None = None
    src_port: int | None = None
    dst_ip: str | None = None
    dst_port: int | None = None
    transport: str | None = None
    node: str | None = None
    direction: str | None = None
    method: str | None = None
    status: int | None = None
    reason: str | None = None
    request_uri: str | None = None
    call_id: str | None = None
    cseq: int | None = None
    from_user: str | None = None
    from_host: str | None = None
    from_tag: str | None = None
    to_user: str | None = None
    to_host: str | None = None
    to_tag: str | None = None
    via_branch: str | None = None
    contact: str | None = None
    user_agent: str | None = None
    content_type: str | None = None
    session_id: str | None = None
    raw: bytes | None = None
    call_number: int | None = None
    kind: str | None = None
    result: str | None = None
    cause: str | None = None
    at_fault: str | None = None
    findings: tuple[str, ...] = ()
    duration: float | None = None
    ring: float | None = None
    pdd: float | None = None
    talk: float | None = None
