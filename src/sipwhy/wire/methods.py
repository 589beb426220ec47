"""The small numbers that the core uses for methods, transports and message marks."""

from __future__ import annotations

from enum import IntEnum, IntFlag

from sipwhy.model import Transport


class Method(IntEnum):
    """`sipwire::sip::Method`."""

    NONE = 0
    ACK = 1
    BYE = 2
    CANCEL = 3
    INFO = 4
    INVITE = 5
    MESSAGE = 6
    NOTIFY = 7
    OPTIONS = 8
    PRACK = 9
    PUBLISH = 10
    REFER = 11
    REGISTER = 12
    SUBSCRIBE = 13
    UPDATE = 14
    OTHER = 15


class Mark(IntFlag):
    """`siptrack::flag::mark`, as far as Python reads it."""

    CREDENTIALS = 1
    MALFORMED = 1 << 7
    IN_DIALOG = 1 << 8
    FORWARD = 1 << 12
    COPY = 1 << 13
    REPEAT = 1 << 14


METHODS: tuple[str, ...] = tuple(method.name for method in Method)
TRANSPORTS: tuple[Transport, ...] = ("udp", "tcp", "tls", "ws", "wss", "sctp")
