"""One message of what was read, as an expression sees it: its bytes are read and parsed when a field needs them."""

from __future__ import annotations

import math

from sipwhy.app.where.facts import CallFacts
from sipwhy.model import Endpoint, Message
from sipwhy.model.headers import host_of, uri_of
from sipwhy.wire import Evidence

_UNKNOWN = Endpoint("0.0.0.0", 0)
"""The address of a source that does not know its own."""


class EvidenceRow:
    """`where.Row` of the message at `index`; `call` is the row of its call; `direction` is "sent" or "received" where that is known."""

    def __init__(self, evidence: Evidence, index: int, call: int, facts: CallFacts, raw: bytes | None = None) -> None:
        self._evidence, self._index, self._call, self._facts, self._raw = evidence, index, call, facts, raw
        self._message: Message | None = None
        self.direction: str | None = None

    @property
    def message(self) -> Message:
        """The message itself."""
        if self._message is None:
            self._message = self._evidence.message(self._index, self._raw)
        return self._message

    @property
    def number(self) -> int:
        """Its number, from 1."""
        return self._index + 1

    @property
    def ts(self) -> int:
        """When it was captured."""
        return self.message.ts

    @property
    def src_ip(self) -> str | None:
        """Who sent it."""
        return None if self.message.src == _UNKNOWN else self.message.src.ip

    @property
    def src_port(self) -> int | None:
        """From which port."""
        return None if self.message.src == _UNKNOWN else self.message.src.port

    @property
    def dst_ip(self) -> str | None:
        """Whom it was sent to."""
        return None if self.message.dst == _UNKNOWN else self.message.dst.ip

    @property
    def dst_port(self) -> int | None:
        """To which port."""
        return None if self.message.dst == _UNKNOWN else self.message.dst.port

    @property
    def transport(self) -> str | None:
        """By which transport."""
        return self.message.transport

    @property
    def node(self) -> str | None:
        """The capture point."""
        return self.message.node

    @property
    def method(self) -> str | None:
        """Its method; of an answer that of its CSeq."""
        return self.message.method or None

    @property
    def status(self) -> int | None:
        """The status of an answer."""
        return self.message.status

    @property
    def reason(self) -> str | None:
        """The reason phrase of an answer."""
        return self.message.reason or None

    @property
    def request_uri(self) -> str | None:
        """The URI that a request goes to."""
        return self.message.request_uri or None

    @property
    def call_id(self) -> str | None:
        """Its Call-ID."""
        return self.message.call_id or None

    @property
    def cseq(self) -> int | None:
        """The number of its CSeq."""
        return self.message.cseq

    @property
    def from_user(self) -> str | None:
        """The user of its From."""
        return self.message.from_user or None

    @property
    def from_host(self) -> str | None:
        """The host of its From."""
        return self._host("From")

    @property
    def from_tag(self) -> str | None:
        """The tag of its From."""
        return self.message.from_tag or None

    @property
    def to_user(self) -> str | None:
        """The user of its To."""
        return self.message.to_user or None

    @property
    def to_host(self) -> str | None:
        """The host of its To."""
        return self._host("To")

    @property
    def to_tag(self) -> str | None:
        """The tag of its To."""
        return self.message.to_tag or None

    @property
    def via_branch(self) -> str | None:
        """The branch of its top Via."""
        return self.message.branch or None

    @property
    def contact(self) -> str | None:
        """Its first Contact, as written."""
        return self.message.header("Contact") or None

    @property
    def user_agent(self) -> str | None:
        """What its sender calls itself."""
        return self.message.agent or None

    @property
    def content_type(self) -> str | None:
        """The type of its body."""
        return self.message.header("Content-Type") or None

    @property
    def session_id(self) -> str | None:
        """Its Session-ID."""
        return self.message.header("Session-ID") or None

    @property
    def raw(self) -> bytes | None:
        """Its bytes."""
        if self._raw is None:
            self._raw = self._evidence.raw(self._index)
        return self._raw

    @property
    def call_number(self) -> int | None:
        """The number of its call."""
        return self._call + 1

    @property
    def kind(self) -> str | None:
        """The kind of its call."""
        return self._facts.kind(self._call)

    @property
    def result(self) -> str | None:
        """How its call ended."""
        return self._facts.result(self._call)

    @property
    def cause(self) -> str | None:
        """The slug of the cause."""
        return self._facts.cause(self._call)

    @property
    def findings(self) -> tuple[str, ...]:
        """The slugs of all findings."""
        return self._facts.findings(self._call)

    @property
    def duration(self) -> float | None:
        """Seconds from the first message of its call to the last."""
        return _known(self._facts.duration[self._call])

    @property
    def ring(self) -> float | None:
        """Seconds for which it rang."""
        return _known(self._facts.ring[self._call])

    @property
    def pdd(self) -> float | None:
        """Seconds until it rang."""
        return _known(self._facts.pdd[self._call])

    @property
    def talk(self) -> float | None:
        """Seconds from the answer to the BYE."""
        return _known(self._facts.talk[self._call])

    def _host(self, name: str) -> str | None:
        found = host_of(uri_of(self.message.header(name) or ""))
        return found[0] if found else None


def _known(seconds: float) -> float | None:
    return None if math.isnan(seconds) else float(seconds)
