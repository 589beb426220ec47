"""Calls that rules of scope "outcome" would judge otherwise are not alike, though they ended with the same answer."""

from __future__ import annotations

from pathlib import Path

from sipwhy.app import Filters, run
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap


def test_what_cause_20_means_is_judged_by_the_product_that_says_it(tmp_path: Path) -> None:
    """Asterisk says so of a trunk that is down, others of a mobile that is out of reach."""
    script = Script({"pbx": "Asterisk PBX 20.20.1", "gateway": "FreeSWITCH-mod_sofia/1.10.11"})
    lines = []
    for at, server in enumerate(("pbx", "gateway")):
        lines += [
            f"{at}.000 alice > {server} [{server}] INVITE 1001 > 79161234567 +sdp",
            f"{at}.010 {server} > alice [{server}] 100 Trying",
            f"{at}.020 {server} > alice [{server}] 503 Service Unavailable",
            "    Reason: Q.850;cause=20",
            f"{at}.030 alice > {server} [{server}] ACK",
        ]
    script.play([*lines, "40 end"])
    write_pcap(tmp_path / "two.pcap", script.packets)
    report = run([str(tmp_path / "two.pcap")])
    judged_alone = {row.number: _cause_alone(tmp_path, row.number, report.call(row.number).call_ids[0]) for row in report.rows()}
    assert {row.number: row.cause for row in report.rows()} == judged_alone
    assert len(set(judged_alone.values())) == 2


def test_what_606_means_is_judged_by_the_product_that_says_it(tmp_path: Path) -> None:
    """Microsoft Teams says so of voice that is not encrypted, others of codecs."""
    script = Script({"trunk": "Microsoft.PSTNHub.SIPProxy v.2024.1", "gateway": "Oracle SBC"})
    lines = []
    for at, server in enumerate(("trunk", "gateway")):
        lines += [
            f"{at}.000 alice > {server} [{server}] INVITE 1001 > 79161234567 +sdp",
            f"{at}.020 {server} > alice [{server}] 606 Not Acceptable",
            f"{at}.030 alice > {server} [{server}] ACK",
        ]
    script.play([*lines, "40 end"])
    write_pcap(tmp_path / "two.pcap", script.packets)
    report = run([str(tmp_path / "two.pcap")])
    judged_alone = {row.number: _cause_alone(tmp_path, row.number, report.call(row.number).call_ids[0]) for row in report.rows()}
    assert {row.number: row.cause for row in report.rows()} == judged_alone == {1: "srtp-mismatch", 2: "codec-mismatch"}


def test_a_stranger_and_one_who_is_let_in_elsewhere_are_judged_apart(tmp_path: Path) -> None:
    """The same bare 403: to a stranger it may be an access list, to a carrier whose other call passed it is none."""
    script = Script({})
    script.play(
        """
        0.000 trunk > pbx [s] INVITE 79161111001 > 74951112233 +sdp
        1.000 pbx > trunk [s] 180 Ringing
        3.000 pbx > trunk [s] 200 OK (INVITE) +sdp
        3.010 trunk > pbx [s] ACK
        9.000 trunk > pbx [s] BYE
        9.010 pbx > trunk [s] 200 OK (BYE)
        20.000 trunk > pbx [t] INVITE 79161111002 > 74951112234 +sdp
        20.010 pbx > trunk [t] 403 Forbidden
        20.020 trunk > pbx [t] ACK
        30.000 192.0.2.77 > pbx [u] INVITE 79161111003 > 74951112235 +sdp
        30.010 pbx > 192.0.2.77 [u] 403 Forbidden
        30.020 192.0.2.77 > pbx [u] ACK
        60 end
        """.strip().split("\n        ")
    )
    write_pcap(tmp_path / "two.pcap", script.packets)
    report = run([str(tmp_path / "two.pcap")])
    assert {row.number: row.cause for row in report.rows()} == {1: None, 2: "forbidden", 3: "acl-denied"}


def _cause_alone(folder: Path, number: int, call_id: str) -> str | None:
    """The cause of one of the calls where the other one is not asked about."""
    report = run([str(folder / "two.pcap")], Filters(call_id=call_id))
    return next(finding.rule for finding in report.findings_of(number) if finding.is_cause)
