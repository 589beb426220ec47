"""On a machine without a PBX `pbx check` says what it looked for, and where."""

from __future__ import annotations

import pytest

from sipwhy.cli.main import main
from sipwhy.pbx import processes, programs


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("more", [[], ["--server", "kamailio"]])
def test_what_was_looked_for_and_where_is_said(
    more: list[str], lang: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(processes, "find", lambda names, proc=None: [])
    monkeypatch.setattr(programs, "_SBIN", ("/usr/local/freeswitch/bin",))
    monkeypatch.setenv("PATH", "/opt/pbx/bin")
    assert main(["pbx", "check", *more, "--lang", lang]) == 3
    said = " ".join(capsys.readouterr().err.split())
    assert "/proc" in said
    assert "systemd" in said
    assert "kamailio" in said
    assert ("freepbx" in said) == (not more)
    assert ("sipwhy FILE" in said) == (not more)
    for folder in ("/opt/pbx/bin", "/usr/local/freeswitch/bin"):
        assert folder in said
