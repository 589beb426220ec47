"""What was seen of DTLS, by which the keys of voice are made (RFC 5764)."""

from __future__ import annotations

from msgspec import Struct

from sipwhy.model.message import Endpoint


class Dtls(Struct, frozen=True):
    """What one socket sent to another of DTLS; times in µs since 1970 UTC."""

    src: Endpoint
    dst: Endpoint
    packets: int
    hellos: int
    """How many of its packets held a ClientHello."""
    sealed: int
    """How many held what was encrypted already: the sender had keys."""
    first_ts: int
    last_ts: int
    alert: tuple[int, int] | None = None
    """Level and description of the first alert that could be read (RFC 5246 section 7.2); None if there was none."""
    file: int = 0
    first_frame: int = 0
    alert_file: int = 0
    alert_frame: int = 0
    """Where that alert is."""
