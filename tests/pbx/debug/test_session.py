"""One tracing with its parts replaced: limits, a lost server, a trace that grows."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from sipwhy.cli.commands.pbx.debug import kept_trace
from sipwhy.pbx.console_error import ConsoleError
from sipwhy.pbx.debug import record
from sipwhy.pbx.debug.session import Limits, Session
from sipwhy.pbx.debug.switch import Switch, SwitchError
from sipwhy.pbx.room import Room
from sipwhy.pbx.servers.product import ASTERISK
from tests.pbx.ami_server import RECORDED

FULL = Path("/dev/full")


class Answering:
    """A console that answers until it is lost."""

    way = "test"

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.lost = False

    def ask(self, words: str) -> str:
        self.asked.append(words)
        if self.lost:
            raise ConsoleError("console-lost", "gone")
        return ""

    def shown(self, words: str) -> str:
        return words


@pytest.fixture(autouse=True)
def run_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "run").mkdir(mode=0o700)
    monkeypatch.setenv("SIPWHY_RUN_DIR", str(tmp_path / "run"))


def session(console: Answering, folder: Path, limits: Limits, free: int = 10**12) -> Session:
    plan = Switch(("on",), ("off",), folder / "trace.log")
    return Session(ASTERISK, console, plan, limits, folder / "x.pcap", measure=lambda path: Room(str(path), free, 10**12))


def test_messages_that_are_written_in_pieces_are_each_told_once(tmp_path: Path) -> None:
    text = (RECORDED / "wrong-password.trace.log").read_text()
    console = Answering()
    told = []
    with session(console, tmp_path, Limits(lasts=1.0, pause=0.01)) as tracing:
        messages = tracing.follow()
        for at in range(0, len(text), 700):
            with (tmp_path / "trace.log").open("a") as file:
                file.write(text[at : at + 700])
            if at < 700:
                told.append(next(messages))
        told.extend(messages)
    assert [head.first.split()[0] for head in told[:2]] == ["REGISTER", "SIP/2.0"]
    assert len(told) == text.count("SIP request (") + text.count("SIP response (")
    assert console.asked == ["on", "off"]
    assert tracing.ended == "time"


def test_a_log_that_bears_the_name_of_the_machine_is_found(tmp_path: Path) -> None:
    with session(Answering(), tmp_path, Limits(lasts=0.3, pause=0.01)) as tracing:
        (tmp_path / "trace.log.pbx1").write_text((RECORDED / "wrong-password.trace.log").read_text())
        assert len(list(tracing.follow())) == 8
    assert tracing.trace.name == "trace.log.pbx1"


def test_a_server_that_no_longer_answers_ends_it_and_stays_recorded(tmp_path: Path) -> None:
    console = Answering()
    with session(console, tmp_path, Limits(lasts=30, ping=0.05, pause=0.01)) as tracing:
        console.lost = True
        assert list(tracing.follow()) == []
    assert (tracing.ended, tracing.failed) == ("lost", "gone")
    assert record.load(record.path_of("asterisk")) is not None
    record.path_of("asterisk").unlink()  # the watchdog, which still tries, ends without it


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
def test_a_disk_that_is_full_when_hep_packets_come_ends_it_and_it_is_turned_off(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.bind(("127.0.0.1", 0))
        port = sender.getsockname()[1]
    console = Answering()
    plan = Switch(("on",), ("off",), hep=("127.0.0.1", port))
    tracing = Session(ASTERISK, console, plan, Limits(lasts=20, pause=0.01), tmp_path / "x.pcap")
    with tracing, FULL.open("wb", buffering=0) as full, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        assert tracing._receiver is not None
        tracing._receiver._file.close()
        tracing._receiver._file = full  # the disk has filled since
        sender.sendto(b"HEP3" + bytes(100), ("127.0.0.1", port))
        assert list(tracing.follow()) == []
    assert (tracing.ended, console.asked) == ("disk", ["on", "off"])


def test_of_a_log_that_others_write_to_only_what_is_new_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "trace.log").write_text("yesterday\n")
    tracing = session(Answering(), tmp_path, Limits(lasts=0.3, pause=0.01))
    with tracing:
        with (tmp_path / "trace.log").open("a") as file:
            file.write("today\n")
        list(tracing.follow())
    (tmp_path / "kept").mkdir()
    found = kept_trace(tracing, Switch((), (), tmp_path / "trace.log"), None, tmp_path / "kept")
    assert found.read_text() == "today\n"
    assert (tmp_path / "trace.log").read_text() == "yesterday\ntoday\n"


def test_too_little_room_turns_nothing_on(tmp_path: Path) -> None:
    console = Answering()
    with pytest.raises(SwitchError, match="no-room"), session(console, tmp_path, Limits(free=1000), free=999):
        pass
    assert console.asked == []


def test_a_folder_that_others_may_write_to_holds_no_record(tmp_path: Path) -> None:
    (tmp_path / "run").chmod(0o777)
    console = Answering()
    with pytest.raises(record.RecordError), session(console, tmp_path, Limits()):
        pass
    assert "on" not in console.asked


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '{"product": 1}', "\0", '{"product":"x","settings":"","undo":5,"trace":"","pid":1,"mark":1,"deadline":1}']
)
def test_a_record_that_is_none_is_none(text: str, tmp_path: Path) -> None:
    path = tmp_path / "debug-x.json"
    path.write_text(text)
    assert record.load(path) is None
