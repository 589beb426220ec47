"""The main job without click: on files, and where only how to speak is asked for, it is what click would have made of the same words."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from sipwhy.cli import main as door
from sipwhy.cli import main_job
from sipwhy.cli.commands.report import command
from sipwhy.cli.main_job import UNASKED
from sipwhy.texts.language import Language

_SAMPLE = str(Path(__file__).parents[2] / "samples" / "no-route.pcap")


def test_where_no_option_is_given_each_is_what_click_says() -> None:
    context = command("en").make_context("sipwhy", ["a.pcap", "b.pcap"])
    assert context.params == {**UNASKED, "files": ("a.pcap", "b.pcap")}


@pytest.mark.parametrize(
    "words",
    [
        ["--lang", "ru", "a.pcap"],
        ["a.pcap", "--lang=en", "b.pcap", "--utc", "--utc"],
        ["--no-color", "a.pcap", "--lang", "en", "--lang", "ru"],
    ],
)
def test_how_to_speak_is_understood_as_click_understands_it(words: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Mapping[str, object]] = []

    def report(options: Mapping[str, object], _: Language) -> int:
        given.append(options)
        return 0

    monkeypatch.setattr(main_job, "report", report)
    monkeypatch.setattr(door, "_run_command", None)
    assert door.main(words) == 0
    assert given == [command("en").make_context("sipwhy", list(words)).params]


@pytest.mark.parametrize(
    ("words", "is_short"),
    [
        (["a.pcap"], True),
        (["a.pcap", "b.log"], True),
        (["a.pcap", "3"], False),
        (["a.pcap", "--lang", "ru"], True),
        (["--utc", "a.pcap", "--lang=en", "--no-color"], True),
        (["a.pcap", "--lang", "de"], False),
        (["a.pcap", "--lang", "EN"], False),
        (["a.pcap", "--lang"], False),
        (["a.pcap", "--lang", "=en"], False),
        (["--lang", "ru"], False),
        (["a.pcap", "--utc", "3"], False),
        (["a.pcap", "-v"], False),
        (["a.pcap", "--utc", "--", "b.pcap"], False),
        (["-"], False),
    ],
)
def test_only_files_and_speech_go_without_click(words: Sequence[str], is_short: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []

    def taking(way: str) -> Callable[..., int]:
        def take(*_: object) -> int:
            taken.append(way)
            return 0

        return take

    monkeypatch.setattr(door, "_run_files", taking("short"))
    monkeypatch.setattr(door, "_run_command", taking("long"))
    assert door.main(words) == 0
    assert taken == ["short" if is_short else "long"]


def test_the_main_job_on_files_loads_no_click() -> None:
    code = f"import sys; from sipwhy.cli.main import main; main([{_SAMPLE!r}]); print({{'click', 'sipwhy.texts.usage'}} & set(sys.modules))"
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(door.__file__).parents[2]), "LANG": "C.UTF-8"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.splitlines()[-1] == "set()"


@pytest.mark.parametrize("word", ["--help", "--help-all", "-h"])
def test_help_loads_nothing_that_reads_captures(word: str) -> None:
    needless = {"numpy", "sipwhy.app", "sipwhy.cli.lean"}
    code = f"import sys; from sipwhy.cli.main import main; main([{word!r}]); print({needless} & set(sys.modules))"
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(door.__file__).parents[2]), "LANG": "C.UTF-8"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.splitlines()[-1] == "set()"


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize(
    "words",
    [
        ["no-such-file.pcap"],
        [_SAMPLE, "no-such-file.pcap"],
        ["clals", _SAMPLE],
        ["clals"],
        ["report", _SAMPLE],
        [_SAMPLE, "calls"],
        [_SAMPLE, "1,4"],
        [""],
        [str(Path(_SAMPLE).parent)],
        [__file__],
        ["/dev/null"],
        ["a\x1b[31m"],
        ["\udcff"],
        ["http://192.0.2.1/x.pcap"],
        ["root@pbx:/tmp/x.pcap"],
        ["x" * 5000],
    ],
)
def test_what_is_wrong_is_said_in_the_same_words(
    words: list[str], lang: Language, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", f"{lang}_{lang.upper()}.UTF-8")
    monkeypatch.delenv("LANGUAGE", raising=False)
    taken: list[Sequence[str]] = []
    short_way = door._run_files

    def run_files(files: Sequence[str], speech: Mapping[str, object], spoken: Language) -> int:
        taken.append(files)
        return short_way(files, speech, spoken)

    monkeypatch.setattr(door, "_run_files", run_files)
    short = door.main(words), capsys.readouterr()
    assert taken == [words]
    assert short == (door.main(["--", *words]), capsys.readouterr())
    assert short[0] in (2, 3)
    assert short[1].err.startswith("sipwhy: ")
    assert len(taken) == 1


@pytest.mark.parametrize(
    ("raised", "status"), [(KeyboardInterrupt(), 130), (BrokenPipeError(), 0), (OSError(28, "No space left on device"), 2)]
)
def test_what_breaks_off_ends_in_the_same_way(
    raised: BaseException, status: int, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_: object) -> None:
        raise raised

    monkeypatch.setattr(main_job, "read", read)
    short = door.main([_SAMPLE]), capfd.readouterr()
    assert short == (door.main(["--", _SAMPLE]), capfd.readouterr())
    assert short[0] == status
