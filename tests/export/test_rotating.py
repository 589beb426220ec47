"""Files of packets: a new one in time, each readable alone, the oldest deleted, nothing else touched."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sipwhy.export.rotating import Limits, Rotating


def test_one_file_has_the_name_that_was_given(tmp_path: Path) -> None:
    file = Rotating(str(tmp_path / "all.pcapng"), Limits())
    file.write(b"head", 0, 0.0, is_head=True)
    file.write(b"packets", 3, 1000.0)
    file.close()
    assert (tmp_path / "all.pcapng").read_bytes() == b"headpackets"


def test_each_file_begins_with_what_says_how_to_read_packets(tmp_path: Path) -> None:
    file = Rotating(str(tmp_path / "all.pcapng"), Limits(size=10))
    file.write(b"head", 0, 0.0, is_head=True)
    for piece in (b"packets-1", b"packets-2", b"packets-3"):
        file.write(piece, 1, 0.0)
    file.write(b"more", 0, 0.0, is_head=True)
    file.write(b"packets-4", 1, 0.0)
    file.close()
    contents = [path.read_bytes() for path in written(tmp_path)]
    assert contents == [b"headpackets-1", b"headpackets-2", b"headpackets-3more", b"headmorepackets-4"]


def test_a_new_file_begins_after_its_time(tmp_path: Path) -> None:
    file = Rotating(str(tmp_path / "all.pcapng"), Limits(seconds=1e6))
    now = file._since
    file.write(b"a", 1, now + 1)
    file.write(b"b", 1, now + 1e6 + 1)
    file.close()
    assert [path.read_bytes() for path in written(tmp_path)] == [b"a", b"b"]


def test_a_planted_link_of_the_next_name_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "strftime", lambda _: "20261127-030000")
    victim = tmp_path / "elsewhere"
    (tmp_path / "all-20261127-030000.pcapng").symlink_to(victim)
    file = Rotating(str(tmp_path / "all.pcapng"), Limits(size=10))
    file.write(b"packets", 1, 0.0)
    file.close()
    assert not victim.exists()
    assert (tmp_path / "all-20261127-030000-2.pcapng").read_bytes() == b"packets"


def test_the_oldest_are_deleted_and_files_of_others_stay(tmp_path: Path) -> None:
    (tmp_path / "all-old.pcapng").write_bytes(b"x" * 10_000_000)
    (tmp_path / "all-20200101-000000.pcapng").write_bytes(b"x" * 3_000_000)
    file = Rotating(str(tmp_path / "all.pcapng"), Limits(size=1_000_000, total=5_000_000))
    for _ in range(20):
        file.write(b"y" * 1_000_000, 1, 0.0)
    file.close()
    assert (tmp_path / "all-old.pcapng").exists()
    assert not (tmp_path / "all-20200101-000000.pcapng").exists()
    assert sum(path.stat().st_size for path in written(tmp_path)) <= 5_000_000


def test_a_disk_that_is_full_costs_the_oldest_file_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = Rotating(str(tmp_path / "all.pcapng"), Limits(size=10))
    file.write(b"0123456789", 1, 0.0)
    real = os.write
    room = [0]

    def write(number: int, data: bytes) -> int:
        if len(written(tmp_path)) > 1 or not room[0]:
            room[0] = len(written(tmp_path)) == 1
            if len(written(tmp_path)) > 1:
                raise OSError(errno.ENOSPC, "No space left on device")
        return real(number, data)

    monkeypatch.setattr(os, "write", write)
    file.write(b"abcdefghij", 1, 0.0)
    file.close()
    assert [path.read_bytes() for path in written(tmp_path)] == [b"abcdefghij"]
    assert file.lost_packets == 0


def test_what_finds_no_room_is_counted_and_leaves_no_half_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = Rotating(str(tmp_path / "all.pcapng"), Limits())
    file.write(b"whole", 1, 0.0)
    real = os.write

    def write(number: int, data: bytes) -> int:
        if data == b"block":
            return real(number, data[:2])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", write)
    file.write(b"block", 7, 0.0)
    monkeypatch.undo()
    file.write(b"again", 1, 0.0)
    file.close()
    assert (tmp_path / "all.pcapng").read_bytes() == b"wholeagain"
    assert (file.lost_packets, file.fault) == (7, "No space left on device")


def test_a_place_that_cannot_be_written_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        Rotating(str(tmp_path / "none" / "all.pcapng"), Limits())


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(pieces=st.lists(st.tuples(st.booleans(), st.binary(min_size=1, max_size=30)), max_size=20), size=st.integers(1, 60))
def test_every_packet_stands_in_one_file(tmp_path: Path, pieces: list[tuple[bool, bytes]], size: int) -> None:
    folder = tmp_path / os.urandom(8).hex()
    folder.mkdir()
    file = Rotating(str(folder / "all.pcapng"), Limits(size=size))
    for is_head, data in pieces:
        file.write(data, 0 if is_head else 1, 0.0, is_head)
    file.close()
    head, expected = b"", []
    for is_head, data in pieces:
        head += data if is_head else b""
        if not is_head:
            expected.append(data)
    all_of_it = b"".join(path.read_bytes() for path in written(folder))
    assert all(data in all_of_it for data in expected)
    assert file.lost_packets == 0


def written(folder: Path) -> list[Path]:
    def order(path: Path) -> tuple[str, int]:
        parts = path.stem.split("-")
        return "-".join(parts[:3]), int(parts[3]) if len(parts) > 3 else 1

    return sorted((path for path in folder.iterdir() if path.stem != "all-old"), key=order)


def test_a_head_that_found_no_room_comes_before_the_packets_that_need_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = Rotating(str(tmp_path / "all.pcapng"), Limits())
    file.write(b"first head,", 0, 0.0, is_head=True)

    def write(number: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", write)
    file.write(b"second head,", 0, 0.0, is_head=True)
    file.write(b"lost", 3, 0.0)
    monkeypatch.undo()
    file.write(b"packet", 1, 0.0)
    file.close()
    assert (tmp_path / "all.pcapng").read_bytes() == b"first head,second head,packet"
    assert file.lost_packets == 3


def test_a_pipe_that_nobody_reads_any_more_costs_its_packets_alone(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    file = Rotating(str(pipe), Limits())
    file.write(b"packets", 3, 0.0)
    os.close(reader)
    file.write(b"packets", 2, 0.0)
    assert (file.lost_packets, file.fault) == (2, os.strerror(errno.EPIPE))
    file.close()
