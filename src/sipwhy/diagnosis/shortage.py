"""What a Q.850 cause in Reason adds to "takes no calls now": want of channels, or trouble in the network behind (RFC 3326)."""

from __future__ import annotations

from sipwhy.diagnosis.reading import q850, q850_reason
from sipwhy.model import Host, Message, Value
from sipwhy.model.headers import parameter
from sipwhy.reference.book import book
from sipwhy.reference.products import product_of

CAUSES = {34: "channels", 38: "network", 41: "network", 42: "network", 44: "channels", 47: "network"}
"""The variant of `upstream-unavailable` for each cause of want of resources (ITU-T Q.850 table 1, classes 2 and 3)."""
_OF_ALL = (34, 38)
"""Asterisk's words for any congestion and any failure: its causes.h names these two so, Congestion() and 503 give 34, 500 gives 38."""


def told_by_reason(slug: str, variant: str, final: Message, host: Host) -> tuple[str, dict[str, Value]]:
    """The variant of a meaning and what it shows, where it is `upstream-unavailable` and Reason names such a cause; `host` sent `final`."""
    cause, reason = q850(final), q850_reason(final)
    if slug != "upstream-unavailable" or reason is None or cause not in CAUSES:
        return variant, {}
    if cause in _OF_ALL and _is_by_asterisk(final, host):
        return variant, {}
    return CAUSES[cause], {"cause": cause, "words": parameter(reason, "text") or book().entry(f"q850:{cause}").name}


def _is_by_asterisk(final: Message, host: Host) -> bool:
    """Whether the answer names Asterisk, as one that a proxy passes on does too; where it names nobody, its sender."""
    product = product_of(final.agent) if final.agent else None
    return product.platform.startswith("asterisk") if product else host.runs("asterisk")
