"""Signs of media: a good call has none, and each is there where the cases of rules show it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sipwhy.app import run
from sipwhy.calls.signs import signs_of_legs
from sipwhy.model.sign import Sign
from sipwhy.wire import Evidence
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
_MUTE = ("no-audio", "No voice at all, where other calls between these hosts have some")
_CASES = [case for case in all_cases() if (case.slug, case.title) in _SHOWN]


def test_every_case_that_is_named_is_there() -> None:
    assert {(case.slug, case.title) for case in _CASES} == set(_SHOWN)


@pytest.mark.parametrize("case", _CASES, ids=lambda case: f"{case.slug}: {case.title}")
def test_a_call_has_the_signs_that_its_media_show(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "case.pcap"
    case.write(path)
    signs = run([str(path)]).table.signs & ~int(Sign.LISTENED | Sign.KEYS_TRIED)
    assert {Sign(int(one)) for one in signs.tolist()} == {_SHOWN[case.slug, case.title]}


@pytest.mark.parametrize("order", [1, -1])
def test_rtp_in_another_file_does_not_make_a_capture_of_signalling_alone_mute(order: int) -> None:
    """The calls of one file have RTP; the other file holds SIP between the same hosts, and was never to hold more."""
    root = Path(__file__).parents[2]
    files = [str(root / "samples" / "voices.pcap"), str(root / "tests" / "captures" / "lost-ack" / "capture.pcap")][::order]
    report = run(files)
    assert {row.cause for row in report.rows() if row.kind == "call"} == {None, "ack-lost"}


@pytest.mark.parametrize(("files", "asked"), [(1, 0), (2, 4)])
def test_legs_are_asked_for_their_file_only_where_there_are_several_files_and_only_at_the_hosts_of_a_silent_one(
    files: int, asked: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three calls between two hosts speak and one does not; the calls of the other file are between other hosts."""
    (case,) = (case for case in all_cases() if (case.slug, case.title) == _MUTE)
    elsewhere = [line.replace("alice", "carol").replace("pbx", "gateway") for _, _, lines in case.blocks for line in lines[:21]]
    Case(case.slug, case.area, "elsewhere", {}, [("flow", "", elsewhere)]).write(tmp_path / "elsewhere.pcap")
    case.write(tmp_path / "case.pcap")
    evidence = run([str(tmp_path / name) for name in ("case.pcap", "elsewhere.pcap")[:files]]).table.evidence
    places: list[int] = []
    place = Evidence.place

    def counted(evidence: Evidence, index: int) -> tuple[int, int]:
        places.append(index)
        return place(evidence, index)

    monkeypatch.setattr(Evidence, "place", counted)
    signs = signs_of_legs(evidence, np.arange(evidence.leg_count))
    answered = int(np.count_nonzero(evidence.legs("answer_ts")))
    assert (answered, int(np.count_nonzero(signs & int(Sign.NO_RTP))), len(places)) == (4 + 3 * (files - 1), 1, asked)
