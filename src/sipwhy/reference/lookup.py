"""
What somebody means who asks for an answer: a status, a phrase, a pasted line of a log, a cause, or everyday words.

From the surest to the weakest: an id ("q850:34", "warning:304", a pasted Reason or Warning header), the name of a hangup
cause, a status with its phrase, a phrase alone, a phrase with a slip of the pen, words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from sipwhy.reference.book import Book, book, word_index
from sipwhy.reference.entry import Entry
from sipwhy.reference.spelling import normalised
from sipwhy.reference.words import ranked

How = Literal["exact", "unknown-phrase", "close", "words", "nothing"]
"""exact: this is it; unknown-phrase: the code is known and the words beside it are not; close: the words were spelt
otherwise; words: found by everyday words; nothing: nothing fits."""

_STATUS = re.compile(r"^\s*(?:sip/2\.0\s+)?([1-9]\d\d)\b[\s:,-]*(.*)$", re.IGNORECASE | re.DOTALL)
_NUMBERED = {
    "q850": re.compile(r"^\s*(?:reason:\s*)?q\.?\s?850\s*[:;,/ ]?\s*(?:cause\s*=?\s*)?(\d{1,3})\b", re.IGNORECASE),
    "stir": re.compile(r"^\s*(?:reason:\s*)?stir\s*[:;,/ ]?\s*(?:cause\s*=?\s*)?(\d{3})\b", re.IGNORECASE),
    "warning": re.compile(r"^\s*warn(?:ing)?\s*[:;,/ ]\s*(\d{3})\b", re.IGNORECASE),
    "ms": re.compile(r"^\s*ms(?:-diagnostics(?:-public)?)?\s*[:;,/ ]\s*(\d{1,6})\b", re.IGNORECASE),
}
_SIP_CAUSE = re.compile(r"^\s*(?:reason:\s*)?sip\s*;\s*cause\s*=\s*([1-7]\d\d)\b(?:.*?text\s*=\s*\"?([^\"]*))?", re.IGNORECASE)
_PREFIXES = {"location": "location", "reason": "reason", "asterisk": "asterisk", "freeswitch": "freeswitch"}
_NEAR_ENOUGH = 0.8
_FITTING_WORDS, _SHARE_OF_BEST = 8, 0.35


@dataclass(frozen=True, slots=True)
class Answer:
    """Entries that fit, best first; `phrase` are the words that stood beside a status."""

    entries: tuple[Entry, ...]
    how: How
    status: int | None = None
    phrase: str = ""


def look_up(query: str) -> Answer:
    """What fits `query` best."""
    known = book()
    return _by_id(query, known) or _by_status(query, known) or _by_words(query, known)


def phrase_entry(status: int, phrase: str, vendor: str | None = None) -> Entry | None:
    """The entry of a vendor's phrase beside a status; None for a standard phrase and an unknown one."""
    return next(iter(_phrases_fitting(status, normalised(phrase), vendor, book())), None)


def _by_id(query: str, known: Book) -> Answer | None:
    for prefix, pattern in _NUMBERED.items():
        if (found := pattern.match(query)) and f"{prefix}:{int(found[1])}" in known:
            return Answer((known.entry(f"{prefix}:{int(found[1])}"),), "exact")
    if found := _SIP_CAUSE.match(query):
        return _by_status(f"{found[1]} {found[2] or ''}", known)
    prefix, _, rest = query.strip().partition(":")
    for entry_id in (query.strip(), f"{_PREFIXES.get(prefix.lower(), prefix)}:{rest.strip()}"):
        for form in (entry_id, entry_id.upper(), f"{prefix.lower()}:{rest.strip().upper()}"):
            if form in known:
                return Answer((known.entry(form),), "exact")
    return None


def _by_status(query: str, known: Book) -> Answer | None:
    found = _STATUS.match(query)
    code = known.code(int(found[1])) if found else None
    if found is None or (code is None and found[2]):
        return None
    status, phrase = int(found[1]), found[2].strip().strip("\"'«»")
    wanted = normalised(phrase)
    if code is not None and (not wanted or known.is_standard(code, wanted)):
        return Answer((code,), "exact", status, phrase)
    fitting = _phrases_fitting(status, wanted, None, known) if wanted else ()
    if fitting:
        return Answer(fitting, "exact", status, phrase)
    near = _near(wanted, _spellings_of(status, known)) if wanted else ()
    if near:
        return Answer(near, "close", status, phrase)
    return Answer((code,), "unknown-phrase", status, phrase) if code else Answer((), "nothing", status, phrase)


def _phrases_fitting(status: int, wanted: str, vendor: str | None, known: Book) -> tuple[Entry, ...]:
    """Phrases that are `wanted`: those of this status first, then of any status, then those whose words are in it."""
    whole = [entry for entry in known.spelt(wanted) if entry.kind == "phrase"]
    here = [entry for entry in whole if status in entry.codes or not entry.codes]
    found = here or whole or known.with_part(status, wanted)
    return tuple(sorted(found, key=lambda entry: vendor not in (entry.vendor or ""))) if vendor else tuple(found)


def _spellings_of(status: int, known: Book) -> dict[str, Entry]:
    code = known.code(status)
    spellings = {spelling: code for spelling in known.spellings if known.is_standard(code, spelling)} if code else {}
    return spellings | {normalised(text): entry for entry in known.phrases(status) for text in (entry.name, *entry.aliases)}


def _near(wanted: str, spellings: dict[str, Entry]) -> tuple[Entry, ...]:
    near = get_close_matches(wanted, spellings, n=3, cutoff=_NEAR_ENOUGH)
    return tuple({spellings[text].id: spellings[text] for text in near}.values())


def _by_words(query: str, known: Book) -> Answer:
    wanted = normalised(query)
    if exact := known.spelt(wanted):
        return Answer(_codes_first(exact), "exact")
    if wanted and (near := get_close_matches(wanted, known.spellings, n=2, cutoff=_NEAR_ENOUGH + 0.05)):
        return Answer(_codes_first(entry for text in near for entry in known.spelt(text)), "close")
    scored = ranked(word_index(), query)
    best = scored[0][1] if scored else 0.0
    fitting = [known.entry(entry_id) for entry_id, score in scored[:_FITTING_WORDS] if score >= best * _SHARE_OF_BEST]
    return Answer(tuple(fitting), "words" if fitting else "nothing")


def _codes_first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    kinds: Sequence[str] = ("code", "phrase", "q850")
    unique = {entry.id: entry for entry in entries}.values()
    return tuple(sorted(unique, key=lambda entry: kinds.index(entry.kind) if entry.kind in kinds else len(kinds)))
