"""A message that two captures hold on either side of a NAT stands once in the ladder."""

from __future__ import annotations

import dataclasses

from sipwhy.model import Call, Evidence, Host, Message
from sipwhy.views.evidence import Proof
from sipwhy.views.ladder import Surroundings, ladder
from sipwhy.views.picture import Arrow, Picture
from tests.fakes import Dialogue, call_of, leg_of

INSIDE, OUTSIDE, SERVER = "192.168.1.10:5060", "198.51.100.21:40000", "203.0.113.10:5060"


def picture(call: Call, *proofs: Proof) -> Picture:
    return ladder(call, proofs, Surroundings(lambda ip: Host(ip, "unknown"), ("phone.pcap", "pbx.pcap"), "en"))


def arrows(shown: Picture) -> list[tuple[int, int, tuple[int, ...]]]:
    return [(row.src, row.dst, row.covers) for row in shown.rows if isinstance(row, Arrow)]


def two_captures(file: int) -> tuple[list[Message], list[Message]]:
    """INVITE and its 486 as the telephone's capture has them, and as that of the server does, which is file `file`."""
    talk = Dialogue()
    sent = talk.say(0, f"{INSIDE}>{SERVER}", "INVITE")
    came = dataclasses.replace(talk.say(0.01, f"{OUTSIDE}>{SERVER}", "INVITE"), file=file)
    refused = dataclasses.replace(talk.say(0.02, f"{SERVER}>{OUTSIDE}", "486 Busy Here"), file=file)
    told = talk.say(0.03, f"{SERVER}>{INSIDE}", "486 Busy Here")
    return [sent, told], [came, refused]


def test_both_sightings_are_one_arrow_between_the_ends_themselves() -> None:
    inside, outside = two_captures(1)
    shown = picture(call_of(1, (leg_of(inside), leg_of(outside, 1))))
    assert [column.address for column in shown.columns] == ["192.168.1.10", "203.0.113.10"]
    assert arrows(shown) == [(0, 1, (1, 2)), (1, 0, (3, 4))]


def test_what_is_noted_of_either_stands_there() -> None:
    inside, outside = two_captures(1)
    proof = Proof("callee-busy", is_cause=True, evidence=(Evidence("answer", message=4),), notes={"answer": "busy"})
    shown = picture(call_of(1, (leg_of(inside), leg_of(outside, 1))), proof)
    assert [[note.text for note in row.notes] for row in shown.rows if isinstance(row, Arrow)] == [[], ["busy"]]
    assert not shown.elsewhere


def test_what_never_came_out_on_the_other_side_keeps_its_own_arrow() -> None:
    inside, outside = two_captures(1)
    shown = picture(call_of(1, (leg_of(inside[:1]), leg_of(outside, 1))))
    assert arrows(shown) == [(0, 1, (1, 2)), (1, 2, (3,))]


def test_one_capture_on_both_sides_shows_what_the_router_does() -> None:
    inside, outside = two_captures(0)
    assert len(arrows(picture(call_of(1, (leg_of(inside), leg_of(outside, 1)))))) == 4
