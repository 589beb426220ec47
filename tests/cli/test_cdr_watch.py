"""`sipwhy cdr --watch` run for real on sources that grow: files, SQLite, MariaDB; thresholds, webhooks, and what goes wrong meanwhile."""

from __future__ import annotations

import json
import os
import queue
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sipwhy.app.cdr_watch import Below, Watch
from tests.cdr.database_servers import PASSWORD, mariadb
from tests.web_server import Asked, serving

_PATIENCE = 60
_BEGIN = datetime(2026, 11, 23, 8)
_COLUMNS = (
    "calldate", "clid", "src", "dst", "dcontext", "channel", "dstchannel", "lastapp", "lastdata", "duration", "billsec", "disposition",
    "amaflags", "accountcode", "uniqueid", "userfield",
)  # fmt: skip
_KINDS = ("DATETIME", *["VARCHAR(80)"] * (len(_COLUMNS) - 1))
_MAKE = f"CREATE TABLE cdr ({', '.join(f'{name} {kind}' for name, kind in zip(_COLUMNS, _KINDS, strict=True))})"


def _row(nth: int, vendor: str, is_answered: bool) -> tuple[Any, ...]:
    """A record of the table `cdr`, one every 20 s."""
    start = (_BEGIN + timedelta(seconds=20 * nth)).isoformat(" ")
    callee = f"7916{nth % 10_000_000:07}"
    how = ("67", "60", "ANSWERED") if is_answered else ("2", "0", "FAILED")
    channels = f"PJSIP/1001-{2 * nth:08x}", f"PJSIP/{vendor}-{2 * nth + 1:08x}"
    return (start, "", str(1000 + nth % 50), callee, "out", *channels, "Dial", f"PJSIP/{callee}@{vendor},60", *how, "3", "", f"1.{nth}", "")


def _rows(first: int, last: int, vendor: str = "carrier", is_answered: bool = True) -> list[tuple[Any, ...]]:
    return [_row(nth, vendor, is_answered if nth % 10 else not is_answered) for nth in range(first, last)]


def _lines(rows: Sequence[tuple[Any, ...]]) -> str:
    """The same as Master.csv."""
    found = []
    for start, clid, src, dst, context, channel, out, app, data, duration, billed, how, *_, unique, user in rows:
        at, length = datetime.fromisoformat(start), int(duration)
        answer = (at + timedelta(seconds=length - int(billed))).isoformat(" ") if how == "ANSWERED" else ""
        end = (at + timedelta(seconds=length)).isoformat(" ")
        cells = ("", src, dst, context, clid, channel, out, app, data, start, answer, end, duration, billed, how, "OMIT", unique, user)
        found.append(",".join(f'"{cell}"' for cell in cells) + "\n")
    return "".join(found)


class Watched:
    """A running `sipwhy cdr --watch 1s`; its lines as they come."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: list[str] = []
        self._lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put(None)

    def line(self, having: str = "") -> str:
        """The next line with these words in it; what stood before it is kept in `said`."""
        until = time.monotonic() + _PATIENCE
        while True:
            assert time.monotonic() < until, f"nothing with {having!r}: {self.said}"
            line = self._lines.get(timeout=_PATIENCE)
            assert line is not None, f"it ended with {self.process.wait()}: {self.said}"
            self.said.append(line)
            if having in line:
                return line

    def status(self) -> int:
        """With which it ends by itself."""
        status = self.process.wait(_PATIENCE)
        while (line := self._lines.get(timeout=_PATIENCE)) is not None:
            self.said.append(line)
        return status


@contextmanager
def watching(*words: str) -> Iterator[Watched]:
    """Errors stand among the lines."""
    command = [sys.executable, "-m", "sipwhy", "cdr", *words, "--watch", "1s", "--country", "RU", "--zone", "UTC", "--utc"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, "PYTHONUTF8": "1"})
    try:
        yield Watched(process)
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path: sockets have one."""
    with tempfile.TemporaryDirectory(prefix="cdr-") as name:
        yield Path(name)


