"""Who picked up in the end is named where it was not the number that was called."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.diagnosis.answered_by import answered_by
from sipwhy.model import Call
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap

_ASKED = ["0.000 alice > pbx INVITE 1001 > 1002 +sdp", "0.010 pbx > alice 100 Trying"]
_TALK = ["3.020 pbx > alice 200 OK +sdp", "3.030 alice > pbx ACK"]
_MOVED = [
    "0.020 pbx > bob [b] INVITE 1001 > 1002 +sdp",
    "0.100 bob > pbx [b] 302 Moved Temporarily",
    "    Contact: <sip:1003@203.0.113.10>",
    "0.110 pbx > bob [b] ACK",
]


def _picked_up(host: str, dialog: str, number: str) -> list[str]:
    return [
        f"0.120 pbx > {host} [{dialog}] INVITE 1001 > {number} +sdp",
        f"0.200 {host} > pbx [{dialog}] 180 Ringing",
        f"3.000 {host} > pbx [{dialog}] 200 OK +sdp",
        f"3.010 pbx > {host} [{dialog}] ACK",
    ]


def _ended(at: int, host: str, dialog: str) -> list[str]:
    return [
        f"{at}.000 alice > pbx BYE",
        f"{at}.010 pbx > alice 200 OK",
        f"{at}.020 pbx > {host} [{dialog}] BYE",
        f"{at}.030 {host} > pbx [{dialog}] 200 OK",
    ]


def _call(lines: list[str], folder: Path) -> Call:
    script = Script({})
    script.play(lines)
    write_pcap(folder / "call.pcap", script.packets)
    return run([str(folder / "call.pcap")]).call(1)


def test_a_call_that_was_forwarded_is_told_with_who_answered(tmp_path: Path) -> None:
    assert answered_by(_call([*_ASKED, *_MOVED, *_picked_up("carol", "c", "1003"), *_TALK, *_ended(20, "carol", "c")], tmp_path)) == (
        "1003",
    )


@pytest.mark.parametrize("number", ["1002", "01002"])
def test_the_number_that_was_called_goes_without_saying(number: str, tmp_path: Path) -> None:
    lines = [line.replace("> 1002", "> 74951234567") for line in _ASKED]
    picked_up = _picked_up("trunk", "c", "+74951234567" if number == "1002" else "01074951234567")
    assert answered_by(_call([*lines, *picked_up, *_TALK, *_ended(20, "trunk", "c")], tmp_path)) == ()


def test_a_transfer_names_both_and_who_transferred_did_not_hang_up(tmp_path: Path) -> None:
    transfer = [
        "10.000 bob > pbx [b] REFER",
        "    Refer-To: <sip:1003@203.0.113.10>",
        "10.010 pbx > bob [b] 202 Accepted",
        "10.020 pbx > bob [b] NOTIFY",
        "    Event: refer",
        "    Content-Type: message/sipfrag",
        "    |SIP/2.0 200 OK",
        "10.030 bob > pbx [b] 200 OK",
        "10.040 bob > pbx [b] BYE",
        "10.050 pbx > bob [b] 200 OK",
    ]
    call = _call([*_ASKED, *_picked_up("bob", "b", "1002"), *_TALK, *transfer, *_ended(40, "carol", "c")[:2]], tmp_path)
    assert (answered_by(call), call.hung_up) == (("1002", "1003"), "caller")
