"""Who is named where a proxy passes on what others wrote: it has no codec, no SRTP and no handset of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from tests.rules.cases import read_cases

_FOLDER = Path(__file__).parent
_ALICE, _BOB, _PROXY = "198.51.100.21", "198.51.100.22", "203.0.113.60"
_NAMED: dict[str, tuple[str, dict[str, str | int]]] = {
    "negotiation/codec-mismatch": ("A proxy passes the offer on: the telephone wrote it", {"asker": _ALICE, "peer": _BOB}),
    "negotiation/srtp-mismatch": ("A proxy passes the offer on: the telephone wrote it", {"asker": _ALICE, "peer": _BOB}),
    "dialog/bye-unanswered": (
        "A proxy passes BYE on in vain, and both sides repeat it to the end",
        {"asker": _ALICE, "proxy": _PROXY, "peer": _BOB, "times": 10},
    ),
    "media/one-way-audio": (
        "Contact and media of the answer name the telephone behind the server: that is what keeps silent",
        {"speaker": _BOB},
    ),
    "dialog/transfer-failed": ("The callee transfers by way of a proxy, and the caller's telephone refuses", {"transferor": _BOB}),
}


@pytest.mark.parametrize("rule", _NAMED)
def test_the_ends_are_named_and_not_the_proxy(rule: str, tmp_path: Path) -> None:
    title, named = _NAMED[rule]
    case = next(one for one in read_cases(_FOLDER / f"{rule}.md") if one.title == title)
    found = next(one for one in run(case.files(tmp_path)).findings_of(1) if one.rule == case.slug)
    assert {name: found.values[name] for name in named} == named


def test_who_registers_anew_each_time_has_no_trunk(tmp_path: Path) -> None:
    title = "A device begins each try under a new Call-ID: it sends nobody's call on"
    case = next(one for one in read_cases(_FOLDER / "registration" / "credentials-missing.md") if one.title == title)
    found = next(one for one in run(case.files(tmp_path)).findings_of(1) if one.rule == case.slug)
    assert (found.variant, found.values["times"]) == ("", 3)
