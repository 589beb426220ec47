"""The commands of `sipwhy history`, run as a user runs them."""

from __future__ import annotations

import io
import json
import os
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sipwhy.cli.main import main
from sipwhy.store.folder import FORMAT, Folder
from sipwhy.store.lock import holder
from tests.cli.history.recorder import history, state, wait_for
from tests.sources.frames import hep2, hep3, messages

TESTS = Path(__file__).parents[2]
MORNING = TESTS.parent / "samples" / "office-morning.pcap"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A store; whoever still records into it is ended."""
    path = tmp_path / "history"
    yield path
    if path.exists() and holder(Folder(path)):
        history("off", "--store", str(path))


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Half an hour of an office, recorded from a pipe that ended."""
    path = tmp_path_factory.mktemp("morning") / "history"
    history("on", "--pcap", "-", "--foreground", "--store", str(path), "--min-free", "0", stdin=MORNING.read_bytes())
    return path


def test_on_returns_at_once_and_off_seals(folder: Path) -> None:
    store = ("--store", str(folder))
    said = history("on", "--hep", "0", "--min-free", "0", *store)
    pid = holder(Folder(folder))
    assert json.loads(history("clear", "--yes", "--json", *store)) == {"schema": 1, "done": "cleared"}
    assert said == f"Recording into {folder} (process {pid}).\n"
    assert state(folder)["state"] == "recording"
    assert history("off", *store) == "Recording has ended: 0 messages in this run.\n"
    assert holder(Folder(folder)) is None
    assert history("off", *store) == f"Nothing is being recorded into {folder}.\n"


