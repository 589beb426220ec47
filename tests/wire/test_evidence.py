"""The bytes of many messages at once are those of each alone, and what the core keeps of a message is what its headers say."""

import numpy as np
import pytest

from sipwhy.app.run import gather
from sipwhy.model.message import CREDENTIALS
from sipwhy.wire import evidence as module
from tests.project.tree import ROOT


def test_bytes_read_in_pieces_are_those_read_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    evidence = gather([str(ROOT / "samples" / "office-morning.pcap")]).table.evidence
    one_by_one = [evidence.raw(index) for index in range(evidence.sip_messages)]
    every = np.arange(evidence.sip_messages)
    assert list(evidence.raws(every)) == one_by_one
    monkeypatch.setattr(module, "_MANY", 1)
    monkeypatch.setattr(module, "_AT_ONCE", 7)
    assert list(evidence.raws(every)) == one_by_one
    assert list(evidence.raws(every[::3])) == one_by_one[::3]
    assert list(evidence.raws(every[:0])) == []


def test_the_core_knows_which_messages_carry_credentials() -> None:
    evidence = gather([str(ROOT / "samples" / "office-morning.pcap")]).table.evidence
    known, written = [], []
    for message in map(evidence.message, range(evidence.sip_messages)):
        known.append(vars(message)["has_credentials"])
        written.append(any(name in CREDENTIALS for name, _ in message.headers))
    assert known == written
    assert set(known) == {True, False}
