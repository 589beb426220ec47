"""What ICMP proves is proved as well where each packet was captured twice, as by -i any on a bridge."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from sipwhy.app import run
from tests.rules.cases import Case, all_cases

_HEAD, _RECORD = 24, 16
_LATER = 7
"""µs after the first that the second is seen."""


def _tells_of_icmp(case: Case) -> bool:
    is_alone = all(kind in ("flow", "sip") for kind, _, _ in case.blocks) and "captures" not in case.expected
    return is_alone and any(" icmp" in line for _, _, lines in case.blocks for line in lines)


def _twice(path: Path) -> None:
    """Writes a capture anew with each of its records twice."""
    whole = path.read_bytes()
    out, at = [whole[:_HEAD]], _HEAD
    while at < len(whole):
        seconds, micros, held, length = struct.unpack_from("<IIII", whole, at)
        data = whole[at + _RECORD : at + _RECORD + held]
        for late in (0, _LATER):
            more, rest = divmod(micros + late, 1_000_000)
            out.append(struct.pack("<IIII", seconds + more, rest, held, length) + data)
        at += _RECORD + held
    path.write_bytes(b"".join(out))


def _causes(path: Path) -> list[tuple[str, str, str, str]]:
    report = run([str(path)])
    found = [finding for row in report.rows() for finding in report.findings_of(row.number) if finding.is_cause]
    return [(one.rule, one.variant, one.at_fault, one.confidence) for one in found]


@pytest.mark.parametrize("case", [one for one in all_cases() if _tells_of_icmp(one)], ids=lambda case: f"{case.slug}: {case.title}")
def test_a_cause_is_the_same(case: Case, tmp_path: Path) -> None:
    path = Path(case.files(tmp_path)[0])
    once = _causes(path)
    _twice(path)
    assert _causes(path) == once
