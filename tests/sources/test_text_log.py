"""Text logs give the calls of the captures that were made beside them."""

from __future__ import annotations

import codecs
import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from sipwhy.app import Problem, run
from sipwhy.app.report import FullReport
from sipwhy.app.settings import Settings
from sipwhy.sources import open_capture
from sipwhy.sources.byte_order import as_utf_8
from sipwhy.sources.text_log import open_log

LOGS = Path(__file__).parent / "logs"
CAPTURE = LOGS.parent.parent / "captures" / "callee-declined" / "capture.pcap"
IN_2026 = Settings(log_zone="UTC", log_year=2026)
NOON = 1_795_435_200
"""2026-11-23 12:00 UTC, after all of the recordings."""


def told(report: FullReport) -> list[tuple[str, str | None, str | None, str, int | None, str | None]]:
    return [(row.kind, row.caller, row.callee, row.result, row.status, row.cause) for row in report.rows()]


def of_that_day(name: str, folder: Path) -> str:
    """A copy that was last written on the day of the recording."""
    copy = folder / name
    copy.write_bytes((LOGS / name).read_bytes())
    os.utime(copy, (NOON, NOON))
    return str(copy)


@pytest.mark.parametrize("name", ["pjsip.log", "history.txt"])
def test_a_servers_log_tells_what_its_capture_tells(name: str) -> None:
    report = run([str(LOGS / name)], settings=IN_2026)
    assert told(report) == told(run([str(CAPTURE)]))
    assert report.host("203.0.113.10").role == "pbx", "its own address, which the log does not write, is that of its Vias"


