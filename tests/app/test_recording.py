"""Recording goes on through whatever happens to its source and its disk, and says what it does."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from sipwhy.app import recording
from sipwhy.app.recording import Recorder
from sipwhy.store.clearing import ask_recorder
from sipwhy.store.folder import Folder
from sipwhy.store.limits import Limits
from sipwhy.store.reader import Store
from sipwhy.store.status import Status, read_status
from sipwhy.wire.messages import MessageBatch, MessageReader, told
from tests.store.flood import some

MORNING = Path(__file__).parents[2] / "samples" / "office-morning.pcap"
LIMITS = Limits(free=0)


class Script:
    """A source that gives what a test says, a step at a time; a step may also do something."""

    name = "script"
    waits_for = ""
    dropped = (0, 0)
    faults: dict[str, int] = {}  # noqa: RUF012  # nothing is written into it
    is_closed = False

    def __init__(self, *steps: MessageBatch | Callable[[], object]) -> None:
        self._steps = list(steps)

    @property
    def has_ended(self) -> bool:
        return not self._steps

    def take(self, patience: float) -> MessageBatch | None:
        if not self._steps:
            return None
        step = self._steps.pop(0)
        if callable(step):
            step()
            return None
        return step

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "history")


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "FLUSH", 0.0)
    monkeypatch.setattr(recording, "_TIDY", 0.0)
    monkeypatch.setattr(recording, "_PATIENCE", 0.001)


def never() -> bool:
    return False


def status(folder: Folder) -> Status:
    found = read_status(folder)
    assert found is not None
    return found


def counted(folder: Folder) -> int:
    [(count,)] = Store(folder).ask("SELECT count(*) FROM messages")
    assert isinstance(count, int)
    return count


def test_all_that_comes_is_recorded_and_the_status_says_so(folder: Folder) -> None:
    source = Script(some(3), some(2, 3))
    Recorder(folder, source, LIMITS, judges=False).run(never)
    assert counted(folder) == 5
    assert source.is_closed
    told = status(folder)
    assert (told.state, told.recorded, told.next, told.source) == ("ended", 5, 6, "script")


def test_it_ends_when_it_is_told_to(folder: Folder) -> None:
    asked: list[int] = []
    source = Script(some(1), lambda: asked.append(1), some(1, 1))
    Recorder(folder, source, LIMITS, judges=False).run(lambda: bool(asked))
    assert counted(folder) == 1


def test_a_full_disk_pauses_it_and_room_lets_it_go_on(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    recorder = Recorder(folder, Script(some(3), some(2, 3)), LIMITS, judges=False)
    append = recorder.writer.append
    refusals = [OSError(errno.ENOSPC, "No space left on device")] * 3

    def refuse(batch: MessageBatch, now: float) -> None:
        if refusals:
            raise refusals.pop()
        append(batch, now)

    def look(_: float) -> None:
        seen.append(status(folder).state)

    monkeypatch.setattr(recorder.writer, "append", refuse)
    monkeypatch.setattr("sipwhy.app.recording.time.sleep", look)
    recorder.run(never)
    assert counted(folder) == 5
    assert "paused" in seen
    told = status(folder)
    assert (told.state, told.last_error) == ("ended", "No space left on device")


def test_too_little_room_for_others_pauses_it_with_a_word(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    room = [5]
    monkeypatch.setattr(recording, "free", lambda _: room[0])
    recorder = Recorder(folder, Script(some(3)), Limits(free=10), judges=False)
    seen: list[tuple[str, str, int]] = []

    def look(_: float) -> None:
        told = status(folder)
        seen.append((told.state, told.detail, told.recorded))
        room[0] = 50

    monkeypatch.setattr("sipwhy.app.recording.time.sleep", look)
    recorder.run(never)
    assert seen[0] == ("paused", "free", 0)
    assert counted(folder) == 3


def test_a_vanished_interface_is_waited_for_with_a_word(folder: Folder) -> None:
    seen: list[tuple[str, str]] = []
    source = Script()

    def vanish() -> None:
        source.waits_for = "eth7: Network is down"

    def look() -> None:
        told = status(folder)
        seen.append((told.state, told.detail))

    def come_back() -> None:
        source.waits_for = ""

    source._steps = [some(1), vanish, look, come_back, look, some(1, 1)]
    Recorder(folder, source, LIMITS, judges=False).run(never)
    assert seen == [("waiting", "eth7: Network is down"), ("recording", "")]
    assert counted(folder) == 2


def test_clearing_while_it_records_begins_anew(folder: Folder) -> None:
    source = Script(some(3), lambda: ask_recorder(folder), some(2, 3))
    Recorder(folder, source, LIMITS, judges=False).run(never)
    assert [row for (row,) in Store(folder).ask("SELECT call_id FROM messages ORDER BY number")] == ["3", "4"]
    assert not (folder.path / "clear").exists()


def test_calls_are_judged_as_the_report_judges_them(folder: Folder) -> None:
    reader = MessageReader()
    reader.feed(MORNING.read_bytes())
    Recorder(folder, Script(reader.take()), LIMITS).run(never)
    store = Store(folder)
    rows = store.ask("SELECT number, kind, result, status, cause, findings FROM calls ORDER BY number")
    assert len(rows) == 16
    assert rows[9] == (10, "call", "failed", 488, "codec-mismatch", ["codec-mismatch"])
    [(title, russian, numbers)] = store.ask("SELECT title, title_ru, messages FROM findings WHERE call = 10 AND rule = 'codec-mismatch'")
    assert title.startswith("No common codec")
    assert "кодек" in russian
    proofs = store.ask("SELECT method, status FROM messages WHERE list_contains(?::UBIGINT[], number) ORDER BY number", [numbers])
    assert proofs[:2] == [("INVITE", None), ("INVITE", 488)]
    assert status(folder).next_call == 17


def test_a_call_that_goes_on_while_the_recorder_is_changed_is_one_call(folder: Folder) -> None:
    reader = MessageReader()
    reader.feed(MORNING.read_bytes())
    morning = reader.take()
    [(start, end)] = [(1_795_424_285_000_000, 1_795_424_300_000_000)]  # the third entry: an answered call
    Recorder(folder, Script(until(morning, start + 2_000_000)), LIMITS).run(never)
    assert entries(folder) == [("registration", "registered", None)] * 2
    Recorder(folder, Script(until(morning.after(start + 2_000_000), end)), LIMITS).run(never)
    assert ("call", "answered", None) in entries(folder)
    assert len([kind for kind, *_ in entries(folder) if kind == "call"]) == 1


def test_a_recorder_tells_nothing_that_the_last_one_told(folder: Folder) -> None:
    reader = MessageReader()
    reader.feed(MORNING.read_bytes())
    Recorder(folder, Script(reader.take()), LIMITS).run(never)
    before = entries(folder)
    Recorder(folder, Script(), LIMITS).run(never)
    assert entries(folder) == before


def entries(folder: Folder) -> list[tuple[str, str, str | None]]:
    return Store(folder).ask("SELECT kind, result, cause FROM calls ORDER BY number")


def until(batch: MessageBatch, ts: int) -> MessageBatch:
    """The messages up to `ts`."""
    with duckdb.connect() as con:
        con.register("batch", batch)
        rows = con.execute(
            "SELECT epoch_us(ts), src_ip, src_port, dst_ip, dst_port, transport, node, direction, duplicate, raw FROM batch "
            "WHERE epoch_us(ts) <= ? ORDER BY number",
            [ts],
        ).fetchall()
    return told(rows)


def test_what_cannot_be_judged_is_recorded_all_the_same(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sipwhy.app.live.LiveJudge.ended", lambda *_, **__: 1 / 0)
    Recorder(folder, Script(some(3), lambda: time.sleep(0.01)), LIMITS).run(never)
    assert counted(folder) == 3
    assert status(folder).last_error.startswith("judging: ZeroDivisionError")


def test_an_error_of_judging_stands_in_the_status_as_long_as_it_lasts(folder: Folder) -> None:
    recorder = Recorder(folder, Script(some(3)), LIMITS)
    judge = recorder._judge
    assert judge is not None
    judge.close()
    said: list[tuple[str, bool]] = []
    for error in ("no room", "no room", ""):
        judge.error = error
        recorder._tell()
        said.append((status(folder).last_error, status(folder).last_error_at > 0))
    assert said == [("no room", True), ("no room", True), ("", False)]
    recorder.writer.close(0.0)


def test_an_error_of_judging_that_is_over_takes_no_other_error_with_it(folder: Folder) -> None:
    recorder = Recorder(folder, Script(some(3)), LIMITS)
    judge = recorder._judge
    assert judge is not None
    judge.close()
    judge.error = "no room"
    recorder._tell()
    recorder._failed(OSError(errno.EIO, "Input/output error"))
    judge.error = ""
    recorder._tell()
    assert status(folder).last_error == "Input/output error"
    recorder.writer.close(0.0)
