"""What is written takes the place of what was there when it is whole, and of nothing that is no file."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from sipwhy.app.whole_file import written_whole
from sipwhy.cli.output import save


def test_a_file_is_there_as_a_whole_or_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text("before", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError), written_whole(target) as part:
        part.write_text("half of it \udcff", encoding="utf-8")
    assert target.read_text(encoding="utf-8") == "before"
    with written_whole(target) as part:
        part.write_text("after", encoding="utf-8")
    assert target.read_text(encoding="utf-8") == "after"
    assert list(tmp_path.iterdir()) == [target]


def test_a_page_that_fails_on_its_way_leaves_the_old_one(tmp_path: Path) -> None:
    def pieces() -> object:
        yield "new"
        raise RuntimeError

    target = tmp_path / "report.html"
    target.write_text("before", encoding="utf-8")
    with pytest.raises(RuntimeError):
        save(pieces(), str(target), (), "en")  # type: ignore[arg-type]  # a generator of what it says
    assert target.read_text(encoding="utf-8") == "before"


def test_a_pipe_or_a_device_is_written_and_stays_what_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.pcapng"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    with written_whole(pipe) as part, part.open("wb") as file:
        file.write(b"packets")
    reader.join()
    assert got == [b"packets"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(b"before")
    link.symlink_to(real)
    with written_whole(link) as part:
        part.write_bytes(b"after")
    assert link.is_symlink()
    assert real.read_bytes() == b"after"


def test_who_could_not_read_the_old_file_cannot_read_the_new_one(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.touch(mode=0o600)
    with written_whole(target) as part:
        part.write_bytes(b"after")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with written_whole(tmp_path / "private.pcapng", is_private=True) as part:
        part.write_bytes(b"digests")
    assert stat.S_IMODE((tmp_path / "private.pcapng").stat().st_mode) == 0o600


def test_who_could_read_the_old_file_can_read_the_new_one_whatever_the_mask_of_the_process(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.touch()
    target.chmod(0o664)
    before = os.umask(0o077)
    try:
        with written_whole(target) as part:
            part.write_bytes(b"after")
    finally:
        os.umask(before)
    assert stat.S_IMODE(target.stat().st_mode) == 0o664


def test_no_neighbour_is_written_or_removed_whatever_it_is_called(tmp_path: Path) -> None:
    target, own, planted = tmp_path / "report.html", tmp_path / "report.html.part", tmp_path / "elsewhere"
    own.write_bytes(b"somebody's own")
    with written_whole(target) as part:
        part.write_bytes(b"after")
    assert own.read_bytes() == b"somebody's own"
    own.unlink()
    own.symlink_to(planted)
    with written_whole(target) as part:
        part.write_bytes(b"after")
    assert own.is_symlink()
    assert not planted.exists()


def test_a_name_as_long_as_names_may_be_is_written(tmp_path: Path) -> None:
    target = tmp_path / ("r" * 255)
    with written_whole(target) as part:
        part.write_bytes(b"after")
    assert target.read_bytes() == b"after"
