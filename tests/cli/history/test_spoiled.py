"""What a command says of a history of which a segment is spoiled."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.cli.main import main
from sipwhy.store.folder import Folder
from sipwhy.store.segments import segments
from sipwhy.store.writer import Writer
from tests.store.flood import some


@pytest.fixture
def spoiled(tmp_path: Path) -> tuple[Path, Path]:
    """A store, and its segment that is cut off."""
    folder = Folder(tmp_path / "history")
    for at in range(5):
        writer = Writer(folder, 0.0)
        writer.append(some(10, 10 * at), 0.0)
        writer.close(1.0)
    path = segments(folder.messages)[1].path
    path.write_bytes(path.read_bytes()[:-100])
    return folder.path, path


def test_one_line_says_which_file_what_is_wrong_and_what_to_do(spoiled: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    store, path = spoiled
    assert main(["history", "where", "method = OPTIONS", "--store", str(store), "--lang", "en"]) == 0
    said = capsys.readouterr()
    assert said.out.count("OPTIONS sip:") == 40
    assert said.err == (
        f"sipwhy: {path}: this segment is spoiled (it is cut off or overwritten); messages 11 to 20 are left out: "
        "put the file back from a backup or delete it, and check the disk\n"
    )


@pytest.mark.parametrize("words", [("list",), ("entry", "3"), ("report",), ("export", "{out}"), ("calls",)])
def test_every_question_is_answered(
    spoiled: tuple[Path, Path], words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store, path = spoiled
    given = [word.format(out=tmp_path / "out.pcapng") for word in words]
    assert main(["history", *given, "--store", str(store), "--lang", "ru"]) == 0
    assert f"{path}: этот сегмент испорчен (файл обрезан или перезаписан)" in capsys.readouterr().err


def test_of_many_three_are_named_and_the_status_counts_them(spoiled: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    store, _ = spoiled
    for one in segments(Folder(store).messages)[:4]:
        one.path.write_bytes(b"")
    assert main(["history", "list", "--store", str(store), "--lang", "en"]) == 0
    said = capsys.readouterr().err.splitlines()
    assert [line.split(" ")[2:4] for line in said] == [["this", "segment"]] * 3 + [["segments", "are"]]
    assert main(["history", "status", "--store", str(store), "--lang", "en"]) == 0
    assert "Spoiled   4 segments are left out" in capsys.readouterr().out
