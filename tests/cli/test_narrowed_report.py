"""Filters leave a trace on the report, and what is written to standard output takes no name of a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.cli.main import main

MORNING = str(Path(__file__).parents[2] / "samples" / "office-morning.pcap")


def _said(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    assert main([MORNING, *words, "--lang", "en", "--utc"]) == status
    told = capsys.readouterr()
    return " ".join((told.err if status else told.out).split())


@pytest.mark.parametrize("form", [(), ("--markdown",)])
def test_a_condition_stands_in_the_head(capsys: pytest.CaptureFixture[str], form: tuple[str, ...]) -> None:
    said = _said(capsys, "--status", "400-499,603", *form)
    assert "only " in said
    assert "status 4xx,603: " in said.replace("\\", "")
    assert "only " not in _said(capsys, *form).split("Calls")[0]


def test_a_time_stands_in_the_head(capsys: pytest.CaptureFixture[str]) -> None:
    assert "only since 2020-01-02 00:00:00 UTC: " in _said(capsys, "--since", "02.01.2020")


@pytest.mark.parametrize(
    ("words", "is_told"),
    [
        (("--since", "yesterday"), True),
        (("--until", "now", "--since", "09:00"), True),
        (("--since", "now-15m", "--status", "4xx"), True),
        (("--since", "09:00"), False),
        (("--since", "2026-11-23"), False),
    ],
)
def test_a_day_that_a_word_tells_is_said_to_be_counted_from_the_end_of_the_files(
    words: tuple[str, ...], is_told: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ("UTC (counted from where the files end)" in _said(capsys, *words)) == is_told
    assert main([MORNING, *words, "--lang", "ru"]) == 0
    assert ("(считая от конца файлов)" in " ".join(capsys.readouterr().out.split())) == is_told


def test_a_page_says_it_too(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert main([MORNING, "--status", "4xx", "--html", str(page), "--lang", "ru"]) == 0
    assert "только --status 4xx: " in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(("option", "name"), [("--json", "out.json"), ("--jsonl", "out.jsonl"), ("--markdown", "rep.md")])
def test_a_file_to_write_is_no_capture(capsys: pytest.CaptureFixture[str], option: str, name: str) -> None:
    assert f"{option} > {name}" in _said(capsys, option, name, status=2)


def test_a_suggested_command_leaves_out_what_cannot_be_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    empty = tmp_path / "empty.pcap"
    empty.write_bytes(b"")
    main([MORNING, str(empty), "-v", "--lang", "en"])
    commands = [line for line in capsys.readouterr().out.splitlines() if "sipwhy " in line and "office-morning" in line]
    assert not [line for line in commands if "empty.pcap" in line]


@pytest.mark.parametrize("words", [("--call", "3", "--call", "5"), ("--call=3", "--call=5"), ("--status", "486", "--status", "503")])
def test_a_condition_that_is_given_twice_is_refused(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    assert "given twice" in _said(capsys, *words, status=2)


def test_a_date_that_may_be_two_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert "two ways" in _said(capsys, "--since", "11/12/2026", status=2)


def test_anonymize_elsewhere_is_answered_with_the_way(capsys: pytest.CaptureFixture[str]) -> None:
    assert "sipwhy export FILE N -o clean.pcapng --anonymize" in _said(capsys, "--html", "x.html", "--anonymize", status=2)
