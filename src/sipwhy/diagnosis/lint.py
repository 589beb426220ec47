"""What rules about form share: a search for flaws in the messages of a leg becomes a rule that names the first of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct, field

from sipwhy.diagnosis.blame import author
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.rule import ANY_KIND, Basis, Rule, Seeks, Text
from sipwhy.diagnosis.scene import Scene
from sipwhy.model import Call, CallKind, Confidence, Finding, Leg, Message, Severity, Value
from sipwhy.model.quirk import Quirk

_CUT_OFF = "the headers do not end with a blank line"
"""The core's word about a message that ends too early."""
_LONGEST = 120
"""Characters of a header's value that are shown."""


class Flaw(Struct, frozen=True):
    """A message that is not as it should be: what stands there, and what should."""

    message: Message
    observed: str
    expected: str
    values: Mapping[str, Value] = field(default_factory=dict)
    """What the texts name besides."""
    notes: tuple[tuple[str, Message], ...] = ()
    """Further evidence, by the names of the texts' notes."""
    variant: str = ""
    severity: Severity = "notice"
    confidence: Confidence = "certain"


Search = Callable[[Leg], Iterator[Flaw]]


def lint(
    slug: str,
    search: Search,
    *,
    quirks: Quirk,
    basis: Basis,
    references: tuple[str, ...],
    texts: Mapping[str, Text],
    area: str = "lint",
    kinds: frozenset[CallKind] = ANY_KIND,
    tells_why: tuple[str, ...] = (),
) -> Rule:
    """A rule that speaks once of a call, of its first flaw, and says how many messages have one; the note is "flaw"."""

    def check(call: Call, scene: Scene) -> Iterator[Finding]:
        found = [(leg, flaw) for leg in call.legs for flaw in search(leg)]
        if found:
            leg, first = min(found, key=lambda one: one[1].message.number)
            times = len({flaw.message.number for _, flaw in found})
            yield _finding(slug, basis, first, times, (leg, call, scene))

    return Rule(
        slug=slug,
        area=area,
        seeks=Seeks(kinds=kinds, quirks=quirks),
        check=check,
        texts=texts,
        references=references,
        aside=True,
        basis=basis,
        tells_why=tells_why,
    )


def _finding(slug: str, basis: Basis, flaw: Flaw, times: int, place: tuple[Leg, Call, Scene]) -> Finding:
    message = flaw.message
    return Finding(
        rule=slug,
        severity=flaw.severity,
        confidence=flaw.confidence,
        at_fault=author(message, *place),
        evidence=(proof("flaw", message), *(proof(note, other) for note, other in flaw.notes)),
        values={
            "sender": message.src.ip,
            "receiver": message.dst.ip,
            "label": message.label,
            "times": times,
            "basis": basis.upper(),
            "observed": flaw.observed[:_LONGEST],
            "expected": flaw.expected,
            **flaw.values,
        },
        variant=flaw.variant,
        at=message.number,
    )


def each(leg: Leg) -> Iterator[Message]:
    """The messages of a leg that were captured with all their headers, repeats left out."""
    return (message for message in leg.messages if not message.is_repeat and _is_whole(message))


def _is_whole(message: Message) -> bool:
    return message.method != "" and _CUT_OFF not in message.faults


def requests(leg: Leg, *methods: str) -> Iterator[Message]:
    """The requests of a leg, of these methods or any, as `each` gives them."""
    return (message for message in each(leg) if message.is_request and (not methods or message.method in methods))
