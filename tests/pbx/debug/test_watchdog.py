"""The watchdog turns off what its own tool turned on, and nothing that another one turned on since."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sipwhy.pbx.debug import record, watchdog
from sipwhy.pbx.debug.record import Record, save


@pytest.fixture(autouse=True)
def run_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIPWHY_RUN_DIR", str(tmp_path / "run"))


OURS = Record(
    product="asterisk", settings="/etc/asterisk", undo=("pjsip set logger off",), trace="/tmp/trace.log", pid=1, mark=1, deadline=0.5,
)  # fmt: skip


def test_it_tries_until_its_own_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[Record] = []

    def undo(one: Record) -> str | None:
        tried.append(one)
        if len(tried) < 2:
            return "Unable to connect"
        record.forget(one)
        return None

    monkeypatch.setattr(watchdog, "undo", undo)
    assert watchdog.turn_off(save(OURS), OURS) == 0
    assert tried == [OURS, OURS]


def test_it_leaves_alone_what_a_later_tool_turned_on(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[Record] = []
    monkeypatch.setattr(watchdog, "undo", tried.append)
    path = save(replace(OURS, pid=2, deadline=1.5))
    assert watchdog.turn_off(path, OURS) == 0
    assert tried == []
    assert path.exists()
