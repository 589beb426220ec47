"""What RTCP tells of a stream that a relay passed on is told of the stretch behind the relay."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from tests.rules.cases import FOLDER, read_cases

_ALICE, _PBX, _PROXY, _BOB = "198.51.100.21", "203.0.113.10", "203.0.113.60", "198.51.100.22"


@pytest.mark.parametrize(
    ("title", "way"),
    [
        ("A relay passes on", (_PBX, _BOB)),
        ("A relay passes the last report on with a packet fewer", (_PBX, _BOB)),
        ("Two relays in a row", (_PROXY, _BOB)),
        ("The same where the hop between the relays", (_PROXY, _BOB)),
        ("A server tells by RTCP of its own", (_ALICE, _PBX)),
    ],
)
def test_loss_is_marked_where_it_arose(title: str, way: tuple[str, str], tmp_path: Path) -> None:
    (case,) = (one for one in read_cases(FOLDER / "media/packet-loss.md") if one.title.startswith(title))
    report = run(case.files(tmp_path))
    finding = next(finding for finding in report.findings_of(1) if finding.rule == "packet-loss")
    (told,) = (proof.stream for proof in finding.evidence if proof.stream is not None)
    (stream,) = (stream for stream in report.call(1).streams if stream.index == told)
    assert (stream.src.ip, stream.dst.ip) == way
    assert (finding.values["sender"], finding.values["receiver"]) == way
