"""What stands above a ladder that is shown alone: day and zone, which call, its Call-IDs."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.render.subject import Subject
from sipwhy.render.voice import Voice
from sipwhy.render.wording import call_ids, heading
from sipwhy.texts.moment import date_of, zone_of


def flow_head(found: Subject, voice: Voice) -> Iterator[str]:
    """The lines, not broken; the offsets of the ladder count from the time in the second."""
    yield f"{date_of(found.row.start, voice.zone)} {zone_of(found.row.start, voice.zone)}"
    yield "  ".join(heading(found.row, voice))
    yield from call_ids(found.call)
