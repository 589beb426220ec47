"""The parts of a ladder: columns, and the rows from top to bottom."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Tone = Literal["request", "provisional", "success", "challenge", "failure", "error", "media"]
"""What an arrow is, for renderers that have colours: a challenge (401, 407) is no failure."""


class Column(Struct, frozen=True):
    """One host: its address, and below it who it is."""

    key: str
    address: str
    caption: str


class Note(Struct, frozen=True):
    """What a rule wrote beside a piece of evidence; `where` says which frame or line it is."""

    text: str
    rule: str
    is_cause: bool
    where: str = ""


class Arrow(Struct, frozen=True):
    """One message, with its repeats folded in; or the network's own word about one (`is_network`)."""

    at: int
    """µs since the call began."""
    src: int
    dst: int
    labels: tuple[str, ...]
    """The same label from long to short: a renderer takes the first that has room."""
    tone: Tone
    number: int | None = None
    """The message's number; None for the network's word."""
    file: int = 0
    frame: int = 0
    times: int = 1
    lasted: int = 0
    """µs from the first sending to the last."""
    notes: tuple[Note, ...] = ()
    is_network: bool = False
    covers: tuple[int, ...] = ()
    """The numbers of all messages folded into this arrow."""


class Band(Struct, frozen=True):
    """The RTP between two hosts: packets to the right, packets to the left."""

    at: int
    left: int
    right: int
    labels: tuple[str, ...]
    rightwards: int
    leftwards: int
    notes: tuple[Note, ...] = ()
    streams: tuple[int, ...] = ()


class Gap(Struct, frozen=True):
    """Messages left out to keep a long call short."""

    messages: int


Row = Arrow | Band | Gap


class Picture(Struct, frozen=True):
    """A ladder: columns in order of travel, rows in order of time, and notes on what is not in the picture."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    elsewhere: tuple[Note, ...] = ()
