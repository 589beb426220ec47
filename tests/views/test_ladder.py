"""What a ladder shows and leaves out."""

import dataclasses

from msgspec.structs import replace

from sipwhy.model import Call, Evidence, Host, HostRole, NetworkError
from sipwhy.texts.language import Language
from sipwhy.views.evidence import Proof
from sipwhy.views.ladder import MOST_ROWS, Surroundings, ladder
from sipwhy.views.picture import Arrow, Band, Gap, Picture
from tests.fakes import Dialogue, call_of, leg_of, stream
from tests.fakes.messages import sdp, socket

A, P, B = "10.0.0.21", "10.0.0.10", "10.0.0.22"


def picture(call: Call, *proofs: Proof, lang: Language = "en", most: int = MOST_ROWS) -> Picture:
    roles: dict[str, HostRole] = {P: "pbx", A: "phone", B: "phone"}
    around = Surroundings(lambda ip: Host(ip, roles.get(ip, "unknown")), ("pbx.pcap",), lang)
    return ladder(call, proofs, around, most)


def arrows(shown: Picture) -> list[Arrow]:
    return [row for row in shown.rows if isinstance(row, Arrow)]


def test_columns_stand_in_order_of_travel_and_say_who_they_are() -> None:
    talk = Dialogue()
    first = [talk.say(0, f"{A}>{P}", "INVITE")]
    second = [talk.say(0.1, f"{P}>{B}", "INVITE", call_id="x"), talk.say(0.2, f"{B}>{P}", "180 Ringing", call_id="x")]
    shown = picture(call_of(1, (leg_of(first), leg_of(second, 1))))
    assert [(column.address, column.caption) for column in shown.columns] == [(A, "1001"), (P, "PBX"), (B, "1002")]
    assert [(arrow.src, arrow.dst) for arrow in arrows(shown)] == [(0, 1), (1, 2), (2, 1)]


def test_two_phones_behind_one_address_are_two_columns() -> None:
    talk = Dialogue()
    first = [talk.say(0, f"203.0.113.5:5060>{P}", "INVITE")]
    second = [talk.say(0.1, f"{P}>203.0.113.5:6060", "INVITE", call_id="x")]
    shown = picture(call_of(1, (leg_of(first), leg_of(second, 1))))
    assert [column.address for column in shown.columns] == ["203.0.113.5:5060", P, "203.0.113.5:6060"]


def test_programs_on_one_host_are_told_apart_by_port() -> None:
    talk = Dialogue()
    shown = picture(call_of(1, (leg_of([talk.say(0, "127.0.0.1:5070>127.0.0.1:5060", "INVITE")]),)))
    assert [column.address for column in shown.columns] == ["127.0.0.1:5070", "127.0.0.1:5060"]


def test_a_host_is_not_one_whose_address_begins_alike() -> None:
    talk = Dialogue()
    first = [talk.say(0, "10.0.0.1:5070>10.0.0.10", "INVITE")]
    second = [talk.say(0.1, "10.0.0.10>10.0.0.1:5080", "INVITE", call_id="x")]
    shown = picture(call_of(1, (leg_of(first), leg_of(second, 1))))
    assert [(column.address, column.caption) for column in shown.columns] == [
        ("10.0.0.1:5070", "1001"), ("10.0.0.10", "PBX"), ("10.0.0.1:5080", "1002"),
    ]  # fmt: skip


def test_the_pbx_that_does_not_know_its_address_is_named() -> None:
    talk = Dialogue()
    shown = picture(call_of(1, (leg_of([talk.say(0, f"{A}>0.0.0.0", "INVITE")]),)), lang="ru")
    assert shown.columns[1].address == "эта АТС"


def test_repeats_are_folded_and_counted() -> None:
    talk = Dialogue()
    found = [talk.say(0, f"{P}>{B}", "INVITE", offer=sdp("PCMA"))]
    found += [talk.say(at, f"{P}>{B}", "INVITE", offer=sdp("PCMA"), repeat=True) for at in (0.5, 1.5, 3.5, 31.5)]
    [arrow] = arrows(picture(call_of(1, (leg_of(found),))))
    assert arrow.labels[0] == "INVITE (PCMA) ×5 over 31.5 s"
    assert arrow.covers == (1, 2, 3, 4, 5)


def test_evidence_on_a_repeat_marks_the_folded_arrow() -> None:
    talk = Dialogue()
    found = [talk.say(0, f"{P}>{B}", "INVITE"), talk.say(0.5, f"{P}>{B}", "INVITE", repeat=True)]
    proof = Proof("r", True, (Evidence("n", message=2),), {"n": "again"})
    [arrow] = arrows(picture(call_of(1, (leg_of(found),)), proof))
    assert [(note.where, note.text) for note in arrow.notes] == [("frame 2", "again")]


