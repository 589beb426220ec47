"""Calls and reports made by hand, for tests of what is shown."""

from tests.fakes.messages import Dialogue, leg_of, stream
from tests.fakes.report import FakeReport, call_of, words_of

__all__ = ["Dialogue", "FakeReport", "call_of", "leg_of", "stream", "words_of"]
