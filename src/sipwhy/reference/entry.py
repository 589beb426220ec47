"""What the reference of SIP answers says about one code, phrase, cause or warning, as frozen values in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

Kind = Literal["code", "phrase", "q850", "warning", "location", "reason-protocol", "stir", "asterisk", "freeswitch", "ms-diagnostics"]
"""code: a status; phrase: words of a vendor beside a status; the others are codes of other lists, by which `id` begins."""
PREFIX: Mapping[Kind, str] = {
    "q850": "q850",
    "warning": "warning",
    "location": "location",
    "reason-protocol": "reason",
    "stir": "stir",
    "asterisk": "asterisk",
    "freeswitch": "freeswitch",
    "ms-diagnostics": "ms",
}
"""By what the ids of a list begin; codes and phrases have no prefix."""
Standing = Literal["registered", "obsolete", "unregistered"]
Retry = Literal["automatic", "no", "changed", "later", "wait"]
Failover = Literal["next", "stop", "depends", "none"]
Asr = Literal["answered", "failed", "not-counted"]
Ner = Literal["effective", "network-failure", "not-counted", "depends"]
Match = Literal["whole", "part"]


class Text(Struct, frozen=True):
    """One text in both languages."""

    en: str
    ru: str


class Check(Struct, frozen=True):
    """Something to look at or to do; `on` is the platform ("any", "asterisk-pjsip" ...), `run` the commands to type."""

    text: Text
    on: str = "any"
    run: tuple[str, ...] = ()


class Advice(Struct, frozen=True):
    """A verdict of a short list and a sentence that makes it concrete."""

    verdict: str
    text: Text


class Counts(Struct, frozen=True):
    """How an attempt that ended so counts in ASR (ITU-T E.425) and NER (E.425, E.437)."""

    asr: Asr
    ner: Ner
    text: Text | None = None


class VendorNote(Struct, frozen=True):
    """What the bare code means when one product sends it; `checked` is False where nobody read the source again."""

    vendor: str
    text: Text
    source: str
    checked: bool
    sent: bool = False
    """Whether it says when the product itself gives this answer, and not what it makes of one that it gets."""


class Entry(Struct, frozen=True):
    """
    One entry; `id` is unique: "403", "q850:34", "warning:304", or a phrase's own slug.

    Texts of a phrase that are None are those of its code. `checked` is False where the facts are from memory and
    nobody has read the source again: whoever shows the entry says so.
    """

    id: str
    kind: Kind
    name: str
    meaning: Text
    fault: tuple[str, ...]
    sources: tuple[str, ...]
    checked: bool
    origin: str = ""
    """The file that it is from, without its ending: "phrases/asterisk"."""
    name_ru: str | None = None
    status: Standing | None = None
    value: str | None = None
    """Of a cause the number or class that its list gives beside the name."""
    codes: tuple[int, ...] = ()
    """Of a phrase the statuses that it comes with; empty: any of 400 and above."""
    methods: tuple[str, ...] = ()
    vendor: str | None = None
    match: Match = "whole"
    """Of a phrase: whether it is the whole reason phrase, or words anywhere in it, in Reason or in Warning."""
    aliases: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    rule: str | None = None
    """The diagnosis that this phrase proves."""
    rule_codes: tuple[int, ...] | None = None
    """The statuses beside which the phrase proves it; None: those of `codes`; empty: any of 400 and above."""
    rule_for: tuple[tuple[str, str], ...] = ()
    """(method, diagnosis) where a method changes what is proved."""
    related: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    causes: tuple[Text, ...] = ()
    checks: tuple[Check, ...] = ()
    retry: Advice | None = None
    failover: Advice | None = None
    counts: Counts | None = None
    keywords_en: tuple[str, ...] = ()
    keywords_ru: tuple[str, ...] = ()
    vendor_notes: tuple[VendorNote, ...] = ()
