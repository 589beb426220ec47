"""Voice without SIP is listened to: which streams go together, and what their packets are."""

from __future__ import annotations

import json
import struct
import wave
from pathlib import Path

import numpy as np
import pytest

from sipwhy.app import run, strangers
from sipwhy.app.audio import hear_leg
from sipwhy.app.strangers import Strange, conversations, strange_call
from sipwhy.cli.main import main
from sipwhy.media.series import Series
from sipwhy.media.sound import decoder
from sipwhy.model.sdp import Codec
from tests.media.sound.test_track import ROWS, VOCODERS
from tests.media.sound.voice import likeness, speech
from tests.rules.packets import Frame, Socket, udp, write_pcap

pytest.importorskip("av", reason="PyAV is not installed")

A, B = ("198.51.100.21", 4000), ("203.0.113.10", 10000)
GUESSED = {
    "G726-32": ("G726-32", ""), "G726-40": ("G726-40", ""), "L16": ("L16", ""), "G729": ("G729", ""), "GSM": ("GSM", ""),
    "SPEEX": ("speex", ""), "AMR": ("AMR", ""), "AMR-WB": ("AMR-WB", "octet-align=1"), "OPUS": ("opus", ""),
}  # fmt: skip
"""What the look of packets tells; of two G726 that differ in the order of bits the usual one is named."""
ALL = {**{name: (*row[:3], "") for name, row in ROWS.items()}, **VOCODERS}


