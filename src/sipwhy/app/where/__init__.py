"""The filter language on what was read from files: masks over columns as far as these know the answer, single messages beyond."""

from __future__ import annotations

from sipwhy.app.where.asked import Asked, asks_verdicts
from sipwhy.app.where.facts import CallFacts, Verdict
from sipwhy.app.where.masks import chosen_by
from sipwhy.app.where.row import EvidenceRow

__all__ = ["Asked", "CallFacts", "EvidenceRow", "Verdict", "asks_verdicts", "chosen_by"]
