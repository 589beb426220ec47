"""
The half of a diagnosis that servers' logs prove: which events it is told by, and its words.

A LogRule with the slug of another rule adds to that rule; with a slug of its own it is a rule that only a log can prove.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from sipwhy.diagnosis.limit import Limit
from sipwhy.diagnosis.overview import Overview
from sipwhy.diagnosis.reading import phrase_among
from sipwhy.diagnosis.rule import CaptureRule, Rule, Seeks, Text
from sipwhy.model import AtFault, Call, CallKind, Confidence, Evidence, Finding, Severity, Value
from sipwhy.model.finding import surest, weaker
from sipwhy.model.log_event import START, LogEvent
from sipwhy.reference.accounting import without_mute
from sipwhy.reference.spelling import normalised

LogCheck = Callable[[Call, Sequence[LogEvent]], Iterable[Finding]]
"""Of a call and the events about it; a call that only the log knows has no legs."""
LOG = "log"
"""The variant of the words of a diagnosis that a log proves, and the note beside a line that proves it."""
PACKETS = "packets"
"""The note beside a message that goes with what a log says."""
NOTE_EN = {LOG: "the server's log says so", PACKETS: "the message that goes with it"}
NOTE_RU = {LOG: "так записано в журнале сервера", PACKETS: "сообщение, которое этому соответствует"}
NOTES: Mapping[str, Mapping[str, str]] = {"en": NOTE_EN, "ru": NOTE_RU}
"""The words of both by language: every finding may have such evidence."""
UNKNOWN = "?"
"""Who asked, or what for, where no line says it; words of rules have others instead: {who:or:the device}."""
_WRITER = r"(?:\{[^{}]*\} *)?(?:<?\w+>? +)?\[[\w/.-]+:\d+\]: \w+\(\): *|^[A-Z]+:\w+:\w+: *"
"""Kamailio's request and the function that wrote the line, or OpenSIPS' module and function: they tell an administrator nothing."""
_BY_WORDS = frozenset(
    {"address-incomplete", "destination-not-in-plan", "do-not-disturb", "insufficient-funds", "license-exhausted", "message-too-large",
     "method-not-allowed", "no-route", "number-blocked"}
)  # fmt: skip
"""Diagnoses that an accounting line proves by the words of the answer too, as an answer itself does."""
_REFUSALS = frozenset({"transaction", "registration-refused", "dial-refused"})
_MOST_LINES = 5
_MOST_SAID = 200
"""Characters of a line that are quoted."""


class LogRule(Struct, frozen=True):
    """What a log says of one diagnosis."""

    slug: str
    check: LogCheck
    text: Text
    area: str = "log"
    """Of a rule of its own; else that of the rule it adds to."""
    outlives: bool = False
    """Whether it can be true of a call that was answered, or of a registration that was accepted."""
    remarks: bool = False
    """Whether what it says beside the cause can be true of such a call."""
    refuted: Callable[[Call, Sequence[LogEvent]], bool] | None = None
    """Whether the packets of a call show that what was found is not so; asked with all its messages, and only then."""
    whole: Callable[[Overview], Iterable[Finding]] | None = None
    """What is found over all events."""
    settled: Callable[[str, Sequence[LogEvent]], str] = lambda variant, _: variant
    """The variant of the words that holds once the log has spoken: what the packets leave open it may settle."""
    more: Mapping[str, Text] = field(default_factory=dict)
    """The words of such variants."""
    references: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()


class Told(Struct, frozen=True):
    """The check that `told` makes."""

    slug: str
    kinds: frozenset[str]
    """Those of `likely` among them."""
    likely: frozenset[str]
    codes: frozenset[int]
    of: CallKind | None
    at_fault: AtFault | Callable[[Sequence[LogEvent]], AtFault]
    severity: Severity
    confidence: Confidence
    is_cause: bool

    def __call__(self, call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
        """One finding of all events that tell of it, if any does."""
        codes, reads_answers = self.codes, (self.codes or self.slug in _BY_WORDS) and self.of in (None, call.kind)
        found = [event for event in events if event.kind in self.kinds or (reads_answers and _refused(event, codes, self.slug))]
        if found:
            sure = surest(_sureness(event, self.likely) for event in found)
            yield Finding(
                rule=self.slug,
                severity=self.severity,
                confidence=weaker(self.confidence, sure),
                at_fault=self.at_fault(found) if callable(self.at_fault) else self.at_fault,
                evidence=lines_of(found),
                values=values_of(call, found),
                variant=LOG,
                call_numbers=(call.number,),
                is_cause=self.is_cause,
            )

    @property
    def sought(self) -> frozenset[str]:
        """The kinds of events without which, and without a status of `codes`, it cannot fire."""
        return self.kinds | _REFUSALS if self.slug in _BY_WORDS else self.kinds


class Resting(Struct, frozen=True):
    """A check that says what it rests on: without an event of a kind in `sought` and without a status of `codes` it cannot fire."""

    check: LogCheck
    sought: frozenset[str]
    codes: frozenset[int]

    def __call__(self, call: Call, events: Sequence[LogEvent]) -> Iterable[Finding]:
        """What the check finds."""
        return self.check(call, events)


def told(
    slug: str,
    kinds: Collection[str] = (),
    *,
    at_fault: AtFault | Callable[[Sequence[LogEvent]], AtFault],
    severity: Severity = "error",
    confidence: Confidence = "certain",
    likely: Collection[str] = (),
    codes: Collection[int] = (),
    of: CallKind | None = None,
    is_cause: bool = True,
) -> Told:
    """
    A check that fires where an event of one of `kinds` is about a call, or a request was refused with one of `codes` (of calls or
    registrations only, if `of` says so: one status means one thing for one and another for the other).

    Events of the kinds in `likely` alone prove it no better than that, and no more do lines that are known from memory only, or that
    may be about another attempt.
    """
    return Told(slug, frozenset((*kinds, *likely)), frozenset(likely), frozenset(codes), of, at_fault, severity, confidence, is_cause)


def resting(check: LogCheck, *checks: Told | Resting, kinds: Collection[str] = ()) -> Resting:
    """`check`, which fires only where one of `checks` does, or where there is an event of one of `kinds`."""
    sought = frozenset(kinds).union(*(one.sought for one in checks))
    return Resting(check, sought, frozenset[int]().union(*(one.codes for one in checks)))


def can_fire(check: LogCheck, kinds: frozenset[str], codes: frozenset[int]) -> bool:
    """Whether events of such kinds and statuses can make a check fire; a check that does not say what it rests on may always."""
    if not isinstance(check, Told | Resting):
        return True
    return not check.sought.isdisjoint(kinds) or not check.codes.isdisjoint(codes)


def _sureness(event: LogEvent, likely: Collection[str]) -> Confidence:
    """What a line proves at best: less if its kind or its pattern does not prove it, or if it may be about another attempt."""
    return event.tied if event.kind not in likely and event.is_checked else weaker("likely", event.tied)


def never(call: Call, events: Sequence[LogEvent]) -> Iterable[Finding]:
    """The check of a diagnosis that single calls cannot prove."""
    return ()


def _refused(event: LogEvent, codes: Collection[int], slug: str) -> bool:
    """Whether an event is a refusal that means `slug`: by its words where those are known to say more than the status, else by that."""
    if event.kind not in _REFUSALS or event.method == "BYE":
        return False
    said = phrase_among((normalised(event.reason),), event.code, event.method) if event.reason and event.code >= 400 else None
    return said.slug == slug if said and said.slug in _BY_WORDS else event.code in codes


def lines_of(events: Sequence[LogEvent]) -> tuple[Evidence, ...]:
    """The first lines that prove it, and the last where there are many."""
    chosen = events if len(events) <= _MOST_LINES else (*events[: _MOST_LINES - 1], events[-1])
    return tuple(Evidence(LOG, file=event.line.file, line=event.line.line) for event in chosen)


def values_of(call: Call, events: Sequence[LogEvent]) -> dict[str, Value]:
    """What the words may name: `who` asked, `what` was asked for, `where` from, what the log said, and all that the lines name."""
    first = events[0]
    line = first.line
    who = call.caller or first.account or first.address or first.peer or first.channel or line.tag or UNKNOWN
    known: dict[str, Value] = {name: value for name, value in first.facts.items() if value}
    for name in ("account", "address", "extension", "peer", "channel", "reason"):
        value = next((getattr(event, name) for event in events if getattr(event, name)), "")
        known |= {name: value} if value else {}
    if known.get("extension") == START and call.callee:
        known["extension"] = call.callee
    code = next((event.code for event in events if event.code), 0)
    return known | {
        "who": who,
        "what": str(known.get("extension") or known.get("peer") or call.callee or known.get("address") or UNKNOWN),
        "where": str(known.get("address") or known.get("peer") or who),
        "said": without_mute(re.sub(_WRITER, "", line.text.strip()))[:_MOST_SAID],
        "times": len(events),
        **({"status": code} if code else {}),
    }


def rule_of(half: LogRule) -> Rule:
    """The rule of a diagnosis that only a log proves."""
    return Rule(
        slug=half.slug,
        area=half.area,
        seeks=Seeks(kinds=frozenset(), is_remark=True),
        check=lambda call, scene: (),
        texts={"": half.text, **words_of(half)},
        needs=("log",),
        references=half.references,
        limits=half.limits,
        aside=True,
    )


def added(rule: Rule | CaptureRule, half: LogRule) -> Rule | CaptureRule:
    """A rule with the words of its other half."""
    references = tuple(dict.fromkeys((*rule.references, *half.references)))
    return replace(rule, texts={**rule.texts, **words_of(half)}, references=references)


def words_of(half: LogRule) -> dict[str, Text]:
    """The words that a half adds to its rule, by variant."""
    return {LOG: half.text, **half.more}
