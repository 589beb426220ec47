"""What was not checked is told once, and by what is lacking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from sipwhy.diagnosis.report import NotChecked, Report
from sipwhy.render.unchecked import unchecked_lines
from sipwhy.render.voice import Voice


@dataclass
class _Unchecked:
    not_checked: tuple[NotChecked, ...]


def lines(*items: NotChecked) -> list[str]:
    return list(unchecked_lines(cast("Report", _Unchecked(items)), Voice("en", {})))


def test_a_rule_that_lacks_voice_and_its_decoding_is_told_under_voice_alone() -> None:
    (line,) = lines(NotChecked("echo", ("rtp", "sound")))
    assert line.startswith("1 rule needs RTP")


def test_calls_that_could_not_be_decoded_are_counted() -> None:
    (line,) = lines(NotChecked("echo", ("sound",), 3))
    assert line.startswith("voice of 3 calls could not be decoded")