def test_a_growing_file_is_watched_until_a_vendor_is_below_the_threshold(tmp_path: Path) -> None:
    path = tmp_path / "Master.csv"
    path.write_text(_lines(_rows(0, 100)))
    with watching(str(path), "--min-asr", "60") as watched:
        watched.line("100 attempts")
        with path.open("a") as file:
            file.write(_lines(_rows(100, 160)))
        watched.line("160 attempts")
        with path.open("a") as file:
            file.write(_lines(_rows(160, 400, is_answered=False)))
        assert watched.status() == 1
    assert "carrier: ASR" in "".join(watched.said)


def test_a_line_that_is_half_written_is_whole_at_the_next_look(tmp_path: Path) -> None:
    path = tmp_path / "Master.csv"
    text = _lines(_rows(0, 100))
    path.write_text(text[:-60])
    with watching(str(path)) as watched:
        watched.line("99 attempts")
        path.write_text(text)
        watched.line("100 attempts")


def test_a_file_that_is_rotated_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "Master.csv"
    path.write_text("")
    with watching(str(path)) as watched:
        watched.line("is empty")
        path.write_text(_lines(_rows(0, 50)))
        watched.line("50 attempts")
        path.rename(tmp_path / "Master.csv.1")
        watched.line("no such file")
        path.write_text(_lines(_rows(50, 70)))
        watched.line("20 attempts")


def test_a_source_that_was_never_there_ends_it(tmp_path: Path) -> None:
    with watching(str(tmp_path / "nowhere.csv")) as watched:
        assert watched.status() == 3


def test_of_two_sources_one_that_is_rotated_is_waited_for_lest_the_other_pass_for_both(tmp_path: Path) -> None:
    """Without the second file its vendor would be told as gone."""
    first, second = tmp_path / "Master.csv", tmp_path / "other.csv"
    first.write_text(_lines(_rows(0, 50)))
    second.write_text(_lines(_rows(50, 70, "other")))
    with watching(str(first), str(second)) as watched:
        watched.line("70 attempts")
        second.rename(tmp_path / "other.csv.1")
        watched.line("no such file")
        second.write_text(_lines(_rows(70, 100, "other")))
        watched.line("80 attempts")
    assert not [line for line in watched.said if "50 attempts" in line]


def test_a_threshold_can_be_of_the_last_hour_alone(tmp_path: Path) -> None:
    path = tmp_path / "Master.csv"
    path.write_text(_lines(_rows(0, 2000)))
    with watching(str(path), "--min-asr", "60", "--last", "1h") as watched:
        watched.line("181 attempts")
        with path.open("a") as file:
            file.write(_lines(_rows(2000, 2160, is_answered=False)))
        assert watched.status() == 1
    assert "181 attempts, 35 answered" in "".join(watched.said)


def test_a_severe_change_ends_it_if_asked(tmp_path: Path) -> None:
    path = tmp_path / "Master.csv"
    path.write_text(_lines(_rows(0, 2000)))
    with watching(str(path), "--fail-on", "warning") as watched:
        watched.line("2000 attempts")
        with path.open("a") as file:
            file.write(_lines(_rows(2000, 2400, is_answered=False)))
        assert watched.status() == 1


def test_sqlite_is_watched_while_it_is_written_and_each_change_is_posted_once(tmp_path: Path) -> None:
    path, asked = tmp_path / "master.db", list[Asked]()
    with closing(sqlite3.connect(path)) as db, serving(asked, 200) as port:
        db.execute(_MAKE)
        _insert(db, _rows(0, 2000))
        with watching(f"sqlite:///{path}", "--min-asr", "88", "--webhook", f"http://127.0.0.1:{port}/hook", "--json") as watched:
            assert json.loads(watched.line())["findings"] == []
            _insert(db, _rows(2000, 2400, is_answered=False))
            found = json.loads(watched.line("vendor-failing"))
            _insert(db, _rows(2400, 2410, is_answered=False))
            for _ in range(3):
                assert json.loads(watched.line()) == {"sources": [f"sqlite://{path}"], "findings": [], "below": []}
    assert [json.loads(one.body) for one in asked] == [found]
    assert [one["values"]["vendor"] for one in found["findings"]] == ["carrier"]
    assert [(one["vendor"], one["measure"]) for one in found["below"]] == [("carrier", "ASR")]