def test_hep_of_both_versions_is_recorded_as_it_comes(folder: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    history("on", "--hep", str(port), "--min-free", "0", "--store", str(folder))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as agent:
        for at, (forward, message) in enumerate(messages()):
            agent.sendto(hep3(message, at, forward=forward), ("127.0.0.1", port))
            agent.sendto(hep2(message.replace(b"dress", b"other"), at, forward=forward), ("127.0.0.1", port))
    wait_for(lambda: state(folder)["messages"] == 8)
    history("off", "--store", str(folder))
    calls = json.loads(history("calls", "--json", "--store", str(folder)))["calls"]
    assert [(call["call_ids"], call["result"], call["cause"]) for call in calls] == [
        (["dress"], "busy", "callee-busy"),
        (["other"], "busy", "callee-busy"),
    ]


@pytest.mark.parametrize("given", ["127.0.0.1:nine", "localhost:9060", "::1:9060"])
def test_where_hep_cannot_be_listened_to_is_told_with_what_is_expected(given: str, folder: Path) -> None:
    said = history("on", "--hep", given, "--store", str(folder), status=2)
    assert f"{given} is neither a port nor an address with a port: expected a port (0 to 65535), 192.0.2.1:9060" in " ".join(said.split())


def test_an_address_of_another_machine_is_told_as_it_was_given(folder: Path) -> None:
    said = history("on", "--hep", "192.0.2.1:9060", "--store", str(folder), status=2)
    assert "--hep 192.0.2.1:9060: cannot be opened: Cannot assign requested address" in said


def test_hep_of_one_address_is_recorded_and_named_in_the_status(folder: Path) -> None:
    history("on", "--hep", "127.0.0.1:0", "--min-free", "0", "--store", str(folder))
    assert str(state(folder)["source"]).startswith("hep:127.0.0.1:")


def test_two_recorders_at_once_are_refused_with_the_pid(folder: Path) -> None:
    history("on", "--hep", "0", "--min-free", "0", "--store", str(folder))
    pid = holder(Folder(folder))
    assert f"process {pid} records here already" in history("on", "--hep", "0", "--store", str(folder), status=2)
    assert holder(Folder(folder)) == pid


def test_a_port_that_is_taken_is_told_by_the_command_itself(folder: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("0.0.0.0", 0))
        port = taken.getsockname()[1]
        assert "Address already in use" in history("on", "--hep", str(port), "--store", str(folder), status=2)
    assert holder(Folder(folder)) is None


def test_a_store_of_a_newer_version_is_told_and_left_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    history("on", "--pcap", "-", "--foreground", "--store", str(folder), "--min-free", "0", stdin=MORNING.read_bytes())
    (folder / "format").write_text(f'{{"format": {FORMAT + 1}}}\n')
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    for words in (("on", "--hep", "0"), ("status",), ("calls",), ("clear", "--yes"), ("off",)):
        assert main(["history", *words, "--store", str(folder)]) == 2
        assert "a newer sipwhy recorded this" in capsys.readouterr().err
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_where_nothing_was_recorded_it_says_how_to_begin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", "status", "--store", str(tmp_path / "none")]) == 3
    assert "nothing was recorded here yet; sipwhy history on begins it" in capsys.readouterr().err


@pytest.mark.parametrize("words", [(), ("--hep", "9060", "--log", "x")])
def test_exactly_one_source_is_expected(words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", "on", *words, "--store", str(tmp_path / "none")]) == 2
    assert "expected exactly one of --iface, --hep, --log and --pcap" in capsys.readouterr().err


@pytest.mark.parametrize("source", [("--pcap", str(MORNING)), ("--hep", "0"), ("--log", "x")])
def test_words_beside_another_source_are_refused(source: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", "on", "lo", "port", "5060", *source, "--store", str(tmp_path / "none")]) == 2
    said = capsys.readouterr().err
    assert "lo port 5060: words mean --iface and --filter; expected exactly one of --iface, --hep, --log and --pcap" in said
    assert not (tmp_path / "none").exists()


def test_where_messages_are_recorded_and_no_call_is_judged_the_list_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capture = (TESTS / "captures" / "unknown-number" / "capture.pcap").read_bytes()
    history("on", "-", "--foreground", "--no-calls", "--min-free", "0", "--store", str(folder), stdin=capture)
    for words in ((), ("--phone", "1001")):
        assert main(["history", "calls", *words, "--lang", "en", "--store", str(folder)]) == 0
        assert capsys.readouterr().out == (
            "No call or registration that is over was found.\n"
            "Of that time 6 messages are recorded: a call is judged when it is over; sipwhy history report judges at once.\n"
        )
    assert main(["history", "calls", "--last", "1s", "--lang", "en", "--store", str(folder)]) == 0
    assert capsys.readouterr().out == "No call or registration that is over was found.\n"


def test_a_pipe_given_as_a_log_is_not_looked_into(tmp_path: Path) -> None:
    pipe = tmp_path / "log"
    os.mkfifo(pipe)
    code = f"from sipwhy.cli.commands.history.on import is_without_sip as asked; print(asked({str(pipe)!r}))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=30).stdout == b"False\n"


@pytest.mark.parametrize(("lang", "said"), [("en", "no SIP message in it until now"), ("ru", "сообщений SIP в нём пока нет")])
def test_a_log_without_sip_is_recorded_with_a_warning_that_says_how_sip_gets_there(
    lang: str, said: str, folder: Path, tmp_path: Path
) -> None:
    log = tmp_path / "messages"
    log.write_text("[2026-11-24 09:00:00] NOTICE[1] x.c: reloaded\n", encoding="utf-8")
    words = [sys.executable, "-m", "sipwhy", "history", "on", "--log", str(log), "--min-free", "0", "--store", str(folder), "--lang", lang]
    told = subprocess.run(words, capture_output=True, check=True, text=True).stderr
    history("off", "--store", str(folder))
    assert said in told
    assert "pjsip set logger on" in told


def test_a_log_that_grows_is_recorded_from_now_on_and_nothing_twice(folder: Path, tmp_path: Path) -> None:
    log, recorded = tmp_path / "full", (TESTS / "sources" / "logs" / "chan-sip.log").read_bytes()
    log.write_bytes(b"")
    words = ("on", "--log", str(log), "--log-zone", "UTC", "--log-year", "2026", "--min-free", "0", "--store", str(folder))
    history(*words)
    with log.open("ab") as file:
        file.write(recorded + b"[2026-11-24 09:00:00] VERBOSE[1] logger.c: done\n")
    wait_for(lambda: state(folder)["messages"] != 0)
    history("off", "--store", str(folder))
    count = state(folder)["messages"]
    history(*words)
    history("off", "--store", str(folder))
    assert state(folder)["messages"] == count


def test_the_status_names_what_was_recorded_and_that_it_holds_digests(morning: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", "status", "--utc", "--store", str(morning)]) == 0
    said = capsys.readouterr().out
    assert "Messages  332, numbers 1 to 332" in said
    assert "Times     2026-11-23 08:58:02 UTC to 2026-11-23 09:27:02 UTC" in said
    assert "Calls     16 judged" in said
    assert "digests of passwords (Authorization)" in said


def test_the_list_of_calls_is_that_of_the_capture(morning: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", "calls", "--utc", "--store", str(morning)]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert main(["calls", str(MORNING), "--utc"]) == 0
    assert listed == capsys.readouterr().out.splitlines()


def test_calls_can_be_chosen(morning: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", "calls", "--cause", "codec-mismatch", "--json", "--store", str(morning)]) == 0
    assert [call["number"] for call in json.loads(capsys.readouterr().out)["calls"]] == [10, 11]
    assert main(["history", "calls", "--phone", "5555", "--limit", "1", "--json", "--store", str(morning)]) == 0
    assert [call["cause"] for call in json.loads(capsys.readouterr().out)["calls"]] == ["unknown-number"]
    assert main(["history", "calls", "--since", "2026-11-23T09:26:00Z", "--json", "--store", str(morning)]) == 0
    assert [call["number"] for call in json.loads(capsys.readouterr().out)["calls"]] == [16]


@pytest.mark.parametrize(
    ("lang", "none", "there"),
    [
        (
            "en",
            "No call or registration that is over was found.",
            "Entries there: 16, of messages from {} to {}; those of its last hour: ",
        ),
        ("ru", "Завершённых вызовов и регистраций не найдено.", "Всего 16 записей, сообщения с {} по {}; последний час: "),
    ],
)
def test_where_nothing_is_found_it_is_said_what_there_is_and_what_to_type(
    morning: Path, capsys: pytest.CaptureFixture[str], lang: str, none: str, there: str
) -> None:
    first, last = "2026-11-23 08:58:02 UTC", "2026-11-23 09:27:02 UTC"
    command = f"sipwhy history calls --since 2026-11-23T08:27 --utc --store {morning}"
    assert main(["history", "calls", "--last", "1s", "--utc", "--lang", lang, "--store", str(morning)]) == 0
    assert capsys.readouterr().out == f"{none}\n{there.format(first, last)}{command}\n"
    assert main([*shlex.split(command)[1:], "--lang", lang]) == 0
    assert none not in capsys.readouterr().out
    for words in (("report",), ("export", str(morning.parent / "nothing.pcapng"))):
        assert main(["history", *words, "--last", "1s", "--utc", "--lang", lang, "--store", str(morning)]) == 3
        said = " ".join(capsys.readouterr().err.split())
        assert first in said
        suggested = said.partition(": sipwhy ")[2]
        assert "--since 2026-11-23T08:27 --utc" in suggested
        assert main([*shlex.split(suggested), "--lang", lang]) == 0
        capsys.readouterr()


def test_the_last_hour_before_a_time_is_that_before_it(morning: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for last, found in (("1h", 16), ("1s", 0)):
        words = ["--last", last, "--until", "2026-11-23T09:30", "--utc", "--json", "--store", str(morning)]
        assert main(["history", "calls", *words]) == 0
        assert len(json.loads(capsys.readouterr().out)["calls"]) == found


def test_a_part_of_a_number_will_do_as_for_files(morning: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def starts(*words: str) -> list[str]:
        assert main([*words, "--phone", "+555", "--json"]) == 0
        return sorted(call["start"] for call in json.loads(capsys.readouterr().out)["calls"])

    assert starts("history", "calls", "--store", str(morning)) == starts("calls", str(MORNING)) != []


def test_the_report_judges_what_was_recorded_as_it_judges_a_capture(morning: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def causes(*words: str) -> list[tuple[int, str | None]]:
        assert main([*words, "--json"]) == 0
        return [(call["number"], call["cause"]) for call in json.loads(capsys.readouterr().out)["calls"]]

    assert causes("history", "report", "--store", str(morning)) == causes(str(MORNING))
    for number in (["--call", "10"], ["10"]):
        assert causes("history", "report", *number, "--store", str(morning)) == [(10, "codec-mismatch")]
    assert main(["history", "report", "--last", "1s", "--store", str(morning)]) == 3
    assert "nothing fits in what is recorded, from 2026-11-23 " in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_what_a_report_says_to_type_next_reads_the_same_history(
    morning: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.chdir(tmp_path)
    assert main(["history", "report", "--lang", lang, "--utc", "--store", str(morning), "--no-color"]) == 0
    last = capsys.readouterr().out.splitlines()[-2:]
    typed = [line[line.index("sipwhy history ") :] for line in last]
    assert [line.split()[2] for line in typed] == ["report", "export"]
    for line in typed:
        assert main(shlex.split(line)[1:]) == 0
    assert (tmp_path / "call.pcapng").stat().st_size > 0


@pytest.mark.parametrize(("lang", "call", "message"), [("en", "Call 10 ", "→ message {}: "), ("ru", "Вызов 10 ", "→ сообщение {}: ")])
def test_a_report_names_calls_and_messages_by_their_numbers_in_the_history(
    morning: Path, capsys: pytest.CaptureFixture[str], lang: str, call: str, message: str
) -> None:
    def said(*words: str) -> str:
        assert main(["history", *words, "--lang", lang, "--utc", "--store", str(morning)]) == 0
        return capsys.readouterr().out

    reported = said("report", "--call", "10")
    assert reported.startswith(call)
    assert "frame" not in reported
    assert "кадр" not in reported
    refusal = next(line for line in reported.splitlines() if "◀" in line and "488" in line).rpartition("#")[2]
    assert message.format(refusal) in reported
    assert "SIP/2.0 488 Not Acceptable Here" in said("entry", refusal)


def test_the_calls_of_a_span_have_the_numbers_of_the_list(morning: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def calls(*words: str) -> list[tuple[int, str]]:
        assert main(["history", *words, "--json", "--store", str(morning)]) == 0
        return [(call["number"], call["start"]) for call in json.loads(capsys.readouterr().out)["calls"]]

    late = [(number, start) for number, start in calls("calls") if start >= "2026-11-23T09:12"]
    assert len(late) > 3
    assert [one for one in calls("report", "--since", "2026-11-23T09:12Z") if one in late] == late


def test_a_page_of_what_was_recorded_shows_the_call_that_is_asked_for(
    morning: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "call.html"
    assert main(["history", "report", "--call", "10", "--html", str(target), "--lang", "en", "--store", str(morning)]) == 0
    assert "Call 10: " in target.read_text(encoding="utf-8")
    assert "entry 10" in capsys.readouterr().err


def test_a_report_draws_the_ladder_of_the_exported_file(morning: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def ladder(*words: str) -> list[str]:
        assert main([*words, "--lang", "en", "--utc"]) == 0
        drawn = [line.rpartition(" #")[0] for line in capsys.readouterr().out.splitlines() if " #" in line]
        return [" ".join(line.replace("─", "").split()) for line in drawn]

    target = str(tmp_path / "trouble.pcapng")
    assert main(["history", "export", target, "--call", "10", "--store", str(morning)]) == 0
    capsys.readouterr()
    reported = ladder("history", "report", "--call", "10", "--store", str(morning))
    assert len(reported) > 8
    assert reported == ladder(target, "--call", "1")


def test_traffic_is_measured_over_a_history_as_over_a_capture(morning: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def total(*words: str) -> dict[str, Any]:
        assert main(["cdr", *words, "--utc", "--json"]) == 0
        found: dict[str, Any] = json.loads(capsys.readouterr().out)["total"]
        return found

    whole = total(str(morning))
    assert whole == total(str(MORNING))
    late = total(str(morning), "--last", "5m")
    assert 0 < late["attempts"] < whole["attempts"]
    assert late == total(str(MORNING), "--last", "5m")
    assert main(["cdr", str(morning), "--last", "5m", "--lang", "en"]) == 0
    assert "of the history this time alone was read" in " ".join(capsys.readouterr().out.split())
    assert main(["cdr", str(morning), str(MORNING), "--lang", "en"]) == 2
    assert "name it without captures beside it" in capsys.readouterr().err


def test_a_history_beside_cdrs_tells_why_for_the_time_that_is_asked_for(
    morning: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The CDR tells no codes; of its last calls the history knows them, and of those before nobody does."""
    newest = datetime(2026, 11, 23, 9, 26, 16)
    rows = [
        f"{newest - timedelta(minutes=nth + 60)},7{nth % 90},8{nth},carrier,{'ANSWERED' if nth % 9 else 'FAILED'}" for nth in range(600)
    ]
    late = ["2026-11-23 09:24:33,1001,1002,carrier,FAILED", f"{newest},1001,1004,carrier,ANSWERED"]
    path = tmp_path / "cdr.csv"
    path.write_text("\n".join(["start,caller,callee,vendor,disposition", *rows, *late]) + "\n")
    assert main(["cdr", str(path), str(morning), "--last", "5m", "--log-zone", "UTC", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["total"]["attempts"], found["sources"][0]["attempts"]) == (2, 602)
    assert found["packets"]["by_numbers"] == 2
    assert found["unanswered_by_status"] == {"487": 1}
    assert found["findings"] == []


def test_an_export_goes_to_standard_output_as_it_goes_to_a_file(
    morning: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    target = tmp_path / "call.pcapng"
    assert main(["history", "export", str(target), "--call", "10", "--store", str(morning)]) == 0
    capsysbinary.readouterr()
    assert main(["history", "export", "-", "--call", "10", "--store", str(morning)]) == 0
    assert capsysbinary.readouterr() == (target.read_bytes(), b"")


def test_an_export_is_a_capture_for_wireshark_and_for_sipwhy(morning: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "call.pcapng"
    assert main(["history", "export", str(target), "--call", "10", "--store", str(morning)]) == 0
    assert capsys.readouterr().out == f"10 messages written to {target}.\n"
    assert target.stat().st_mode & 0o777 == 0o600
    assert main(["calls", str(target), "--json"]) == 0
    [call] = json.loads(capsys.readouterr().out)["calls"]
    assert (call["status"], call["cause"], call["messages"]) == (488, "codec-mismatch", 10)
    assert main(["history", "export", str(target), "10", "--store", str(morning)]) == 0
    assert "10 messages written" in capsys.readouterr().out
    assert main(["history", "export", str(target), "10", "--call", "9", "--store", str(morning)]) == 2
    assert "10 and --call 9 are two entries" in capsys.readouterr().err
    assert main(["history", "export", str(target), "--call", "99", "--store", str(morning)]) == 2
    assert "there is no entry 99 in the history, which has 1 to 16; sipwhy history calls lists the latest" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.part"))


def test_an_expression_means_the_calls_with_such_a_message(morning: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store, where = ("--store", str(morning)), ("--where", "status = 488 and from = 1001")
    assert main(["history", "calls", *where, "--json", *store]) == 0
    assert [call["number"] for call in json.loads(capsys.readouterr().out)["calls"]] == [10, 11]
    assert main(["history", "report", *where, "--json", *store]) == 0
    assert [call["cause"] for call in json.loads(capsys.readouterr().out)["calls"]] == ["codec-mismatch"] * 2
    target = tmp_path / "488.pcapng"
    assert main(["history", "export", str(target), *where, *store]) == 0
    assert capsys.readouterr().out.startswith("20 messages written")
    assert main(["history", "calls", "--where", "status = ", *store]) == 2
    assert "--where" in capsys.readouterr().err


def test_messages_are_listed_and_shown_out_of_the_store(morning: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = ("--store", str(morning), "--utc")
    assert main(["history", "where", "cause = codec-mismatch and status = 488", "--json", *store]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert len(listed["messages"]) == 4
    assert main(["history", "entry", "51", *store]) == 0
    assert "SIP/2.0 503" in capsys.readouterr().out


def test_the_number_of_a_message_may_stand_behind_the_files_too(capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for words in (["51", str(MORNING)], [str(MORNING), "51"], [str(MORNING), "50", "--strict-asterisk"]):
        assert main(["history", "entry", *words, "--utc"]) == 0
        said.append(capsys.readouterr().out)
    assert "SIP/2.0 503" in said[0]
    assert said[0] == said[1]
    assert "SIP/2.0 503" in said[2]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["entry", str(MORNING)], (f"e.g. sipwhy history entry {MORNING} 3", f"например, sipwhy history entry {MORNING} 3")),
        (["entry", str(MORNING), "x"], (f"sipwhy history list {MORNING} numbers them", f"номера — в sipwhy history list {MORNING}")),
        (["calls", str(MORNING)], (f"of a file: sipwhy calls {MORNING}", f"о файле скажет sipwhy calls {MORNING}")),
        (["report", str(MORNING)], (f"of a file: sipwhy {MORNING}", f"о файле скажет sipwhy {MORNING}")),
        (["status", str(MORNING)], (f"of a file: sipwhy {MORNING}", f"о файле скажет sipwhy {MORNING}")),
        (["calls", "1001"], ("1001: history calls takes options only", "1001: у history calls бывают только ключи")),
        (["report", "x"], ("x is no number", "x — не номер")),
    ],
)
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_a_file_that_is_given_where_the_history_is_meant_leads_to_what_is_done_with_it(
    words: list[str], said: tuple[str, str], lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["history", *words, "--lang", lang]) == 2
    assert said[lang == "ru"] in capsys.readouterr().err


@pytest.mark.parametrize(("typed", "said"), [("", "kept"), ("no\n", "kept"), ("н\n", "kept"), ("да\n", "cleared")])
def test_clear_takes_no_answer_for_a_no_and_asks_beside_the_output(
    typed: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "history"
    history("on", "--pcap", "-", "--foreground", "--store", str(folder), "--min-free", "0", stdin=MORNING.read_bytes())
    terminal = io.StringIO(typed)
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", terminal)
    assert main(["history", "clear", "--json", "--store", str(folder)]) == 0
    out, asked = capsys.readouterr()
    assert json.loads(out)["done"] == said
    assert "for good?" in asked


def test_clear_asks_and_deletes_while_it_records(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    history("on", "--pcap", "-", "--foreground", "--store", str(folder), "--min-free", "0", stdin=MORNING.read_bytes())
    assert "nobody can be asked here: give --yes" in history("clear", "--store", str(folder), status=2)
    history("on", "--hep", "0", "--min-free", "0", "--store", str(folder))
    assert history("clear", "--yes", "--store", str(folder)) == "Everything that was recorded is deleted.\n"
    assert state(folder)["messages"] == 0
    history("off", "--store", str(folder))
    assert state(folder)["calls"] == 0


def test_a_pipe_is_recorded_as_a_word_says(folder: Path) -> None:
    capture = (Path(__file__).parents[2] / "captures" / "unknown-number" / "capture.pcap").read_bytes()
    assert history("on", "-", "--foreground", "--min-free", "0", "--store", str(folder), stdin=capture) == ""
    assert state(folder)["messages"] == 6


def test_help_names_list_and_where(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", "--help", "--lang", "en"]) == 0
    assert "on, off, status, list, where, entry" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(("name", "said"), [("nowhere.pcap", "no such file"), ("", "is a directory; name the files in it")])
@pytest.mark.parametrize("more", [["--foreground"], []])
@pytest.mark.parametrize("kind", ["--pcap", "--log"])
def test_a_file_that_cannot_be_recorded_is_told(tmp_path: Path, name: str, said: str, more: list[str], kind: str) -> None:
    store = ["--store", str(tmp_path / "store"), "--min-free", "0", "--lang", "en"]
    words = [sys.executable, "-m", "sipwhy", "history", "on", kind, str(tmp_path / name), *more, *store]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (3, "")
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
