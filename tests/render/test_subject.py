"""What stands above and below a call: its heading by what it is, one voice where no rule knows the cause."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.app.report import FullReport
from sipwhy.diagnosis.registry import rules
from sipwhy.render.digest import digest
from sipwhy.render.headline import headline
from sipwhy.render.subject import subject
from sipwhy.render.voice import Voice
from sipwhy.render.wording import heading, scope_parts
from sipwhy.texts.language import Language
from tests.rules.dialogues import Script
from tests.rules.packets import udp, write_pcap
from tests.sources.frames import hep3, messages


def _report(flow: str, folder: Path) -> FullReport:
    script = Script({})
    script.play(flow.strip("\n").splitlines())
    write_pcap(folder / "call.pcap", script.packets)
    return run([str(folder / "call.pcap")])


def _voice(report: FullReport, lang: Language = "en") -> Voice:
    return Voice(lang, rules(), UTC)


def test_an_answer_that_is_explained_is_not_called_unexplained(tmp_path: Path) -> None:
    report = _report("0.000 alice > pbx SUBSCRIBE 1001 > 1005\n    Event: dialog\n0.010 pbx > alice 486 Busy Here", tmp_path)
    found = subject(report, 1, _voice(report), full=False)
    assert found is not None
    assert found.answer is not None
    assert found.verdict == "answer-alone"


def test_what_nothing_explains_is_said_so(tmp_path: Path) -> None:
    report = _report("0.000 alice > pbx SUBSCRIBE 1001 > 1005\n    Event: dialog\n0.010 pbx > alice 699 Strange", tmp_path)
    found = subject(report, 1, _voice(report), full=False)
    assert found is not None
    assert (found.answer, found.verdict) == (None, "no-cause")


@pytest.mark.parametrize(("lang", "said"), [("en", "Publication 1"), ("ru", "Публикация 1")])
def test_a_publication_is_no_subscription(lang: Language, said: str, tmp_path: Path) -> None:
    report = _report("0.000 alice > pbx PUBLISH 1001 > 1001\n    Event: presence\n0.010 pbx > alice 200 OK", tmp_path)
    row = report.row(1)
    assert row is not None
    assert heading(row, _voice(report, lang))[0] == said


def test_a_phone_that_asks_for_what_the_server_lacks_is_no_failure(tmp_path: Path) -> None:
    report = _report("0.000 alice > pbx SUBSCRIBE 1001 > 1005\n    Event: as-feature-event\n0.010 pbx > alice 489 Bad Event", tmp_path)
    said, is_bad = headline(report, digest(report), _voice(report))
    assert not is_bad
    assert said == "No failures: 1 subscription or event."


def test_a_registration_that_was_refused_at_first_is_not_told_as_if_nothing_had_been(tmp_path: Path) -> None:
    flow = """0.000 alice > pbx REGISTER 1001
0.010 pbx > alice 401 Unauthorized
0.020 alice > pbx REGISTER +auth
0.030 pbx > alice 401 Unauthorized
1.020 alice > pbx REGISTER +auth
1.030 pbx > alice 401 Unauthorized
2.020 alice > pbx REGISTER +auth
2.030 pbx > alice 200 OK"""
    report = _report(flow, tmp_path)
    found = subject(report, 1, _voice(report), full=False)
    assert found is not None
    assert (found.verdict, found.refused) == ("well-at-last", 2)


def test_a_log_without_any_time_is_not_given_that_of_its_file(tmp_path: Path) -> None:
    lines = """<--- SIP read from UDP:198.51.100.21:5060 --->
REGISTER sip:203.0.113.10 SIP/2.0
Via: SIP/2.0/UDP 198.51.100.21:5060;branch=z9hG4bK-1;rport
From: <sip:1091@203.0.113.10>;tag=1
To: <sip:1091@203.0.113.10>
Call-ID: 1@198.51.100.21
CSeq: 1 REGISTER
Content-Length: 0

<------------->
"""
    (tmp_path / "asterisk.log").write_text(lines)
    report = run([str(tmp_path / "asterisk.log")])
    row = report.row(1)
    assert row is not None
    spoken = _voice(report).about(report)
    assert heading(row, spoken)[2] == "no time"
    assert not any("UTC (" in part for part in scope_parts(report, spoken))


@pytest.mark.parametrize(("lang", "said"), [("en", "2 HEP packets without SIP left out"), ("ru", "2 пакета HEP без SIP не прочитаны")])
def test_what_hep_carries_besides_sip_is_told(lang: Language, said: str, tmp_path: Path) -> None:
    mirrored = [hep3(message, at, forward=sent) for at, (sent, message) in enumerate(messages())]
    reports = [mirrored[0].replace(b"\x00\x0b\x00\x07\x01", b"\x00\x0b\x00\x07" + kind) for kind in (b"\x05", b"\x64")]
    agent = ("192.0.2.1", 9060)
    write_pcap(
        tmp_path / "hep.pcap", [(at, udp(agent, ("192.0.2.2", 9060), one), len(one) + 42) for at, one in enumerate(mirrored + reports)]
    )
    report = run([str(tmp_path / "hep.pcap")])
    assert any(part.startswith(said) for part in scope_parts(report, _voice(report, lang)))