def _insert(db: sqlite3.Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    db.executemany(f"INSERT INTO cdr VALUES ({', '.join('?' * len(_COLUMNS))})", rows)
    db.commit()


def test_what_a_webhook_does_not_take_is_sent_again(tmp_path: Path) -> None:
    path, asked = tmp_path / "Master.csv", list[Asked]()
    path.write_text(_lines(_rows(0, 200, is_answered=False)))
    with serving(asked, 500, 503, 200) as port:
        url = f"http://noc:{PASSWORD}@127.0.0.1:{port}/hook/{PASSWORD}"
        with watching(str(path), "--min-asr", "60", "--webhook", url) as watched:
            watched.line("HTTP 500")
            watched.line("HTTP 503")
            for _ in range(3):
                watched.line("200 attempts")
    assert len(asked) == 3
    assert len({one.body for one in asked}) == 1
    assert PASSWORD not in "".join(watched.said) + "".join(one.body for one in asked)


def test_what_a_webhook_refuses_for_ever_stands_in_nobodys_way(tmp_path: Path) -> None:
    path, asked = tmp_path / "Master.csv", list[Asked]()
    path.write_text(_lines(_rows(0, 200, is_answered=False)))
    with serving(asked, 413, 200) as port, watching(str(path), "--min-asr", "60", "--webhook", f"http://127.0.0.1:{port}/") as watched:
        watched.line("it is not sent again: HTTP 413")
        watched.line("200 attempts")
        with path.open("a") as file:
            file.write(_lines(_rows(200, 400, "other", is_answered=False)))
        watched.line("400 attempts")
        watched.line("400 attempts")
    assert [[one["vendor"] for one in json.loads(one.body)["below"]] for one in asked] == [["carrier"], ["other"]]


def test_of_what_no_webhook_takes_the_oldest_goes() -> None:
    watched = Watch({})
    for nth in range(103):
        watched.keep([], [Below(str(nth), "ASR", 0.1, 60)])
    assert (watched.lost(), watched.lost()) == (3, 0)
    assert [low[0].vendor for _, low in watched.unsent] == [str(nth) for nth in range(3, 103)]


@pytest.mark.parametrize(
    "url",
    ["http://a..b/x", f"http://{'a' * 70}.example/", "hook.example/x", f"ftp://u:{PASSWORD}@host/", f"http://u:{PASSWORD}@host:port/"],
)
def test_a_webhook_that_cannot_be_one_is_refused_at_once(tmp_path: Path, url: str) -> None:
    path = tmp_path / "Master.csv"
    path.write_text(_lines(_rows(0, 20)))
    with watching(str(path), "--webhook", url) as watched:
        assert watched.status() == 2
    assert "--webhook" in "".join(watched.said)
    assert PASSWORD not in "".join(watched.said)


def test_mariadb_is_watched_and_its_password_is_told_to_nobody(folder: Path) -> None:
    pymysql = pytest.importorskip("pymysql")
    asked: list[Asked] = []
    insert = f"INSERT INTO cdr VALUES ({', '.join(['%s'] * len(_COLUMNS))})"
    try:
        with (
            mariadb(folder) as port,
            serving(asked, 200) as web,
            closing(pymysql.connect(host="127.0.0.1", port=port, user="reader", password=PASSWORD, database="asterisk")) as db,
        ):
            db.cursor().execute(_MAKE)
            db.cursor().executemany(insert, _rows(0, 100))
            db.commit()
            url = f"mysql://reader:{PASSWORD}@127.0.0.1:{port}/asterisk/cdr"
            with watching(url, "--min-asr", "60", "--webhook", f"http://127.0.0.1:{web}/hook") as watched:
                watched.line("100 attempts")
                db.cursor().executemany(insert, _rows(100, 400, is_answered=False))
                db.commit()
                watched.line("carrier: ASR")
                watched.line("400 attempts")
                db.cursor().execute("RENAME TABLE cdr TO away")
                watched.line("mysql://reader@127.0.0.1")
                db.cursor().execute("RENAME TABLE away TO cdr")
                watched.line("400 attempts")
    except FileNotFoundError as error:
        pytest.skip(f"{error} is not installed")
    assert len(asked) == 1
    assert json.loads(asked[0].body)["sources"] == [f"mysql://reader@127.0.0.1:{port}/asterisk/cdr"]
    assert PASSWORD not in "".join(watched.said) + asked[0].body
