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


def recorded() -> tuple[Call, list[list[str]]]:
    report = run([str(CAPTURE)])
    call = report.call(next(row.number for row in report.rows() if row.kind == "call"))
    return call, [[key.key for key in one.keys] for one in listen(report, call.number)]


def test_a_recorded_key_and_what_the_pbx_made_of_it() -> None:
    call, by_events = recorded()
    told = [informed(leg) for leg in call.legs]
    assert [[(key.key, key.seconds, key.status, key.is_by_first) for key in keys] for keys in told] == [[], [("5", 0.16, 200, False)]]
    assert sorted(map("".join, by_events)) == ["", "123#", "123#", "5"]
