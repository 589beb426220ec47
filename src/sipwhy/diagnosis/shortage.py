"""What a Q.850 cause in Reason adds to "takes no calls now": want of channels, or trouble in the network behind (RFC 3326)."""

from __future__ import annotations

from sipwhy.diagnosis.reading import q850, reason_text, reasons
from sipwhy.model import Message, Value
from sipwhy.reference.book import book

CAUSES = {34: "channels", 38: "network", 41: "network", 42: "network", 44: "channels", 47: "network"}
"""The variant of `upstream-unavailable` for each cause of want of resources (ITU-T Q.850 table 1, classes 2 and 3)."""


def told_by_reason(slug: str, variant: str, final: Message) -> tuple[str, dict[str, Value]]:
    """The variant of a meaning and what it shows, where it is `upstream-unavailable` and Reason names such a cause."""
    cause = q850(final)
    if slug != "upstream-unavailable" or cause not in CAUSES or not any(reasons(final, "Q.850")):
        return variant, {}
    return CAUSES[cause], {"cause": cause, "words": reason_text(final) or book().entry(f"q850:{cause}").name}
