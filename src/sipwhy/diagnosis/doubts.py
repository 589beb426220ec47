"""What a capture lacks, as a finding: nobody's fault, and no more than a notice."""

from __future__ import annotations

from collections.abc import Mapping

from sipwhy.model import Confidence, Evidence, Finding, Value


def doubt(
    rule: str,
    values: Mapping[str, Value],
    *,
    message: int | None = None,
    frame: tuple[int, int] | None = None,
    confidence: Confidence = "certain",
    variant: str = "",
) -> Finding:
    """The finding with an example, if there is one: the number of a `message`, or a file's number and a `frame` of it."""
    example = Evidence("example", message=message) if message else Evidence("example", file=frame[0], frame=frame[1]) if frame else None
    return Finding(
        rule=rule,
        severity="notice",
        confidence=confidence,
        at_fault="nobody",
        evidence=(example,) if example else (),
        values=dict(values),
        variant=variant,
    )
