"""Every log of other people is read and told of without a crash; `pytest -s` shows which share of each was understood."""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC
from pathlib import Path

import pytest

from sipwhy.app import Problem, run
from sipwhy.app.settings import Settings
from sipwhy.diagnosis.registry import rules
from sipwhy.render.html import html_page
from sipwhy.render.json import json_report
from sipwhy.render.paper import paper_for
from sipwhy.render.text import screen
from sipwhy.render.voice import Voice

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
_LOG = re.compile(r"(\.log|\.txt|log__messages|logs__messages|__logs__asterisk)$")
_DIGEST = re.compile(r'(?:Response|ReceivedHash|Challenge)\\?="[0-9a-f]{6,}', re.IGNORECASE)

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the collection of logs does not lie beside this clone")


def _logs() -> list[Path]:
    return sorted(path for path in DATA.glob("*/**/*") if path.is_file() and _LOG.search(path.name) and path.parent.name != "cli")


@pytest.mark.parametrize("path", _logs(), ids=lambda path: path.relative_to(DATA).as_posix())
def test_a_log_is_read_and_told_of_without_a_crash_and_without_digests(path: Path) -> None:
    try:
        report = run([str(path)], settings=Settings(log_zone="UTC"))
    except Problem:
        return
    voice = Voice("ru", rules(), UTC)
    said = "".join(json_report(report, voice))
    json.loads(said)
    shown = [*screen(report, voice, paper_for(80, False, "utf-8", {})), *html_page(report, voice)]
    assert shown
    assert not _DIGEST.search(said + "".join(shown))
    assert not [item for item in report.not_checked if item.error]
    for log in report.overview.logs:
        told = log.in_messages + log.with_head
        share, count = 100 * told // max(told + log.unknown, 1), len(list(report.rows()))
        sys.stdout.write(f"{path.name}: {log.lines} lines, {share} % understood, {count} entries\n")
