"""How much of a text log was understood, and what it did not say itself."""

from __future__ import annotations

from msgspec import Struct


class LogAccount(Struct, frozen=True):
    """
    Lines by what became of them. `in_messages` are those of SIP messages, `with_head` others whose time and level were read,
    `unknown` those that no known program writes; empty lines make up the rest.
    """

    file: int
    lines: int
    in_messages: int
    with_head: int
    unknown: int
    messages: int
    marked: int
    """Lines that hold a word which somebody asked for."""
    dropped: int
    """Of these, how many were too many to keep."""
    repeated: int
    """Messages that the log tells a second time (PJSIP history beside the logger), left out."""
    timeless: int
    """Messages whose time the log does not say: theirs is its first moment, or where it has none that of the file."""
    cut: int
    """Lines too long to be read whole."""
    year: bool
    """Whether the log writes no year, so that one was taken from the file's date or as given."""
    ahead: int
    """By how many µs its clock was ahead of a capture's beside it: that was taken off its times."""
    zone: str | None
    """The zone taken for its times where it names none; None if it names its own."""
    without_uuids: bool = False
    """Whether FreeSWITCH wrote its lines about channels without their UUIDs."""
    product: str = ""
    """Which server wrote it, by the form of its first lines: asterisk, freeswitch, kamailio, opensips; "" where nothing tells."""
    looks_like: str = ""
    """What its first lines look like besides (`sources.stranger.Lookalike`): "records" for a table of calls; "" for nothing."""
