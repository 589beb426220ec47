"""The command line from outside: what is printed, and with which exit status."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import pytest

from sipwhy import __version__
from sipwhy.app import Filters, Problem
from sipwhy.cli import reading
from sipwhy.cli.commands import COMMANDS
from sipwhy.cli.main import main
from sipwhy.sources.capture_file import ProblemKind
from sipwhy.texts.moment import iso_utc
from tests.fakes import FakeReport, scenes

Run = Callable[..., int]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setattr(reading, "rules", lambda: scenes.RULES)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Filters]:
    """The filters of every run; the report is always the same."""
    seen: list[Filters] = []

    def judge(_: object, filters: Filters, *__: object) -> FakeReport:
        seen.append(filters)
        return scenes.few()

    monkeypatch.setattr(reading, "gather", lambda *_: None)
    monkeypatch.setattr(reading, "judge", judge)
    return seen


def refuse(kind: Any) -> Callable[..., FakeReport]:
    def gather(paths: list[str], *_: object) -> FakeReport:
        raise Problem(kind, paths[0], "I/O error")

    return gather


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"sipwhy {__version__}\n"


def test_the_main_job_prints_the_answer_first(asked: list[Filters], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["x.pcap", "--utc"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Went wrong: 1 of 3 calls (codec-mismatch).\n")
    assert "\x1b" not in out


def test_language_by_option_and_by_locale(
    asked: list[Filters], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["x.pcap", "--lang", "ru"]) == 0
    assert capsys.readouterr().out.startswith("Сбои: 1 из 3 вызовов")
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")
    assert main(["x.pcap"]) == 0
    assert capsys.readouterr().out.startswith("Сбои: 1 из 3 вызовов")


@pytest.mark.parametrize(
    ("severity", "status"),
    [("error", 1), ("warning", 1), ("notice", 1)],
)
def test_fail_on(asked: list[Filters], severity: str, status: int) -> None:
    assert main(["x.pcap", "--fail-on", severity]) == status


def test_fail_on_ignores_what_is_less_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "gather", lambda *_: None)
    monkeypatch.setattr(reading, "judge", lambda *_: FakeReport([scenes.busy_call(1, 1)]))
    assert main(["x.pcap", "--fail-on", "notice"]) == 0


@pytest.mark.parametrize("kind", [*get_args(ProblemKind)])
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_no_input_is_said_in_one_line(kind: str, lang: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(reading, "gather", refuse(kind))
    assert main(["x.pcap", "--lang", lang]) == 3
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("sipwhy: x.pcap")
    assert printed.err.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ["--nope", "x"],
        ["--status", "99", "x"],
        ["--status", "489-480", "x"],
        ["--call", "0", "x"],
        ["--call", "one", "x"],
        ["--since", "25:00", "x"],
        ["--since", "0001-01-01", "x"],
        ["--call", f"000000000001{'9' * 20}", "x"],
        ["--log-year", "002000999", "x"],
        ["live", "--port", "0000599999"],
        ["history", "entry", f"1{'0' * 12}", "x"],
        ["--until", "9999-12-31T23:59", "x"],
        ["--lang", "de", "x"],
        ["--fail-on", "info", "x"],
        ["--json", "--jsonl", "x"],
        ["x", "--html"],
        ["x", "--call", "77"],
        ["calls"],
        ["flow", "x", "y"],
        ["flow", "x", "77"],
        ["flow", "x", "1", "--svg", "--mermaid"],
        ["flow", "x", "1", "--svg", "x.pcap"],
        ["export", "x", "1"],
        ["rule", "no-such-rule"],
        ["rule", "ack-lost", "extra"],
    ],
)
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_wrong_usage(
    words: list[str], lang: str, asked: list[Filters], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "ru_RU.UTF-8" if lang == "ru" else "C")
    assert main(words) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("sipwhy: ")
    assert printed.err.count("\n") <= 2


def test_options_become_filters(asked: list[Filters]) -> None:
    words = ["--phone", "1001", "--caller", "a", "--callee", "b", "--ip", "10.0.0.1", "--call-id", "c", "--method", "INVITE"]
    assert main([*words, "--status", "486,5xx,480-482", "--cause", "codec-mismatch", "x.pcap"]) == 0
    wanted = frozenset({486, 480, 481, 482, *range(500, 600)})
    expected = Filters(
        phone="1001", caller="a", callee="b", ip="10.0.0.1", call_id="c", method="INVITE", status=wanted, cause="codec-mismatch"
    )
    assert asked == [expected]


def test_times_are_of_the_zone_that_is_shown(asked: list[Filters]) -> None:
    assert main(["x.pcap", "--utc", "--since", "2025-11-24T16:00", "--until", "2025-11-24T20:00+03:00"]) == 0
    assert [iso_utc(ts) for ts in (asked[0].since or 0, asked[0].until or 0)] == [
        "2025-11-24T16:00:00.000000Z",
        "2025-11-24T17:00:00.000000Z",
    ]


def test_a_time_of_day_is_of_the_captures_day(asked: list[Filters]) -> None:
    assert main(["x.pcap", "--utc", "--since", "16:01", "--until", "16:01:30"]) == 0
    assert iso_utc(asked[-1].since or 0) == "2025-11-24T16:01:00.000000Z"
    assert iso_utc(asked[-1].until or 0) == "2025-11-24T16:01:30.000000Z"


def test_local_time_without_utc(asked: list[Filters]) -> None:
    assert main(["x.pcap", "--since", "2025-11-24T16:00"]) == 0
    local = datetime(2025, 11, 24, 16).astimezone()
    assert iso_utc(asked[0].since or 0) == local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000000Z")


def test_one_call_in_full(asked: list[Filters], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["x.pcap", "--call", "2"]) == 0
    heading = capsys.readouterr().out.splitlines()[0]
    assert re.search(r" 2025-11-24 \S+ \S+", heading), "the times of a call need their day and zone, and no overview is there to name them"
    assert heading.startswith("Call 2  1001 → 1002")
    assert asked == [Filters(call=2)]


def test_json_and_lines(asked: list[Filters], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["x.pcap", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == 1
    assert main(["x.pcap", "--jsonl"]) == 0
    assert [json.loads(line)["number"] for line in capsys.readouterr().out.splitlines()] == [1, 2, 3, 4]


def test_markdown_and_page(asked: list[Filters], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["x.pcap", "--markdown"]) == 0
    assert capsys.readouterr().out.startswith("# Went wrong")
    page = tmp_path / "report.html"
    assert main(["x.pcap", "--html", str(page)]) == 0
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert capsys.readouterr().out == ""


def test_a_page_is_never_written_over_the_input(asked: list[Filters], tmp_path: Path) -> None:
    capture = tmp_path / "x.pcap"
    capture.write_bytes(b"capture")
    assert main([str(capture), "--html", str(capture)]) == 2
    assert main(["export", str(capture), "2", "-o", str(capture)]) == 2
    assert capture.read_bytes() == b"capture"


def test_a_page_that_cannot_be_written(asked: list[Filters], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["x.pcap", "--html", str(tmp_path / "no" / "x.html")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_list_and_ladders(asked: list[Filters], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["calls", "x.pcap"]) == 0
    day, *rows = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"2025-11-24 \S+", day)
    assert len(rows) == 5
    assert main(["calls", "x.pcap", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["calls"]) == 4
    assert main(["flow", "x.pcap", "2"]) == 0
    assert "488 Not Acc" in capsys.readouterr().out
    assert main(["flow", "x.pcap", "2", "--mermaid"]) == 0
    assert capsys.readouterr().out.startswith("sequenceDiagram")
    assert main(["flow", "x.pcap", "2", "--svg"]) == 0
    assert capsys.readouterr().out.startswith("<svg")
    assert main(["flow", "x.pcap", "2", "--svg", str(tmp_path / "a.svg")]) == 0
    assert (tmp_path / "a.svg").read_text(encoding="utf-8").startswith("<svg")


def test_a_file_named_like_a_command(asked: list[Filters], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["./calls"]) == 0
    assert capsys.readouterr().out.startswith("Went wrong")


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["flow", "--help"], ["export", "-h"], ["calls", "--help"], ["rule", "--help"]])
@pytest.mark.parametrize(("lang", "usage"), [("en", "Usage: sipwhy"), ("ru", "Запуск: sipwhy")])
def test_help_speaks_the_language(words: list[str], lang: str, usage: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--lang", lang]) == 0
    out = capsys.readouterr().out
    assert out.startswith(usage)
    assert ("Options:" in out) == (lang == "en" and len(words) > 1)


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_the_first_screen_fits_80_by_24_and_names_every_command(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help", "--lang", lang]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 23, "the shell's next prompt needs a line, too"
    assert max(map(len, lines)) <= 80
    words = set(re.findall(r"\w[\w-]*", "\n".join(lines)))
    assert set(COMMANDS) <= words
    assert {"help-all", "walks"} <= words


def test_without_words_the_first_screen_is_shown_as_the_error_that_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["--help"]) == 0
    screen = capsys.readouterr().out
    assert main([]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", screen)


@pytest.mark.parametrize("words", [["--help-all"], ["help", "--all"], ["help", "all"], ["help", "-a"], ["x.pcap", "--help-all"]])
def test_every_option_and_command_is_told_to_who_asks_for_all(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "--fail-on error|warning|notice" in told
    assert "Exit status: 0 done" in told
    assert all(f"\n  {name} " in told for name in COMMANDS)


def test_output_that_lacks_the_characters(asked: list[Filters], monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    assert main(["x.pcap"]) == 0
    text = raw.getvalue().decode("ascii")
    assert "|-- INVITE (PCMA, PCMU) -->|" in text


def test_a_closed_pipe_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    done = subprocess.run(
        f"{sys.executable} -m sipwhy --help | head -n 1; echo ${{PIPESTATUS[0]}}",
        shell=True, executable="/bin/bash", capture_output=True, text=True, check=True, env=_environment(),
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "0"
    assert done.stderr == ""


def test_an_interrupt_is_quiet(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def gather(*_: object) -> FakeReport:
        raise KeyboardInterrupt

    monkeypatch.setattr(reading, "gather", gather)
    assert main(["x.pcap"]) == 130
    assert capsys.readouterr().err == ""


def test_version_loads_neither_click_nor_numpy() -> None:
    code = "import sys; from sipwhy.cli.main import main; main(['--version']); print({'click', 'numpy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=_environment())
    assert done.stdout.splitlines()[-1] == "set()"


@pytest.mark.parametrize("sample", ["no-route.pcap", "voices.pcap"])
def test_the_main_job_loads_nothing_that_it_does_not_use(sample: str) -> None:
    """Each costs a user milliseconds at every start: masked arrays, hashes and ciphers, programs and terminals of others, logs."""
    unused = {"numpy.ma", "hashlib", "hmac", "subprocess", "shutil", "asyncio", "socket", "duckdb", "lark", "json", "sipwhy.calls.log"}
    code = f"import sys; from sipwhy.cli.main import main; main([sys.argv[1]]); print({unused!r} & set(sys.modules))"
    capture = str(Path(__file__).parents[2] / "samples" / sample)
    done = subprocess.run([sys.executable, "-c", code, capture], capture_output=True, text=True, check=True, env=_environment())
    assert done.stdout.splitlines()[-1] == "set()"


def _environment() -> dict[str, str]:
    source = str(Path(reading.__file__).parents[2])
    return {"PATH": "/usr/bin:/bin", "PYTHONPATH": source, "LANG": "C.UTF-8"}


@pytest.mark.parametrize("words", [[], ["calls"]])
@pytest.mark.parametrize(("lang", "there"), [("en", "1 call and 3 registrations"), ("ru", "1 вызов и 3 регистрации")])
def test_who_asks_for_what_is_not_there_is_told_what_is(
    words: list[str], lang: str, there: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capture = Path(__file__).parent.parent / "captures" / "forked-call" / "capture.pcap"
    assert main([*words, str(capture), "--phone", "99999", "--utc", "--lang", lang]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert there in said
    assert "1001" in said
    assert "01:12:0" in said


@pytest.mark.parametrize("name", ["tls-good", "tls-client-certificate"])
@pytest.mark.parametrize(("lang", "said"), [("en", "No SIP can be read in this capture"), ("ru", "SIP не прочитать")])
def test_sip_inside_tls_is_not_called_missing(name: str, lang: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    capture = Path(__file__).parent.parent / "captures" / name / "capture.pcap"
    assert main([str(capture), "--lang", lang]) == 0
    headline = " ".join(capsys.readouterr().out.splitlines()[:3])
    assert said in headline
    assert "TLS" in headline


def test_a_chosen_call_is_shown_in_full_with_or_without_verbose(asked: list[Filters], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["x.pcap", "--call", "2", "--utc"]) == 0
    short = capsys.readouterr().out
    assert main(["x.pcap", "--call", "2", "--utc", "-v"]) == 0
    assert capsys.readouterr().out == short
    assert main(["--help-all"]) == 0
    assert "a call chosen by --call has all of that anyway" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("words", "asked_so"),
    [
        ([], ["--help"]),
        (["code"], ["code", "--help"]),
        (["pbx", "check"], ["pbx", "check", "--help"]),
        (["code", "--lang", "ru"], ["code", "--help", "--lang", "ru"]),
    ],
)
def test_help_is_a_word_too(words: list[str], asked_so: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(asked_so) == 0
    wanted = capsys.readouterr().out
    assert main(["help", *words]) == 0
    assert capsys.readouterr().out == wanted


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("words", [["completion"], ["--help-all"], ["history"], ["history", "on"], ["live"], ["pbx", "debug"], ["tui"]])
def test_help_breaks_no_line_within_a_path_or_an_option(words: list[str], lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, *([] if words == ["--help-all"] else ["--help"]), "--lang", lang]) == 0
    told = capsys.readouterr().out
    assert "-" in told
    assert "\u2011" not in told
    assert not [line for line in told.splitlines() if line.endswith("-")]


@pytest.mark.parametrize("words", [["--lang", "ru", "rule", "acl-denied"], ["--no-color", "--lang=ru", "rule", "acl-denied"]])
def test_what_every_command_takes_may_stand_before_it(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 0
    told = capsys.readouterr().out
    assert main(["rule", "acl-denied", "--lang", "ru"]) == 0
    assert capsys.readouterr().out == told


def test_a_file_behind_a_command_stays_a_file(asked: list[Filters], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--utc", "calls", "--", "--no.pcap"]) == 0
    assert "\n   No" in capsys.readouterr().out
    assert main(["--utc", "./calls"]) == 0
    assert capsys.readouterr().out.startswith("Went wrong")


@pytest.mark.parametrize(
    ("words", "said"), [(["--html", "{there}/x.html"], "нет такого файла или каталога"), (["--html", "{there}/."], "это каталог")]
)
def test_the_system_speaks_russian_too(
    words: list[str], said: str, asked: list[Filters], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    there = tmp_path if words[1].endswith(".") else tmp_path / "missing"
    assert main(["x.pcap", "--lang", "ru", *(word.format(there=there) for word in words)]) == 2
    assert said in capsys.readouterr().err


def test_required_options_are_called_so_in_russian(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--help", "--lang", "ru"]) == 0
    told = capsys.readouterr().out
    assert "[обязателен]" in told
    assert "required" not in told


def test_a_cause_that_is_no_rule_is_not_taken_for_one_that_never_occurs(asked: list[Filters], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["x.pcap", "--cause", "wrong-pasword"]) == 2
    assert "perhaps wrong-password is meant" in capsys.readouterr().err


def test_the_list_of_commands_has_no_empty_lines_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help-all", "--lang", "en"]) == 0
    commands = capsys.readouterr().out.partition("Commands:\n")[2].partition("\n\n")[0]
    assert "grep" in commands
    assert "completion" in commands


def test_pbx_check_does_not_promise_options_that_it_has_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pbx", "check", "--help", "--lang", "en"]) == 0
    assert "--call" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["clals", "x.pcap"], 3, "clals: neither a file nor a command; perhaps sipwhy calls x.pcap is meant\n"),
        (["clals", __file__], 3, f"perhaps sipwhy calls {__file__} is meant\n"),
        (["hstory", "list", "my trunk.pcap"], 3, "perhaps sipwhy history list 'my trunk.pcap' is meant\n"),
        (["cals"], 3, "cals: no such file; perhaps the command calls is meant"),
        (["trouble.pcap"], 3, "trouble.pcap: no such file\n"),
    ],
)
def test_an_error_says_what_to_do(words: list[str], status: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == status
    assert said in capsys.readouterr().err


def test_a_number_that_no_call_has_leads_to_the_list(asked: list[Filters], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["x.pcap", "--call", "99"]) == 2
    assert "there is no entry number 99, the last is 4; sipwhy calls x.pcap lists them" in capsys.readouterr().err
