"""`sipwhy grep`: whole messages under a heading, counts, calls, JSON, and what is said if there is nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sipwhy.cli.main import main
from tests.project.tree import ROOT

SAMPLE = str(ROOT / "samples" / "office-morning.pcap")
CUT = str(Path(__file__).resolve().parents[1] / "captures" / "truncated-password" / "capture.pcap")
DIGEST = "e5c848e09b3129c99f6fb0b46dc7e92a"

Printed = pytest.CaptureFixture[str]


def _said(capsys: Printed, *words: str, status: int = 0, lang: str = "en") -> tuple[str, str]:
    assert main(["grep", *words, "--utc", "--lang", lang]) == status
    done = capsys.readouterr()
    return done.out, done.err


def test_a_message_is_printed_whole_under_its_heading(capsys: Printed) -> None:
    out, err = _said(capsys, CUT, "200 OK")
    lines = out.splitlines()
    assert lines[0] == ("── message 12 · call 1 · 2026-11-23 00:29:21.491898 UTC · 203.0.113.10:5060 → 198.51.100.21:5060 · udp · frame 14")
    assert lines[1] == "SIP/2.0 200 OK"
    assert lines[-2:] == ["Content-Length:  0", ""]
    assert not err


def test_the_last_word_is_the_text_unless_it_is_a_file_or_e_is_given(capsys: Printed, tmp_path: Path) -> None:
    assert _said(capsys, CUT, CUT, "-c")[0] == "24\n"
    assert _said(capsys, CUT, "200 OK", "-c")[0] == "1\n"
    assert _said(capsys, CUT, "-e", "200 OK", "-c")[0] == "1\n"
    assert _said(capsys, CUT, "-e", CUT, "-c")[0] == "0\n"
    assert "no such file" in _said(capsys, CUT, "other.pcap", status=2)[1]
    assert "no such file" in _said(capsys, "missing", status=3)[1]


def test_digests_are_masked_in_every_form_but_can_be_looked_for(capsys: Printed) -> None:
    for form in ([], ["--json"], ["--jsonl"]):
        out, _ = _said(capsys, CUT, "--method", "REGISTER", *form)
        assert "response=" in out
        assert DIGEST not in out
    assert _said(capsys, CUT, DIGEST, "-c")[0] == "1\n"


def test_calls_are_listed_instead(capsys: Printed) -> None:
    out, _ = _said(capsys, SAMPLE, "-l", "--status", "488")
    assert [line.split()[0] for line in out.splitlines()] == ["2026-11-23", "No", "10", "11"]
    listed = json.loads(_said(capsys, SAMPLE, "-l", "--status", "488", "--json")[0])
    assert [row["number"] for row in listed["calls"]] == [10, 11]
    lines = _said(capsys, SAMPLE, "-l", "--status", "488", "--jsonl")[0].splitlines()
    assert [json.loads(line)["number"] for line in lines] == [10, 11]


def test_json_holds_the_message_and_where_it_belongs(capsys: Printed) -> None:
    found = json.loads(_said(capsys, SAMPLE, "--call", "10", "--status", "488", "--json")[0])
    assert found["schema"] == 1
    first = found["messages"][0]
    assert (first["call"], first["status"], first["reason"], first["file"]) == (10, 488, "Not Acceptable Here", 0)
    assert first["text"].startswith("SIP/2.0 488 Not Acceptable Here\r\n")
    lines = _said(capsys, SAMPLE, "--call", "10", "--status", "488", "--jsonl")[0].splitlines()
    assert [json.loads(line) for line in lines] == found["messages"]
    assert json.loads(_said(capsys, SAMPLE, "nowhere", "--json")[0]) == {"schema": 1, "messages": []}


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "nothing matches; searched: 12 messages (REGISTER 12)"), ("ru", "ничего не найдено; просмотрено 12 сообщений (REGISTER 12)")],
)
def test_nothing_found_is_said_with_what_there_is(lang: str, said: str, capsys: Printed) -> None:
    for form in ([], ["-l"], ["--jsonl"]):
        out, err = _said(capsys, CUT, "nowhere", *form, lang=lang)
        assert not out
        assert said in err


def test_a_time_of_day_is_one_of_the_day_of_the_capture(capsys: Printed) -> None:
    assert _said(capsys, SAMPLE, "--since", "09:11:10", "--until", "09:11:11", "--method", "INVITE", "--status", "488", "-c")[0] == "2\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-E", "-e", "("], "is no regular expression"),
        (["-c", "-l"], "only one of --count and --only-calls"),
        (["--json", "--jsonl"], "only one of --json and --jsonl"),
        (["--status", "abc"], "is no status"),
    ],
)
def test_what_cannot_be_is_said(words: list[str], said: str, capsys: Printed) -> None:
    out, err = _said(capsys, SAMPLE, *words, status=2)
    assert not out
    assert said in err


def test_of_several_files_each_message_names_its_own_and_what_cannot_be_read_is_named(capsys: Printed) -> None:
    out, err = _said(capsys, CUT, SAMPLE, "/nowhere.pcap", "-e", "200 OK", status=2)
    headings = [line for line in out.splitlines() if line.startswith("── ")]
    assert {heading.rpartition(" · ")[2] for heading in headings} >= {"capture.pcap", "office-morning.pcap"}
    assert "/nowhere.pcap" in err


def test_control_characters_of_a_message_do_not_reach_the_terminal(tmp_path: Path, capsys: Printed) -> None:
    hostile = tmp_path / "hostile.pcap"
    data = Path(CUT).read_bytes().replace(b"Asterisk PBX", b"\x1b[2J\x07\x9b3Asteri"[:12])
    hostile.write_bytes(data)
    out, _ = _said(capsys, str(hostile), "200 OK")
    assert not [char for char in out if ord(char) < 32 and char != "\n"]


def test_a_pipe_closed_early_is_no_error() -> None:
    command = f"{sys.executable} -m sipwhy grep {SAMPLE} --utc | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("── message 1 ")


LOGGED = """[2026-11-23 00:53:27.883] VERBOSE[1] res_pjsip_logger.c: <--- Received SIP request (258 bytes) from UDP:198.51.100.21:5060 --->
OPTIONS sip:203.0.113.10 SIP/2.0
Via: SIP/2.0/UDP 198.51.100.21:5060;branch=z9hG4bK-1;rport
From: <sip:1001@203.0.113.10>;tag=1
To: <sip:1001@203.0.113.10>
Call-ID: 1@198.51.100.21
CSeq: 1 OPTIONS
Max-Forwards: 70
Content-Length: 0

"""


def test_a_message_of_a_log_is_found_at_its_line_and_in_the_zone_of_the_log(capsys: Printed, tmp_path: Path) -> None:
    log = tmp_path / "full.log"
    log.write_text("\n" + LOGGED, encoding="utf-8")
    out, _ = _said(capsys, str(log), "--log-zone", "+03:00")
    assert out.splitlines()[0].startswith("── message 1 · call 1 · 2026-11-22 21:53:27.883000 UTC · ")
    assert out.splitlines()[0].endswith(" · line 3")
    assert _said(capsys, str(log), "--log-zone", "+03:00", "--since", "2026-11-22T22:00", "-c")[0] == "0\n"


@pytest.mark.parametrize(("lang", "said"), [("en", "the text to look for stands last"), ("ru", "искомый текст пишут последним")])
def test_the_order_of_grep_itself_is_answered_with_ours(lang: str, said: str, capsys: Printed) -> None:
    assert said in _said(capsys, "-c", "REGISTER", CUT, status=2, lang=lang)[1]