def voice(
    payloads: list[bytes], clock: int, kind: int, way: tuple[Socket, Socket] = (A, B), at: int = 0, *, ms: int = 20, ssrc: int = 7
) -> list[Frame]:
    """RTP, one packet after the other."""
    frames = []
    for n, payload in enumerate(payloads):
        head = struct.pack("!BBHII", 0x80, kind, n & 0xFFFF, n * clock * ms // 1000, ssrc)
        frames.append((at + n * ms * 1000, frame := udp(*way, head + payload), len(frame)))
    return frames


def found(path: Path, frames: list[Frame], number: int = 1, told: tuple[Codec, ...] = ()) -> Strange:
    write_pcap(path / "x.pcap", frames)
    strange = strange_call(run([str(path / "x.pcap")]), number, told)
    assert strange is not None
    return strange


@pytest.mark.parametrize("name", ALL)
def test_a_guess_is_right_or_none_is_made(name: str, tmp_path: Path) -> None:
    encode, rate, clock, _ = ALL[name]
    ms = 30 if name == "G723" else 20
    strange = found(tmp_path, voice(list(encode(speech(rate))), clock, 97, ms=ms))
    if name == "AAL2-G726-32":
        assert [codec.name for codec in strange.guessed] == ["G726-32"]
    elif name in GUESSED:
        assert [(codec.name, codec.fmtp) for codec in strange.guessed] == [GUESSED[name]]
        assert strange.guessed[0].clock == clock
    else:
        assert (strange.guessed, strange.unknown) == ((), (97,))


@pytest.mark.parametrize("seed", range(3))
def test_bytes_by_chance_are_no_codec(seed: int, tmp_path: Path) -> None:
    rng = np.random.default_rng(seed)
    strange = found(tmp_path, voice([rng.bytes(int(rng.integers(20, 70))) for _ in range(100)], 8000, 97))
    assert strange.unknown == (97,)


@pytest.mark.parametrize("name", [name for name in ALL if name != "G723"])
def test_what_is_told_is_decoded(name: str, tmp_path: Path) -> None:
    encode, rate, clock, fmtp = ALL[name]
    sound = speech(rate)
    write_pcap(tmp_path / "x.pcap", voice(list(encode(sound)), clock, 97))
    report = run([str(tmp_path / "x.pcap")])
    strange = strange_call(report, 1, [Codec(97, name, clock, fmtp)])
    assert strange is not None
    heard = hear_leg(report, strange.call, 0)
    assert heard is not None
    assert heard.rate == rate
    assert likeness(sound, heard.sound[:, 0], rate) > 0.9


def test_both_ways_are_heard_and_another_conversation_of_the_same_ports_is_not(tmp_path: Path) -> None:
    encode = ROWS["PCMA"][0]
    payloads = list(encode(speech(8000)))
    frames = [
        *voice(payloads, 8000, 8),
        *voice(payloads, 8000, 8, (B, A), 1_000_000, ssrc=8),
        *voice(payloads, 8000, 8, (A, B), 60_000_000, ssrc=9),
    ]
    write_pcap(tmp_path / "x.pcap", frames)
    report = run([str(tmp_path / "x.pcap")])
    assert list(conversations(report)) == [1, 3]
    for number in (1, 2):
        strange = strange_call(report, number)
        assert strange is not None
        assert strange.numbers == (1, 2)
        heard = hear_leg(report, strange.call, 0)
        assert heard is not None
        assert [one.side for one in heard.voices] == ["left", "right"]
        assert heard.seconds == pytest.approx(5.0, abs=0.1)
        assert not heard.sound[:7900, 1].any()
    alone = strange_call(report, 3)
    assert alone is not None
    assert alone.numbers == (3,)
    assert strange_call(report, 4) is None


def test_keys_beside_voice_are_known_by_their_look(tmp_path: Path) -> None:
    event = [struct.pack("!BBH", 5, 0x80 if n > 3 else 10, 160 * (n + 1)) for n in range(7)]
    payloads = list(ROWS["PCMA"][0](speech(8000)))
    frames = voice(payloads, 8000, 8)
    for n, payload in enumerate(event):
        head = struct.pack("!BBHII", 0x80, 101, 200 + n, 200 * 160, 7)
        frames.append((4_000_000 + n * 20_000, frame := udp(A, B, head + payload), len(frame)))
    strange = found(tmp_path, frames, told=(Codec(-1, "OPUS", 48000),))
    (message,) = strange.call.legs[0].messages
    assert message.sdp
    assert [codec.name for codec in message.sdp.media[0].codecs] == ["PCMA", "telephone-event"]


def test_of_hours_the_beginning_of_each_format_tells_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[int, int] = {}

    def guess(series: Series, kind: int) -> None:
        seen[kind] = max(seen.get(kind, 0), int((series.kind == kind).sum()))

    monkeypatch.setattr(strangers, "_LOOKED_AT", 30)
    monkeypatch.setattr(strangers, "guess", guess)
    found(tmp_path, [*voice([bytes(20)] * 100, 8000, 97), *voice([bytes(20)] * 40, 8000, 98, at=2_000_000, ssrc=8)])
    assert seen == {97: 30, 98: 30}


@pytest.fixture
def amr(tmp_path: Path) -> str:
    encode, rate, clock, _ = ALL["AMR"]
    write_pcap(tmp_path / "amr.pcap", voice(list(encode(speech(rate))), clock, 97))
    return str(tmp_path / "amr.pcap")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ("PT 97 is taken for AMR/8000 by the look of its packets: a guess", "Streams of no call, 4 s of sound", "the first packet")),
        ("ru", ("PT 97 принят за AMR/8000 по виду пакетов: это догадка", "Потоки вне вызовов, звука 4 с", "от первого пакета")),
    ],
)
def test_both_commands_take_a_stream_and_say_what_they_guess(
    lang: str, said: tuple[str, str, str], amr: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guessed, heading, clock = said
    target = tmp_path / "x.wav"
    assert main(["audio", amr, "--stream", "1", "-o", str(target), "--lang", lang]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert all(text in out for text in (guessed, heading, clock, f"{target}: 4 "))
    with wave.open(str(target)) as file:
        assert file.getnframes() == pytest.approx(4 * 8000, abs=400)
    for words in (["--stream", "1"], []):
        assert main(["media", amr, *words, "--listen", "--lang", lang]) == 0
        out = " ".join(capsys.readouterr().out.split())
        assert guessed in out
        assert clock in out
        assert "0:0" in out
    assert main(["audio", amr, "--stream", "1", "--codec", "97=AMR", "--lang", lang]) == 0
    assert guessed not in " ".join(capsys.readouterr().out.split())


def test_the_list_names_the_command_and_json_the_number(amr: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["media", amr, "--lang", "en"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "–/1 198.51.100.21:4000" in out
    assert f"sipwhy audio {amr} --stream 1" in out
    assert main(["media", amr, "--json"]) == 0
    assert [one["stream"] for one in json.loads(capsys.readouterr().out)["streams"]] == [1]
    for words in (["audio", amr], ["media", amr, "--listen"]):
        assert main([*words, "--stream", "1", "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert told["call"] is None
        assert told["streams"][0]["codec"] == "AMR"


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("command", ["audio", "media"])
def test_without_a_number_it_is_told_how_the_streams_are_heard(
    command: str, lang: str, amr: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, amr, "1", "--lang", lang]) == 2
    assert f"sipwhy audio {amr} --stream 1" in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(("command", "status"), [("audio", 2), ("media", 0)])
def test_of_a_call_that_began_before_the_capture_it_is_told_where_its_voice_is(
    command: str, status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = f"Via: SIP/2.0/UDP {A[0]}:5060;branch=z9hG4bK1\r\nFrom: <sip:1@x>;tag=a\r\nTo: <sip:2@x>;tag=b\r\nCall-ID: c\r\nCSeq: 2 BYE"
    bye = udp((A[0], 5060), (B[0], 5060), f"BYE sip:2@x SIP/2.0\r\n{head}\r\nContent-Length: 0\r\n\r\n".encode())
    path = tmp_path / "x.pcap"
    write_pcap(path, [*voice(list(ROWS["PCMA"][0](speech(8000))), 8000, 8), (5_000_000, bye, len(bye))])
    assert main([command, str(path), "1", "--lang", "en"]) == status
    told = capsys.readouterr()
    assert f"RTP is there, 1 stream of no call: sipwhy audio {path} --stream 1" in " ".join((told.out + told.err).split())


@pytest.mark.parametrize("command", ["audio", "media"])
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--stream", "9"], "there is no stream 9 of no call (there are 1)"),
        (["1", "--stream", "1"], "--stream is for voice of no call"),
        (["--stream", "1", "--leg", "1"], "--stream is for voice of no call"),
        (["--codec", "opus"], "--codec goes with --stream"),
        (["--stream", "1", "--codec", "mp3"], "--codec mp3: expected PCMU"),
        (["--stream", "1", "--codec", "200=opus"], "--codec 200=opus: expected PCMU"),
    ],
)
def test_wrong_words(command: str, words: list[str], said: str, amr: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, amr, *words, "--lang", "en"]) == 2
    assert said in " ".join(capsys.readouterr().err.split())


def test_a_format_that_nothing_tells_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_pcap(tmp_path / "x.pcap", voice(list(ROWS["PCMA"][0](speech(8000))), 8000, 97))
    path = str(tmp_path / "x.pcap")
    assert main(["audio", path, "--stream", "1", "--lang", "en"]) == 2
    assert "--codec 97=NAME" in capsys.readouterr().out
    assert main(["audio", path, "--stream", "1", "--codec", "pcma", "--lang", "en"]) == 0


def test_of_thousands_of_sources_between_two_sockets_those_are_shown_that_follow(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    frames = [frame for n in range(150) for frame in voice([bytes(160)] * 10, 8000, 0, at=n * 200_000, ssrc=n + 1)]
    for number, first in ((1, 1), (40, 40), (149, 51)):
        strange = found(tmp_path, frames, number)
        assert [one.ssrc for one in strange.call.streams] == list(range(first, first + 100))
        assert strange.left_out == 50
    assert main(["media", str(tmp_path / "x.pcap"), "--stream", "40", "--lang", "en"]) == 0
    assert "50 more streams between the same sockets at that time" in " ".join(capsys.readouterr().out.split())


def test_conversations_begin_anew_after_a_pause_however_they_lie_between_each_other(tmp_path: Path) -> None:
    other = ((A[0], 6000), (B[0], 6002))
    times = [(0, (A, B), 1), (500_000, other, 2), (600_000, (B, A), 3), (20_000_000, (A, B), 4), (20_100_000, other, 5)]
    frames = [frame for at, way, ssrc in times for frame in voice([bytes(160)] * 10, 8000, 0, way, at, ssrc=ssrc)]
    write_pcap(tmp_path / "x.pcap", frames)
    assert list(conversations(run([str(tmp_path / "x.pcap")]))) == [1, 2, 4, 5]


def test_without_pyav_it_says_what_to_install(amr: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(decoder, "PACKAGE", "no_such_package_of_sound")
    for words in (["audio", amr, "--stream", "1"], ["media", amr, "--stream", "1", "--listen"]):
        assert main([*words, "--lang", "en"]) == 2
        assert "pip install 'sipwhy[audio]'" in capsys.readouterr().err
