"""The first line says all is well only of what was captured: whether people heard each other, SIP does not tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.cli.main import main
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap

CALL = [
    "0.0 alice > pbx INVITE 1001 > 1002 +sdp",
    "0.1 pbx > alice 180 Ringing",
    "2.0 pbx > alice 200 OK +sdp:10000",
    "2.1 alice > pbx ACK",
]
VOICE = ["2.2 alice:4000 > pbx:10000 rtp 400 sound=speech", "2.2 pbx:10000 > alice:4000 rtp 400 sound=speech"]
BYE = ["11.0 alice > pbx BYE", "11.1 pbx > alice 200 OK"]
BUSY = ["20.0 alice > pbx [b] INVITE 1001 > 1003 +sdp", "20.1 pbx > alice [b] 486 Busy Here", "20.2 alice > pbx [b] ACK"]
LOGIN = ["0.0 alice > pbx REGISTER 1001", "0.1 pbx > alice 401", "0.2 alice > pbx REGISTER 1001 +auth", "0.3 pbx > alice 200 OK"]


def _first_line(lines: list[str], lang: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    script = Script({"198.51.100.21": "Yealink SIP-T46U 108.86.0.20", "203.0.113.10": "Asterisk PBX 20.20.1"})
    script.play(lines)
    write_pcap(folder / "one.pcap", script.packets)
    assert main([str(folder / "one.pcap"), "--lang", lang]) == 0
    return capsys.readouterr().out.splitlines()[0]


@pytest.mark.parametrize(
    ("lines", "english", "russian"),
    [
        (CALL + BYE, "SIP is well: 1 call; no voice was captured.", "По SIP всё в порядке: 1 вызов; голос в дамп не попал."),
        (CALL + VOICE + BYE, "Everything is well: 1 call.", "Всё в порядке: 1 вызов."),
        (LOGIN, "Everything is well: 1 registration.", "Всё в порядке: 1 регистрация."),
        (
            CALL + BYE + BUSY,
            "No failures in SIP: 2 calls; no voice was captured.",
            "Сбоев по SIP нет: 2 вызова; голос в дамп не попал.",
        ),
        (BUSY, "No failures: 1 call.", "Сбоев нет: 1 вызов."),
    ],
    ids=["a call", "a call with its voice", "a registration", "one answered, one busy", "nobody talked"],
)
def test_a_trace_of_sip_alone_is_called_so_in_one_clause(
    lines: list[str], english: str, russian: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _first_line(lines, "en", tmp_path, capsys) == english
    assert _first_line(lines, "ru", tmp_path, capsys) == russian
