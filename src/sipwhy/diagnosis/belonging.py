"""Which calls belong to a finding of the whole capture that is their cause: a scanner's, a flood's, a refused number format's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from sipwhy.calls import CallTable
from sipwhy.diagnosis.rule import ONE
from sipwhy.model import Evidence, Finding

_GRAVEST_FIRST = ("error", "warning", "notice", "info")


class Belonging:
    """For each call the finding of the whole capture that is its cause, as an index into `causes`, or -1."""

    def __init__(self, table: CallTable, wide: Sequence[Finding]) -> None:
        self._table = table
        self.causes = [finding for finding in wide if finding.is_cause and finding.call_numbers]
        self.of = np.full(len(table), -1, dtype=np.int32)
        # The last to be written stays: the one about the fewest calls, of equals the gravest.
        for index in sorted(range(len(self.causes)), key=self._breadth, reverse=True):
            rows = np.asarray(self.causes[index].call_numbers) - 1
            self.of[rows[(rows >= 0) & (rows < len(table))]] = index

    def _breadth(self, index: int) -> tuple[int, int, int]:
        finding = self.causes[index]
        return len(finding.call_numbers), _GRAVEST_FIRST.index(finding.severity), index

    def finding(self, row: int) -> Finding | None:
        """The copy of that finding for one call: about it alone, with its own first message as evidence; itself if about no other."""
        index = int(self.of[row])
        if index < 0:
            return None
        if self.causes[index].call_numbers == (row + 1,):
            return self.causes[index]
        evidence = self._table.evidence
        first = int(evidence.legs("first")[self._table.main[row]])
        proof = Evidence(ONE, message=first + 1, file=evidence.place(first)[0])
        return replace(self.causes[index], evidence=(proof,), call_numbers=(row + 1,), at=first + 1)
