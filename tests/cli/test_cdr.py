"""`sipwhy cdr`: the report as text, page, JSON and CSV, the ticket, and exit statuses."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import termios
from contextlib import suppress
from email import message_from_string
from email.policy import default
from pathlib import Path

import pytest

from sipwhy.cli.main import main
from sipwhy.texts.harmless import cells

EXAMPLE = str(Path(__file__).parents[2] / "docs" / "cdr-example.csv")
MORNING, CARRIERS = (str(Path(__file__).parents[2] / "samples" / name) for name in ("office-morning.pcap", "carriers.csv"))
WORDS = ("--country", "RU", "--log-zone", "UTC", "--utc")


def test_the_report(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cdr", EXAMPLE, *WORDS]) == 0
    said = capsys.readouterr().out
    assert "ASR 30 %" in said
    assert "Alfa" in said
    assert "503 Service Unavailable" in said


@pytest.mark.parametrize(
    ("name", "lang", "words"),
    [
        ("samples/extension-120.log", "en", ("expected CDRs", "this is a log")),
        ("samples/extension-120.log", "ru", ("ожидаются CDR", "это журнал")),
        ("notes.txt", "en", ("expected CDRs", "this is text without columns")),
        ("notes.txt", "ru", ("ожидаются CDR", "здесь текст без столбцов")),
    ],
)
def test_of_what_is_no_cdr_it_says_what_was_expected_what_came_and_the_command_that_fits(
    name: str, lang: str, words: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("the trunk\nis down\n", encoding="utf-8")
    path = str((Path(__file__).parents[2] if "/" in name else tmp_path) / name)
    assert main(["cdr", path, "--lang", lang]) == 3
    said = " ".join(capsys.readouterr().err.split())
    assert all(word in said for word in words)
    assert said.endswith(f"sipwhy {path}")
    assert "Error" not in said


def test_it_speaks_russian(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cdr", EXAMPLE, *WORDS, "--lang", "ru"]) == 0
    assert "По вендорам" in capsys.readouterr().out


def test_json_and_csv(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cdr", EXAMPLE, *WORDS, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["schema"], found["total"]["attempts"], found["vendors"][0]["vendor"]) == (1, 12, "Alfa")
    assert main(["cdr", EXAMPLE, *WORDS, "--csv"]) == 0
    assert capsys.readouterr().out.startswith("vendor,direction,attempts,")


@pytest.mark.parametrize(
    ("vendor", "cell"), [("=1+1", "'=1+1"), ("@A1", "'@A1"), ("-2+cmd", "'-2+cmd"), ("+7495", "+7495"), ("\x9b2J", "\ufffd2J")]
)
def test_a_name_is_no_formula_to_a_spreadsheet_and_no_command_to_a_terminal(
    vendor: str, cell: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cdr.csv"
    path.write_text(Path(EXAMPLE).read_text(encoding="utf-8").replace(",Alfa,", f",{vendor},"), encoding="utf-8")
    assert main(["cdr", str(path), *WORDS, "--csv"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith(f"{cell},")


def test_the_page_needs_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert main(["cdr", EXAMPLE, *WORDS, "--html", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert "<svg" in text
    assert "src=" not in text
    assert "http" not in text


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_the_ticket_has_calls_to_look_up_and_hides_numbers(capsys: pytest.CaptureFixture[str], lang: str) -> None:
    assert main(["cdr", EXAMPLE, *WORDS, "--ticket", "Bravo", "--mask", "both", "--lang", lang]) == 0
    said = capsys.readouterr().out
    assert "b2@pbx.example" in said
    assert "2026-11-23 09:01:00" in said
    assert "7916123****" in said
    assert "79161234508" not in said


def test_the_ticket_is_a_mail_that_can_be_opened(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cdr", EXAMPLE, *WORDS, "--ticket", "Bravo", "--ticket-form", "eml", "--lang", "ru"]) == 0
    mail = message_from_string(capsys.readouterr().out, policy=default)
    assert "Bravo" in str(mail["Subject"])
    assert {part.get_content_type() for part in mail.walk()} >= {"text/plain", "text/html"}


def test_a_threshold_is_passed_only_beyond_chance(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cdr", EXAMPLE, *WORDS, "--min-asr", "60"]) == 1
    assert "Bravo" in capsys.readouterr().err
    assert main(["cdr", EXAMPLE, *WORDS, "--min-asr", "40"]) == 0


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["cdr", "nowhere.csv"], 3, "no such file"),
        (["cdr", EXAMPLE, "--ticket", "Nobody"], 2, "Alfa"),
        (["cdr", EXAMPLE, "--by", "colour"], 2, "vendor"),
        (["cdr", EXAMPLE, "--country", "XX"], 2, "country"),
        (["cdr", EXAMPLE, "--watch", "soon"], 2, "15 min"),
        (["cdr", "mysql://user:secret@h"], 2, "mysql://user@host"),
    ],
)
def test_what_is_wrong_is_said(capsys: pytest.CaptureFixture[str], words: list[str], status: int, said: str) -> None:
    assert main(words) == status
    error = capsys.readouterr().err
    assert said in error
    assert "secret" not in error


def test_columns_are_shown_as_a_mapping(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cdr", EXAMPLE, "--columns"]) == 0
    assert 'status = "sip_code"' in capsys.readouterr().out


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_tables_fit_a_terminal_of_80_columns(lang: str) -> None:
    here, there = pty.openpty()
    termios.tcsetwinsize(there, (24, 80))
    command = [sys.executable, "-m", "sipwhy", "cdr", EXAMPLE, *WORDS, "--lang", lang]
    environ = {name: value for name, value in os.environ.items() if name != "COLUMNS"} | {
        "NO_COLOR": "1",
        "LC_ALL": "C.UTF-8",
        "SIPWHY_PAGER": "cat",
    }
    with subprocess.Popen(command, stdout=there, stderr=subprocess.DEVNULL, env=environ) as process:
        os.close(there)
        said = b""
        with suppress(OSError):  # that is how a terminal ends
            while piece := os.read(here, 1 << 16):
                said += piece
        os.close(here)
    assert process.returncode == 0
    lines = said.decode().splitlines()
    assert [line for line in lines if "Alfa" in line]
    assert max(map(cells, lines)) <= 80


def test_a_pipe_gets_every_column_and_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "carrier-moscow-msk-gw1"
    lines = Path(EXAMPLE).read_text(encoding="utf-8").replace("Alfa", name)
    (tmp_path / "calls.csv").write_text(lines, encoding="utf-8")
    assert main(["cdr", str(tmp_path / "calls.csv"), *WORDS, "--by", "vendor", "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert any(line.split()[:1] == [name] for line in said.splitlines())
    heading = next(line for line in said.splitlines() if line.strip().startswith("vendor"))
    assert {"PDD", "minutes", "time"} <= set(heading.split())


def test_a_capture_has_no_cause_0_and_is_no_cdr(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cdr", MORNING, "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "Q.850: 0" not in said
    assert "Not in this CDR" not in said
    assert "who hung up: caller 50 %, callee 50 %" in said
    assert "Not to be told from this capture" in said


def test_a_unit_stands_behind_its_figure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cdr", EXAMPLE, *WORDS, "--lang", "en"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert re.search(r"ASR [0-9.]+ % \([0-9]+–[0-9]+\) · ABR [0-9.]+ % ", said)


def test_codes_are_told_apart_by_whether_another_route_helps(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cdr", EXAMPLE, *WORDS, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["next_route"]
    assert (found["503"], found["486"], found["404"], found["q850:34"], found["q850:16"]) == ("next", "stop", "depends", "next", "none")
    assert main(["cdr", EXAMPLE, *WORDS]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "worth another route: 503 Service Unavailable, Q.850 34" in said
    assert "not by another route: 487 Request Terminated, 486 Busy Here" in said
    assert "Q.850 16" not in said.partition("Another route, by code")[2]
    assert "404 Not Found: From a carrier: try the next once" in said


@pytest.mark.parametrize(
    ("words", "attempts"),
    [
        ((), 12),
        (("--since", "2026-11-23T09:01"), 5),
        (("--since", "09:01"), 5),
        (("--until", "09:01"), 7),
        (("--since", "09:01", "--until", "09:02"), 3),
        (("--last", "1m"), 4),
        (("--last", "30s", "--until", "09:01"), 3),
        (("--last", "7d"), 12),
    ],
)
def test_only_some_time_is_looked_at(capsys: pytest.CaptureFixture[str], words: tuple[str, ...], attempts: int) -> None:
    assert main(["cdr", EXAMPLE, *WORDS, "--json", *words]) == 0
    assert json.loads(capsys.readouterr().out)["total"]["attempts"] == attempts


def test_the_time_that_was_asked_for_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cdr", EXAMPLE, *WORDS, "--last", "1m"]) == 0
    said = capsys.readouterr().out
    assert "4 attempts" in said.splitlines()[0]
    assert said.splitlines()[0].endswith("(only from 2026-11-23 09:01:10 UTC on)")
    assert f"{EXAMPLE}: 12 rows, 12 attempts, 4 of them in that time" in " ".join(said.split())  # a long path turns the line over
    assert main(["cdr", EXAMPLE, *WORDS, "--since", "09:01", "--until", "09:02", "--lang", "ru"]) == 0
    assert "(только 2026-11-23 09:01:00–09:02:00 UTC)" in capsys.readouterr().out.splitlines()[0]
    assert main(["cdr", EXAMPLE, *WORDS, "--until", "09:01", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["window"] == {"since": None, "until": "2026-11-23T09:01:00.000000Z"}
    assert [(one["attempts"], one["attempts_in_window"]) for one in found["sources"]] == [(12, 7)]
    assert main(["cdr", EXAMPLE, *WORDS, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["window"] is None


def test_shares_of_a_part_of_the_attempts_say_of_how_many(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cdr", EXAMPLE, *WORDS]) == 0
    assert capsys.readouterr().out.startswith("12 attempts, 3 answered; 10 seizures through vendors: ASR 30 %, NER 60 %")
    assert main(["cdr", EXAMPLE, *WORDS, "--lang", "ru"]) == 0
    assert capsys.readouterr().out.startswith("12 попыток вызова, 3 отвечены; 10 занятий через вендоров: ASR 30 %, NER 60 %")


def test_what_a_cdr_has_is_there_also_when_nothing_of_that_time_has_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cdr", EXAMPLE, *WORDS, "--last", "1m"]) == 0
    assert "Not in this CDR" not in capsys.readouterr().out
    assert main(["cdr", EXAMPLE, *WORDS, "--until", "09:00:30", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["not_in_cdr"] == {}


CARRIERS = str(Path(__file__).parents[2] / "samples" / "carriers.csv")


def _changes(capsys: pytest.CaptureFixture[str], *words: str) -> list[tuple[str, int, int]]:
    assert main(["cdr", CARRIERS, *WORDS, "--json", *words]) == 0
    found = json.loads(capsys.readouterr().out)["findings"]
    return [(one["values"]["vendor"], one["values"]["since_ts"], one["values"]["calls"]) for one in found]


def test_a_change_that_began_before_the_time_and_lasts_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    whole = _changes(capsys, "--until", "16:00")
    assert [vendor for vendor, *_ in whole] == ["bravo"]
    for words in (("--last", "1h"), ("--since", "15:30"), ("--last", "1m")):
        assert _changes(capsys, "--until", "16:00", *words) == whole


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_the_ticket_is_asked_for_with_the_names_of_the_files(capsys: pytest.CaptureFixture[str], tmp_path: Path, lang: str) -> None:
    path = tmp_path / "two days.csv"
    path.write_bytes(Path(CARRIERS).read_bytes())
    assert main(["cdr", str(path), *WORDS, "--lang", lang]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert f"sipwhy cdr '{path}' --ticket 'bravo'" in said
    assert said.count(f"{path}: ") == 1
    assert main(["cdr", str(path), *WORDS, "--json", "--lang", lang]) == 0
    assert any(f"sipwhy cdr '{path}' --ticket 'bravo'" in step for step in json.loads(capsys.readouterr().out)["findings"][0]["fix"])


def test_a_change_that_is_seen_no_more_says_until_when(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert main(["cdr", CARRIERS, *WORDS, "--html", str(page)]) == 0
    assert main(["cdr", CARRIERS, *WORDS]) == 0
    for said in (page.read_text(encoding="utf-8"), " ".join(capsys.readouterr().out.split())):
        assert "Seen until 2026-11-24 17:05:00 UTC, and not since in this data." in said
        first = said.partition("and not since in this data.")[2].partition("Send ")[0]
        assert "It is over in this data: look at newer CDRs whether it came back (sipwhy cdr " in first
        assert "at once" not in said
    assert main(["cdr", CARRIERS, *WORDS, "--until", "15:45"]) == 0
    said = capsys.readouterr().out
    assert "Seen until" not in said
    assert "It is over" not in said
    assert main(["cdr", CARRIERS, *WORDS, "--json", "--lang", "ru"]) == 0
    [step, *_] = json.loads(capsys.readouterr().out)["findings"][0]["fix"]
    assert step.startswith("В этих данных это уже кончилось")


def test_the_ticket_names_the_time_with_which_it_compares(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cdr", CARRIERS, *WORDS, "--ticket", "bravo"]) == 0
    assert "Compared with: 2026-11-23 00:00:16 to 2026-11-24 13:21:51\n" in capsys.readouterr().out


def test_a_change_that_is_over_is_not_told_of_the_time_behind_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert "bravo" in [vendor for vendor, *_ in _changes(capsys)]
    assert _changes(capsys, "--last", "1h") == []


def test_the_ticket_of_the_last_hour_begins_where_its_change_began(capsys: pytest.CaptureFixture[str]) -> None:
    tickets = []
    for last in ((), ("--last", "1h")):
        assert main(["cdr", CARRIERS, *WORDS, "--until", "16:00", *last, "--ticket", "bravo"]) == 0
        tickets.append(capsys.readouterr().out)
    assert tickets[0] == tickets[1]
    assert "before that" in tickets[0]


def test_a_time_without_attempts_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cdr", EXAMPLE, *WORDS, "--since", "2027-01-01"]) == 3
    assert "in that time" in capsys.readouterr().err
    assert main(["cdr", EXAMPLE, *WORDS, "--since", "09:00", "--last", "1h"]) == 2


@pytest.mark.parametrize("words", [[], ["--columns"], ["--json"], ["--ticket", "Alfa"], [MORNING]])
@pytest.mark.parametrize(("lang", "said"), [("en", "nowhere.csv: no such file"), ("ru", "nowhere.csv: нет такого файла")])
def test_a_source_that_is_not_there_is_named_beside_the_report_on_the_others(
    words: list[str], lang: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cdr", "nowhere.csv", EXAMPLE, *words, "--country", "RU", "--log-zone", "UTC", "--lang", lang]) == 2
    out, err = capsys.readouterr()
    assert out
    assert said in err


@pytest.mark.parametrize(("lang", "said"), [("en", "nowhere.csv: no such file"), ("ru", "nowhere.csv: нет такого файла")])
def test_json_and_page_name_the_source_that_is_not_there(lang: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "x.html"
    assert main(["cdr", "nowhere.csv", EXAMPLE, *WORDS, "--lang", lang, "--json", "--html", str(page)]) == 2
    found = json.loads(capsys.readouterr().out)
    assert found["unread"] == [{"name": "nowhere.csv", "why": "missing", "said": said}]
    assert f"<li>{said}</li>" in page.read_text()
    assert main(["cdr", EXAMPLE, *WORDS, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unread"] == []


def test_a_capture_is_told_though_the_cdr_beside_it_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cdr", "nowhere.csv", MORNING, "--lang", "en"]) == 2
    out, err = capsys.readouterr()
    assert "office-morning.pcap" in out
    assert err == "sipwhy: nowhere.csv: no such file\n"


def test_of_sources_none_of_which_is_there_the_first_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cdr", "nowhere.csv", "neither.csv"]) == 3
    assert capsys.readouterr() == ("", "sipwhy: nowhere.csv: no such file\n")
