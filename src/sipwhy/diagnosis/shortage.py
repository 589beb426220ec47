"""What a Q.850 cause in Reason adds to "takes no calls now": want of channels, or trouble in the network behind (RFC 3326)."""

from __future__ import annotations

from sipwhy.diagnosis.reading import q850, q850_reason
from sipwhy.diagnosis.scene import Scene
from sipwhy.model import Message, Value
from sipwhy.model.headers import parameter
from sipwhy.reference.book import book

CAUSES = {34: "channels", 38: "network", 41: "network", 42: "network", 44: "channels", 47: "network"}
"""The variant of `upstream-unavailable` for each cause of want of resources (ITU-T Q.850 table 1, classes 2 and 3)."""
_OF_ALL = (34, 38)
"""Asterisk's words for any congestion and any failure: its causes.h names these two so, Congestion() and 503 give 34, 500 gives 38."""


def told_by_reason(slug: str, variant: str, final: Message, scene: Scene) -> tuple[str, dict[str, Value]]:
    """The variant of a meaning and what it shows, where it is `upstream-unavailable` and Reason names such a cause."""
    cause, reason = q850(final), q850_reason(final)
    if slug != "upstream-unavailable" or reason is None or cause not in CAUSES:
        return variant, {}
    if cause in _OF_ALL and scene.host(final.src.ip).runs("asterisk"):
        return variant, {}
    return CAUSES[cause], {"cause": cause, "words": parameter(reason, "text") or book().entry(f"q850:{cause}").name}
