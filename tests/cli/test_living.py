"""`sipwhy live`: entries are told while a pipe is open; wrong words and missing rights get a clear one."""

from __future__ import annotations

import errno
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from sipwhy.cli.commands.live import LiveFailureError, asked, told_apart
from sipwhy.cli.main import main
from sipwhy.sources import live as interfaces
from tests.app.test_live import HEAD, SECOND, START, answer, bye, invite, refused
from tests.sources import namespaces
from tests.sources.test_live import SEND, frame, udp

Live = subprocess.Popen[bytes]


def live(*words: str, before: Sequence[str] = ()) -> Live:
    environ = dict(os.environ) | {"LANG": "C.UTF-8", "NO_COLOR": "1"}
    command = [*before, sys.executable, "-m", "sipwhy", "live", *words]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environ)


def feed(process: Live, data: bytes) -> None:
    assert process.stdin
    process.stdin.write(data)
    process.stdin.flush()


def line_of(process: Live) -> bytes:
    assert process.stdout
    return process.stdout.readline()


def test_a_call_is_told_while_the_pipe_is_open() -> None:
    process = live("-", "--jsonl")
    feed(process, HEAD + refused(START, "one"))
    feed(process, refused(START + 20 * SECOND, "two"))
    entry = json.loads(line_of(process))
    assert (entry["number"], entry["call_ids"], entry["cause"]) == (1, ["one"], "unknown-number")
    out, _ = process.communicate(timeout=30)
    assert [json.loads(line)["call_ids"] for line in out.splitlines()] == [["two"]]
    assert process.returncode == 0


def test_good_calls_have_a_line_and_bad_ones_the_whole_explanation() -> None:
    good = invite(START, "good") + answer(START + SECOND, "good", "200 OK")
    good += bye(START + 9 * SECOND, "good") + answer(START + 9 * SECOND + 1, "good", "200 OK", "2 BYE")
    process = live("-", "--utc", "--lang", "en")
    out, errors = process.communicate(HEAD + good + refused(START + SECOND, "bad"), timeout=30)
    text = out.decode()
    assert "Call 1  1001 → 1002" in text
    assert re.search(r"^ +2 22:13:20 call  1001 → 1002 +answered$", text, re.MULTILINE)
    assert "[unknown-number]" in text
    assert "What to do" in text
    assert "Went wrong: 1 of 2 calls" in text
    assert "6 SIP messages; dropped: 0 by the kernel, 0 here\n" in errors.decode()


def test_only_bad_ones_or_everything_in_full() -> None:
    good = invite(START, "good") + answer(START + SECOND, "good", "486 Busy Here")
    assert b"busy" not in live("-", "--bad-only").communicate(HEAD + good, timeout=30)[0]
    assert b"INVITE" in live("-", "-v").communicate(HEAD + good, timeout=30)[0]


def test_an_expression_chooses_what_is_told() -> None:
    words = ("-", "--jsonl", "--where", 'status = 404 and sip.msg.callid like "^tw"')
    out, _ = live(*words).communicate(HEAD + refused(START, "one") + refused(START + SECOND, "two"), timeout=30)
    assert [json.loads(line)["call_ids"] for line in out.splitlines()] == [["two"]]


def test_packets_are_saved_as_they_came(tmp_path: Path) -> None:
    data = HEAD + refused(START, "one") + refused(START + SECOND, "two")
    live("-", "--write", str(tmp_path / "calls.pcap")).communicate(data, timeout=30)
    assert (tmp_path / "calls.pcap").read_bytes() == data


def test_ctrl_c_ends_it_with_an_account() -> None:
    process = live("-", "--lang", "en")
    feed(process, HEAD + refused(START, "one") + refused(START + 20 * SECOND, "two"))
    while b"unknown-number" not in line_of(process):
        pass
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=30)
    assert b"Went wrong: 2 of 2 calls" in out
    assert process.returncode == 0


def test_what_is_no_capture_is_told() -> None:
    process = live("-", "--lang", "en")
    _, errors = process.communicate(b"Nov 26 03:00:00 pbx: hello\n" * 100, timeout=30)
    assert b"standard input is no capture" in errors
    assert process.returncode == 3


def test_ctrl_c_before_anything_came_is_no_error() -> None:
    process = live("-", "--lang", "en")
    assert process.stderr
    assert b"sipwhy: listening on standard input" in process.stderr.readline()
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=30)
    assert b"Nothing has ended" in out
    assert process.returncode == 0


@pytest.fixture
def inside() -> Iterator[list[str]]:
    with namespaces.pair() as words:
        yield words


