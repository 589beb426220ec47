"""A call or registration that ended with a known phrase has the diagnosis that the phrase proves: every row, every status, played."""

from __future__ import annotations

from pathlib import Path

from sipwhy.app import run
from sipwhy.diagnosis.reading import PROVED_ELSEWHERE
from sipwhy.reference.phrases import SAID_BY, Phrase, exact, parts
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap

_STATUSES = (403, 404, 480, 500, 503)
"""Tried where a phrase comes with any status."""
_APART = 40.0
_CANCELLED = 487
"""After CANCEL this status says nothing of its own, whatever stands beside it; without one it is tried all the same."""
_BY_REGISTER = "REGISTER"
_OF_LOGIN = "authentication fail"
"""What is said so must have been tried."""


def test_every_phrase_leads_to_its_diagnosis(tmp_path: Path) -> None:
    proving = [row for row in (*exact(), *parts()) if row.slug not in PROVED_ELSEWHERE and row.entry not in SAID_BY]
    rows = [row for row in proving if not row.methods - {"INVITE", _BY_REGISTER}]
    cases = [(row, status) for row in rows for status in sorted(row.statuses) or _STATUSES if status not in (401, 407, _CANCELLED)]
    script = Script({})
    for number, (row, status) in enumerate(cases):
        script.play(_flow(number, row, status))
    path = tmp_path / "phrases.pcap"
    write_pcap(path, script.packets)
    report = run([str(path)])
    causes = {_user(row.caller): row.cause for row in report.rows()}
    wrong = [(row.text, status, _wanted(row, status), causes.get(f"u{number}")) for number, (row, status) in enumerate(cases)]
    found = [case for case in wrong if case[2] != case[3]]
    assert not found, "\n".join(map(str, found))


def _flow(number: int, row: Phrase, status: int) -> list[str]:
    at = (number + 1) * _APART
    if row.methods == {_BY_REGISTER}:
        return [
            f"{at:.3f} alice > pbx [d{number}] REGISTER u{number}",
            f"{at + 0.01:.3f} pbx > alice [d{number}] {status} {row.text}",
        ]
    login = [
        f"{at - 0.03:.3f} alice > pbx [d{number}] INVITE u{number} > 74950000099 +sdp",
        f"{at - 0.02:.3f} pbx > alice [d{number}] 401 Unauthorized",
        f"{at - 0.01:.3f} alice > pbx [d{number}] ACK",
        f"{at:.3f} alice > pbx [d{number}] INVITE +auth +sdp",
    ]
    asked = [f"{at:.3f} alice > pbx [d{number}] INVITE u{number} > 74950000099 +sdp"]
    return [
        *(login if row.text.startswith(_OF_LOGIN) else asked),
        f"{at + 0.01:.3f} pbx > alice [d{number}] {status} {row.text}",
        f"{at + 0.02:.3f} alice > pbx [d{number}] ACK",
    ]


def _wanted(played: Phrase, status: int) -> str:
    """The slug of the first row that fits what was played: a method may have one of its own."""
    method = _BY_REGISTER if played.methods == {_BY_REGISTER} else "INVITE"
    fits = (
        row.slug
        for row in (*exact(), *parts())
        if row.text == played.text and (not row.statuses or status in row.statuses) and (not row.methods or method in row.methods)
    )
    return next(fits)


def _user(caller: str | None) -> str:
    return caller or ""
