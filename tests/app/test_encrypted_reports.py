"""What SRTCP tells reaches the report where descriptions tell its keys, and stays shut, without a word of it lost, where they do not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.app.settings import Settings
from sipwhy.media.srtp import session
from sipwhy.wire.keys import Keys
from sipwhy.wire.media import MediaEvidence
from tests.app.test_decryption import CALL
from tests.app.test_unlocking import CAPTURE, INLINE, RECORDED, changed, other_key

pytest.importorskip("cryptography", reason="cryptography is not installed")


def media_of(capture: Path) -> MediaEvidence:
    return run([str(capture)]).table.evidence.media


def reports(media: MediaEvidence) -> list[tuple[int | None, int, int]]:
    """The stream, packets sent, packets lost of each."""
    found = [media.report(index) for index in range(len(media.reports("leg")))]
    return [(one.about, one.sent, one.lost) for one in found]


def test_recorded_reports_are_opened_and_know_their_stream() -> None:
    media = media_of(CAPTURE)
    assert reports(media) == [(None, 0, 0), (0, 11, 0)]
    assert set(media.reports_by_leg) == set(media.streams_by_leg)
    assert not media.encrypted


@pytest.mark.parametrize(("old", "new"), [(INLINE, other_key), (re.compile(rb"a=crypto:"), b"a=xrypto:")])
def test_without_their_key_they_stay_shut(tmp_path: Path, old: re.Pattern[bytes], new: bytes) -> None:
    media = media_of(changed(tmp_path, old.sub(new, RECORDED)))
    assert (reports(media), len(media.encrypted)) == ([], 3)


def test_what_stays_shut_is_told_by_the_rules_that_lack_it(tmp_path: Path) -> None:
    def lacking(capture: Path) -> set[tuple[str, int]]:
        return {(item.rule, item.calls) for item in run([str(capture)]).not_checked if item.needs == ("reports",)}

    rules = {"no-audio", "one-way-audio", "packet-loss", "rtp-not-latched"}
    assert lacking(changed(tmp_path, RECORDED.replace(b"a=crypto:", b"a=xrypto:"))) == {(rule, 1) for rule in rules}
    assert not lacking(CAPTURE)


def test_what_dtls_encrypts_is_opened_by_a_key_log() -> None:
    def left(log: bytes) -> list[int]:
        found = run([str(CALL / "capture.pcap")], settings=Settings(keys=Keys((log,)))).table.evidence.media.encrypted
        return sorted(len(packet) for _, packet in found)

    log = (CALL / "keys.log").read_bytes()
    of_tls = b"".join(line for line in log.splitlines(keepends=True) if not line.startswith(b"CLIENT_RANDOM"))
    assert left(of_tls) == [16, 16, 30, 30, 48, 64]
    assert left(log) == [16, 16, 48, 64], "what the two telephones send in the clear: a ping each, a goodbye each"


def test_without_the_package_they_stay_shut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "PACKAGE", "no_such_package")
    media = media_of(CAPTURE)
    assert (reports(media), len(media.encrypted)) == ([], 3)
