"""Calls that are judged together get the cause that each of them has alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.app.report import FullReport
from sipwhy.diagnosis.engine import cause_among
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap

CAPTURES = sorted((Path(__file__).parent.parent / "captures").glob("*/*.pcap*"))


def causes(report: FullReport) -> list[str | None]:
    return [row.cause for row in report.rows()]


def alone(report: FullReport) -> list[str | None]:
    found = (cause_among(report.findings_of(row.number)) for row in report.rows())
    return [cause.rule if cause else None for cause in found]


def test_all_recordings_in_one_run() -> None:
    report = run([str(path) for path in CAPTURES])
    assert any(causes(report))
    assert causes(report) == alone(report)


OTHER_REALM = '  Authorization: Digest username="1002", realm="elsewhere", nonce="1", uri="sip:a", algorithm=MD5, response="0"'
ALICE_REFUSED = [
    "alice > pbx [{0}] REGISTER 1001",
    "pbx > alice [{0}] 401 Unauthorized",
    "alice > pbx [{0}] REGISTER 1001 +auth",
    "pbx > alice [{0}] 401 Unauthorized",
]
BOB_ELSEWHERE = [
    "bob > pbx [{0}] REGISTER 1002",
    "pbx > bob [{0}] 401 Unauthorized",
    "bob > pbx [{0}] REGISTER 1002",
    OTHER_REALM,
    "pbx > bob [{0}] 401 Unauthorized",
]
AT_ONCE = ["alice > pbx [{0}] INVITE 1001 > 1003 +sdp", "pbx > alice [{0}] 403 Forbidden", "alice > pbx [{0}] ACK"]
AFTER_TRYING = [
    "bob > pbx [{0}] INVITE 1002 > 1003 +sdp",
    "pbx > bob [{0}] 100 Trying",
    "pbx > bob [{0}] 403 Forbidden",
    "bob > pbx [{0}] ACK",
]


def refused(who: str, number: str, answer: str, *headers: str) -> list[str]:
    """A call that gets one answer after Trying."""
    trying = [f"{who} > pbx [{{0}}] INVITE {number} > 1003 +sdp", f"pbx > {who} [{{0}}] 100 Trying"]
    return [*trying, f"pbx > {who} [{{0}}] {answer}", *(f"  {header}" for header in headers), f"{who} > pbx [{{0}}] ACK"]


def refused_offer(number: str, *media: str) -> list[str]:
    """A call that Asterisk refuses at once for its media, after a challenge."""
    where = "203.0.113.9"
    offer = [f"  |{line}" for line in ("v=0", f"o=- 1 1 IN IP4 {where}", "s=-", f"c=IN IP4 {where}", "t=0 0", *media)]
    first, again = (f"alice > pbx [{{0}}] INVITE {number} > 1003{login}" for login in ("", " +auth"))
    challenged = [first, *offer, "pbx > alice [{0}] 401 Unauthorized", "alice > pbx [{0}] ACK"]
    return [*challenged, again, *offer, "pbx > alice [{0}] 488 Not Acceptable Here", "alice > pbx [{0}] ACK"]


def by_alice(answer: str, *headers: str) -> list[str]:
    return refused("alice", "1001", answer, *headers)


def by_bob(answer: str, *headers: str) -> list[str]:
    return refused("bob", "1002", answer, *headers)


@pytest.mark.parametrize("order", [1, -1], ids=["as written", "turned round"])
@pytest.mark.parametrize(
    ("one", "other", "slugs"),
    [
        (ALICE_REFUSED, BOB_ELSEWHERE, {"wrong-password", "wrong-realm-or-algorithm"}),
        (AT_ONCE, AFTER_TRYING, {"acl-denied", "forbidden"}),
        (
            by_alice("503 Service Unavailable", 'Reason: SIP;text="No credit"'),
            by_bob("503 Service Unavailable", 'Reason: SIP;text="No idea"'),
            {"insufficient-funds", "upstream-unavailable"},
        ),
        (
            by_alice("403 Forbidden", 'Reason: SIP;text="Insufficient balance"'),
            by_bob("403 Forbidden"),
            {"insufficient-funds", "forbidden"},
        ),
        (
            by_alice("403 Forbidden", 'Warning: 399 here "Insufficient balance"'),
            by_bob("403 Forbidden", 'Warning: 399 here "Not today"'),
            {"insufficient-funds", "forbidden"},
        ),
        (
            by_alice("503 Service Unavailable", "Reason: Q.850;cause=21;location=U"),
            by_bob("503 Service Unavailable", "Reason: Q.850;cause=21;location=LN"),
            {"callee-declined", "upstream-unavailable"},
        ),
        (
            by_alice("503 Service Unavailable", "X-Asterisk-HangupCauseCode: 1"),
            by_bob("503 Service Unavailable", "X-Asterisk-HangupCauseCode: 34"),
            {"unknown-number", "upstream-unavailable"},
        ),
        (
            refused_offer("1001", "m=audio 4000 RTP/AVP 8"),
            refused_offer("1002", "m=audio 4000 RTP/AVP 97", "a=rtpmap:97 iLBC/8000"),
            {"srtp-mismatch", "codec-mismatch"},
        ),
    ],
    ids=["realm", "provisional", "text of Reason", "text or none", "text of Warning", "location", "cause of Asterisk", "offer"],
)
def test_what_a_cause_hangs_on_tells_kinds_of_outcome_apart(
    one: list[str], other: list[str], slugs: set[str], order: int, tmp_path: Path
) -> None:
    played, at = list[str](), 0.0
    for name, lines in zip("ab", (one, other)[::order], strict=True):
        for line in lines:
            at += 0.1
            played.append(line if line.startswith(" ") else f"{at:.3f} {line.format(name)}")
    script = Script({})
    script.play([*played, "90 end"])
    path = tmp_path / "both.pcap"
    write_pcap(path, script.packets)
    report = run([str(path)])
    assert set(causes(report)) == slugs
    assert causes(report) == alone(report)
