"""Recorded SRTP is heard where its keys are told; where they are not it is said what that would take."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.app.audio import Heard, hear_call
from sipwhy.app.media import listen
from sipwhy.app.settings import Settings, keys_of
from sipwhy.app.unlocking import with_reports
from sipwhy.cli.main import main
from sipwhy.media.srtp import session
from sipwhy.model import Endpoint
from sipwhy.model.lock import Lock
from sipwhy.wire.extractor import Wanted, packets
from tests.app.test_audio import tones
from tests.app.test_decryption import CALL, SUITES

pytest.importorskip("av", reason="PyAV is not installed")
pytest.importorskip("cryptography", reason="cryptography is not installed")

CAPTURE = Path(__file__).resolve().parents[1] / "media" / "captures" / "srtp.pcap"
RECORDED = CAPTURE.read_bytes()
INLINE = re.compile(rb"inline:([A-Za-z0-9+/=]+)")


def heard(capture: Path) -> Heard:
    report = run([str(capture)])
    found = hear_call(report, next(row.number for row in report.rows() if row.kind == "call"))
    assert found is not None
    return found


def changed(tmp_path: Path, data: bytes) -> Path:
    """A capture as long as the recorded one, so that its packets stay whole."""
    assert len(data) == len(RECORDED)
    (tmp_path / "changed.pcap").write_bytes(data)
    return tmp_path / "changed.pcap"


def locks(found: Heard) -> set[Lock]:
    return {voice.lock for voice in found.voices}


def other_key(match: re.Match[bytes]) -> bytes:
    """Its first six bits changed: one key of the recorded INVITE is cut in two by an IP fragment."""
    return b"inline:" + (b"B" if match[1].startswith(b"A") else b"A") + match[1][1:]


def test_both_sides_play_their_tones() -> None:
    found = heard(CAPTURE)
    assert locks(found) == {Lock(None, opened=125)}
    assert {440, 700} <= tones(found, 0, 4)
    assert {440, 700} <= tones(found, 1, 4)


def test_the_key_of_the_sender_and_not_that_of_the_receiver_opens(tmp_path: Path) -> None:
    keys = INLINE.findall(RECORDED)
    answered = keys[-3]  # the PBX's: INVITE twice with four keys, its 200, and the UPDATE that follows with its 200
    assert keys.count(answered) == 2
    wrong = INLINE.sub(other_key, b"inline:" + answered).removeprefix(b"inline:")
    found = heard(changed(tmp_path, RECORDED.replace(answered, wrong)))
    assert {voice.side: voice.lock.locked for voice in found.voices} == {"left": None, "right": "wrong-key"}


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (rb"inline:[A-Za-z0-9+/]", b"inline:*", "bad-key"),
        (rb"a=crypto:", b"a=xrypto:", "no-key"),
        (rb"AES_CM_128_HMAC_SHA1_|AES_256_CM_HMAC_SHA1_", b"F8_CM_128_HMAC_SHA1__", "suite"),
    ],
)
def test_why_a_stream_stays_shut(tmp_path: Path, old: bytes, new: bytes, why: str) -> None:
    found = heard(changed(tmp_path, re.sub(old, lambda match: new.ljust(len(match[0]), b"_"), RECORDED)))
    assert {voice.mute for voice in found.voices} == {why}


def test_a_wrong_key_opens_nothing(tmp_path: Path) -> None:
    found = heard(changed(tmp_path, INLINE.sub(other_key, RECORDED)))
    assert {voice.mute for voice in found.voices} == {"wrong-key"}
    assert not len(found.sound)


def test_reports_are_read_from_srtcp() -> None:
    report = run([str(CAPTURE)])
    told = [one.hearing.told for one in listen(report, next(row.number for row in report.rows() if row.kind == "call"))]
    assert [(one.reports, one.lost) for one in told] == [(1, 0), (0, None)]


def test_reports_stay_shut_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "PACKAGE", "no_such_package")
    report = run([str(CAPTURE)])
    assert not any(one.hearing.told.reports for one in listen(report, next(row.number for row in report.rows() if row.kind == "call")))


def test_rtcp_with_a_dtls_handshake_of_its_own_is_opened_by_the_same_key_log() -> None:
    keys = CALL / "keys.log"
    report = run([str(CALL / "capture.pcap")], settings=Settings(keys=keys_of([str(keys)], [])))
    call = report.call(2)
    stream = call.streams[0]
    wanted = Wanted()
    for port in (stream.src.port, stream.src.port + 1):
        wanted.add_socket(Endpoint(stream.src.ip, port), (0, stream.last_ts))
    near = list(packets(report.table.evidence, 1, wanted))
    kinds = [packet.payload for packet in with_reports(call, stream, near, [keys.read_bytes()]) if packet.payload[1:2] == b"\xcc"]
    assert {len(payload) for payload in kinds} == {16}, "application packets of RTCP, those within SRTCP as long as those before it"
    assert len(kinds) > sum(len(packet.payload) == 16 for packet in near)
    assert with_reports(call, stream, near, [(SUITES / "keys.log").read_bytes()]) == near


def test_a_changed_packet_is_refused_counted_and_silent(tmp_path: Path) -> None:
    rtp = [at.start() for at in re.finditer(rb"\x80\x00..", RECORDED, re.DOTALL) if at.start() > len(RECORDED) // 2]
    data = bytearray(RECORDED)
    data[rtp[10] + 100] ^= 1
    found = heard(changed(tmp_path, bytes(data)))
    assert sorted((voice.lock.opened, voice.lock.refused) for voice in found.voices) == [(124, 1), (125, 0)]
    assert [voice.track.lost for voice in found.voices if voice.track] == [0, 0]


@pytest.mark.parametrize(("lang", "words"), [("en", "decrypted with the key of the SDP"), ("ru", "расшифровано ключом из SDP")])
def test_what_is_said_has_no_key(tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, words: str) -> None:
    number = next(str(row.number) for row in run([str(CAPTURE)]).rows() if row.kind == "call")
    assert main(["audio", str(CAPTURE), number, "-o", str(tmp_path / "x.wav"), "--lang", lang]) == 0
    said = "".join(capsys.readouterr())
    assert words in said
    assert not any(key.decode()[:12] in said for key in INLINE.findall(RECORDED))


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_without_the_package_it_is_said_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, lang: str
) -> None:
    monkeypatch.setattr(session, "PACKAGE", "no_such_package")
    number = next(str(row.number) for row in run([str(CAPTURE)]).rows() if row.kind == "call")
    assert main(["audio", str(CAPTURE), number, "-o", str(tmp_path / "x.wav"), "--lang", lang]) == 2
    assert "pip install 'sipwhy[audio]'" in " ".join(capsys.readouterr().out.split())