def test_messages_of_a_log_have_the_bytes_of_the_wire() -> None:
    logged, captured = run([str(LOGS / "pjsip.log")], settings=IN_2026), run([str(CAPTURE)])
    assert [m.raw for m in logged.call(3).messages] == [m.raw for m in captured.call(3).messages]
    assert [(m.src, m.dst, m.transport) for m in logged.call(3).messages] == [
        (m.src, m.dst, m.transport) for m in captured.call(3).messages
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig"])
@pytest.mark.parametrize("is_packed", [False, True])
def test_a_log_that_windows_has_saved_tells_the_same(encoding: str, is_packed: bool, tmp_path: Path) -> None:
    text = ("\ufeff" if encoding == "utf-16-be" else "") + (LOGS / "pjsip.log").read_text()
    data = text.replace("\n", "\r\n").encode(encoding)
    saved = tmp_path / "saved.log"
    saved.write_bytes(gzip.compress(data) if is_packed else data)
    report = run([str(saved)], settings=IN_2026)
    assert told(report) == told(run([str(CAPTURE)]))


def test_utf_16_comes_in_pieces_of_any_size() -> None:
    text = "\u0416\u0443\u0440\u043d\u0430\u043b \U0001f4de"
    for data in (text.encode("utf-16"), codecs.BOM_UTF16_BE + text.encode("utf-16-be"), text.encode("utf-8-sig"), text.encode()):
        for size in (3, 4, 5, 7, len(data)):
            plain = as_utf_8(data[:size])
            assert b"".join(plain(data[at : at + size]) for at in range(0, len(data), size)) == text.encode()


def test_a_telephones_log_has_times_of_a_day_only_and_the_day_is_the_files(tmp_path: Path) -> None:
    report = run([of_that_day("pjsua.log", tmp_path)], settings=Settings(log_zone="UTC"))
    assert told(report)[-1] == ("call", "1001", "1002", "failed", 403, "callee-declined")
    assert abs(report.overview.start - run([str(CAPTURE)]).overview.start) < 2_000_000


def test_chan_sip_writes_no_year_and_no_bytes() -> None:
    report = run([str(LOGS / "chan-sip.log")], settings=IN_2026)
    assert told(report)[-1] == ("call", "1001", "1002", "failed", 488, "codec-mismatch")
    assert report.overview.logs[0].year


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_packed_log_is_the_same_evidence(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    packed = tmp_path / "full.1"
    packed.write_bytes(pack((LOGS / "pjsip.log").read_bytes()))
    assert told(run([str(packed)], settings=IN_2026)) == told(run([str(LOGS / "pjsip.log")], settings=IN_2026))


def test_evidence_in_a_log_is_told_by_line() -> None:
    report = run([str(LOGS / "pjsip.log")], settings=IN_2026)
    lines = (LOGS / "pjsip.log").read_text(encoding="utf-8").splitlines()
    pieces = report.findings_of(3)[0].evidence
    assert [piece.frame for piece in pieces] == [None] * len(pieces)
    assert any(lines[piece.line - 1].startswith("SIP/2.0 603") for piece in pieces if piece.line)


def test_what_a_log_and_a_capture_both_have_counts_once() -> None:
    report = run([str(LOGS / "pjsip.log"), str(CAPTURE)], settings=IN_2026)
    assert told(report) == told(run([str(CAPTURE)]))
    assert report.overview.duplicates * 2 == report.overview.sip_messages
    assert {m.line for m in report.call(3).messages if not m.is_copy} == {None}, "the capture knows the time better"


@pytest.mark.parametrize("zone", ["+03:00", "-07:00", "Asia/Vladivostok"])
def test_a_log_whose_clock_differs_is_set_by_the_capture(zone: str) -> None:
    report = run([str(LOGS / "pjsip.log"), str(CAPTURE)], settings=Settings(log_zone=zone))
    assert told(report) == told(run([str(CAPTURE)]))
    hours = {"+03:00": -3, "-07:00": 7, "Asia/Vladivostok": -10}[zone]
    assert round(report.overview.logs[0].ahead / 3.6e9, 2) == hours
    assert report.overview.end - report.overview.start < 60_000_000


def test_a_server_behind_nat_has_one_address_where_a_capture_shows_it(tmp_path: Path) -> None:
    outer = tmp_path / "full"
    outer.write_bytes((LOGS / "pjsip.log").read_bytes().replace(b"Via: SIP/2.0/UDP 203.0.113.10:", b"Via: SIP/2.0/UDP 192.0.2.99:"))
    report = run([str(outer), str(CAPTURE)], settings=IN_2026)
    assert told(report) == told(run([str(CAPTURE)]))
    assert report.overview.duplicates * 2 == report.overview.sip_messages
    assert "192.0.2.99" not in {host.ip for host in report.hosts}


def test_rules_that_need_rtp_are_not_checked_in_a_log() -> None:
    report = run([str(LOGS / "pjsip.log")], settings=IN_2026)
    assert "one-way-audio" in {item.rule for item in report.not_checked}


def test_a_log_without_sip_is_read_and_says_so(tmp_path: Path) -> None:
    report = run([of_that_day("kamailio.log", tmp_path)])
    log = report.overview.logs[0]
    assert (report.overview.sip_messages, log.with_head, log.unknown) == (0, log.lines, 0)


def test_a_text_that_is_no_log_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Neither a head nor a message.\n" * 50)
    with pytest.raises(Problem) as refused:
        run([str(page)])
    assert refused.value.kind == "unrecognised"


def test_lines_with_a_marker_are_kept_with_their_heads() -> None:
    log = open_log(open_capture(str(LOGS / "pjsip.log")), "UTC", markers=["Remote UNIX connection disconnected", "Called PJSIP"])
    while log.read(1 << 16):
        pass
    account, lines = log.told(7)
    called = next(line for line in lines if "Called" in line.text)
    assert (account.marked, account.dropped, called.file, called.level, called.source) == (len(lines), 0, 7, "VERBOSE", "app_dial.c")
    assert called.tag.startswith("C-")
    assert called.ts is not None


@given(st.lists(st.sampled_from((LOGS / "pjsip.log").read_bytes().splitlines(keepends=True)[20:120]) | st.binary(max_size=30), max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_text_breaks_the_run(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]) -> None:
    path = tmp_path_factory.mktemp("logs") / "any.log"
    path.write_bytes(b"".join(lines))
    try:
        report = run([str(path)], settings=IN_2026)
    except Problem:
        return  # too little of it is left
    assert all(report.findings_of(row.number) is not None for row in report.rows())
    assert all(item.error is None for item in report.not_checked)


def in_docker(log: bytes, folder: Path) -> str:
    """The log as Docker's json-file driver keeps what a container writes, all of it at one moment."""
    entries = (
        json.dumps(
            {"log": line.decode(errors="replace"), "stream": "stdout", "time": "2026-11-23T01:00:00.123456789Z"}, separators=(",", ":")
        )
        for line in log.splitlines(keepends=True)
    )
    path = folder / "0123abc-json.log"
    path.write_text("\n".join(entries) + "\n", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", ["pjsip.log", "chan-sip.log", "kamailio.log"])
def test_a_containers_log_tells_what_is_inside_and_dockers_clock_counts(name: str, tmp_path: Path) -> None:
    report = run([in_docker((LOGS / name).read_bytes(), tmp_path)], settings=Settings(log_zone="Asia/Tokyo"))
    plain = run([str(LOGS / name)], settings=IN_2026)
    assert sorted(told(report), key=str) == sorted(told(plain), key=str)
    assert report.overview.sip_messages == plain.overview.sip_messages
    assert {row.start for row in report.rows()} == {1_795_395_600_123_456}
    (log,) = report.overview.logs
    assert (log.zone, log.year, log.unknown) == (None, False, 0)


def test_what_is_fetched_meanwhile_does_not_change_what_is_read() -> None:
    def whole(fetches: bool) -> bytes:
        log = open_log(open_capture(str(LOGS / "pjsip.log")), "UTC", 2026)
        size = 0
        while piece := log.read(2000):
            size += len(piece)
            if fetches:
                log.fetch(0, 24)
        return log.fetch(0, size)

    assert whole(fetches=True) == whole(fetches=False)
