"""Messages of a log that cannot be read are told of, and those beside them are read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.cli.main import main

_CUT_OFF = "the headers do not end with a blank line"
LOGS = Path(__file__).parent / "logs"
BROKEN = "a SIP message breaks off in the log or is mixed with another"


def test_a_message_that_breaks_off_before_its_call_id_is_told_by_its_line(tmp_path: Path) -> None:
    lines = (LOGS / "chan-sip.log").read_bytes().split(b"\n")
    at = next(number for number, line in enumerate(lines) if line.startswith(b"INVITE "))
    log = tmp_path / "full"
    log.write_bytes(b"\n".join([*lines[: at + 4], *lines[at - 2 :]]))
    whole, cut = run([str(LOGS / "chan-sip.log")]), run([str(log)])
    assert [(broken.line, broken.why, broken.times) for broken in cut.broken] == [(at + 1, BROKEN, 1)]
    assert not whole.broken
    assert cut.overview.sip_messages == whole.overview.sip_messages


def test_how_many_they_are_is_said_in_json_and_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = (LOGS / "chan-sip.log").read_bytes().split(b"\n")
    at = next(number for number, line in enumerate(lines) if line.startswith(b"INVITE "))
    log = tmp_path / "full"
    log.write_bytes(b"\n".join([*lines[: at + 4], *lines[at - 2 : at + 4], *lines[at - 2 :]]))
    assert main([str(log), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["capture"]["broken"] == [{"file": 0, "line": at + 1, "why": BROKEN, "times": 2}]
    assert main([str(log), "--lang", "ru"]) == 0
    assert f"2 раза, первый раз: строка {at + 1}" in " ".join(capsys.readouterr().out.split())


def test_what_docker_puts_in_front_of_every_line_is_none_of_a_message(tmp_path: Path) -> None:
    log = tmp_path / "container.log"
    lines = (LOGS / "pjsip.log").read_bytes().splitlines()
    log.write_bytes(b"".join(b"2026-11-23T01:12:%02d.250000000Z %s\n" % (at // 100, line) for at, line in enumerate(lines)))
    assert run([str(log)]).overview.sip_messages == run([str(LOGS / "pjsip.log")]).overview.sip_messages


def test_of_a_message_that_breaks_off_in_its_head_no_header_is_said_to_be_missing(tmp_path: Path) -> None:
    lines = (LOGS / "chan-sip.log").read_bytes().split(b"\n")
    at = next(number for number, line in enumerate(lines) if line.startswith(b"INVITE "))
    behind = next(number for number in range(at, len(lines)) if lines[number].startswith(b"CSeq:")) + 1
    until = next(number for number in range(behind, len(lines)) if lines[number].startswith(b"["))
    log = tmp_path / "full"
    log.write_bytes(b"\n".join([*lines[:behind], *lines[until:]]))
    report = run([str(log)])
    message = next(message for row in report.rows() for message in report.call(row.number).messages if message.method == "INVITE")
    assert _CUT_OFF in message.faults
    told = {finding.rule for row in report.rows() for finding in report.findings_of(row.number)}
    assert not told & {"contact-missing", "max-forwards-missing", "mandatory-header-missing", "content-length-mismatch"}
