"""What RTCP tells of a stream that a relay passed on is told of the stretch behind the relay."""

from __future__ import annotations

from pathlib import Path

from sipwhy.app import run
from tests.rules.cases import FOLDER, read_cases


def test_loss_that_a_relay_passes_on_is_marked_on_the_way_to_the_receiver(tmp_path: Path) -> None:
    (case,) = (one for one in read_cases(FOLDER / "media/packet-loss.md") if one.title.startswith("A relay passes on"))
    report = run(case.files(tmp_path))
    finding = next(finding for finding in report.findings_of(1) if finding.rule == "packet-loss")
    (told,) = (proof.stream for proof in finding.evidence if proof.stream is not None)
    (stream,) = (stream for stream in report.call(1).streams if stream.index == told)
    assert (stream.src.ip, stream.dst.ip) == ("203.0.113.10", "198.51.100.22")
    assert (finding.values["sender"], finding.values["receiver"]) == (stream.src.ip, stream.dst.ip)
