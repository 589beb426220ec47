"""Signs of media: a good call has none, and each is there where the cases of rules show it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.model.sign import Sign
from tests.rules.cases import Case, all_cases

_SHOWN = {
    ("packet-loss", "One packet in seven never comes from the caller"): Sign.LOSS_NOTED | Sign.LOSS_HEARD | Sign.LOSS_BAD,
    ("packet-loss", "Two and a half percent are heard and no catastrophe"): Sign.LOSS_NOTED | Sign.LOSS_HEARD,
    ("packet-loss", "Three seconds are missing in one piece"): Sign.HOLE,
    ("packet-loss", "Loss that the receiver did not have"): Sign.LOSS_ONLY_HERE,
    ("packet-loss", "Nothing is lost"): Sign(0),
    ("high-jitter", "Pauses between words are no jitter"): Sign(0),
    ("one-way-audio", "The callee sends no voice"): Sign.ONE_WAY,
    ("one-way-audio", "The caller tells by RTCP that it hears nobody"): Sign.TOLD_NOTHING,
    ("one-way-audio", "The port for voice is closed"): Sign.UNREACHED,
    ("one-way-audio", "Only the port for RTCP is closed"): Sign(0),
    ("media-stopped", "All voice ends at once"): Sign.STOPPED,
    ("foreign-rtp", "Somebody sends into the call"): Sign.FOREIGN | Sign.ONE_WAY,
    ("encryption-differs", "One leg is encrypted and the other is not, as agreed"): Sign(0),
    ("silent-audio", "The microphone of the called telephone is dead"): Sign.SILENT,
    ("silent-audio", "Both speak"): Sign(0),
    ("silent-audio", "Nobody speaks: two test programs"): Sign(0),
    ("duration-limit", "A load generator lets all calls last a minute"): Sign(0),
    ("duration-limit", "One call lasted longer"): Sign(0),
}
_CASES = [case for case in all_cases() if (case.slug, case.title) in _SHOWN]


def test_every_case_that_is_named_is_there() -> None:
    assert {(case.slug, case.title) for case in _CASES} == set(_SHOWN)


@pytest.mark.parametrize("case", _CASES, ids=lambda case: f"{case.slug}: {case.title}")
def test_a_call_has_the_signs_that_its_media_show(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "case.pcap"
    case.write(path)
    signs = run([str(path)]).table.signs & ~int(Sign.LISTENED)
    assert {Sign(int(one)) for one in signs.tolist()} == {_SHOWN[case.slug, case.title]}


@pytest.mark.parametrize("order", [1, -1])
def test_rtp_in_another_file_does_not_make_a_capture_of_signalling_alone_mute(order: int) -> None:
    """The calls of one file have RTP; the other file holds SIP between the same hosts, and was never to hold more."""
    root = Path(__file__).parents[2]
    files = [str(root / "samples" / "voices.pcap"), str(root / "tests" / "captures" / "lost-ack" / "capture.pcap")][::order]
    report = run(files)
    assert {row.cause for row in report.rows() if row.kind == "call"} == {None, "ack-lost"}
