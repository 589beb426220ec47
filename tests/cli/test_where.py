"""`--where EXPR` on every command that chooses, and `sipwhy history list | where | entry` of files and of a store."""

from __future__ import annotations

import io
import json
from importlib import import_module
from pathlib import Path

import pytest

from sipwhy.cli.commands.history.shell import WORDS
from sipwhy.cli.main import main
from sipwhy.diagnosis.registry import rules
from sipwhy.store.folder import Folder
from sipwhy.store.writer import Writer
from sipwhy.wire.messages import Told, told
from tests.project.tree import ROOT

SAMPLE = str(ROOT / "samples" / "office-morning.pcap")

Printed = pytest.CaptureFixture[str]


def said(capsys: Printed, *words: str, status: int = 0, lang: str = "en") -> tuple[str, str]:
    assert main([*words, "--utc", "--lang", lang]) == status
    done = capsys.readouterr()
    return done.out, done.err


def numbers(listed: str) -> list[int]:
    firsts = (line.split()[0] for line in listed.splitlines())  # the day and the headings stand above
    return [int(first) for first in firsts if first.isdigit()]


@pytest.mark.parametrize(
    ("expression", "en", "ru"),
    [
        ("result = faild", "result is never faild; perhaps failed is meant", "result не бывает «faild»; возможно, имеется в виду failed"),
        (
            "status = 404 and call.kind in (call, reg)",
            "kind is never reg; it is one of call, registration",
            "kind не бывает «reg»; возможны call",
        ),
        ("fault != carrier", "fault is never carrier; it is one of caller, callee", "fault не бывает «carrier»; возможны caller, callee"),
    ],
)
def test_what_a_field_of_few_values_never_is_is_no_empty_answer(expression: str, en: str, ru: str, capsys: Printed) -> None:
    for lang, words in (("en", en), ("ru", ru)):
        assert words in said(capsys, "calls", SAMPLE, "--where", expression, status=2, lang=lang)[1]
    assert said(capsys, "calls", SAMPLE, "--where", "result = FAILED")[0]


def test_calls_are_chosen_by_what_any_message_of_them_says(capsys: Printed) -> None:
    assert numbers(said(capsys, "calls", SAMPLE, "--where", "status = 488 and src = 198.51.100.0/24")[0]) == [10, 11]
    assert numbers(said(capsys, "calls", SAMPLE, "--where", "cause = codec-mismatch")[0]) == [10, 11]
    assert numbers(said(capsys, "calls", SAMPLE, "--where", "finding = wrong-password")[0]) == [4]
    assert numbers(said(capsys, "calls", SAMPLE, "--where", "kind = call and ring > 5")[0]) == [9, 15]
    assert numbers(said(capsys, "calls", SAMPLE, "--where", "result = failed", "--since", "2026-11-23T09:10")[0])[0] >= 10


def test_a_report_is_of_those_calls(capsys: Printed) -> None:
    report = json.loads(said(capsys, SAMPLE, "--where", "cause = codec-mismatch", "--json")[0])
    assert [call["number"] for call in report["calls"]] == [10, 11]


def test_messages_are_chosen_each_for_itself(capsys: Printed) -> None:
    assert said(capsys, "grep", SAMPLE, "-c", "--where", "call = 10 and status = 488")[0] == "2\n"
    assert said(capsys, "grep", SAMPLE, "-c", "--where", "call = 10", "--status", "488")[0] == "2\n"
    assert (
        said(capsys, "grep", SAMPLE, "-c", "--where", 'header.user-agent like "PJSUA" and method = INVITE and status is null')[0] != "0\n"
    )
    out, _ = said(capsys, "grep", SAMPLE, "--where", "call = 10 and status = 488", "--jsonl")
    assert {json.loads(line)["status"] for line in out.splitlines()} == {488}


def test_a_mistake_is_pointed_at_in_both_languages(capsys: Printed) -> None:
    for command in ((), ("calls",), ("grep",)):
        out, err = said(capsys, *command, SAMPLE, "--where", "status = 4xx and", status=2)
        assert (out, err) == ("", "sipwhy: --where:\nstatus = 4xx and\n                ^ expected a field, but the expression ends here\n")
    _, err = said(capsys, "calls", SAMPLE, "--where", "nubmer = 1", status=2, lang="ru")
    assert err.endswith("^ поля nubmer нет; может быть, number?\n")
    assert "perhaps codec-mismatch" in said(capsys, "calls", SAMPLE, "--where", "cause = codec-mismtch", status=2)[1]


def test_where_asterisk_would_read_it_otherwise_is_said(capsys: Printed) -> None:
    _, err = said(capsys, "grep", SAMPLE, "-c", "--where", "number = 1 and number = 2 or number = 3")
    assert "a real Asterisk reads this otherwise: number = 1 and (number = 2 or number = 3)" in err
    assert not said(capsys, "grep", SAMPLE, "-c", "--where", "status = 200 and from = 1001 or number = 3")[1]


