"""What every report says first."""

from __future__ import annotations

from collections.abc import Sequence

from sipwhy.diagnosis.report import CauseGroup
from sipwhy.model import CallKind
from sipwhy.render.digest import digest
from tests.fakes import FakeReport


def _group(kind: CallKind, count: int, first: int) -> CauseGroup:
    return CauseGroup("extension-scan", kind, "notice", "nobody", "likely", count, first, range(first, first + count), {"rejected": count})


class _Report(FakeReport):
    @property
    def causes(self) -> Sequence[CauseGroup]:
        return [_group("registration", 17, 2), _group("call", 1, 1)]


def test_one_cause_is_worth_knowing_once_whatever_it_explains() -> None:
    (found,) = digest(_Report(())).noticed
    assert (found.count, found.example, list(found.numbers)[:2], found.results) == (18, 2, [1, 2], {"rejected": 18})
