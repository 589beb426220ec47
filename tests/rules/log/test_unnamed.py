"""What a line does not name is said in words: no title and no command has a question mark in its place."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from sipwhy.app import run
from sipwhy.app.settings import Settings
from sipwhy.cli.reading import voice

KAMAILIO = "Nov 23 10:00:00 proxy kamailio[7]: ERROR: tls [tls_util.h:49]: tls_err_ret(): TLS {side}:error:0A000086:SSL routines::{reason}"
REASON = "certificate verify failed (sni: unknown)"


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("side", ["write", "accept"])
def test_a_certificate_of_nobody_named_is_that_of_the_other_side(tmp_path: Path, side: str, lang: Literal["en", "ru"]) -> None:
    log = tmp_path / "kamailio.log"
    log.write_text(KAMAILIO.format(side=side, reason=REASON) + "\n", encoding="utf-8")
    report = run([str(log)], settings=Settings(log_zone="UTC", log_year=2025))
    (row,) = report.rows()
    (finding,) = report.findings_of(row.number)
    said = voice({"utc": True, "lang": lang}, lang).said(finding)
    assert finding.rule == "tls-certificate-rejected"
    assert not [text for text in (said.title, *said.fix) if "?" in text.replace("connect?", "").replace("устройство?", "")]


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_the_servers_own_account_does_not_stand_for_the_carrier(tmp_path: Path, lang: Literal["en", "ru"]) -> None:
    log = tmp_path / "kamailio.log"
    words = "uac_reg_tm_callback(): authentication failed for <trunk1>"
    log.write_text(f"Nov 23 10:00:00 proxy kamailio[7]: ERROR: {{2 11 REGISTER c@x}} uac [uac_reg.c:933]: {words}\n", encoding="utf-8")
    report = run([str(log)], settings=Settings(log_zone="UTC", log_year=2025))
    (finding,) = (one for row in report.rows() for one in report.findings_of(row.number))
    said = voice({"utc": True, "lang": lang}, lang).said(finding)
    assert "(trunk1)" in said.title
    assert "trunk1" not in said.explanation.partition("<trunk1>")[0].removesuffix("authentication failed for ")


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_a_name_without_an_address_did_not_ask_for_itself(tmp_path: Path, lang: Literal["en", "ru"]) -> None:
    log = tmp_path / "kamailio.log"
    words = 'sip_hostport2su(): could not resolve hostname: "gw.carrier.test"'
    log.write_text(
        f"Nov 23 10:00:00 proxy kamailio[7]: ERROR: {{1 2 INVITE c@x}} <core> [core/resolve.c:1730]: {words}\n", encoding="utf-8"
    )
    report = run([str(log)], settings=Settings(log_zone="UTC", log_year=2025))
    (finding,) = (one for row in report.rows() for one in report.findings_of(row.number))
    said = voice({"utc": True, "lang": lang}, lang).said(finding)
    assert said.title.count("gw.carrier.test") == 1
    assert "gw.carrier.test" not in said.explanation.partition('"gw.carrier.test"')[0]
    assert "?" not in said.title