def test_a_file_is_listed_by_messages(capsys: Printed) -> None:
    out, err = said(capsys, "history", "list", SAMPLE, "--where", "number < 3")
    assert out.splitlines() == [
        "   msg 2026-11-23 UTC  from → to                                     message",
        "     1 08:58:02.000000 198.51.100.21:5060 → 203.0.113.10:5060        REGISTER sip:203.0.113.10",
        "     2 08:58:02.000608 203.0.113.10:5060 → 198.51.100.21:5060        401 Unauthorized (REGISTER)",
    ]
    assert not err
    assert len(said(capsys, "history", "list", SAMPLE, "--limit", "5")[0].splitlines()) == 6
    assert said(capsys, "history", "where", "number < 3", SAMPLE)[0] == out
    assert "nothing matches; searched: 332 messages" in said(capsys, "history", "where", "from = nobody", SAMPLE)[1]


def test_an_entry_is_a_message_by_its_number(capsys: Printed) -> None:
    out, _ = said(capsys, "history", "entry", "2", SAMPLE)
    assert out.splitlines()[:2] == [
        "── message 2 · call 1 · 2026-11-23 08:58:02.000608 UTC · 203.0.113.10:5060 → 198.51.100.21:5060 · udp · frame 2",
        "SIP/2.0 401 Unauthorized",
    ]
    assert said(capsys, "history", "entry", "1", SAMPLE, "--strict-asterisk")[0].startswith(
        "<--- History Entry 1 Sent to 198.51.100.21:5060 at 1795424282 --->\nSIP/2.0 401 Unauthorized\n"
    )
    assert "there is no message number 999: they go from 1 to 332" in said(capsys, "history", "entry", "999", SAMPLE, status=2)[1]
    assert "expected 1 or more" in said(capsys, "history", "entry", "abc", SAMPLE, status=2)[1]
    assert json.loads(said(capsys, "history", "entry", "2", SAMPLE, "--jsonl")[0])["status"] == 401


def test_no_digest_is_shown(capsys: Printed) -> None:
    out, _ = said(capsys, "history", "where", "header.authorization is not null", SAMPLE, "--limit", "1", "--jsonl")
    number = json.loads(out)["number"]
    for words in (str(number), SAMPLE), (str(number - 1), SAMPLE, "--strict-asterisk"):
        assert 'response="********************************"' in said(capsys, "history", "entry", *words)[0]


def test_what_does_not_go_together_is_refused(capsys: Printed) -> None:
    assert "no JSON" in said(capsys, "history", "list", SAMPLE, "--strict-asterisk", "--json", status=2)[1]
    assert "not both" in said(capsys, "history", "list", SAMPLE, "--store", "x", status=2)[1]
    assert "is no address" in said(capsys, "history", "list", SAMPLE, "--strict-asterisk", "--own", "pbx", status=2)[1]


@pytest.fixture
def store(tmp_path: Path) -> str:
    """A store with four messages of a server at 10.0.0.1."""
    pytest.importorskip("duckdb")

    def message(ts: int, src: str, dst: str, text: str) -> Told:
        return (1_795_393_845_000_000 + ts, src, 5060, dst, 5060, "udp", None, None, False, text.replace("\n", "\r\n").encode())

    head = "From: <sip:7@a>;tag=x\nTo: <sip:8@a>\nCall-ID: one\nCSeq: 1 INVITE\n\n"
    messages = [
        message(0, "10.0.0.9", "10.0.0.1", f"INVITE sip:8@a SIP/2.0\nX-Foo: bar\n{head}"),
        message(1_000_000, "10.0.0.1", "10.0.0.9", f"SIP/2.0 100 Trying\n{head}"),
        message(2_000_000, "10.0.0.1", "10.0.0.7", f"INVITE sip:8@b SIP/2.0\n{head}"),
        message(3_000_000, "10.0.0.7", "10.0.0.1", f"SIP/2.0 486 Busy Here\n{head}"),
    ]
    place = tmp_path / "store"
    writer = Writer(Folder(place), 0.0)
    writer.append(told(messages), 0.0)
    writer.close(0.0)
    return str(place)


def test_without_a_file_the_store_is_asked(capsys: Printed, store: str) -> None:
    assert numbers(said(capsys, "history", "list", "--store", store)[0]) == [1, 2, 3, 4]
    assert numbers(said(capsys, "history", "where", "status = 4xx or header.x-foo = bar", "--store", store)[0]) == [1, 4]
    assert numbers(said(capsys, "history", "list", "--limit", "2", "--store", store)[0]) == [3, 4]
    assert said(capsys, "history", "entry", "4", "--store", store)[0].splitlines()[:2] == [
        "── message 4 · 2026-11-23 00:30:48.000000 UTC · 10.0.0.7:5060 → 10.0.0.1:5060 · udp",
        "SIP/2.0 486 Busy Here",
    ]
    assert json.loads(said(capsys, "history", "entry", "4", "--store", store, "--jsonl")[0])["call_id"] == "one"


