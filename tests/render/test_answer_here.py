"""Below a failed call stands what its answer means, in one voice with the diagnosis above it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.render.answer.here import meaning_here
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap


def _said(answer: str, folder: Path, agent: str = "-", headers: tuple[str, ...] = ()) -> tuple[str | None, str | None]:
    script = Script({"pbx": agent} if agent != "-" else {})
    lines = ["0.000 alice > pbx INVITE 1001 > 74950000099 +sdp", "0.010 pbx > alice 100 Trying", f"0.020 pbx > alice {answer}"]
    script.play([*lines, *(f"    {header}" for header in headers), "0.030 alice > pbx ACK"])
    write_pcap(folder / "call.pcap", script.packets)
    report = run([str(folder / "call.pcap")])
    return report.cause_of(1), meaning_here(report.call(1), report, report.cause_of(1), "en")


def test_the_code_is_explained(tmp_path: Path) -> None:
    _, said = _said("503 Service Unavailable", tmp_path)
    assert said is not None
    assert said.startswith("503 Service Unavailable")


def test_a_vendors_phrase_is_explained_as_the_vendor_means_it(tmp_path: Path) -> None:
    cause, said = _said("480 No money left", tmp_path)
    assert cause == "insufficient-funds"
    assert said is not None
    assert "money" in said.partition(" — ")[2].lower()


def test_a_phrase_is_its_makers_though_a_proxy_passed_it_on(tmp_path: Path) -> None:
    _, said = _said("480 Empty Route Set", tmp_path, "kamailio (5.6.3 (x86_64/linux))")
    assert said is not None
    assert said.startswith("480 Empty Route Set (softswitches of Russian carriers) — ")


@pytest.mark.parametrize(
    "answer", ["408 Request Timeout", "483 Too Many Hops", "409 Conflict", "608 Rejected", "480 Temporarily Unavailable"]
)
def test_a_standard_phrase_is_no_vendors(answer: str, tmp_path: Path) -> None:
    _, said = _said(answer, tmp_path, "Asterisk PBX 20")
    assert said is None or not {"Expressway", "Twilio", "Telnyx"} & set(said.replace(",", " ").split())


def test_a_phrase_of_another_status_is_not_believed(tmp_path: Path) -> None:
    cause, said = _said("404 Wrong Guess", tmp_path)
    assert cause == "unknown-number"
    assert said is not None
    assert "these words are in no list we know" in said
    assert "password" not in said


def test_what_stands_in_warning_is_read_as_the_rules_read_it(tmp_path: Path) -> None:
    cause, said = _said("480 Temporarily Unavailable", tmp_path, headers=('Warning: 399 pbx "Insufficient funds"',))
    assert cause == "insufficient-funds"
    assert said is not None
    assert "money" in said or "balance" in said or "funds" in said


@pytest.mark.parametrize(("challenge", "is_noted"), [('algorithm=MD5, realm="asterisk", nonce="1a2b3c4d"', False), (None, True)])
def test_what_holds_for_asterisks_pjsip_is_not_said_of_chan_sip(challenge: str | None, is_noted: bool, tmp_path: Path) -> None:
    """PJSIP never answers a wrong password with 403; chan_sip, which asks for one in other words, does."""
    header = [] if challenge is None else [f"    WWW-Authenticate: Digest {challenge}"]
    script = Script({})
    flow = ["0.000 alice > pbx REGISTER 1001", "0.010 pbx > alice 401 Unauthorized", *header]
    script.play([*flow, "0.020 alice > pbx REGISTER 1001 +auth", "0.030 pbx > alice 403 Forbidden"])
    write_pcap(tmp_path / "call.pcap", script.packets)
    report = run([str(tmp_path / "call.pcap")])
    said = meaning_here(report.call(1), report, report.cause_of(1), "en")
    assert said is not None
    assert ("PJSIP" in said) is is_noted