def test_calls_of_an_interface_are_told_and_rights_are_given_up(inside: list[str], tmp_path: Path) -> None:
    saved = tmp_path / "saved.pcapng"
    process = live("near", "--for", "12s", "--jsonl", "--lang", "en", "--user", "root", "--write", str(saved), before=inside)
    assert process.stderr
    while b"sipwhy: all rights are kept" not in (said := process.stderr.readline()):
        assert said
    time.sleep(1)
    for message in (b"INVITE sip:1002@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 10.78.0.9;branch=z9hG4bKx\r\n", b""):
        head = b"From: <sip:1@x>;tag=a\r\nTo: <sip:2@x>\r\nCall-ID: veth\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n"
        start = message or b"SIP/2.0 486 Busy Here\r\nVia: SIP/2.0/UDP 10.78.0.9;branch=z9hG4bKx\r\n"
        subprocess.run([*inside, sys.executable, "-c", SEND, "far", frame(udp(start + head))], check=True)
    out, errors = process.communicate(timeout=40)
    entries = [json.loads(line) for line in out.splitlines()]
    assert [(entry["call_ids"], entry["result"]) for entry in entries] == [(["veth"], "busy")]
    assert b"dropped: 0 by the kernel, 0 here" in errors
    assert main([str(saved), "--json"]) == 0


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("-", "lo"), 2, "- stands alone"),
        (("-", "udp", "port", "5060"), 2, "- stands alone"),
        (("-", "--write", "x.pcap", "--rotate-size", "1G"), 2, "in one file, without --rotate-size"),
        (("lo", "--keep", "1G"), 2, "--max-size goes with --write"),
        (("lo", "port", "5060", "--filter", "udp"), 2, "two filters, port 5060 and udp"),
        (("lo", "--for", "soon"), 2, "soon is no length of time"),
        (("lo", "--rotate-size", "much", "--write", "x"), 2, "much is no size"),
        (("lo", "--port", "70000"), 2, "70000 is no port"),
        (("lo", "--ring", "1T"), 2, "--ring 1 TB: the kernel keeps it in memory, "),
        (("lo", "--ring", "100 TB"), 2, "expected at most "),
    ],
)
def test_wrong_words_are_told(words: tuple[str, ...], status: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["live", *words, "--lang", "en"]) == status
    assert said in capsys.readouterr().err


def test_that_the_kernel_has_no_memory_for_a_ring_says_what_would_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.ENOMEM, "Cannot allocate memory", "eth0")

    monkeypatch.setattr(interfaces, "Capture", refused)
    with pytest.raises(interfaces.LiveError) as found:
        interfaces.Interfaces(("eth0",), ring=1 << 30)
    said = LiveFailureError(found.value.kind, 2, **found.value.values).said
    assert said("en") == "eth0: the kernel has no memory for a buffer of 1 GB; expected a smaller --ring, e.g. 32M"
    assert said("ru") == "eth0: у ядра нет памяти под буфер 1 ГБ; ожидается --ring поменьше, например 32M"


def test_interfaces_come_first_and_the_rest_is_the_filter() -> None:
    known = ("eth0", "lo")
    assert told_apart(("eth0", "lo", "udp", "port", "5060"), known) == (("eth0", "lo"), "udp port 5060")
    assert told_apart(("port", "5060", "and", "host", "lo"), known) == ((), "port 5060 and host lo")
    assert told_apart((), known) == ((), "")
    assert told_apart(("any", "eth0", "eth0"), known) == (("any", "eth0"), "")


def test_interfaces_and_filter_stand_as_words_or_as_options() -> None:
    for given in (
        {"words": ("lo", "port", "5060"), "iface": (), "filter": None},
        {"words": ("port", "5060"), "iface": ("lo",), "filter": None},
        {"words": (), "iface": ("lo",), "filter": "port 5060"},
    ):
        assert asked(given, ("lo",)) == (("lo",), "port 5060")


def test_a_directory_gets_a_file_of_our_name(tmp_path: Path) -> None:
    process = live("-", "--write", str(tmp_path), "--lang", "en")
    _, errors = process.communicate(HEAD + refused(START, "one"), timeout=60)
    assert (tmp_path / "sipwhy.pcapng").stat().st_size > 100
    assert str(tmp_path / "sipwhy.pcapng") in errors.decode()


def test_an_old_name_of_an_option_is_understood_and_help_names_the_new_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["live", "--keep", "1G", "--lang", "en"]) == 2
    assert "--max-size goes with --write" in capsys.readouterr().err
    for words, new, old in ((["live"], "--max-size SIZE", "--keep"), (["cdr"], "--log-zone ZONE", "--zone ")):
        main([*words, "--help", "--lang", "en"])
        said = capsys.readouterr().out
        assert new in said
        assert f" {old}" not in said