def test_the_store_is_read_as_asterisk_reads_its_own(capsys: Printed, store: str) -> None:
    strict = ("--strict-asterisk", "--store", store)
    assert said(capsys, "history", "list", *strict)[0].splitlines()[2:] == [
        "00000 1795393845 * <== 10.0.0.9:5060            INVITE sip:8@a SIP/2.0",
        "00001 1795393846 * ==> 10.0.0.9:5060            SIP/2.0 100 Trying",
        "00002 1795393847 * ==> 10.0.0.7:5060            INVITE sip:8@b SIP/2.0",
        "00003 1795393848 * <== 10.0.0.7:5060            SIP/2.0 486 Busy Here",
    ]
    assert len(said(capsys, "history", "where", "addr = 10.0.0.9:5060", *strict)[0].splitlines()) == 4
    assert len(said(capsys, "history", "where", "addr = 10.0.0.1:5060", *strict)[0].splitlines()) == 2
    assert said(capsys, "history", "where", "number = 3", *strict)[0].startswith(
        "<--- History Entry 3 Received from 10.0.0.7:5060 at 1795393848 --->\n"
    )
    assert "Asterisk fails here: Unable to evaluate 'not'" in said(capsys, "history", "where", "not number = 3", *strict, status=2)[1]
    assert said(capsys, "history", "list", "--own", "10.0.0.9", *strict)[0].splitlines()[2].split()[3] == "==>"


def test_questions_are_asked_one_after_the_other(capsys: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        "number < 3",
        "2",
        "pjsip show history where number = 4",
        "number = x",
        "",
        "strict on",
        "entry 1",
        "strict maybe",
        "help",
        "quit",
        "list",
    ]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    out, err = said(capsys, "history", "shell", SAMPLE)
    shown = out.splitlines()
    assert [line.split()[0] for line in shown[1:3]] == ["1", "2"]
    assert shown[3].startswith("── message 2 · call 1")
    assert "<--- History Entry 1 Sent to 198.51.100.21:5060 at 1795424282 --->" in shown
    assert shown[-1].startswith("quit")
    assert err == "number = x\n         ^ number is a number: expected 5, got x\nstrict maybe: expected on or off\n"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", ("number", "status", "header.contact", "not")), ("sta", ("status",)), ("status ", ("=", ">=", "between", "is null")),
        ("from ", ("=", "like", "is null")), ("addr ", ("=", "in (")), ("kind = reg", ("registration",)),
        ("cause = codec-m", ("codec-mismatch",)),
        ("number = 1 ", ("and", "or")), ("(number = 1 ", (")",)), ("where method = INV", ("INVITE",)), ("hel", ("help",)),
    ],
)  # fmt: skip
def test_what_may_follow_is_offered(typed: str, words: tuple[str, ...]) -> None:
    pytest.importorskip("prompt_toolkit")
    prompt = import_module("sipwhy.cli.history_prompt")
    completer = prompt.Words(WORDS, tuple(rules()))
    document = import_module("prompt_toolkit.document").Document(typed)
    offered = {one.text for one in completer.get_completions(document, None)}
    assert set(words) <= offered
    assert "like" not in offered or typed == "from "


def test_what_was_asked_is_remembered_for_its_owner_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("prompt_toolkit")
    prompt = import_module("sipwhy.cli.history_prompt")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    prompt.remembered().store_string("from = 1001")
    kept = tmp_path / "sipwhy" / "shell-history"
    assert "from = 1001" in kept.read_text()
    assert kept.stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("XDG_STATE_HOME", "/dev/null")
    prompt.remembered().store_string("nowhere")


def test_calls_that_only_a_log_knows_are_asked_too(capsys: Printed) -> None:
    log = (str(ROOT / "tests" / "pbx" / "recorded" / "wrong-password.messages.log"), "--log-year", "2026", "--log-zone", "UTC")
    asked = "cause = wrong-password and fault is not null and ip = 198.51.100.0/24 and method = REGISTER and last 1h"
    assert numbers(said(capsys, "calls", *log, "--where", asked)[0]) == [1]
    assert "Nothing matches" in said(capsys, "calls", *log, "--where", "kind = call")[0]


@pytest.mark.parametrize(
    ("expression", "named"),
    [
        ("status = 7xx", "7xx"), ("status in (404, 700, 99)", "700 or 99"), ("not (code = 8xx) or status = 7xx", "8xx or 7xx"),
        ("status = 6xx", ""), ("status != 7xx", ""), ("status > 699", ""), ("number = 700", ""),
    ],
)  # fmt: skip
def test_statuses_that_sip_has_not_are_told(expression: str, named: str, capsys: Printed) -> None:
    told = f"sipwhy: --where: status {named}: SIP has no such answers, its statuses are 100 to 699\n"
    assert said(capsys, "calls", SAMPLE, "--where", expression)[1] == (told if named else "")


def test_a_rule_that_is_none_is_refused_whatever_it_is_compared_by(capsys: Printed) -> None:
    for operator in ("=", "!="):
        assert "no rule codec-mismach" in said(capsys, "calls", SAMPLE, "--where", f"cause {operator} codec-mismach", status=2)[1]
