"""What a rule says: a finding, its severity, confidence, blame and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, get_args

from msgspec import Struct, field

Severity = Literal["error", "warning", "notice", "info"]
Confidence = Literal["certain", "likely", "possible"]
AtFault = Literal["caller", "callee", "user", "pbx", "proxy", "trunk", "network", "nobody", "unknown"]
Value = str | int | float | bool | None | tuple[str, ...]


_FROM_SUREST: tuple[Confidence, ...] = get_args(Confidence)


def weaker(one: Confidence, other: Confidence) -> Confidence:
    """The less sure of two."""
    return max(one, other, key=_FROM_SUREST.index)


def surest(several: Iterable[Confidence]) -> Confidence:
    """The surest of some; ValueError if there are none."""
    return min(several, key=_FROM_SUREST.index)


class Evidence(Struct, frozen=True):
    """
    One place that proves a finding: exactly one of `message` (its number), `frame`, `stream`, `line` or `row`; of a message
    in a text log the report tells its `line` beside its number.

    `note` names a phrase of the rule's own `notes` (see `diagnosis.Words`), not a text.
    """

    note: str
    file: int = 0
    message: int | None = None
    frame: int | None = None
    stream: int | None = None
    line: int | None = None
    row: int | None = None


class Finding(Struct, frozen=True):
    """
    One rule's statement about one call, one registration or the whole capture.

    `variant` chooses among the rule's texts where one diagnosis needs more than one wording. `values` fill the
    texts' placeholders and stand in the JSON.
    """

    rule: str
    severity: Severity
    confidence: Confidence
    at_fault: AtFault
    evidence: tuple[Evidence, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    variant: str = ""
    call_numbers: tuple[int, ...] = ()
    is_cause: bool = False
    """Whether it explains why the call failed (or ended as it did): of these, the earliest condition is the cause."""
    at: int | None = None
    """The number of the message at which the condition first shows: the earliest cause wins."""
