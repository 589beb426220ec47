"""A name that a host asked DNS for on its way to a SIP server (RFC 3263)."""

from __future__ import annotations

from msgspec import Struct

from sipwhy.model.connection import At

_TYPES = {1: "A", 28: "AAAA", 33: "SRV", 35: "NAPTR"}
_CODES = {1: "FORMERR", 2: "SERVFAIL", 3: "NXDOMAIN", 4: "NOTIMP", 5: "REFUSED"}
NO_SUCH_NAME, UNANSWERED = 3, 255


class Lookup(Struct, frozen=True):
    """One name and record type that one host asked for, all its attempts together."""

    file: int
    client: str
    name: str
    """In lower case, without the last dot."""
    kind: int
    asked: int
    answered: int
    server: str
    first: At
    """The first query."""
    last: At
    """The last query."""
    answer: At | None
    """The last answer."""
    code: int
    """The response code of that answer (RFC 1035 section 4.1.1); UNANSWERED without one."""
    found: bool
    """Whether any answer held a record of the type asked for."""
    slowest: float
    """The longest time from a query to its answer, seconds."""
    targets: tuple[str, ...]
    """The names that the answer leads to."""

    @property
    def type(self) -> str:
        """The record type in letters."""
        return _TYPES.get(self.kind, str(self.kind))

    @property
    def code_name(self) -> str:
        """The response code in letters."""
        return _CODES.get(self.code, str(self.code))
