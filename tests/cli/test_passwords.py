"""Passwords on the command line's way: asked for without echo, taken from files, and never shown anywhere."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from sipwhy.app.accounts import account_files
from sipwhy.app.settings import SettingsError

CAPTURE = Path(__file__).resolve().parents[1] / "captures" / "truncated-password" / "capture.pcap"
PASSWORD = "Zm8uVq2RtW6yKp4LsN1c"
"""Of the recording, as its README says."""
DIGESTS = ("e5c848e09b3129c99f6fb0b46dc7e92a", "94e2d4456b1944d4d0ae204a2b7241f2", "6b8b4567")
RIGHT, WRONG = f"1004:{PASSWORD}\n", "1004:Winter2026xx\n"


def _run(*words: str, given: str | None = None, lang: str = "en") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sipwhy", *words, "--utc", "--lang", lang]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=False, start_new_session=True)


@pytest.mark.parametrize(
    ("lang", "proved", "disproved"),
    [
        ("en", "only the first 12 characters of the password", "3 logins with another password than the one given"),
        ("ru", "только 12 первых символов пароля", "3 входа с другим паролем, не тем, что указан"),
    ],
)
def test_the_recorded_cut_password_is_proved_with_its_secret_and_disproved_with_another(lang: str, proved: str, disproved: str) -> None:
    right = " ".join(_run(str(CAPTURE), "--secret-file", "-", given=RIGHT, lang=lang).stdout.split())
    assert f"{proved} [password-truncated]" in right
    wrong = " ".join(_run(str(CAPTURE), "--secret-file", "-", "-v", given=WRONG, lang=lang).stdout.split())
    assert disproved in wrong
    assert "where N is 1" in wrong or "где N — 1" in wrong
    assert "password-truncated" not in wrong


@pytest.mark.parametrize("form", [["-v"], ["--json"], ["--jsonl"], ["--html", "-"], ["--markdown", "-v"]], ids=lambda form: form[0])
@pytest.mark.parametrize("given", [RIGHT, WRONG, f"1004:{PASSWORD[:12]}\n"])
def test_no_report_holds_a_password_or_a_digest(form: list[str], given: str) -> None:
    done = _run(str(CAPTURE), *form, "--secret-file", "-", given=given)
    assert done.returncode == 0
    hidden = (given.strip().partition(":")[2], PASSWORD, PASSWORD[:12], PASSWORD[:6], PASSWORD[12:], *DIGESTS)
    assert not [secret for secret in hidden if secret in done.stdout + done.stderr]


def test_a_password_is_asked_for_on_the_terminal_without_echo_and_stands_in_no_list_of_processes() -> None:
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-m", "sipwhy", str(CAPTURE), "--secret", "1004", "--lang", "en"])
    seen = _until(terminal, b"(not shown): ")
    command_line = Path(f"/proc/{child}/cmdline")
    if command_line.exists():
        assert PASSWORD.encode() not in command_line.read_bytes() + Path(f"/proc/{child}/environ").read_bytes()
    time.sleep(0.2)  # echo is switched off before the question is written or right behind it
    os.write(terminal, PASSWORD.encode() + b"\n")
    seen += _until(terminal, None)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert b"first 12" in seen
    assert PASSWORD.encode() not in seen


def _until(terminal: int, wanted: bytes | None) -> bytes:
    seen = b""
    while wanted is None or wanted not in seen:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # the other side is closed
            piece = b""
        if not piece:
            return seen
        seen += piece
    return seen


@pytest.mark.parametrize(
    ("words", "given", "said"),
    [
        (["--secret", "1004:Winter"], None, "--secret takes a user name"),
        (["--secret", ""], None, "--secret takes a user name"),
        (["--secret", "1004"], "", "there is no terminal"),
        (["--secret-file", "-", "--secret-file", "-"], RIGHT, "only once"),
        (["--secret-file", "-"], "", "no account with a password"),
        (["--secret-file", "-"], "1004 Winter2026xx\n", "line 1 is not user:password"),
        (["--secret-file", "/nowhere/accounts"], None, "No such file"),
    ],
)
def test_what_cannot_be_used_is_said_without_quoting_it(words: Sequence[str], given: str | None, said: str) -> None:
    done = _run(str(CAPTURE), *words, given=given)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Winter" not in done.stdout + done.stderr


def test_a_user_that_a_file_has_is_not_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "pjsip.conf"
    path.write_text(f"#include more.conf\n[1004]\ntype=auth\nusername=1004\npassword={PASSWORD}\n", encoding="utf-8")
    done = _run(str(CAPTURE), "--secret", "1004", "--secret-file", str(path))
    assert done.returncode == 0
    assert "1004: 1 login with the right password" in done.stdout
    assert "includes more.conf" in done.stderr


def test_the_capture_and_the_accounts_cannot_both_be_standard_input() -> None:
    done = _run("-", "--secret-file", "-", given=RIGHT)
    assert done.returncode == 2
    assert "only once" in done.stderr


def test_without_a_password_the_report_says_what_was_not_checked() -> None:
    assert "(--secret USER)" in _run(str(CAPTURE)).stdout


@pytest.mark.parametrize(("lang", "said"), [("en", "No password was checked"), ("ru", "Ни один пароль не проверен")])
def test_accounts_that_nobody_uses_are_not_passed_over_in_silence(lang: str, said: str, tmp_path: Path) -> None:
    for_others = _run(str(CAPTURE), "--secret-file", "-", given="7777:abcdef\n", lang=lang).stdout
    assert f"{said}:" in for_others
    log = tmp_path / "messages.log"
    log.write_text(
        "[2026-11-23 01:20:54.465] NOTICE[1] res_pjsip/pjsip_distributor.c: Request 'REGISTER' from '<sip:1004@203.0.113.10>' failed for "
        "'198.51.100.21:5060' (callid: 1@198.51.100.21) - Failed to authenticate\n",
        encoding="utf-8",
    )
    assert f"{said}:" in _run(str(log), "--secret-file", "-", given=RIGHT, lang=lang).stdout
    assert said not in _run(str(CAPTURE), "--secret-file", "-", given=RIGHT, lang=lang).stdout


def test_of_a_file_that_is_too_large_nothing_is_left_out_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "accounts"
    with path.open("wb") as file:
        file.write(b"1004:Winter\n")
        file.truncate((64 << 20) + 1)
    with pytest.raises(SettingsError) as refused:
        account_files([str(path)])
    assert (refused.value.key, refused.value.values["most"]) == ("accounts-too-large", 64)
