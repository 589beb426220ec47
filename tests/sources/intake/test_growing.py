"""Captures and logs that grow, as a recorder takes them."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from sipwhy.sources import Problem
from sipwhy.sources.growing import open_growing
from sipwhy.sources.intake import growing
from sipwhy.sources.intake.growing import GrowingIntake
from tests.sources import frames
from tests.sources.appending import append

LOG = Path(__file__).parents[1] / "logs" / "chan-sip.log"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growing, "_PAUSE", 0.0)
    monkeypatch.setattr(growing, "_SILENCE", 0.0)


def intake(path: Path, since: int = 0) -> GrowingIntake:
    return GrowingIntake(open_growing(str(path)), since, "UTC", 2026)


def rows(found: GrowingIntake, rounds: int = 4) -> list[tuple[str, str | None]]:
    told = []
    for _ in range(rounds):
        if (batch := found.take(0.0)) is not None:
            with duckdb.connect() as con:
                con.register("batch", batch)
                told += con.execute("SELECT method, direction FROM batch ORDER BY number").fetchall()
    return told


def test_a_capture_is_taken_as_it_grows(tmp_path: Path) -> None:
    whole = frames.pcap([frames.ethernet(frames.ipv4(frames.udp(one), forward=sent)) for sent, one in frames.messages()], 1)
    path = tmp_path / "growing.pcap"
    path.write_bytes(whole[:2])
    found = intake(path)
    assert rows(found) == []
    append(path, whole[2:400])
    assert rows(found) == [("INVITE", None)]
    append(path, whole[400:])
    assert rows(found) == [("INVITE", None), ("INVITE", None), ("ACK", None)]
    path.unlink()
    path.write_bytes(whole)
    assert len(rows(found)) == 4
    assert found.faults == {}


def test_a_log_tells_which_way_its_messages_went_and_holds_none_back(tmp_path: Path) -> None:
    path = tmp_path / "full"
    path.write_bytes(b"")
    found = intake(path)
    assert rows(found) == []
    append(path, LOG.read_bytes())
    told = rows(found)
    assert len(told) == 10
    assert {way for _, way in told} == {"sent", "received"}


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_a_log_that_windows_writes_is_taken_as_it_grows(size: int, tmp_path: Path) -> None:
    path = tmp_path / "full"
    path.write_bytes(b"")
    found = intake(path)
    data = LOG.read_text()[:3000].encode("utf-16")
    told = []
    for at in range(0, len(data), size):
        append(path, data[at : at + size])
        told += rows(found, 1)
    plain = tmp_path / "plain"
    plain.write_bytes(LOG.read_bytes()[:3000])
    assert told + rows(found) == rows(intake(plain))


def test_of_a_log_only_what_is_newer_than_the_store_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "full"
    path.write_bytes(LOG.read_bytes() + b"[2026-11-23 09:00:00] VERBOSE[1] logger.c: done\n")
    assert rows(intake(path, since=2_000_000_000_000_000)) == []


def test_a_packed_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "packed.pcap.gz"
    path.write_bytes(b"\x1f\x8b\x08\x00" + bytes(20))
    with pytest.raises(Problem, match="growing-packed"):
        intake(path).take(0.0)
