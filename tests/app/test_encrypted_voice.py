"""Every way in which voice is encrypted, in every view: what became of it is told, once, and never that a key opened what stayed shut."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

import sipwhy as api
from sipwhy.app import run, seals
from sipwhy.app.live import LiveJudge
from sipwhy.app.saving import SavingError, save_call
from sipwhy.cli.main import main
from sipwhy.diagnosis.registry import rules
from sipwhy.render.markdown import markdown
from sipwhy.render.voice import Voice
from sipwhy.sources import Problem
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language
from sipwhy.texts.srtp import SRTP
from tests.app import encrypted_calls
from tests.app.encrypted_calls import ENDS, PBX, PHONE, WAYS
from tests.app.test_decryption import CALL
from tests.tui.driving import drive, press, text_of

pytest.importorskip("cryptography", reason="cryptography is not installed")

NAMES = {"suite": "F8_128_HMAC_SHA1_80", "parameter": "KDR"}
VIEWS: dict[str, tuple[str, ...]] = {
    "report": (),
    "-v": ("-v",),
    "--call 1": ("--call", "1"),
    "--markdown": ("--markdown", "{out}"),
    "--html": ("--html", "{out}"),
    "media": ("media",),
    "media 1": ("media", "1"),
    "media 1 --listen": ("media", "1", "--listen"),
    "audio 1": ("audio", "1"),
    "audio 1 --png": ("audio", "1", "--png", "{picture}"),
}
"""How each is asked for: the command, and what stands behind the file."""


def flat(text: str) -> str:
    return " ".join(unescape(text).replace("\\", "").split())


class Seen:
    """One capture, and what views say of it."""

    def __init__(self, file: Path, log: Path | None, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._file, self._log, self._out, self._capsys = file, log, out, capsys

    def words(self, *words: str, lang: Language = "en") -> str:
        """What is said in one view, on both channels, and in the file that is written, its blanks alike."""
        command = [words[0]] if words[:1] in {("media",), ("audio",), ("flow",), ("calls",)} else []
        rest = [word.format(out=self._out, picture=self._out.with_suffix(".png")) for word in words[len(command) :]]
        keys = ["--keylog", str(self._log)] if self._log else []
        self._out.unlink(missing_ok=True)
        main([*command, str(self._file), *rest, *keys, "--lang", lang])
        return flat("".join(self._capsys.readouterr()) + (self._out.read_text(encoding="utf-8") if self._out.exists() else ""))

    def json(self, *words: str) -> dict[str, object]:
        """The same for programs."""
        command = [words[0]] if words[:1] in {("media",), ("audio",)} else []
        keys = ["--keylog", str(self._log)] if self._log else []
        main([*command, str(self._file), *words[len(command) :], "--json", *keys])
        found: dict[str, object] = json.loads(self._capsys.readouterr().out)
        return found


@pytest.fixture
def seen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[str], Seen]:
    def of(name: str) -> Seen:
        way, _ = WAYS[name]
        file = way.write(tmp_path / "call.pcap")
        return Seen(file, file.with_suffix(".log") if way.log else None, tmp_path / "out.html", capsys)

    return of


def sentence(key: str, lang: Language, stream: tuple[str, str] = (PHONE, PBX)) -> str:
    return flat(say(SRTP, key, lang, src=stream[0], dst=stream[1], name=NAMES.get(key, "?")))


def is_told(key: str, text: str, lang: Language = "en") -> bool:
    """Whether a text says it; of either stream, whichever is named first."""
    return any(sentence(key, lang, ends) in text for ends in ((PHONE, PBX), (PBX, PHONE)))


@pytest.mark.parametrize("name", WAYS)
def test_every_view_tells_what_became_of_encrypted_voice(name: str, seen: Callable[[str], Seen]) -> None:
    told, one = WAYS[name][1], seen(name)
    for view, words in VIEWS.items():
        text = one.words(*words)
        others = {key for key in {told for _, told in WAYS.values()} - {told, ""} if is_told(key, text)}
        assert not others - ({"opened"} if told == "opened-dtls" else set()), view
        assert not told or is_told(told, text), view
        assert told or not any(word in text for word in ("not opened", "decrypted with", "Encrypted voice")), view


@pytest.mark.parametrize("name", WAYS)
def test_a_reason_stands_in_a_view_once(name: str, seen: Callable[[str], Seen]) -> None:
    told, one = WAYS[name][1], seen(name)
    if told and not told.startswith("opened"):
        for view, words in VIEWS.items():
            text = one.words(*words)
            count = sum(text.count(said) for said in {sentence(told, "en", ends) for ends in ((PHONE, PBX), (PBX, PHONE))})
            assert count == (2 if view == "-v" else 1), view  # -v: above, and with its call


@pytest.mark.parametrize("name", WAYS)
def test_programs_are_told_the_same(name: str, seen: Callable[[str], Seen]) -> None:
    told, one = WAYS[name][1], seen(name)
    by = {"opened": "sdes", "opened-dtls": "dtls"}.get(told)
    entry = {"shut": None if by else told, "name": NAMES.get(told), "by": by} if told else None
    capture = one.json()["capture"]
    assert isinstance(capture, dict)
    assert capture["srtp"] == ([entry | {"calls": 1, "example": 1}] if entry else [])
    calls = one.json()["calls"]
    assert isinstance(calls, list)
    assert [stream["srtp"] for call in calls for stream in call["streams"]] == [entry, entry]
    for words in (("media",), ("media", "1"), ("media", "1", "--listen"), ("audio", "1")):
        streams = one.json(*words)["streams"]
        assert isinstance(streams, list)
        assert [stream["srtp"] for stream in streams] == [entry, entry], words
    unheard = [item["calls"] for item in capture["not_checked"] if item["needs"] == ["keys"]]
    assert set(unheard) == ({1} if entry and not by else set())


@pytest.mark.parametrize("view", VIEWS)
def test_in_russian_too(view: str, seen: Callable[[str], Seen]) -> None:
    for name in ("SDES, another key in the packets", "DTLS-SRTP, no key log", "DTLS-SRTP, with its log"):
        assert is_told(WAYS[name][1], seen(name).words(*VIEWS[view], lang="ru"), "ru"), name


def test_what_stays_shut_is_never_heard(seen: Callable[[str], Seen]) -> None:
    for name, (_, told) in WAYS.items():
        text = seen(name).words("media", "1", "--listen")
        assert ("Heard:" in text) == (not told or told.startswith("opened")), name


def test_it_is_said_how_this_pbx_gives_what_is_lacking(seen: Callable[[str], Seen]) -> None:
    for view in ("report", "--call 1", "media", "media 1", "audio 1"):
        assert sentence("log-asterisk", "en") in seen("DTLS-SRTP, no key log").words(*VIEWS[view]), view
        assert sentence("record-asterisk", "en") in seen("DTLS-SRTP, no key log").words(*VIEWS[view]), view
        text = seen("SDES, another key in the packets").words(*VIEWS[view])
        assert sentence("sdp-asterisk", "en") in text, view
        assert sentence("log", "en") not in text, view


def test_a_pbx_past_which_the_voice_goes_is_no_place_for_a_key_log_of_it(
    seen: Callable[[str], Seen], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encrypted_calls, "ENDS", (ENDS[0], ("198.51.100.77", 10000)))
    text = seen("DTLS-SRTP, no key log").words()
    assert sentence("log", "en") in text
    assert sentence("log-asterisk", "en") not in text
    assert sentence("record-asterisk", "en") in text


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_lines_of_tls_alone_are_told_as_what_they_are(lang: Language, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "tls.log"
    lines = (CALL / "keys.log").read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(line for line in lines if not line.startswith(b"CLIENT_RANDOM")))
    one = Seen(CALL / "capture.pcap", log, tmp_path / "out.html", capsys)
    said = flat(say(SRTP, "dtls-only-tls", lang, src="198.51.100.31", dst="198.51.100.32"))
    for view, words in VIEWS.items():
        text = one.words(*("2" if word == "1" else word for word in words), lang=lang)
        assert said in text, view
        assert "kamailio" in text.lower(), view


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("keys", [None, "tls-sessions"])
@pytest.mark.parametrize("words", [("media",), ("media", "1"), ("media", "1", "--listen"), ("audio",), ("audio", "1"), ()])
def test_a_call_inside_tls_that_stays_shut_says_so(
    words: tuple[str, ...], keys: str | None, lang: Language, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = CALL.parent / keys / "keys.log" if keys else None
    text = Seen(CALL / "capture.pcap", log, tmp_path / "out.html", capsys).words(*words, lang=lang)
    assert "198.51.100.31:40396 → 203.0.113.60:5061" in text
    assert "SSLKEYLOGFILE" in text
    assert "pjsip set logger on" in text
    assert "sofia global siptrace on" in text
    assert (flat(say(SRTP, "strangers-dtls", lang, n=2)) in text) == (words in {("media",), ()})
    assert flat(say(SRTP, "strangers", lang, n=2)) not in text
    if not keys:
        assert "--keylog" in text


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_a_heading_of_times_stands_over_sound_alone(lang: Language, seen: Callable[[str], Seen]) -> None:
    heading = {"en": "moments count from the beginning", "ru": "время — от начала вызова"}[lang]
    assert heading in seen("SDES").words("audio", "1", lang=lang)
    assert heading not in seen("SDES, keys hidden").words("audio", "1", lang=lang)


def test_python_is_told_the_same(tmp_path: Path) -> None:
    way, told = WAYS["DTLS-SRTP, no key log"]
    report = api.read(way.write(tmp_path / "call.pcap"))
    assert {lock.locked for lock in report.locks(1).values()} == {told}
    assert [(group.lock and group.lock.locked, group.count, group.example) for group in report.srtp] == [(told, 1, 1)]
    assert is_told(told, flat(api.text(report)))
    assert is_told(told, flat(api.html(report)))
    assert [group["shut"] for group in api.json(report)["capture"]["srtp"]] == [told]


def test_the_ladder_names_srtp_where_the_description_does(seen: Callable[[str], Seen]) -> None:
    assert "INVITE (SRTP PCMA)" in seen("DTLS-SRTP, no key log").words("flow", "1")


def test_voice_of_another_codec_beside_plain_rtp_is_told_with_its_call(tmp_path: Path) -> None:
    for name in ("ZRTP", "SDES beside RTP/AVP (best effort)", "MIKEY"):
        way, told = WAYS[name]
        report = api.read(replace(way, codec=(18, "G729")).write(tmp_path / "call.pcap"))
        locks = report.locks(1).values()
        assert {lock.locked or ("opened" if lock.opened else None) for lock in locks} == {told}, name
        assert len(report.srtp) == (name == "MIKEY"), name


def test_of_a_large_capture_only_what_its_descriptions_tell_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "MOST_READ", 10)
    told = {
        "SDES, another key in the packets": None,
        "SDES": None,
        "SDES, keys hidden": "bad-key",
        "DTLS-SRTP, no key log": "dtls",
        "DTLS-SRTP, no handshake": "dtls",
        "SAVP without any key": "no-key",
    }
    for name, why in told.items():
        file = WAYS[name][0].write(tmp_path / "call.pcap")
        (group,) = api.read(file).srtp
        assert (group.lock and group.lock.locked, group.count) == (why, 1), name
        assert [group.lock is None for group in api.read(file, listen=True).srtp] == [False], name


@pytest.mark.parametrize(
    ("lang", "as_read", "all_well"),
    [
        ("en", "Nothing went wrong in what could be read", "Everything is well"),
        ("ru", "В том, что удалось прочитать, сбоев нет", "Всё в порядке"),
    ],
)
def test_not_everything_is_well_over_srtp_at_which_nobody_looked(
    lang: Language, as_read: str, all_well: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = WAYS["SDES"][0].write(tmp_path / "call.pcap")
    assert api.text(api.read(file), lang).startswith(all_well)
    monkeypatch.setattr(seals, "MOST_CALLS", 0)
    assert api.text(api.read(file), lang).startswith(as_read)
    assert api.text(api.read(file, listen=True), lang).startswith(all_well)


def test_mos_of_what_no_key_opens_rates_the_network_alone(tmp_path: Path) -> None:
    way = replace(WAYS["SDES"][0], keys=(WAYS["SDES"][0].keys[0], encrypted_calls.THREE))
    report = api.read(way.write(tmp_path / "call.pcap"))
    assert [row.cause for row in report.rows()] == ["srtp-mismatch"]
    for text in (api.text(report), api.text(report, "ru"), api.html(report), "\n".join(markdown(report, Voice("en", rules())))):
        said = [line for line in text.splitlines() if "4.41" in line or "4,41" in line]
        marked = [line for line in said if "4.41 net" in line or "4,41 сеть" in line]
        assert len(said) == 2
        assert len(marked) == 1
        assert "203.0.113.10:10000 → 198" in marked[0]
    streams = api.json(report)["calls"][0]["streams"]
    marked_ones = {one["src"]: one["mos_basis"].get("network_only", False) for one in streams}
    assert marked_ones == {"198.51.100.21:4000": False, "203.0.113.10:10000": True}
    assert all(one["mos"] for one in streams)


def test_of_many_calls_the_others_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "MOST_CALLS", 0)
    report = api.read(WAYS["SDES"][0].write(tmp_path / "call.pcap"))
    assert [(group.lock, group.count) for group in report.srtp] == [(None, 1)]
    assert "1 more call with SRTP: not looked at (sipwhy FILE --listen looks at all)" in api.text(report)
    assert [group["shut"] for group in api.json(report)["capture"]["srtp"]] == ["untold"]
    assert [stream["srtp"]["shut"] for stream in api.json(report)["calls"][0]["streams"]] == ["untold", "untold"]
    assert [group.lock is None for group in api.read(tmp_path / "call.pcap", listen=True).srtp] == [False]


def test_a_list_of_some_calls_tells_of_their_streams_what_it_tells_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "MOST_CALLS", 1)
    first = WAYS["SDES"][0].write(tmp_path / "first.pcap")
    monkeypatch.setattr(encrypted_calls, "ENDS", ((PHONE, 4100), (PBX, 10100)))
    second = WAYS["SAVP without any key"][0].write(tmp_path / "second.pcap")
    second.write_bytes(second.read_bytes().replace(b"Call-ID: sealed", b"Call-ID: closed"))
    for call_id, why in (("sealed", None), ("closed", "no-key")):
        found = api.json(api.read(first, second, call_id=call_id))
        (group,) = found["capture"]["srtp"]
        assert group["shut"] == why
        assert [stream["srtp"]["shut"] for call in found["calls"] for stream in call["streams"]] == [why, why]


def test_of_a_call_that_is_not_encrypted_nothing_is_untold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "MOST_READ", 10)
    for name in ("SDES agreed on, plain RTP sent", "ZRTP offered, never begun", "plain RTP"):
        found = api.json(api.read(WAYS[name][0].write(tmp_path / "call.pcap")))
        told = [bool(stream["srtp"]) for call in found["calls"] for stream in call["streams"]]
        assert told == [bool(found["capture"]["srtp"])] * 2, name


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_the_terminal_program_tells_why_nothing_plays_and_why_it_is_shut(lang: Language, tmp_path: Path) -> None:
    file = str(WAYS["DTLS-SRTP, no key log"][0].write(tmp_path / "call.pcap"))

    async def asked(pilot: Pilot[Problem | None]) -> tuple[str, str]:
        await press(pilot, "I", "a")
        playing = text_of(pilot)
        await press(pilot, "w")
        return playing, text_of(pilot)

    playing, why = drive([file], asked, lang=lang, home=tmp_path / "tui.json")
    assert {"en": "encrypted (DTLS-SRTP), not opened", "ru": "зашифровано (DTLS-SRTP), не расшифровано"}[lang] in flat(playing)
    assert sentence("dtls", lang) in flat(why) or sentence("dtls", lang, (PBX, PHONE)) in flat(why)


def test_saving_its_sound_says_why_there_is_none(tmp_path: Path) -> None:
    way, told = WAYS["SDES, keys hidden"]
    report = run([str(way.write(tmp_path / "call.pcap"))])
    with pytest.raises(SavingError) as raised:
        save_call(report, 1, tmp_path / "call.wav", Voice("en", {}))
    assert raised.value.key == "no-sound-of"
    assert is_told(told, str(raised.value.values["why"]))


def test_of_what_comes_live_no_packet_is_said_to_be_missing(tmp_path: Path) -> None:
    """Its packets are not kept: a handshake that cannot be looked for is none that is not there."""
    live = LiveJudge("test")
    live.feed(WAYS["DTLS-SRTP, no key log"][0].write(tmp_path / "call.pcap").read_bytes())
    (ended,) = live.ended(live.latest + 60_000_000, is_last=True)
    assert {lock.locked for lock in ended.report.locks(ended.row.number).values()} == {"dtls"}


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("name", ["SDES", "SDES, another key in the packets", "DTLS-SRTP, no key log", "plain RTP"])
def test_not_everything_is_well_over_voice_that_stays_shut(name: str, lang: Language, seen: Callable[[str], Seen]) -> None:
    is_shut = WAYS[name][1] not in {"", "opened"}
    all_well = {"en": "Everything is well", "ru": "Всё в порядке"}[lang]
    no_fault = {"en": "No fault found.", "ru": "Неисправностей не найдено."}
    as_read = {"en": "Nothing went wrong in what could be read", "ru": "В том, что удалось прочитать, сбоев нет"}[lang]
    for view in ("report", "--markdown", "--html"):
        text = seen(name).words(*VIEWS[view], lang=lang)
        assert (as_read in text, all_well in text) == (is_shut, not is_shut), view
        assert (no_fault[lang] in text, no_fault[lang].replace(".", "") in text) == (not is_shut, True), view


@pytest.mark.parametrize("name", ["MIKEY", "MIKEY beside RTP/AVP", "ZRTP", "ZRTP in the media alone", "ZRTP named by one side"])
def test_keys_that_are_agreed_otherwise_are_no_fault_and_none_that_asterisk_has(name: str, seen: Callable[[str], Seen]) -> None:
    text = seen(name).words(*VIEWS["report"])
    assert "Went wrong" not in text
    assert sentence("record-asterisk", "en") not in text


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_where_one_side_alone_is_opened_it_is_said_which(lang: Language, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = replace(WAYS["SDES"][0], lines=(WAYS["SDES"][0].lines[0], [])).write(tmp_path / "call.pcap")
    there, back = f"{PHONE}:4000 → {PBX}:10000", f"{PBX}:10000 → {PHONE}:4000"
    for view in ("report", "--html", "--markdown", "media"):
        text = Seen(file, None, tmp_path / "out.html", capsys).words(*VIEWS[view], lang=lang)
        assert f"1, {there}: {sentence('opened', lang)}" in text, view
        assert f"1, {back}: {sentence('no-key', lang)}" in text, view


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("view", ["report", "--markdown", "--html", "media"])
def test_lines_of_the_voice_alone_are_not_called_those_of_another_program(
    view: str, lang: Language, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "dtls.log"
    log.write_bytes(b"".join(line for line in (CALL / "keys.log").read_bytes().splitlines(True) if line.startswith(b"CLIENT_RANDOM")))
    text = Seen(CALL / "capture.pcap", log, tmp_path / "out.html", capsys).words(*VIEWS[view], lang=lang)
    assert flat(say(SRTP, "strangers-known", lang, n=2)) in text
    assert {"en": "of another program", "ru": "вела другая программа"}[lang] not in text
    assert {"en": "but none for this", "ru": "но строк об этом нет"}[lang] in text
