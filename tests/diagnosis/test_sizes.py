"""What a host answers, small and large, is read from columns once, however many ways are asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.diagnosis.sizes import Sizes, Taken
from sipwhy.wire import Evidence
from sipwhy.wire.columns import Array
from tests.rules.cases import FOLDER, read_cases

_CASE = read_cases(FOLDER / "transport" / "fragment-lost.md")


@pytest.fixture
def evidence(tmp_path: Path) -> Evidence:
    (case,) = (case for case in _CASE if case.title == "An INVITE that no tunnel takes gets no answer, small ones before and after it do")
    case.write(tmp_path / "case.pcap")
    return run([str(tmp_path / "case.pcap")]).table.evidence


def test_of_each_way_it_is_known_what_was_answered(evidence: Evidence) -> None:
    proxy, gateway = int(evidence.legs("src_ip")[0]), int(evidence.legs("dst_ip")[0])
    assert Sizes(evidence).of(proxy, gateway) == Taken(small=1, large=0, is_small_lost=False)


def test_of_each_way_it_is_known_when_small_ones_were_answered(evidence: Evidence) -> None:
    proxy, gateway, start = int(evidence.legs("src_ip")[0]), int(evidence.legs("dst_ip")[0]), evidence.start
    sizes, spans = Sizes(evidence), [(0, 0), (1, 44_999_999), (45_000_000, 45_000_000), (45_000_001, 60_000_000)]
    assert [sizes.is_up(proxy, gateway, start + since, start + until) for since, until in spans] == [True, False, True, False]
    assert not sizes.is_up(gateway, proxy, start, start + 60_000_000)
    assert not sizes.is_up(-1, gateway, start, start + 60_000_000)


def test_of_a_way_that_nobody_took_nothing_was_answered(evidence: Evidence) -> None:
    sizes = Sizes(evidence)
    assert [sizes.of(int(evidence.legs("dst_ip")[0]), int(evidence.legs("src_ip")[0])), sizes.of(-1, -1)] == [Taken(), Taken()]


def test_the_columns_are_read_once(evidence: Evidence, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    column = evidence.legs

    def counted(name: str) -> Array:
        read.append(name)
        return column(name)

    monkeypatch.setattr(evidence, "legs", counted)
    sizes = Sizes(evidence)
    sizes.of(0, 1)
    once = len(read)
    for number in range(100):
        sizes.of(number, number + 1)
    assert len(read) == once
