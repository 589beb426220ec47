"""What stands above a ladder that is shown alone: which call, when, its Call-IDs."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.render.subject import Subject
from sipwhy.render.voice import Voice
from sipwhy.render.wording import call_ids, heading


def flow_head(found: Subject, voice: Voice) -> Iterator[str]:
    """The lines, not broken; the offsets of the ladder count from the time in the first."""
    yield "  ".join(heading(found.row, voice))
    yield from call_ids(found.call, voice)
