"""Keys that INFO tells."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.app import run
from sipwhy.app.media import listen
from sipwhy.media.digits_by_info import informed, key_in
from sipwhy.model import Call

CAPTURE = Path(__file__).resolve().parent / "captures" / "dtmf.pcap"
VOICE = 16 + 14 + 20 + 8 + 12 + 160
"""Bytes of a record of a packet of G.711."""


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ("Signal=5\r\nDuration=160\r\n", "5"),
        ("Signal= *\nDuration= 250", "*"),
        ("signal=d\r\n", "D"),
        ("Signal=10\r\nDuration=100", "*"),
        ("Signal=11", "#"),
        ("Signal=16", "flash"),
        ("Signal=!", "flash"),
        ("p=Digit-Collection\r\ny=Digit-Collection\r\nd=7\r\n", "7"),
        ("5", "5"),
        ("#\r\n", "#"),
        ("Signal=17", ""),
        ("Signal=55555", ""),
        ("Signal=\r\nDuration=160", ""),
        ("<?xml version='1.0'?>", ""),
        ("", ""),
    ],
)
def test_a_key_in_each_of_its_forms(body: str, key: str) -> None:
    assert key_in(body) == key


@given(st.text(max_size=60), st.text(alphabet="Signal=dD*#!0123456789 \r\n", max_size=30))
def test_no_text_breaks_it(one: str, other: str) -> None:
    for text in (one, other):
        assert key_in(text) in {*"0123456789*#ABCD", "flash", ""}


def recorded(capture: Path = CAPTURE) -> tuple[Call, list[list[str]]]:
    report = run([str(capture)])
    call = report.call(next(row.number for row in report.rows() if row.kind == "call"))
    return call, [[key.key for key in one.keys] for one in listen(report, call.number)]


def test_a_recorded_key_and_what_the_pbx_made_of_it() -> None:
    call, by_events = recorded()
    told = [informed(leg) for leg in call.legs]
    assert [[(key.key, key.seconds, key.status, key.is_by_first) for key in keys] for keys in told] == [[], [("5", 0.16, 200, False)]]
    assert sorted(map("".join, by_events)) == ["", "123#", "123#", "5"]


def test_keys_behind_the_last_voice_are_told(tmp_path: Path) -> None:
    """
    Of a sender that is mute while keys are pressed: those that are numbered with its voice are part of it however late they come, those
    that are numbered apart (the 5 of the PBX, eight seconds behind) as far as five seconds.
    """
    data, at = CAPTURE.read_bytes(), 24
    records = []
    while at < len(data):
        size = 16 + int.from_bytes(data[at + 8 : at + 12], "little")
        records.append(data[at : at + size])
        at += size
    early = int.from_bytes(next(one for one in records if len(one) == VOICE)[:4], "little") + 1
    kept = [one for one in records if len(one) != VOICE or int.from_bytes(one[:4], "little") <= early]
    assert 0 < len(records) - len(kept) <= 4
    (tmp_path / "mute.pcap").write_bytes(data[:24] + b"".join(kept))
    _, by_events = recorded(tmp_path / "mute.pcap")
    assert sorted(map("".join, by_events)) == ["", "", "123#", "123#"]
