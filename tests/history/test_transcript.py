"""
What a real Asterisk 20 answered on its console, and what --strict-asterisk answers to the same words about the same messages.

recorded/asterisk-full.log has the messages (its SIP logger was on), recorded/transcript.txt the commands and answers.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from _pytest.capture import CaptureFixture

from sipwhy.cli.main import main
from tests.history.differences import same

RECORDED = Path(__file__).parent / "recorded"
LOG = RECORDED / "asterisk-full.log"
_PARTS = re.split(r"(?m)^# asterisk -rx 'pjsip show history ?(.*)'\n", (RECORDED / "transcript.txt").read_text())[1:]
ANSWERS = list(zip(_PARTS[::2], _PARTS[1::2], strict=True))
USAGE = "Usage: pjsip show history"
SILENT = {
    "where addr = notanip": "it asked DNS for the name once for every message, ten seconds each, and asterisk -rx went after a minute: "
    "its log says that the term then counted as true"
}
"""Answers that differ as a whole, with the reason."""


def run(capfd: CaptureFixture[str], words: str) -> tuple[int, str, str]:
    """The exit status of our command for these words of Asterisk's, and what it wrote."""
    verb, _, rest = words.partition(" ")
    command = ["history", verb or "list", *([rest.strip()] if verb else []), str(LOG)]
    status = main([*command, "--strict-asterisk", "--log-zone", "UTC", "--log-year", "2026", "--lang", "en"])
    out, err = capfd.readouterr()
    return status, out, err


def listed(text: str) -> list[str]:
    return [line for line in text.split("\n") if re.match(r"\d{5} |No\.|=====", line)]


@pytest.mark.parametrize(
    ("words", "answer"), [case for case in ANSWERS if case[0] not in SILENT], ids=lambda text: text[:60].strip() or "list"
)
def test_strict_mode_answers_as_asterisk_did(capfd: CaptureFixture[str], words: str, answer: str) -> None:
    if answer.startswith(USAGE):  # "bogus", or "entry" without a number
        assert main(["history", *(words.split() or ["bogus"]), "--strict-asterisk"]) == 2
        return
    status, out, err = run(capfd, words)
    if answer.rstrip().endswith("failed."):
        assert (status, out) == (2, "")
        assert err
    elif answer.startswith("<---"):
        assert status == 0
        assert out.split("\n", 1)[0] == answer.split("\n", 1)[0]
        assert same(out) == same(answer)
    else:
        assert status == 0
        assert out == answer


@pytest.mark.parametrize("words", SILENT)
def test_what_it_did_not_live_to_answer_is_answered(capfd: CaptureFixture[str], words: str) -> None:
    everything = run(capfd, "")[1]
    status, out, err = run(capfd, words)
    assert status == 0
    assert out == everything
    assert "Unable to convert field 'notanip': not an IPv4 or IPv6 address" in err


def test_every_complaint_of_its_log_is_told(capfd: CaptureFixture[str]) -> None:
    said = "".join(run(capfd, words)[2] for words, _ in ANSWERS if words.startswith("where "))
    logged = set(re.findall(r"res_pjsip_history\.c: (.*)", LOG.read_text()))
    assert logged
    assert not {complaint for complaint in logged if complaint not in said}


def test_an_entry_that_it_wrote_itself_is_the_same_to_the_byte(capfd: CaptureFixture[str]) -> None:
    [answer] = [answer for words, answer in ANSWERS if words == "where number == 1"]
    assert run(capfd, "entry 1")[1] == answer
