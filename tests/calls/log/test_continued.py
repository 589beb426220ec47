"""Lines that only add to the one before them: how long chan_sip waited, and with whom a TLS handshake failed."""

from __future__ import annotations

from msgspec.structs import replace

from sipwhy.calls.log.reading import events_of
from sipwhy.model.log_line import LogLine
from tests.calls.log.lines import line

UNACKNOWLEDGED = "Retransmission timeout reached on transmission 4711@198.51.100.21 for seqno 102 (Critical Response) -- See x"
WHY = "Problem setting up ssl connection: error:00000001:lib(0)::reason(1), Internal SSL error"
WHOM = "Unable to set up ssl connection with peer '198.51.100.21:24040'"


def at(number: int, text: str) -> LogLine:
    return replace(line(text), line=number)


def test_how_long_it_waited_stands_on_the_next_line() -> None:
    (event,) = events_of([at(7, UNACKNOWLEDGED), at(8, "Packet timed out after 6400ms with no response")])
    assert (event.kind, event.facts["waited"]) == ("answer-unacknowledged", "6400")


def test_that_line_alone_tells_nothing() -> None:
    assert [event.kind for event in events_of([at(8, "Packet timed out after 6400ms with no response")])] == []
    (event,) = events_of([at(7, UNACKNOWLEDGED), at(70, "Packet timed out after 6400ms with no response")])
    assert "waited" not in event.facts


def test_two_lines_about_one_handshake_are_one() -> None:
    (event,) = events_of([at(7, WHY), at(8, WHOM)])
    assert (event.reason, event.address, event.port) == ("Internal SSL error", "198.51.100.21", 24040)


def test_handshakes_apart_are_two() -> None:
    assert [event.address for event in events_of([at(7, WHY), at(70, WHOM), at(71, WHY)])] == ["", "198.51.100.21", ""]
