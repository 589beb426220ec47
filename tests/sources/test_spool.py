"""What cannot be read twice is kept in a temporary file, which never takes the disk's last room."""

from __future__ import annotations

import errno
import gzip
import json
import os
from pathlib import Path

import pytest

from sipwhy.cli.main import main
from sipwhy.sources import spool
from sipwhy.sources.spool import Spool, SpoolFullError

BLOCK = 1 << 20
"""What is read at once."""
CAPTURE = Path(__file__).parents[1] / "captures" / "unknown-number" / "capture.pcap"


@pytest.fixture
def nearly_full(monkeypatch: pytest.MonkeyPatch) -> None:
    """No disk has more room than it has bytes."""
    monkeypatch.setattr(spool, "_LEFT", 1 << 62)
    monkeypatch.setattr(spool, "_SHARE", 1)
    monkeypatch.setattr(spool, "_LOOKED", 100)


def test_any_part_comes_back() -> None:
    kept = Spool()
    for piece in (b"one", b"two", b"three"):
        kept.add(piece)
    assert (kept.fetch(0, 4), kept.fetch(3, 100), kept.fetch(90, 1)) == (b"onet", b"twothree", b"")


@pytest.mark.usefixtures("nearly_full")
def test_the_last_room_of_a_disk_is_not_taken_but_little_always_is() -> None:
    kept = Spool()
    kept.add(bytes(60))
    with pytest.raises(SpoolFullError, match="set TMPDIR to a folder with more room"):
        kept.add(bytes(60))
    assert kept.fetch(0, 200) == bytes(60)


def test_where_there_is_room_any_size_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "_LEFT", 0)
    monkeypatch.setattr(spool, "_LOOKED", 100)
    kept = Spool()
    for _ in range(20):
        kept.add(bytes(90))
    assert len(kept.fetch(0, 9000)) == 1800


@pytest.mark.parametrize(("number", "why"), [(errno.ENOSPC, "is nearly full"), (errno.EIO, "Input/output error")])
def test_a_write_that_fails_is_told(number: int, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    kept = Spool()
    monkeypatch.setattr("sipwhy.sources.spool.os.write", failing)
    with pytest.raises(SpoolFullError, match=why):
        kept.add(b"one")


@pytest.mark.parametrize("has_begun", [True, False])
def test_a_packed_capture_without_room_is_told_as_far_as_it_was_read(
    has_begun: bool, nearly_full: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = CAPTURE.read_bytes()
    packed = tmp_path / "capture.pcap.gz"
    packed.write_bytes(gzip.compress(plain[:24] + plain[24:] * (3 * BLOCK // len(plain))))
    monkeypatch.setattr(spool, "_LOOKED", BLOCK + BLOCK // 2 if has_begun else 100)
    for lang, said in (("en", "set TMPDIR to a folder with more room"), ("ru", "задайте в TMPDIR каталог, где места больше")):
        assert main([str(packed), "--lang", lang]) == (0 if has_begun else 3)
        assert said in " ".join("".join(capsys.readouterr()).split())
    if has_begun:
        assert main([str(packed), "--json"]) == 0
        capture = json.loads(capsys.readouterr().out)["capture"]
        assert any("nearly full" in one["why"] for one in capture["broken"])
        assert capture["packets"] > 100
