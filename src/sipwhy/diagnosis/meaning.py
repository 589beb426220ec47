"""The value that says what a call's ending means, and how it becomes a finding."""

from __future__ import annotations

from msgspec import Struct, field

from sipwhy.diagnosis.reading import words
from sipwhy.model import AtFault, Call, Confidence, Evidence, Finding, Leg, Message, Severity, Stream, Value
from sipwhy.model.digits import number_in

Found = tuple[str, Confidence, str]
"""What an answer by itself means: slug, confidence, variant."""


class Meaning(Struct, frozen=True):
    """What the ending of a call or registration means: exactly one slug claims it."""

    slug: str
    leg: Leg
    """The leg where it was made."""
    message: Message
    """The message that shows it: the failing answer, the unanswered request, CANCEL."""
    confidence: Confidence
    at_fault: AtFault
    variant: str = ""
    notes: tuple[tuple[str, Message], ...] = ()
    """Further evidence: the rule's own note names and the messages."""
    values: dict[str, Value] = field(default_factory=dict)


def proof(note: str, message: Message) -> Evidence:
    """A message as evidence."""
    return Evidence(note=note, file=message.file, message=message.number)


def stream_proof(note: str, stream: Stream) -> Evidence:
    """A stream as evidence."""
    return Evidence(note=note, file=stream.file, stream=stream.index)


def _wait(message: Message) -> dict[str, Value]:
    """For how many seconds an answer asks to be left alone, if it does (RFC 3261 section 20.33): "120 (in a meeting);duration=60"."""
    told = (message.header("Retry-After") or "") if message.status else ""
    seconds = number_in(told.partition("(")[0].partition(";")[0].strip())
    return {} if seconds is None else {"retry_after": seconds}


def claimed(found: Meaning, call: Call, severity: Severity, variants: frozenset[str] = frozenset({""})) -> Finding:
    """The finding of the rule that a meaning belongs to; `variants` are the texts that the rule has."""
    message, leg = found.message, found.leg
    values: dict[str, Value] = {
        "caller": call.caller or "",
        "callee": call.callee or "",
        "status": message.status,
        "phrase": message.reason or "",
        "words": words(message) if message.status else "",
        "peer": leg.dst.ip,
        "asker": leg.src.ip,
        "told": call.status,
        **_wait(message),
        **found.values,
    }
    evidence = [proof("answer" if message.status else "request", message), *(proof(note, one) for note, one in found.notes)]
    return Finding(
        rule=found.slug,
        severity=severity,
        confidence=found.confidence,
        at_fault=found.at_fault,
        evidence=tuple(evidence),
        values=values,
        variant=found.variant if found.variant in variants else "",
        is_cause=True,
        at=message.number,
    )
