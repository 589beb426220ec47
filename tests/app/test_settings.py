"""Settings switch rules off and move their limits; what is wrong in them is said, with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sipwhy.app import settings
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
    chosen = settings_of(_written(tmp_path, '[rules]\noff = ["codec-mismatch"]\n'))
    causes = {group.cause for group in run([SAMPLE], settings=chosen).causes}
    assert "codec-mismatch" in {group.cause for group in run([SAMPLE]).causes}
    assert causes
    assert "codec-mismatch" not in causes


@pytest.mark.parametrize(("lang", "said"), [("en", "1 rule is switched off in the settings:"), ("ru", "1 правило отключено в настройках:")])
@pytest.mark.parametrize("form", [[], ["--markdown"], ["--html", "-"]])
def test_a_report_says_which_rules_are_off(
    form: list[str], lang: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _written(tmp_path, '[rules]\noff = ["codec-mismatch"]\n')
    assert main([SAMPLE, "--settings", path, "--lang", lang, *form]) == 0
    assert f"{said} codec-mismatch" in " ".join(capsys.readouterr().out.split())


def test_json_says_which_rules_are_off(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([SAMPLE, "--settings", _written(tmp_path, '[rules]\noff = ["codec-mismatch"]\n'), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["capture"]["not_checked"]
    assert {"rule": "codec-mismatch", "why": "off", "needs": [], "calls": None, "error": None} in found


@pytest.mark.parametrize("command", ["flow", "export"])
def test_a_picture_and_an_export_take_settings_too(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _written(tmp_path, '[rules]\noff = ["no-such-rule"]\n')
    out = ["-o", str(tmp_path / "call.pcapng")] if command == "export" else []
    assert main([command, SAMPLE, "1", *out, "--settings", path, "--lang", "en"]) == 2
    assert "there is no rule no-such-rule" in capsys.readouterr().err


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
        ('[rules]\noff = [["no-answer"]]\n', "settings-form"),
        ("[rules]\noff = [{a = 1}]\n", "settings-form"),
        ("[limits]\nsession-timer-expired = 3\n", "settings-form"),
        ("[limits.no-answer]\nslack = 3\n", "settings-no-limits"),
        (f"[limits.session-timer-expired]\nslack = 1{'0' * 400}\n", "settings-number"),
        (f"[limits.session-timer-expired]\nslack = 1{'0' * 5000}\n", "settings-form"),
        ("[limits.session-timer-expired]\nslack = nan\n", "settings-number"),
        ("[limits.session-timer-expired]\nslack = inf\n", "settings-number"),
        ("[limits.session-timer-expired]\nslack = -1\n", "settings-number"),
        (f"x = {'[' * 5000}{']' * 5000}\n", "settings-deep"),
    ],
)
def test_what_is_wrong_is_said(text: str, key: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        settings_of(_written(tmp_path, text))
    assert caught.value.key == key


def test_the_mark_of_windows_editors_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b'\xef\xbb\xbf[rules]\noff = ["no-answer"]\n')
    assert settings_of(str(path)).off == {"no-answer"}


def test_a_file_without_a_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([SAMPLE, "--settings", "", "--lang", "en"]) == 2
    assert "--settings needs the name of a file" in capsys.readouterr().err


def test_the_example_in_the_module_holds(tmp_path: Path) -> None:
    example = "\n".join(line.strip() for line in (settings.__doc__ or "").splitlines() if line.startswith("    "))
    read = settings_of(_written(tmp_path, example))
    assert read.off
    assert read.limits.chosen


def test_the_command_line_says_it_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _written(tmp_path, '[rules]\noff = ["no-such-rule"]\n')
    assert main([SAMPLE, "--settings", path, "--lang", "en"]) == 2
    assert "there is no rule no-such-rule" in capsys.readouterr().err
    assert main([SAMPLE, "--settings", str(tmp_path / "none.toml"), "--lang", "en"]) == 2
    assert "the settings cannot be read: No such file" in capsys.readouterr().err
