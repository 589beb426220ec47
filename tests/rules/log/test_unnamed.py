"""What a line does not name is said in words: no title and no command has a question mark in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.app.settings import Settings
from sipwhy.cli.reading import voice

KAMAILIO = "Nov 23 10:00:00 proxy kamailio[7]: ERROR: tls [tls_util.h:49]: tls_err_ret(): TLS {side}:error:0A000086:SSL routines::{reason}"
REASON = "certificate verify failed (sni: unknown)"


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("side", ["write", "accept"])
def test_a_certificate_of_nobody_named_is_that_of_the_other_side(tmp_path: Path, side: str, lang: str) -> None:
    log = tmp_path / "kamailio.log"
    log.write_text(KAMAILIO.format(side=side, reason=REASON) + "\n", encoding="utf-8")
    report = run([log], settings=Settings(log_zone="UTC", log_year=2025))
    (row,) = report.rows()
    (finding,) = report.findings_of(row.number)
    said = voice({"utc": True, "lang": lang}, lang).said(finding)
    assert finding.rule == "tls-certificate-rejected"
    assert not [text for text in (said.title, *said.fix) if "?" in text.replace("connect?", "").replace("устройство?", "")]
