"""Evidence without SIP is no dead end: the command that reads it is named."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from sipwhy.cli.main import main
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap

_CAPTURES = Path(__file__).parents[1] / "captures"
_CARRIERS = Path(__file__).parents[2] / "samples" / "carriers.csv"


@pytest.fixture
def voice(tmp_path: Path) -> str:
    """Eight seconds of G.711 both ways, and no signalling."""
    script = Script({})
    script.play(["0.0 alice:4000 > pbx:10000 rtp 400", "0.0 pbx:10000 > alice:4000 rtp 400 ssrc=77 lose=50"])
    write_pcap(tmp_path / "voice.pcap", script.packets)
    return str(tmp_path / "voice.pcap")


def test_of_voice_without_signalling_the_command_for_media_is_named(voice: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([voice, "--lang", "en"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "There is no SIP in this capture (792 packets)." in said
    assert "There is RTP, though: 2 streams. For the calls record the signalling too" in said
    assert f"Loss, jitter and MOS of the streams: sipwhy media {voice}" in said


@pytest.fixture
def cut(tmp_path: Path) -> Path:
    """The beginning of a capture, which ends within the first packet."""
    path = tmp_path / "cut.pcap"
    path.write_bytes((_CARRIERS.parent / "no-route.pcap").read_bytes()[:300])
    return path


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ("This capture breaks off before any SIP (0 packets could be read)", "compare its size at both ends")),
        ("ru", ("Этот дамп обрывается раньше, чем начался SIP (удалось прочитать 0 пакетов)", "сверьте его размер")),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_capture_that_breaks_off_before_its_sip_is_not_one_without_sip(
    lang: str, said: tuple[str, str], packed: bool, cut: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if packed:
        cut.write_bytes(gzip.compress(cut.read_bytes()))
    assert main([str(cut), "--lang", lang]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert printed.startswith(said[0])
    assert said[1] in printed


@pytest.mark.parametrize(
    ("lang", "said", "not_said"),
    [
        ("en", "1 TLS connection broke off before any could be sent", "whatever SIP is inside"),
        ("ru", "1 TLS-соединение оборвалось раньше, чем SIP успели отправить", "он зашифрован"),
    ],
)
@pytest.mark.parametrize("name", ["tls-version", "tls-certificate-hidden", "tls-name-mismatch"])
def test_a_handshake_that_broke_off_has_no_sip_inside(
    name: str, lang: str, said: str, not_said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(_CAPTURES / name / "capture.pcap"), "--lang", lang]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert said in printed
    assert not_said not in printed
    assert "--keylog" not in printed


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Nothing went wrong in what could be read: 1 call, 2 registrations."),
        ("ru", "В том, что удалось прочитать, сбоев нет: 1 вызов, 2 регистрации."),
    ],
)
def test_of_a_capture_that_breaks_off_no_more_is_promised_than_was_read(
    lang: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = _CAPTURES / "good-call" / "capture.pcap"
    (tmp_path / "cut.pcap").write_bytes(whole.read_bytes()[:-30])
    assert main([str(tmp_path / "cut.pcap"), "--lang", lang]) == 0
    assert " ".join(capsys.readouterr().out.split()).startswith(said)
    assert main([str(whole), "--lang", lang]) == 0
    assert said not in " ".join(capsys.readouterr().out.split())


def test_of_what_works_it_is_said_that_it_is_encrypted(capsys: pytest.CaptureFixture[str]) -> None:
    for name, count in (("tls-good", "2 connections speak"), ("tls-refused", "1 connection speaks")):
        assert main([str(_CAPTURES / name / "capture.pcap"), "--lang", "en"]) == 0
        assert f"{count} TLS, and whatever SIP is inside is encrypted" in " ".join(capsys.readouterr().out.split())


def test_that_command_shows_streams_of_no_call(voice: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["media", voice, "--lang", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines[1:3]] == [
        ["–/1", "198.51.100.21:4000", "→", "203.0.113.10:10000", "PCMA", "400", "0", "0", "ms", "4.41"],
        ["–/2", "203.0.113.10:10000", "→", "198.51.100.21:4000", "PCMA", "392", "1.8", "%", "0", "ms", "4.26"],
    ]
    assert main(["media", voice, "--json"]) == 0
    assert [(one["call"], one["codec"], one["lost"]) for one in json.loads(capsys.readouterr().out)["streams"]] == [
        (None, "PCMA", 0),
        (None, "PCMA", 7),
    ]


def test_filters_for_calls_leave_them_out(voice: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["media", voice, "--phone", "1001", "--lang", "en"]) == 0
    assert "There is no RTP of a call here" in capsys.readouterr().out


@pytest.mark.parametrize(("lang", "said"), [("en", "It looks like a table of calls (CDR):"), ("ru", "Похоже на таблицу вызовов (CDR):")])
def test_of_a_table_of_calls_the_command_for_cdrs_is_named(lang: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(_CARRIERS), "--lang", lang]) == 0
    assert f"{said} sipwhy cdr {_CARRIERS}" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("keys.log", "CLIENT_RANDOM " + "1f" * 32 + " " + "02" * 48 + "\n", "sipwhy FILE --keylog {path}"),
        ("pjsip.conf", "[global]\ntype=global\n", "sipwhy FILE --secret-file {path}"),
        ("session.har", '{"log": {"version": "1.2"}}', "--keylog (SSLKEYLOGFILE)"),
        ("mail.eml", "Subject: capture\nMIME-Version: 1.0\n\nsee file\n", "save the capture or the log that is attached to it"),
        ("voice.au", ".snd\x00\x00\x00\x18", "sipwhy audio FILE N"),
    ],
)
def test_what_is_no_evidence_is_called_by_its_name(
    name: str, content: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_text(content)
    assert main([str(path), "--lang", "en"]) == 3
    assert said.format(path=path) in capsys.readouterr().err
