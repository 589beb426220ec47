"""FILE... [N]: the number may be left out where only one entry can be meant."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sipwhy.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
ONE = str(ROOT / "tests/captures/callee-declined/capture.pcap")
MORNING = str(ROOT / "samples/office-morning.pcap")


def test_the_one_call_among_registrations_needs_no_number(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["flow", ONE]) == 0
    drawn = capsys.readouterr().out
    assert "603 Decline" in drawn
    assert main(["flow", ONE, "3"]) == 0
    assert capsys.readouterr().out == drawn


@pytest.mark.parametrize("command", ["flow", "audio", "export"])
@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "which of 16 entries is meant? e.g. sipwhy {} {} 3"), ("ru", "какая из 16 записей нужна? например, sipwhy {} {} 3")],
)
def test_where_several_come_into_question_it_says_how_to_name_one(
    command: str, lang: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = ["-o", str(tmp_path / "one.pcapng")] if command == "export" else []
    assert main([command, MORNING, *output, "--lang", lang]) == 2
    assert said.format(command, MORNING) in capsys.readouterr().err


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "five is neither a file nor the number of an entry"), ("ru", "five — не файл и не номер записи")]
)
def test_a_word_that_is_no_number_is_told_as_one_and_never_as_a_file_to_read(
    lang: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["flow", MORNING, "five", "--lang", lang]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert f"sipwhy flow {MORNING} 2" in told
    assert f"sipwhy calls {MORNING}" in told


def test_standard_input_behind_a_file_is_no_misspelt_number() -> None:
    command = [sys.executable, "-m", "sipwhy", "flow", str(ROOT / "samples/extension-120.log"), "-"]
    done = subprocess.run(command, input=Path(ONE).read_bytes(), capture_output=True, check=False)
    assert (done.returncode, b"603 Decline" in done.stdout) == (0, True), done.stderr


def test_what_was_written_to_a_file_is_told_on_standard_error_and_nothing_where_it_goes_to_standard_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawing, packets, page = (str(tmp_path / name) for name in ("call.svg", "call.pcapng", "report.html"))
    for words, said in (
        (["flow", MORNING, "10", "--svg", drawing], f"{drawing} written: entry 10, 10 messages\n"),
        (["export", MORNING, "10", "-o", packets], f"{packets} written: entry 10, 10 messages, 10 packets\n"),
        ([MORNING, "--html", page], f"{page} written: 16 entries\n"),
        ([MORNING, "--call", "10", "--html", page], f"{page} written: entry 10, 10 messages\n"),
    ):
        assert main([*words, "--lang", "en"]) == 0
        told = capsys.readouterr()
        assert (told.out, told.err) == ("", said)
    assert main(["flow", MORNING, "10", "--svg", drawing, "--lang", "ru"]) == 0
    assert capsys.readouterr().err == f"записан {drawing}: запись 10, 10 сообщений\n"
    assert main(["flow", MORNING, "10", "--svg"]) == main([MORNING, "--html", "-"]) == 0
    assert capsys.readouterr().err == ""


def test_a_number_that_is_not_there_leads_to_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["flow", ONE, "99", "--lang", "en"]) == 2
    assert capsys.readouterr().err == f"sipwhy: there is no entry number 99, the last is 3; sipwhy calls {ONE} lists them\n"


@pytest.mark.parametrize("command", [[], ["calls"], ["flow"], ["media"]])
@pytest.mark.parametrize("number", [["99"], ["--call", "99"]])
def test_no_command_takes_a_number_that_is_not_there_for_an_empty_answer(
    command: list[str], number: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, MORNING, *number, "--lang", "en"]) == 2
    assert capsys.readouterr().err == f"sipwhy: there is no entry number 99, the last is 16; sipwhy calls {MORNING} lists them\n"


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ([], []),
        ([], ["--json"]),
        (["calls"], []),
        (["flow"], []),
        (["media"], []),
        (["media"], ["--json"]),
        (["audio"], ["--json"]),
        (["export"], ["-o", "{}"]),
    ],
)
def test_a_number_behind_the_files_and_behind_call_mean_the_same(
    command: list[str], options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    voices = str(ROOT / "samples/voices.pcap")
    rest = [*(option.format(tmp_path / "call.pcapng") for option in options), "--lang", "en"]

    def said(*number: str) -> tuple[str, str]:
        assert main([*command, voices, *number, *rest]) == 0
        told = capsys.readouterr()
        return told.out, told.err

    assert said("1") == said("--call", "1") == said("1", "--call", "1")
    assert main([*command, voices, "1", "--call", "2", *rest]) == 2
    assert "1 and --call 2 are two entries: expected one of them" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("conditions", "number"),
    [
        (["--phone", "5555"], 8),
        (["--status", "503", "--since", "09:04"], 7),
        (["--where", "status = 408"], 12),
        (["--until", "09:01", "--callee", "1002", "--method", "INVITE"], 3),
    ],
)
def test_a_call_is_named_by_what_only_it_fits(conditions: list[str], number: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["flow", MORNING, *conditions, "--utc"]) == 0
    drawn = capsys.readouterr().out
    assert main(["flow", MORNING, str(number), "--utc"]) == 0
    assert capsys.readouterr().out == drawn


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "which of these 2 entries is meant? e.g."), ("ru", "какая из этих 2 записей нужна? например,")]
)
def test_where_several_fit_they_are_listed_with_the_command_to_go_on_with(
    lang: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = str(tmp_path / "call.pcapng")
    assert main(["export", MORNING, "--phone", "915559870001", "--since", "09:03:20", "-o", target, "--utc", "--lang", lang]) == 2
    told = capsys.readouterr()
    first, *listed = told.err.splitlines()
    assert first == f"sipwhy: {said} sipwhy export {MORNING} 6 -o {target}"
    assert [line.split()[:2] for line in listed[2:]] == [["6", "09:03:31"], ["7", "09:04:15"]]
    assert (told.out, Path(target).exists()) == ("", False)


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "no entry fits these conditions; sipwhy calls"), ("ru", "этим условиям не отвечает ни одна запись;")]
)
def test_conditions_that_nothing_fits_lead_to_the_list(lang: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["flow", MORNING, "--phone", "777", "--lang", lang]) == 2
    assert said in capsys.readouterr().err


def test_a_capture_without_entries(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "none.pcap").write_bytes(Path(ONE).read_bytes()[:24])
    assert main(["flow", str(tmp_path / "none.pcap"), "--lang", "en"]) == 2
    assert "there is no entry in" in capsys.readouterr().err


def test_a_file_whose_name_has_a_blank_can_be_pasted_into_a_shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capture = tmp_path / "my trunk.pcap"
    capture.write_bytes(Path(ONE).read_bytes())
    assert main(["flow", str(capture), "99", "--lang", "en"]) == 2
    assert f"sipwhy calls '{capture}' lists them" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("lang", "declined", "unanswered"), [("en", "declined 403", "no answer 603"), ("ru", "отклонён 403", "не взяли 603")]
)
def test_the_list_tells_what_people_did_as_the_summary_counts_it_whichever_code_was_made_of_it(
    lang: str, declined: str, unanswered: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["calls", MORNING, "--utc", "--lang", lang]) == 0
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines() if line.split()[0].isdigit()}
    assert declined in lines["13"]
    assert "callee-declined" in lines["13"]
    assert unanswered in lines["9"]
    assert "no-answer" in lines["9"]


@pytest.mark.parametrize("words", [(), ("--svg",)])
def test_above_a_ladder_stand_the_day_the_zone_the_call_and_its_call_ids(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["flow", MORNING, "10", "--utc", "--lang", "en", *words]) == 0
    drawn = capsys.readouterr().out
    for said in (
        "Call 10",
        "2026-11-23 09:11:10.592 UTC",
        "1f664c0f-bd41-47e4-b0fb-0c03cc976837",
        "f1f831f7-5fe9-4866-99b3-7164e8a7c39d",
    ):
        assert said in drawn
    assert drawn.index("Call 10") < drawn.index("2026-11-23 09:11") < drawn.index("401 Unauthorized")


@pytest.mark.parametrize("words", [["flow"], ["calls"], ["export", "-o", "out.pcapng"], []])
@pytest.mark.parametrize(("lang", "said"), [("en", "do not fit it"), ("ru", "она не отвечает")])
def test_a_number_that_the_conditions_do_not_fit_is_an_error_of_every_command(
    words: list[str], lang: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words[:1], MORNING, "2", "--callee", "5555", *words[1:], "--lang", lang]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("number", ["0", "99999999999999999999"])
def test_what_is_no_number_is_called_by_the_name_of_its_place(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["flow", MORNING, number, "--lang", "en"]) == 2
    assert capsys.readouterr().err.startswith(f"sipwhy: N: {number} is no number")
