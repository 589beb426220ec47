"""`sipwhy media` and `sipwhy audio` of recordings in which one leg is not the whole conversation, or not all of it is heard."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from sipwhy.app import run
from sipwhy.app.audio import hear_call
from sipwhy.app.media import heard as heard_by_rules
from sipwhy.cli.main import main
from sipwhy.model.lock import Lock
from sipwhy.render.media.sound import saved_line
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language
from sipwhy.texts.media import MEDIA

TESTS = Path(__file__).resolve().parents[1]
G729 = str(TESTS / "media" / "captures" / "g729.pcap")
SIDES = {"en": ("left: ", "right: "), "ru": ("слева: ", "справа: ")}


def scenario(name: str) -> str:
    return str(TESTS / "scenarios" / name / "capture.pcap")


def out_of(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert main(words) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    return " ".join(out.split())


@pytest.mark.parametrize(("name", "number"), [("any-interface-on-a-router", "3"), ("silence-in-full-rate", "1")])
@pytest.mark.parametrize("leg", [[], ["--leg", "1"], ["--leg", "2"]])
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_both_hops_of_a_proxy_are_one_conversation(
    name: str, number: str, leg: list[str], lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("av", reason="PyAV is not installed")
    said = out_of(["audio", scenario(name), number, *leg, "--lang", lang], capsys)
    assert [said.count(side) for side in SIDES[lang]] == [1, 1]


@pytest.mark.parametrize(("lang", "leg"), [("en", "Leg"), ("ru", "Плечо")])
def test_both_hops_of_a_proxy_are_named_as_one_leg(lang: str, leg: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = out_of(["media", scenario("silence-in-full-rate"), "1", "--lang", lang], capsys)
    assert (said.count(f"{leg} 1: "), said.count(f"{leg} 2: ")) == (2, 0)
    said = out_of(["media", scenario("silence-in-full-rate"), "--lang", lang], capsys)
    assert "1/2 " not in said


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_legs_of_a_pbx_stay_apart(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("av", reason="PyAV is not installed")
    said = out_of(["audio", scenario("one-way-behind-the-pbx"), "1", "--leg", "1", "--lang", lang], capsys)
    assert ("198.51.100.21:11780" in said, "192.0.2.70:20500" in said) == (True, False)


@pytest.mark.parametrize("listen", [[], ["--listen"]])
@pytest.mark.parametrize("leg", ["1", "2"])
def test_media_tells_of_one_leg_alone(leg: str, listen: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    said = out_of(["media", scenario("one-way-behind-the-pbx"), "1", "--leg", leg, *listen, "--lang", "en"], capsys)
    assert ("198.51.100.21:11780" in said, "192.0.2.70:20500" in said) == (leg == "1", leg == "2")
    assert "No RTP of leg" not in said
    assert main(["media", scenario("one-way-behind-the-pbx"), "1", "--leg", "3", "--lang", "en"]) == 2
    assert "entry 1 has 2 legs, not 3" in capsys.readouterr().err
    assert main(["media", scenario("one-way-behind-the-pbx"), "--leg", "1", "--lang", "en"]) == 2
    assert "media FILE N --leg M" in capsys.readouterr().err


@pytest.mark.parametrize(("lang", "unknown"), [("en", "the codec is not known"), ("ru", "кодек неизвестен")])
def test_a_static_payload_type_needs_no_description(lang: str, unknown: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = out_of(["media", scenario("codec-nobody-agreed-on"), "1", "--lang", lang], capsys)
    assert "G729, SSRC" in said
    assert unknown not in said


@pytest.mark.parametrize(("lang", "mute"), [("en", "no decoder for this codec"), ("ru", "этот кодек не декодируется")])
def test_a_static_payload_type_is_decoded(lang: str, mute: str, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("av", reason="PyAV is not installed")
    said = out_of(["audio", scenario("codec-nobody-agreed-on"), "1", "--leg", "2", "--lang", lang], capsys)
    assert "192.0.2.70:20500 → 203.0.113.10:16402, G729" in said
    assert mute not in said


@pytest.mark.parametrize(
    ("lang", "n", "said"),
    [
        ("en", 1, "1 packet is missing"),
        ("en", 481, "481 packets are missing"),
        ("ru", 1, "не хватает 1 пакета"),
        ("ru", 2, "не хватает 2 пакетов"),
        ("ru", 481, "не хватает 481 пакета"),
    ],
)
def test_what_is_missing_here_may_not_be_lost(lang: Language, n: int, said: str) -> None:
    assert say(MEDIA, "sound-lost", lang, n=n) == said


@pytest.mark.parametrize(
    ("lang", "shut", "none"),
    [
        ("en", "right: nothing, its voice stayed encrypted", "right: nothing"),
        ("ru", "справа: ничего, голос остался зашифрованным", "справа: ничего"),
    ],
)
def test_a_side_that_stayed_encrypted_is_not_called_empty(lang: Language, shut: str, none: str) -> None:
    pytest.importorskip("av", reason="PyAV is not installed")
    report = run([G729])
    heard, row = hear_call(report, 1), report.row(1)
    assert heard is not None
    assert row is not None
    left, right = heard.voices
    locked = replace(right, track=None, mute="no-key", lock=Lock("no-key"))
    assert saved_line("x.wav", replace(heard, voices=(left, locked)), row, lang).endswith(shut)
    assert saved_line("x.wav", replace(heard, voices=(left,)), row, lang).endswith(none)


@pytest.mark.parametrize("command", ["media", "audio"])
@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("en", "1001 does not hear 74950000012: 203.0.113.10 gets the voice and passes none on [one-way-audio]"),
        ("ru", "1001 не слышит 74950000012: 203.0.113.10 получает голос, но дальше не передаёт [one-way-audio]"),
    ],
)
def test_who_hears_nothing_is_told_beside_a_leg_on_which_both_are_heard(
    command: str, lang: str, title: str, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("av", reason="PyAV is not installed")
    assert title in out_of([command, scenario("one-way-behind-the-pbx"), "1", "--lang", lang], capsys)


def test_the_report_names_one_leg_for_both_hops_too(capsys: pytest.CaptureFixture[str]) -> None:
    said = out_of([scenario("silence-in-full-rate"), "--lang", "en"], capsys)
    assert "RTP packets lost jitter MOS" in said
    assert "RTP leg packets" in out_of([scenario("one-way-behind-the-pbx"), "--lang", "en"], capsys)


def test_rules_do_not_listen_to_a_codec_that_nobody_asked_for() -> None:
    pytest.importorskip("av", reason="PyAV is not installed")
    report = run([scenario("codec-nobody-agreed-on")])
    shown = {stream.index: stream.codec for stream in report.call(1).streams}
    assert sorted(filter(None, shown.values())) == ["G729", "PCMA", "PCMA"]
    assert {shown[index] for index in heard_by_rules(report, [1])} == {"PCMA"}
