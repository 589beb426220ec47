"""Settings switch rules off and move their limits; what is wrong in them is said, with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app.run import run
from sipwhy.app.settings import Settings, SettingsError, settings_of
from sipwhy.cli.main import main
from tests.project.tree import ROOT
from tests.rules.cases import FOLDER, read_cases

SAMPLE = str(ROOT / "samples" / "office-morning.pcap")


def _written(folder: Path, text: str) -> str:
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_rule_that_is_off_says_nothing(tmp_path: Path) -> None:
    settings = settings_of(_written(tmp_path, '[rules]\noff = ["codec-mismatch"]\n'))
    causes = {group.cause for group in run([SAMPLE], settings=settings).causes}
    assert "codec-mismatch" in {group.cause for group in run([SAMPLE]).causes}
    assert causes
    assert "codec-mismatch" not in causes


def test_a_limit_moves_a_verdict(tmp_path: Path) -> None:
    case = next(case for case in read_cases(FOLDER / "dialog" / "session-timer-expired.md") if case.expected.get("confidence") == "likely")
    capture = tmp_path / "case.pcap"
    case.write(capture)
    strict = settings_of(_written(tmp_path, "[limits.session-timer-expired]\nslack = 0\n"))
    assert run([str(capture)]).cause_of(1) == "session-timer-expired"
    assert run([str(capture)], settings=strict).cause_of(1) != "session-timer-expired"


def test_without_a_file_everything_is_as_usual(tmp_path: Path) -> None:
    assert settings_of(None, {"XDG_CONFIG_HOME": str(tmp_path)}) == Settings()


def test_the_users_own_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "sipwhy").mkdir()
    _written(tmp_path / "sipwhy", '[rules]\noff = ["no-answer"]\n')
    assert settings_of(None, {"XDG_CONFIG_HOME": str(tmp_path)}).off == {"no-answer"}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[rules\n", "settings-form"),
        ("[rule]\n", "settings-key"),
        ("rules = 3\n", "settings-form"),
        ("[rules]\nof = []\n", "settings-form"),
        ('[rules]\noff = ["no-such-rule"]\n', "settings-rule"),
        ("[limits]\nno-such-rule = 3\n", "settings-rule"),
        ("[limits.session-timer-expired]\nslak = 3\n", "settings-limit"),
        ('[limits.session-timer-expired]\nslack = "3"\n', "settings-number"),
        ("[limits.session-timer-expired]\nslack = true\n", "settings-number"),
        ("limits = 3\n", "settings-form"),
    ],
)
def test_what_is_wrong_is_said(text: str, key: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        settings_of(_written(tmp_path, text))
    assert caught.value.key == key


def test_the_command_line_says_it_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _written(tmp_path, '[rules]\noff = ["no-such-rule"]\n')
    assert main([SAMPLE, "--settings", path, "--lang", "en"]) == 2
    assert "there is no rule no-such-rule" in capsys.readouterr().err
    assert main([SAMPLE, "--settings", str(tmp_path / "none.toml"), "--lang", "en"]) == 2
    assert "the settings cannot be read: No such file" in capsys.readouterr().err
