"""A terminal shows the beginning of what is longer than its screen: the answer does not scroll away."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from tests.project.tree import ROOT

LONG, SHORT = ["code", "403", "-v"], ["calls", "samples/no-route.pcap"]


def _at_terminal(words: list[str], tmp_path: Path, rows: int = 24, status: int = 0, **environ: str) -> tuple[str, str]:
    """What the pager got ("" if it was not called), and what the terminal did."""
    got = tmp_path / "got"
    pager = tmp_path / "pager"
    pager.write_text(f"#!/bin/sh\ncat > '{got}'\n", encoding="utf-8")
    pager.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if name not in ("PAGER", "SIPWHY_PAGER", "COLUMNS", "NO_COLOR", "LESS")}
    given = kept | {"TERM": "xterm", "LANG": "C.UTF-8", "SIPWHY_PAGER": str(pager)} | environ
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", rows, 80, 0, 0))
    done = subprocess.Popen([sys.executable, "-m", "sipwhy", *words], cwd=ROOT, env=given, stdin=its, stdout=its, stderr=its)
    os.close(its)
    seen = b""
    try:
        while piece := os.read(ours, 65536):
            seen += piece
    except OSError:  # nobody has the other end any more
        pass
    os.close(ours)
    assert done.wait(60) == status
    return got.read_text(encoding="utf-8") if got.exists() else "", seen.decode()


def test_what_is_longer_than_the_screen_goes_to_the_pager(tmp_path: Path) -> None:
    paged, seen = _at_terminal(LONG, tmp_path)
    assert "403 Forbidden" in paged.splitlines()[0]
    assert len(paged.splitlines()) > 24
    assert seen == ""


@pytest.mark.parametrize("words", [["--help-all"], ["help", "--all", "--lang", "ru"], ["live", "--help"]])
def test_help_that_is_longer_than_the_screen_goes_to_the_pager(words: list[str], tmp_path: Path) -> None:
    paged, seen = _at_terminal(words, tmp_path)
    assert "sipwhy" in paged.splitlines()[0]
    assert len(paged.splitlines()) > 24
    assert seen == ""
    assert _at_terminal(words, tmp_path, 500, SIPWHY_PAGER="cat")[1] == paged.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("words", "rows", "environ"),
    [
        (SHORT, 24, {}),
        (LONG, 500, {}),
        (LONG, 24, {"SIPWHY_PAGER": "cat"}),
        (LONG, 24, {"SIPWHY_PAGER": ""}),
        (LONG, 24, {"SIPWHY_PAGER": "no-such-pager"}),
        (LONG, 24, {"TERM": "dumb"}),
        (LONG, 0, {}),  # a terminal that does not say how high it is has nobody who reads it page by page
    ],
)
def test_what_fits_is_printed_and_so_is_everything_where_the_pager_is_off(
    words: list[str], rows: int, environ: dict[str, str], tmp_path: Path
) -> None:
    paged, seen = _at_terminal(words, tmp_path, rows, 0, **environ)
    assert paged == ""
    assert len(seen.splitlines()) > 3


@pytest.mark.parametrize(
    ("more", "environ", "wanted"), [([], {}, "RX"), (["--no-color"], {}, "X"), ([], {"NO_COLOR": "1"}, "X"), ([], {"LESS": "F"}, "F")]
)
def test_less_is_told_of_colours_only_where_there_are_any(more: list[str], environ: dict[str, str], wanted: str, tmp_path: Path) -> None:
    """With -R it ends every line with an ESC[m of its own."""
    told = "sh -c 'cat > /dev/null; echo \"($LESS)\"'"
    assert _at_terminal([*LONG, *more], tmp_path, 24, 0, SIPWHY_PAGER=told, **environ) == ("", f"({wanted})\r\n")


def test_a_pager_that_cannot_be_started_is_none(tmp_path: Path) -> None:
    (tmp_path / "no-program").write_bytes(b"\x00\x01")
    (tmp_path / "no-program").chmod(0o755)
    for pager in ("less 'unclosed", str(tmp_path / "no-program")):
        _, seen = _at_terminal(LONG, tmp_path, SIPWHY_PAGER=pager)
        assert "403 Forbidden" in seen.splitlines()[0]


def test_a_reader_who_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    assert _at_terminal(LONG, tmp_path, SIPWHY_PAGER="true") == ("", "")


def test_the_exit_status_is_the_same_whoever_stops_reading(tmp_path: Path) -> None:
    failing = ["samples/no-route.pcap", "samples/office-morning.pcap", "-v", "--fail-on", "error"]
    _at_terminal(failing, tmp_path, status=1)
    _at_terminal(failing, tmp_path, status=1, SIPWHY_PAGER="head -n1")


def test_a_report_on_a_terminal_says_what_to_type_next(tmp_path: Path) -> None:
    paged, _ = _at_terminal(["samples/no-route.pcap", "--lang", "en"], tmp_path)
    assert paged.splitlines()[-4:][1:] == [
        "  in full    sipwhy samples/no-route.pcap --call 1",
        "  picture    sipwhy flow samples/no-route.pcap 1 --svg call.svg",
        "  Wireshark  sipwhy export samples/no-route.pcap 1 -o call.pcapng",
    ]
    morning, _ = _at_terminal(["samples/office-morning.pcap", "--lang", "en", "--no-color"], tmp_path)
    assert "Next: sipwhy samples/office-morning.pcap --call 5" in morning.splitlines()[:24]
    single, _ = _at_terminal(["samples/no-route.pcap", "--call", "1", "--lang", "ru"], tmp_path)
    assert "--call 1" not in single
    assert single.splitlines()[-1] == "  Wireshark  sipwhy export samples/no-route.pcap 1 -o call.pcapng"


def test_a_pipe_gets_neither_pager_nor_hints() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sipwhy", "samples/no-route.pcap", "--lang", "en"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "Next:" not in done.stdout
