"""`sipwhy media` and `sipwhy audio` as they are called."""

from __future__ import annotations

import json
import re
import shutil
import struct
import wave
from pathlib import Path
from typing import Any

import pytest

from sipwhy.cli.main import main
from sipwhy.media.sound import decoder
from tests.rules.dialogues import Script, socket_of
from tests.rules.packets import rtcp, udp, write_pcap

CAPTURES = Path(__file__).resolve().parents[1] / "media" / "captures"
G722, G729 = str(CAPTURES / "g722.pcap"), str(CAPTURES / "g729.pcap")
DTMF, DTMF_CALL = str(CAPTURES / "dtmf.pcap"), "3"


@pytest.mark.parametrize(("lang", "said"), [("en", "WB is the scale of wide band"), ("ru", "WB — шкала широкой полосы")])
def test_all_streams_a_line_each(lang: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["media", G722, "--lang", lang]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    assert "198.51.100.21:4000 → 203.0.113.10:10182 G722" in lines[2]
    assert said in " ".join(lines)


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_one_call_in_full(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["media", G729, "1", "--lang", lang]) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    assert out.count("G729, SSRC 0x") == 2
    assert "?" not in out


@pytest.mark.parametrize(
    ("lang", "info", "events"),
    [
        ("en", "DTMF by INFO, leg 2, 198.51.100.22:5060 → 203.0.113.10:5060: 5 at 11.9 s (0.16 s)", "DTMF: 5 at 11.9 s (0.22 s)"),
        ("ru", "DTMF в INFO, плечо 2, 198.51.100.22:5060 → 203.0.113.10:5060: 5 на 11,9 с (0,16 с)", "DTMF: 5 на 11,9 с (0,22 с)"),
    ],
)
def test_keys_by_info_stand_beside_those_by_events(lang: str, info: str, events: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["media", DTMF, DTMF_CALL, "--lang", lang]) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    said = " ".join(out.split())
    assert info in said
    assert events in said


@pytest.mark.parametrize(("is_refused", "said"), [(True, "(answered 415)"), (False, "(no answer seen)")])
def test_a_key_that_nobody_took(is_refused: bool, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The answer to the INFO changed, or made one of another transaction."""
    data = (CAPTURES / "dtmf.pcap").read_bytes()
    at = next(
        found.start() for found in re.finditer(rb"SIP/2\.0 200 OK", data) if b" INFO\r\n" in data[found.start() : found.start() + 500]
    )
    end = data.index(b" INFO\r\n", at)
    changed = data[: at + 8] + b"415 No" + data[at + 14 :] if is_refused else data[:end] + b" INFA" + data[end + 5 :]
    (tmp_path / "x.pcap").write_bytes(changed)
    assert main(["media", str(tmp_path / "x.pcap"), DTMF_CALL, "--lang", "en"]) == 0
    assert said in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("lang", "delay", "said"),
    [
        ("en", 95, "thrown away by its buffer of 60 ms, MOS-LQ 4.1, MOS-CQ 3.9; its device delays by 95 ms"),
        ("ru", 95, "джиттер-буфер (60 мс) отбросил 20 %, MOS-LQ 4,1, MOS-CQ 3,9; задержка в самом устройстве 95 мс"),
        ("en", 0, "MOS-CQ 3.9 "),
    ],
)
def test_what_the_receiver_itself_measured(lang: str, delay: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = Script({})
    signalling = ["0.0 alice > pbx INVITE 1001 > 1002 +sdp", "0.1 pbx > alice 200 OK +sdp:4002", "0.2 alice > pbx ACK"]
    script.play([*signalling, "0.3 alice:4000 > pbx:4002 rtp 400"])
    metrics = struct.pack(
        "!IBBBBHHHHBBBBBBBBBBHHH", 0x1234, 26, 51, 128, 2, 300, 900, 40, delay, 0, 0, 0, 16, 80, 127, 41, 39, 0, 0, 60, 80, 200
    )
    extended = struct.pack("!BBHI", 0x80, 207, 10, 9) + bytes([7, 0, 0, 8]) + metrics
    report = udp(socket_of("pbx:4003"), socket_of("alice:4001"), rtcp(9, None, (0x1234, 0.0, 0, 400, 0)) + extended)
    write_pcap(tmp_path / "x.pcap", [*script.packets, (9_000_000, report, len(report))])
    assert main(["media", str(tmp_path / "x.pcap"), "1", "--lang", lang]) == 0
    assert said in " ".join(capsys.readouterr().out.split())


def test_keys_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["media", DTMF, DTMF_CALL, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert ["".join(key["key"] for key in one["dtmf"]) for one in found["streams"]].count("123#") == 2
    (told,) = found["dtmf_info"]
    assert (told["leg"], told["side"], told["key"], told["seconds"], told["status"]) == (1, "second", "5", 0.16, 200)


def test_json_has_the_seconds_of_one_call(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["media", G729, "1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    stream = found["streams"][0]
    assert (found["call"], stream["codec"], stream["ptime_ms"], stream["mos_basis"]["scale"]) == (1, "G729", 20.0, "narrow")
    assert sum(packets for _, packets, _, _ in stream["seconds"]) == stream["packets"]
    assert [one["kind"] for one in stream["buffers"]] == ["fixed"] * 5 + ["adaptive"]
    assert main(["media", G729, "--json"]) == 0
    assert [one["call"] for one in json.loads(capsys.readouterr().out)["streams"]] == [1, 1]


def test_a_stream_has_the_index_by_which_evidence_names_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = Script({})
    script.play(["0.0 alice:4000 > pbx:10000 rtp 400", "0.0 pbx:10000 > alice:4000 rtp 400 ssrc=77 lose=50"])
    write_pcap(tmp_path / "voice.pcap", script.packets)
    files = [str(tmp_path / "voice.pcap"), G729]

    def streams(*words: str) -> list[dict[str, Any]]:
        assert main([*words, "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        return [stream for one in found.get("calls", [found]) for stream in one["streams"]]

    every = {one["index"]: one["src"] for one in streams("media", *files)}
    assert len(every) == 4
    for words in (files, ["media", *files, "1"], ["audio", *files, "1"]):
        found = {one["index"]: one["src"] for one in streams(*words)}
        assert len(found) == 2
        assert found.items() <= every.items()


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "MOS – (no rating): fewer than 100 packets; the codec is not known (PT 98)."),
        ("ru", "MOS – (оценки нет): меньше 100 пакетов; кодек неизвестен (PT 98)."),
    ],
)
def test_a_dash_for_mos_says_why_there_is_none(lang: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = Script({})
    script.play(["0.0 alice:4000 > pbx:10000 rtp 40", "0.0 pbx:10000 > alice:4000 rtp 400 ssrc=77"])
    script.play(["0.0 pbx:10002 > bob:4000 rtp 400 pt=98 ssrc=78"])
    write_pcap(tmp_path / "voice.pcap", script.packets)
    assert main(["media", str(tmp_path / "voice.pcap"), "--lang", lang]) == 0
    assert said in " ".join(capsys.readouterr().out.split())
    assert main(["media", G729, "--lang", lang]) == 0
    assert "MOS –" not in capsys.readouterr().out


@pytest.mark.parametrize("form", [[], ["--markdown"], ["--html", "-"]])
def test_the_report_says_so_below_its_table_too(form: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([DTMF, "--call", DTMF_CALL, *form, "--lang", "en"]) == 0
    assert "MOS – (no rating): " in " ".join(capsys.readouterr().out.split())


def test_evidence_names_a_stream_that_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(CAPTURES.parents[1] / "scenarios/one-way-behind-the-pbx/capture.pcap"), "--json"]) == 0
    named = 0
    for call in json.loads(capsys.readouterr().out)["calls"]:
        there = {stream["index"] for stream in call["streams"]}
        pieces = [piece["stream"] for finding in call["findings"] for piece in finding["evidence"] if "stream" in piece]
        assert set(pieces) <= there
        named += len(pieces)
    assert named


def test_a_file_named_like_a_number_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(G729, tmp_path / "7")
    monkeypatch.chdir(tmp_path)
    assert main(["media", G729, "7", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["streams"]) > 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["media", G729, "9"], "there is no entry number 9"),
        (["media", G729, "0"], "0 is no number"),
        (["audio", G729, "9", "-o", "x.wav"], "there is no entry number 9"),
        (["audio", G729, "1", "-o", "x.txt"], "x.txt: expected a name that ends with .wav, .opus, .ogg or .mp3"),
        (["audio", G729, "1", "-o", "x.wav", "--leg", "7"], "entry 1 has"),
        (["audio", G729, "1", "-o", "x.wav", "--loss", "loud"], "loud is no choice: expected silent or concealed"),
        (["media", G729, "--listen"], "--listen is for one call"),
        (["audio", G729, "1", "--png", "x.jpg"], "x.jpg: expected a name that ends with .png"),
    ],
)
def test_wrong_usage_is_told(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--lang", "en"]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_without_pyav_it_says_what_to_install(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(decoder, "PACKAGE", "no_such_package_of_sound")
    assert main(["audio", G729, "1", "-o", str(tmp_path / "x.wav"), "--lang", lang]) == 2
    assert "pip install 'sipwhy[audio]'" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("lang", "said"), [("en", "left: 198.51.100.21:6000"), ("ru", "слева: 198.51.100.21:6000")])
def test_a_call_is_saved_as_stereo(lang: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("av", reason="PyAV is not installed")
    target = tmp_path / "call.wav"
    assert main(["audio", G729, "1", "-o", str(target), "--lang", lang, "--loss", "concealed"]) == 0
    out = capsys.readouterr().out
    assert said in out
    saved = {
        "en": "8000 Hz, begins 1.5 s into the call; left: the caller 1001; right: the callee 1002",
        "ru": "8000 Гц, начинается через 1,5 с от начала вызова; слева: звонящий 1001; справа: вызываемый 1002",
    }
    assert out.splitlines()[-1].endswith(saved[lang])
    with wave.open(str(target)) as file:
        assert (file.getnchannels(), file.getframerate(), file.getsampwidth()) == (2, 8000, 2)
        assert file.getnframes() == pytest.approx(2.52 * 8000, abs=400)


def test_it_is_played_by_a_program_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("av", reason="PyAV is not installed")
    played = tmp_path / "played.wav"
    program = tmp_path / "aplay"
    program.write_text(f'#!/bin/sh\n[ "$1" = -q ] && /bin/cp "$2" {played}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["audio", G729, "1", "--play", "--lang", "en"]) == 0
    with wave.open(str(played)) as file:
        assert file.getnchannels() == 2
    program.unlink()
    assert main(["audio", G729, "1", "--play", "--lang", "en"]) == 2
    assert "save it with -o OUT.wav" in capsys.readouterr().err


@pytest.mark.parametrize(("lang", "said"), [("en", "Heard: 0:03.2–0:05.7 tone 440+700 Hz"), ("ru", "Слышно: 0:03,2–0:05,7 тон 440+700 Гц")])
def test_what_is_heard_is_told_without_any_other_wish(lang: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("av", reason="PyAV is not installed")
    assert main(["audio", G722, "3", "--lang", lang]) == 0
    out = capsys.readouterr().out
    assert said in out
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_media_listens_if_it_is_asked_to(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("av", reason="PyAV is not installed")
    assert main(["media", G729, "1", "--lang", lang]) == 0
    plain = capsys.readouterr().out
    assert main(["media", G729, "1", "--listen", "--lang", lang]) == 0
    assert len(capsys.readouterr().out.splitlines()) > len(plain.splitlines())


def test_what_is_heard_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("av", reason="PyAV is not installed")
    assert main(["audio", G722, "3", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["call"], found["leg"], found["echoes"]) == (3, 0, [])
    (first, _) = found["streams"]
    (tone,) = (spell for spell in first["heard"]["spells"] if spell["nature"] == "tone")
    assert [round(frequency, -1) for frequency in tone["frequencies_hz"]] == [440, 700]
    assert main(["media", G722, "3", "--listen", "--json"]) == 0
    listened = json.loads(capsys.readouterr().out)
    assert {one["index"]: one["heard"] for one in listened["streams"]} == {one["index"]: one["heard"] for one in found["streams"]}


@pytest.mark.parametrize(
    ("lang", "column", "note", "head"),
    [
        ("en", "leg", "No 1/2 is leg 2 of entry 1: sipwhy audio", "Leg 2: "),
        ("ru", "плечо", "№ 1/2 — плечо 2 записи 1", "Плечо 2: "),
    ],
)
def test_tables_of_streams_name_the_leg_that_audio_takes(
    capsys: pytest.CaptureFixture[str], lang: str, column: str, note: str, head: str
) -> None:
    voices = str(Path(__file__).parents[2] / "samples" / "voices.pcap")

    def said(*words: str) -> str:
        assert main([*words, "--lang", lang]) == 0
        return capsys.readouterr().out

    assert column in next(line for line in said(voices, "--call", "1").splitlines() if line.startswith("  RTP ")).split()
    every = said("media", voices)
    assert [line.split()[0] for line in every.splitlines() if "→" in line] == ["1/1", "1/1", "1/2", "1/2", "4/1", "4/1", "4/2", "4/2"]
    assert note in " ".join(every.split())
    assert f"{voices} 1 --leg 2" in " ".join(every.split())
    assert head in said("media", voices, "1")


def test_cdr_of_a_capture_calls_its_kind_in_the_readers_language(capsys: pytest.CaptureFixture[str]) -> None:
    voices = str(Path(__file__).parents[2] / "samples" / "voices.pcap")
    assert main(["cdr", voices, "--lang", "ru"]) == 0
    assert "voices.pcap: пакеты, 2 строки" in capsys.readouterr().out


FAX = str(Path(__file__).resolve().parents[1] / "scenarios" / "fax-over-t38" / "capture.pcap")


@pytest.mark.parametrize(("lang", "said"), [("en", "Fax by T.38: 1 page or part confirmed"), ("ru", "подтверждено страниц (частей): 1")])
@pytest.mark.parametrize("words", [[FAX], ["media", FAX], ["media", FAX, "1"], ["audio", FAX, "1"]])
def test_whether_a_fax_went_through_is_told_wherever_its_call_is(
    words: list[str], lang: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--lang", lang]) == 0
    assert said in " ".join(capsys.readouterr().out.split())


def test_udptl_is_no_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audio", FAX, "1", "--lang", "en"]) == 0
    assert "which is no sound: only the voice before and after it is heard" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("command", ["media", "audio"])
def test_json_of_one_call_tells_of_its_fax(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, FAX, "1", "--json", "--lang", "en"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["fax"]
    assert (told["rule"], told["title"]) == ("t38-outcome", "Fax by T.38: 1 page or part confirmed")


REFUSED = str(Path(__file__).resolve().parents[1] / "scenarios" / "fax-without-t38" / "capture.pcap")


@pytest.mark.parametrize(("lang", "said"), [("en", "Call 1: 203.0.113.60 refuses T.38"), ("ru", "Вызов 1: 203.0.113.60 не принял T.38")])
def test_a_refused_fax_is_told_below_the_streams(lang: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["media", REFUSED, "--lang", lang]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert said in shown
    assert "[fax-rejected]" in shown
    assert "UDPTL" not in shown


@pytest.mark.parametrize(
    ("lang", "said", "wrong"),
    [
        ("en", "Allow T.38 on the device behind it that named the address 192.0.2.70", "Allow T.38 on 203.0.113.60"),
        ("ru", "Разрешите T.38 на узле за ним, который назвал адрес 192.0.2.70", "Разрешите T.38 на 203.0.113.60"),
    ],
)
def test_a_proxy_is_not_told_to_allow_t38(lang: str, said: str, wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([REFUSED, "--lang", lang]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert said in shown
    assert wrong not in shown


AGREED = (
    "0.000 alice > trunk INVITE 1001 > 79161234567 +sdp",
    "1.000 trunk > alice 200 OK +sdp:4002",
    "1.010 alice > trunk ACK",
    "1.100 alice:4000 > trunk:4002 rtp 150",
    "1.110 trunk:4002 > alice:4000 rtp 150 ssrc=7",
    "4.000 trunk > alice INVITE",
    *(f"    |{line}" for line in ("v=0", "o=- 1 2 IN IP4 203.0.113.50", "s=-", "c=IN IP4 203.0.113.50", "t=0 0", "m=image 4006 udptl t38")),
    "4.050 alice > trunk 200 OK",
    *(
        f"    |{line}"
        for line in ("v=0", "o=- 1 2 IN IP4 198.51.100.21", "s=-", "c=IN IP4 198.51.100.21", "t=0 0", "m=image 4008 udptl t38")
    ),
    "4.060 trunk > alice ACK",
)
BYE = ("40.000 alice > trunk BYE", "40.010 trunk > alice 200 OK")
PAGE = ("4.500 alice:4008 > trunk:4006 t38 TSI DCS page page", "4.600 trunk:4006 > alice:4008 t38 CED CSI DIS CFR")


@pytest.mark.parametrize(
    ("more", "lang", "said"),
    [
        (BYE, "en", "T.38 agreed, outcome not known: no UDPTL is seen"),
        (BYE, "ru", "T.38 согласован, исход неизвестен: UDPTL не видно"),
        (PAGE, "en", "outcome not known: the capture ends before a page was confirmed"),
        (PAGE, "ru", "исход неизвестен: дамп кончился до подтверждения страницы"),
    ],
)
def test_a_fax_of_which_nothing_is_known_is_told_too(
    more: tuple[str, ...], lang: str, said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    script = Script({})
    script.play([*AGREED, *more])
    path = str(tmp_path / "fax.pcap")
    write_pcap(tmp_path / "fax.pcap", script.packets)
    for words in ([path], ["media", path], ["media", path, "1"], ["audio", path, "1"]):
        assert main([*words, "--lang", lang]) == 0
        shown = " ".join(capsys.readouterr().out.split())
        assert said in shown
        assert more is PAGE or "not among" not in shown


BRIDGED = (
    "0.000 alice > pbx INVITE 1001 > 1002 +sdp",
    "0.020 pbx > bob [b] INVITE 1001 > 1002 +sdp:4010",
    "2.000 bob > pbx [b] 200 OK +sdp",
    "2.010 pbx > bob [b] ACK",
    "2.020 pbx > alice 200 OK +sdp:4002",
    "2.030 alice > pbx ACK",
    "2.100 pbx:4010 > bob:4000 rtp 300",
    "2.105 bob:4000 > pbx:4010 rtp 300 ssrc=7",
)
OUTER = ("2.110 alice:4000 > pbx:4002 rtp 300 ssrc=8",)
ENDED = ("9.000 alice > pbx BYE", "9.010 pbx > alice 200 OK", "9.020 pbx > bob [b] BYE", "9.030 bob > pbx [b] 200 OK")


@pytest.mark.parametrize(("lang", "said"), [("en", "No RTP of leg 1 in this capture"), ("ru", "RTP плеча 1 в этом дампе нет")])
@pytest.mark.parametrize("voice", [(), OUTER])
def test_a_leg_whose_voice_the_capture_lacks_is_named(
    voice: tuple[str, ...], lang: str, said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    script = Script({})
    script.play([*BRIDGED, *voice, *ENDED])
    write_pcap(tmp_path / "legs.pcap", script.packets)
    assert main(["media", str(tmp_path / "legs.pcap"), "1", "--lang", lang]) == 0
    assert (said in " ".join(capsys.readouterr().out.split())) is (not voice)


MORNING = str(Path(__file__).resolve().parents[2] / "samples" / "office-morning.pcap")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "umber 1 is no call (registration) and has no voice; Calls with voice: 3."),
        ("ru", "од номером 1 не вызов (регистрация), голоса в нём нет; Вызовы с голосом: 3."),
    ],
)
@pytest.mark.parametrize(("command", "status"), [("media", 0), ("audio", 2)])
def test_of_a_registration_it_is_said_what_it_is_and_which_calls_have_voice(
    command: str, status: int, lang: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, MORNING, "1", "--lang", lang]) == status
    shown = "".join(capsys.readouterr())
    assert all(part in " ".join(shown.split()) for part in said.split("; "))


def test_a_call_without_voice_names_those_that_have_some(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["media", MORNING, "5", "--lang", "en"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "This call was not answered" in shown
    assert shown.endswith("Calls with voice: 3.")


def test_among_other_calls_faxes_have_lines_of_their_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([FAX, MORNING, "--lang", "en"]) == 0
    assert "Faxes by T.38\n  1  e.g. 1: Fax by T.38: 1 page or part confirmed" in capsys.readouterr().out


def test_faxes_have_lines_of_their_own_in_markdown_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([FAX, MORNING, "--lang", "en", "--markdown"]) == 0
    assert "**Faxes by T.38:**\n\n- 1  e.g. 1: Fax by T.38" in capsys.readouterr().out


def test_both_commands_count_alike_what_is_missing_where_digits_fill_some_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["media", DTMF, DTMF_CALL, "--json"]) == 0
    counted = {one["ssrc"]: one["lost"] for one in json.loads(capsys.readouterr().out)["streams"] if one["leg"] == 0}
    assert main(["audio", DTMF, DTMF_CALL, "--json"]) == 0
    heard = {one["ssrc"]: one["lost_packets"] for one in json.loads(capsys.readouterr().out)["streams"]}
    assert heard == counted


def test_a_capture_without_most_of_its_voice_is_not_called_well(capsys: pytest.CaptureFixture[str]) -> None:
    for lang, well in (("en", "Everything is well"), ("ru", "Всё в порядке")):
        assert main([DTMF, "--lang", lang]) == 0
        out = capsys.readouterr().out
        assert well not in out
        assert "packets-missing" in out


def test_too_little_to_tell_is_no_silence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["media", DTMF, DTMF_CALL, "--listen", "--lang", "en"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "nothing sent" not in out
    assert "what is left does not tell what was heard" in out


def test_digits_in_the_sound_are_told_by_both_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = Script({})
    script.play(["0.0 alice > pbx INVITE 1001 > 1002 +sdp", "0.1 pbx > alice 200 OK +sdp:10000", "0.2 alice > pbx ACK"])
    script.play(["0.3 alice:4000 > pbx:10000 rtp 400 sound=silence:3,digit:2,silence", "9.0 alice > pbx BYE", "9.1 pbx > alice 200 OK"])
    write_pcap(tmp_path / "voice.pcap", script.packets)
    for words in (["media", str(tmp_path / "voice.pcap"), "1", "--listen"], ["audio", str(tmp_path / "voice.pcap"), "1"]):
        assert main([*words, "--json"]) == 0
        (stream,) = json.loads(capsys.readouterr().out)["streams"]
        told = [(one["nature"], one["keys"]) for one in stream["heard"]["spells"]]
        assert told == [("silence", None), ("key", "5555"), ("silence", None)]