def test_copies_are_left_out() -> None:
    talk = Dialogue()
    found = [talk.say(0, f"{A}>{P}", "INVITE")]
    found.append(dataclasses.replace(found[0], number=2, is_copy=True))
    assert len(arrows(picture(call_of(1, (leg_of(found),))))) == 1


def test_sdp_is_hinted_at() -> None:
    talk = Dialogue()
    found = [
        talk.say(0, f"{A}>{P}", "INVITE", offer=sdp("PCMA,G729,G722,OPUS,TELEPHONE-EVENT")),
        talk.say(1, f"{P}>{A}", "200 OK", offer=sdp("PCMA", "sendonly", "RTP/SAVP")),
        talk.say(2, f"{A}>{P}", "BYE", cseq=2),
        talk.say(2, f"{P}>{A}", "200 OK", method="BYE", cseq=2),
    ]
    said = [arrow.labels[0] for arrow in arrows(picture(call_of(1, (leg_of(found),))))]
    assert said == ["INVITE (PCMA, G729, G722 +1)", "200 OK (SRTP PCMA, sendonly)", "BYE", "200 OK (BYE)"]


def test_what_is_no_voice_is_no_codec_of_the_label() -> None:
    talk = Dialogue()
    [arrow] = arrows(picture(call_of(1, (leg_of([talk.say(0, f"{A}>{P}", "INVITE", offer=sdp("PCMA,X-NSE,CN,TELEPHONE-EVENT"))]),))))
    assert arrow.labels == ("INVITE (PCMA)", "INVITE")


def test_rtp_is_one_band_between_two_hosts() -> None:
    talk = Dialogue()
    found = [talk.say(0, f"{A}>{P}", "INVITE"), talk.say(9, f"{A}>{P}", "BYE", cseq=2)]
    streams = [stream(0, f"{A}:4000", f"{P}:9000", 100), stream(1, f"{P}:9000", f"{A}:4000", 80)]
    shown = picture(call_of(1, (leg_of(found),), streams=streams))
    [band] = [row for row in shown.rows if isinstance(row, Band)]
    assert (band.left, band.right, band.rightwards, band.leftwards) == (0, 1, 100, 80)
    assert [type(row).__name__ for row in shown.rows] == ["Arrow", "Band", "Arrow"]


def test_network_errors_point_back_at_the_sender_and_carry_their_notes() -> None:
    talk = Dialogue()
    invite = talk.say(0, f"{P}>{B}", "INVITE")
    error = NetworkError("icmp", invite.ts + 100, 0, 77, socket(P), socket(B), B, "port unreachable", 1)
    proof = Proof("r", True, (Evidence("n", frame=77),), {"n": "closed"})
    shown = picture(call_of(1, (leg_of([invite], errors=(error, replace(error, ts=error.ts + 500_000))),)), proof)
    [_, arrow] = arrows(shown)
    assert (arrow.src, arrow.dst, arrow.tone, arrow.times) == (1, 0, "error", 2)
    assert arrow.labels[0].startswith("ICMP port unreachable")
    assert {note.text for note in arrow.notes} == {"closed"}


def test_evidence_that_is_not_in_the_picture_is_named_below() -> None:
    talk = Dialogue()
    proof = Proof("r", True, (Evidence("n", message=99), Evidence("n", line=12)), {"n": "elsewhere"})
    shown = picture(call_of(1, (leg_of([talk.say(0, f"{A}>{P}", "INVITE")]),)), proof)
    assert [note.where for note in shown.elsewhere] == ["message 99", "line 12"]


def test_a_long_call_is_shortened_and_never_loses_evidence() -> None:
    talk = Dialogue()
    found = [talk.say(at, f"{A}>{P}", "INFO", cseq=at) for at in range(200)]
    proof = Proof("r", True, (Evidence("n", message=100),), {"n": "here"})
    shown = picture(call_of(1, (leg_of(found),)), proof, most=20)
    assert len(shown.rows) <= 20
    assert any(row.notes for row in arrows(shown))
    assert sum(row.messages for row in shown.rows if isinstance(row, Gap)) + len(arrows(shown)) == 200


def test_a_call_without_messages_is_drawn_empty() -> None:
    talk = Dialogue()
    call = call_of(1, (leg_of([talk.say(0, f"{A}>{P}", "INVITE")]),))
    empty = replace(call, legs=(replace(call.legs[0], messages=(), transactions=()),))
    assert picture(empty).rows == ()


def test_the_address_of_webrtc_that_is_named_later_is_no_hold() -> None:
    shown = []
    for port in (9, 4000):
        described = sdp("PCMA", address="0.0.0.0")
        offer = replace(described, media=(replace(described.media[0], port=port),))
        message = Dialogue().say(0, f"{A}>{P}", "INVITE", offer=offer)
        shown.append(arrows(picture(call_of(1, (leg_of([message]),))))[0].labels[0])
    assert shown == ["INVITE (PCMA)", "INVITE (PCMA, hold)"]
