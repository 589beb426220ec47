"""What a rule is: a name, what it seeks and needs, its words in both languages, and a pure check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal, get_args

from msgspec import Struct, field

from sipwhy.diagnosis.limit import Limit
from sipwhy.diagnosis.overview import Overview
from sipwhy.diagnosis.scene import Scene
from sipwhy.model import Call, CallKind, Finding, Result
from sipwhy.model.flag import Flag
from sipwhy.model.quirk import Quirk
from sipwhy.model.sign import Sign

Need = Literal["rtp", "log", "secret", "certificate", "sound"]
Scope = Literal["outcome", "call"]
Basis = Literal["must", "should", "interop", "observation"]
"""On what a rule about form stands: the standard demands it · advises it · others stumble over it · seen otherwise than said."""
Check = Callable[[Call, Scene], Iterable[Finding]]
_NONE, _NO_SIGN, _NO_QUIRK = Flag(0), Sign(0), Quirk(0)
CaptureCheck = Callable[[Overview], Iterable[Finding]]

ONE = "one"
"""The note beside the first message of a call whose cause is a finding about the whole capture."""

ANY_KIND: frozenset[CallKind] = frozenset(get_args(CallKind))
"""For `Seeks.kinds`, of what can befall whatever is asked."""

KNOWN_BY = ("source",)
"""Whom most findings about a whole capture are about: whoever sent it."""


class Words(Struct, frozen=True):
    """The words of one rule in one language; `{name}` stands for a value, as `texts.fill` reads it."""

    title: str
    """One line: what happened. Shown in lists."""
    explanation: str
    """Two to four sentences: what the evidence shows and what it means."""
    fix: tuple[str, ...]
    """What to do, one step each, the likeliest first, with the commands or settings."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """What is written beside a piece of evidence, by the name that `Evidence.note` uses."""


class Text(Struct, frozen=True):
    """The same words in both languages; a test holds that both name the same values and notes."""

    en: Words
    ru: Words


class Seeks(Struct, frozen=True, omit_defaults=True):
    """Where a rule can hit at all, told over columns; what is empty does not narrow. A call must satisfy every part."""

    kinds: frozenset[CallKind] = frozenset({"call"})
    results: frozenset[Result] = frozenset()
    statuses: frozenset[int] = frozenset()
    """Any leg's deciding status is among these."""
    flags: Flag = _NONE
    """At least one of these bits is set on any leg."""
    without: Flag = _NONE
    """None of these bits is set on any leg."""
    signs: Sign = _NO_SIGN
    """At least one of these bits is set on any leg: what its media show, or how it ended."""
    quirks: Quirk = _NO_QUIRK
    """At least one of these bits is set on any leg; only an aside may seek those that are not in `model.quirk.TRACKED`."""
    said: str = ""
    """Any leg's deciding reason phrase contains this, in any case."""
    with_rtp: bool = False
    """RTP of it was captured."""
    either: Seeks | None = None
    """Or else a call satisfies this."""
    is_remark: bool = False
    """
    Nothing that is found here is ever the cause, though it can be where another alternative fits: nobody asks then to count
    causes, and calls without number cost nothing. A rule that never names a cause is an aside.
    """
    with_all: Flag = _NONE
    """Every one of these bits is set, whichever leg has it."""
    by_outcome: bool = False
    """What is found here depends on the outcome alone, though the rule's scope is "call"."""


class Rule(Struct, frozen=True):
    """
    A diagnosis of single calls (or registrations, probes ...).

    `scope` "outcome" promises that whether it fires, and with what severity, confidence and blame, depends only on
    the outcome columns: statuses, phrases with what Reason and Warning say beside them, Q.850 causes, flags, ringing time,
    whether the call was forwarded (181), how a login was asked and refused, the offer that 415, 488 or 606 refused, the hosts' roles,
    whether who answered is FreeSWITCH (403), a known platform (404), Teams (488, 606) or Asterisk (603, Q.850 cause 20), whether a whole
    number called from outside where 404 came, or who called for help there (`CallTable.outcomes`), and the call's standing.
    The engine then judges one call of each kind of outcome and not all of them. Whatever looks at addresses, numbers, times
    or other SDP says "call".

    An `aside` promises to be no cause: it is left out when causes are sought, and asked of calls that somebody looks at.
    """

    slug: str
    area: str
    seeks: Seeks
    check: Check
    texts: Mapping[str, Text]
    """By variant; "" is the plain one and is always there."""
    scope: Scope = "call"
    needs: tuple[Need, ...] = ()
    references: tuple[str, ...] = ()
    """RFC sections and the like: "RFC 3261 section 21.4.24"."""
    limits: tuple[Limit, ...] = ()
    """The numbers by which it decides; its check asks `scene.limit` for their values."""
    whole: CaptureCheck | None = None
    """The same diagnosis proved over the whole capture, where single calls cannot tell it: as a CaptureRule's check."""
    known_by: tuple[str, ...] = KNOWN_BY
    """Of what `whole` finds: as of a CaptureRule."""
    aside: bool = False
    basis: Basis | None = None
    """Of a rule about form: on what it stands."""
    looks_at: tuple[str, ...] = ()
    """What `whole` looks at: as of a CaptureRule."""
    tells_why: tuple[str, ...] = ()
    """
    The variants that belong to why a request failed, or answer what is asked of such a call (did the fax go through?): they are shown in
    full even where mere notices are left out.
    """
    leaves_open: tuple[str, ...] = ()
    """The variants that say that nobody knows how it went: beside one of them it is not said that all is well."""
    felt: tuple[str, ...] = ()
    """
    The variants by which somebody on the call heard badly or nothing, or by which digits were lost: beside one of them it is not said that
    all is well, and it is shown though it be a notice. Of rules that listen (`needs` "sound") that goes for all.
    """


class CaptureRule(Struct, frozen=True):
    """
    A diagnosis of the whole capture: floods, scanners, what may be trusted.

    A finding with `is_cause` is also the cause of the calls that its `call_numbers` name: each of them gets a copy of its
    own in place of what its answers alone would mean. Its evidence there is the call's first message, with the note `ONE`.
    Of several such findings the one about the fewest calls counts: it says most about them.
    """

    slug: str
    area: str
    check: CaptureCheck
    texts: Mapping[str, Text]
    needs: tuple[Need, ...] = ()
    references: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()
    """The numbers by which it decides; its check asks `overview.limits` for their values."""
    known_by: tuple[str, ...] = KNOWN_BY
    """The values of its findings that tell whom they are about, by name: while evidence comes, a finding about somebody else is news."""
    is_answer: bool = False
    """What it finds answers a question of the user: it is shown even where mere information is left out."""
    looks_at: tuple[str, ...] = ()
    """
    What of the overview it looks at ("upsets", "behaviour.scans"): where all of that is empty, nothing is found, and the rule is not
    even loaded. Empty: it is asked of every capture.
    """
