"""Traces as people paste them into mails and forums: the call is found in every dress of its text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.app.settings import Settings
from sipwhy.diagnosis.registry import rules
from sipwhy.render.text import Paper, screen
from sipwhy.render.voice import Voice

TRACE = """\
INVITE sip:1002@203.0.113.10 SIP/2.0
Via: SIP/2.0/UDP 198.51.100.21:5060;branch=z9hG4bKa1
From: "Alice" <sip:1001@203.0.113.10>;tag=a
To: <sip:1002@203.0.113.10>
Call-ID: pasted@198.51.100.21
CSeq: 1 INVITE
Contact: <sip:1001@198.51.100.21:5060>
Max-Forwards: 70
Content-Length: 0

SIP/2.0 404 Not Found
Via: SIP/2.0/UDP 198.51.100.21:5060;branch=z9hG4bKa1
From: "Alice" <sip:1001@203.0.113.10>;tag=a
To: <sip:1002@203.0.113.10>;tag=b
Call-ID: pasted@198.51.100.21
CSeq: 1 INVITE
Content-Length: 0

"""
REFUSED = """\
SIP/2.0 403 Forbidden
Via: SIP/2.0/UDP 198.51.100.21:5060;branch=z9hG4bKa1
From: <sip:1001@pbx.example.org>;tag=a
To: <sip:1001@pbx.example.org>;tag=b
Call-ID: pasted@198.51.100.21
CSeq: 2 REGISTER
Content-Length: 0

"""


def before_each(front: str) -> Callable[[str], str]:
    return lambda text: "".join(f"{front}{line}\n" for line in text.splitlines())


def on_one_line(text: str) -> str:
    return "\n".join(message.replace("\n", " ") for message in text.strip().split("\n\n"))


DRESSES: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "quoted": before_each("> "),
    "quoted twice": before_each(">> "),
    "indented": before_each("        "),
    "with tabs": before_each("\t"),
    "logcat": before_each("11-23 12:00:00.125  2110  2110 I Phone: "),
    "a console's moments": before_each("[Nov 23 12:00:00] "),
    "FreePBX's log page": before_each("2551\t"),
    "signs of HTML": lambda text: text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;"),
    "links of Markdown": lambda text: text.replace("1001@203.0.113.10", "[1001@203.0.113.10](mailto:1001@203.0.113.10)"),
    "an empty line behind each": lambda text: text.replace("\n", "\n\n"),
    "on one line": on_one_line,
    "a fence of Markdown": lambda text: f"```\n{text}```\n",
}


@pytest.mark.parametrize("dress", DRESSES)
def test_the_call_is_found(dress: str, tmp_path: Path) -> None:
    path = tmp_path / "pasted.txt"
    path.write_text(f"It does not work, see below.\n\n{DRESSES[dress](TRACE)}\nAny ideas?\n", encoding="utf-8")
    (row,) = run([str(path)], settings=Settings(log_zone="UTC", log_year=2026)).rows()
    assert (row.caller, row.callee, row.result, row.status, row.messages) == ("1001", "1002", "failed", 404, 2)


@pytest.mark.parametrize(("lang", "unknown"), [("en", "[unknown address]"), ("ru", "[адрес неизвестен]")])
def test_a_side_that_the_text_does_not_name_is_called_so(lang: str, unknown: str, tmp_path: Path) -> None:
    path = tmp_path / "pasted.txt"
    path.write_text(REFUSED, encoding="utf-8")
    voice = Voice("ru" if lang == "ru" else "en", rules(), UTC)
    said = "\n".join(screen(run([str(path)]), voice, Paper(80)))
    assert unknown in said
    assert "[::]" not in said
    assert ":: " not in said
