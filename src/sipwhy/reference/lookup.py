"""
What somebody means who asks for an answer: a status, a phrase, a pasted piece of a log, a cause, or everyday words.

From the surest to the weakest: a status line or a Reason header somewhere in what was pasted, a number of a known list
("q850:34", "cause=34"), the name of a hangup cause, a status with its phrase ("error 403", "486 Busy Here"), a phrase alone, a
lone status among other words, a phrase with a slip of the pen, words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Literal

from msgspec import Struct

from sipwhy.reference import log_line
from sipwhy.reference.book import Book, book, word_index
from sipwhy.reference.entry import PREFIX, Entry, Kind
from sipwhy.reference.spelling import normalised
from sipwhy.reference.words import EVERYDAY, asked_whole, fit, ranked

How = Literal["exact", "unknown-phrase", "unknown-number", "close", "words", "weak", "nothing"]
"""exact: this is it; unknown-phrase: the code is known and the words beside it are not; unknown-number: the list (`kind`) is
known and has no such number; close: the words were spelt otherwise; words: found by everyday words; weak: nothing fits the
words well, and the entries are the nearest; nothing: nothing fits."""

_LINE = re.compile(r"[\r\n]+|\\[rn]")
"""Where a line ends, also where a shell has left the escape as it was typed."""
_STATUS_LINE = re.compile(r"\bsip/2\.0\s+([1-9]\d\d)\b[ \t]*(.*)$", re.IGNORECASE)
_SAID = r"(?:sip|http|code|error|err|status|response|reply|answer|msg|код|кода|ошибка|ошибки|ошибку|ответ|ответа|статус)"
_STATUS = re.compile(rf"^\s*(?:{_SAID}\b[\s:=#№-]*)*([1-9]\d\d)(?![\w@]|\.\w)[\s:,-]*(.*)$", re.IGNORECASE)
_STATUS_INSIDE = re.compile(rf"\b{_SAID}\b[\s:=#№-]*([1-9]\d\d)(?![\w@]|\.\w)[ \t]*(\"[^\"]*\")?", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.:/-])(\d+)(?![\w:/-]|\.\d)")
_ONLY_SAID = re.compile(rf"^(?:{_SAID}\b\W*)+$", re.IGNORECASE)
_TAIL = re.compile(r"\s*\(\d{3}/(?:TM|SL)\)\s*$", re.IGNORECASE)
"""What Kamailio and OpenSIPS put behind a phrase of their own: code and module (src/core/error.c, err2reason_phrase)."""
_QUOTES = {'"': '"', "'": "'", "«": "»", "“": "”"}

_NUMBERED: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("q850", re.compile(r"^\s*q\.?\s?850\s*[:;,/=]?\s*(?:cause\s*=?\s*)?(\d{1,3})\b", re.IGNORECASE)),
    ("q850", re.compile(r"^\s*(?:x-asterisk-)?(?:hangup[\s_-]?)?cause(?:[\s_-]?code)?\s*[:=#№]?\s*(\d{1,3})\b", re.IGNORECASE)),
    (
        "q850",
        re.compile(
            r"^\s*(?:код\s+)?причин[аы](?:\s+(?:отбоя|разъединения|завершения))?\s*(?:q\.?850)?\s*[:=#№]?\s*(\d{1,3})\b", re.IGNORECASE
        ),
    ),
    ("stir", re.compile(r"^\s*stir\s*[:;,/=]?\s*(?:cause\s*=?\s*)?(\d{3})\b", re.IGNORECASE)),
    ("warning", re.compile(r"^\s*warn(?:ing)?\s*[:;,/= ]\s*(\d{3})\b", re.IGNORECASE)),
    ("ms-diagnostics", re.compile(r"^\s*ms(?:-diagnostics(?:-public)?)?\s*[:;,/= ]\s*(\d{1,6})\b", re.IGNORECASE)),
    ("asterisk", re.compile(r"^\s*asterisk\s*[:;,/=]\s*(\d{1,3})\b", re.IGNORECASE)),
    ("freeswitch", re.compile(r"^\s*freeswitch\s*[:;,/=]\s*(\d{1,3})\b", re.IGNORECASE)),
    ("location", re.compile(r"^\s*location\s*[:;,/=]\s*(\d{1,2})\b", re.IGNORECASE)),
)
"""How the numbers of a list are written; the first row that fits counts."""
_HAVE_VALUES: tuple[Kind, ...] = ("asterisk", "freeswitch", "location")
"""Lists that are named by words and have their numbers beside them."""
_REASON = re.compile(r"^\s*(?:reason\s*:\s*)?([a-z0-9._-]+)\s*;\s*([^\r\n]*)$", re.IGNORECASE)
_REASON_CAUSE = re.compile(r'(?:^|[;\s])cause\s*=\s*"?(\d{1,6})\b', re.IGNORECASE)
_REASON_TEXT = re.compile(r'\btext\s*=\s*(?:"([^"]*)"?|([^;,]*))', re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"?')
_CAUSE_NAME = re.compile(r"(?<![\w-])(?:SWITCH_CAUSE_|AST_CAUSE_)?([A-Z]+(?:_[A-Z]+)+)(?![\w-])")

_NEAR_ENOUGH, _LONGEST_SLIP = 0.8, 80
_MOST_BEGUN = 3
"""So many phrases may begin with the same words, and are all told."""
_FITTING_WORDS, _SHARE_OF_BEST = 8, 0.35
_FITS = 0.4
"""The least `words.fit` of an entry that is told as an answer; less is a guess."""
_ANYBODYS = "phrases/generic"
"""The origin of phrases that many carriers have: they are as good an answer to plain words as a code is."""
_FAILED = 300
_LONGEST, _MOST_LINES = 20_000, 200
"""Nobody means more than that; somebody's whole log is cut."""


class Answer(Struct, frozen=True):
    """Entries that fit, best first; `phrase` are the words that stood beside a status; `number` is that of the list `kind`."""

    entries: tuple[Entry, ...]
    how: How
    status: int | None = None
    phrase: str = ""
    kind: Kind | None = None
    number: int | None = None


def look_up(query: str) -> Answer:
    """What fits `query` best."""
    known = book()
    pasted = (log_line.without_head(line) for line in _LINE.split(query[:_LONGEST])[:_MOST_LINES])
    lines = [line for line in pasted if line.strip()] or [""]
    return (
        _by_status_line(lines, known)
        or _by_header(lines, known)
        or _by_status(lines[0], known)
        or _by_message(lines, known)
        or _of_line(lines[0], known)
    )


def _by_status_line(lines: Sequence[str], known: Book) -> Answer | None:
    """The first final answer that was pasted; else the first one."""
    pasted = [(int(found[1]), found[2]) for line in lines if (found := _STATUS_LINE.search(line))]
    if not pasted:
        return None
    status, phrase = next(((status, phrase) for status, phrase in pasted if status >= _FAILED), pasted[0])
    return _with_status(status, phrase, known)


def _by_header(lines: Sequence[str], known: Book) -> Answer | None:
    """A number of a known list, or a Reason header, in any of the lines."""
    return next((answer for line in lines if (answer := _by_reason(line, known) or _by_number(line, known))), None)


def _by_message(lines: Sequence[str], known: Book) -> Answer | None:
    """What the first known message of a server's log is about; a number that no list has is about nothing."""
    found = (tuple(entry_id for entry_id in log_line.entries_meant(line) if entry_id in known) for line in lines)
    meant = next(filter(None, found), ())
    return Answer(tuple(map(known.entry, meant)), "exact") if meant else None


def _of_line(line: str, known: Book) -> Answer:
    return _by_id(line, known) or _by_cause_name(line, known) or _by_words(log_line.words_of(line), known)


def _by_reason(line: str, known: Book) -> Answer | None:
    """A Reason header, with its name or without (RFC 3326): its parameters stand in any order."""
    found = _REASON.match(line)
    protocol = _protocols(known).get(found[1].upper()) if found else None
    if found is None or protocol is None:
        return None
    first, text = _QUOTED.sub("", found[2]).partition(",")[0], _REASON_TEXT.search(found[2])
    cause = _REASON_CAUSE.search(first)
    match found[1].upper():
        case "SIP" if cause:
            return _with_status(int(cause[1]), (text[1] or text[2] or "") if text else "", known)
        case "Q.850" if cause:
            return _numbered("q850", int(cause[1]), known)
        case "STIR" if cause:
            return _numbered("stir", int(cause[1]), known)
    return Answer((protocol,), "exact")


def _protocols(known: Book) -> dict[str, Entry]:
    return {entry.id.partition(":")[2].upper(): entry for entry in known.of_kind("reason-protocol")}


def _by_number(line: str, known: Book) -> Answer | None:
    for kind, pattern in _NUMBERED:
        if found := pattern.match(line):
            return _numbered(kind, int(found[1]), known)
    return None


def _numbered(kind: Kind, number: int, known: Book) -> Answer:
    """The entries of a list that have a number; a cause that no list has may be a status (Asterisk and FreeSWITCH write such)."""
    entry_id = f"{PREFIX[kind]}:{number}"
    found = [known.entry(entry_id)] if entry_id in known else []
    if kind in _HAVE_VALUES:
        found = [entry for entry in known.of_kind(kind) if entry.value == str(number)]
        found += [known.entry(f"q850:{number}")] if found and kind != "location" and f"q850:{number}" in known else []
    if found:
        return Answer(tuple(found), "exact", kind=kind, number=number)
    if kind == "q850" and number >= _FAILED and (code := known.code(number)):
        return Answer((code,), "exact", number)
    return Answer((), "unknown-number", kind=kind, number=number)


def _by_id(line: str, known: Book) -> Answer | None:
    prefix, _, rest = line.strip().partition(":")
    for form in (line.strip(), line.strip().upper(), f"{prefix.lower()}:{rest.strip().upper()}", f"{prefix.lower()}:{rest.strip()}"):
        if form in known:
            entry = known.entry(form)
            return Answer((entry,), "exact", int(form) if entry.kind == "code" else None)
    return None


def _by_cause_name(line: str, known: Book) -> Answer | None:
    """USER_BUSY and its like, alone or in a line of a log: what both PBXes call so, the cause of Q.850 behind it, the phrase."""
    for found in _CAUSE_NAME.finditer(line):
        ids = (f"asterisk:AST_CAUSE_{found[1]}", f"freeswitch:{found[1]}")
        entries = [known.entry(entry_id) for entry_id in (ids if "AST_CAUSE_" in found[0] else ids[::-1]) if entry_id in known]
        causes = dict.fromkeys(f"q850:{entry.value}" for entry in entries)
        entries += [known.entry(entry_id) for entry_id in causes if entry_id in known]
        if entries:
            return Answer(tuple(dict.fromkeys((*entries, *known.spelt(normalised(found[1]))))), "exact")
    return None


def _by_status(line: str, known: Book) -> Answer | None:
    found = _STATUS.match(line)
    if found and (not found[2] or known.code(int(found[1]))):
        return _with_status(int(found[1]), found[2], known)
    inside = (found for found in _STATUS_INSIDE.finditer(line) if known.code(int(found[1])))
    return next((_with_status(int(found[1]), found[2] or "", known) for found in inside), None)


def _with_status(status: int, words: str, known: Book) -> Answer:
    """A status and the words behind it."""
    code, phrase = known.code(status), _TAIL.sub("", _unquoted(words))
    wanted = normalised(phrase)
    if code is not None and (not wanted or known.is_standard(code, wanted)):
        return Answer((code,), "exact", status, phrase)
    fitting = _phrases_fitting(status, wanted, known) if wanted else ()
    if fitting:
        return Answer(fitting, "exact", status, phrase)
    spellings = _spellings_of(status, known)
    near = (_near(wanted, spellings) or _beginning(wanted, spellings)) if wanted else ()
    if near:
        return Answer(near, "close", status, phrase)
    return Answer((code,), "unknown-phrase", status, phrase) if code else Answer((), "unknown-number", status, phrase, "code", status)


def _unquoted(words: str) -> str:
    """A phrase without its quotes and what stands behind them; words that only say "error" are none."""
    words = words.strip()
    closing = _QUOTES.get(words[:1])
    if closing and closing in words[1:]:
        words = words[1:].partition(closing)[0]
    words = words.strip("\"'«»“” \t")
    return "" if _ONLY_SAID.match(words) else words


def _phrases_fitting(status: int, wanted: str, known: Book) -> tuple[Entry, ...]:
    """Phrases that are `wanted`: those of this status first, then of any status, then those whose words are in it."""
    whole = [entry for entry in known.spelt(wanted) if entry.kind == "phrase"]
    here = [entry for entry in whole if status in entry.codes or not entry.codes]
    return tuple(here or whole or known.with_part(status, wanted))


def _spellings_of(status: int, known: Book) -> dict[str, Entry]:
    code = known.code(status)
    spellings = {spelling: code for spelling in known.spellings if known.is_standard(code, spelling)} if code else {}
    return spellings | {normalised(text): entry for entry in known.phrases(status) for text in (entry.name, *entry.aliases)}


def _near(wanted: str, spellings: dict[str, Entry]) -> tuple[Entry, ...]:
    if len(wanted) > _LONGEST_SLIP:
        return ()
    near = get_close_matches(wanted, spellings, n=3, cutoff=_NEAR_ENOUGH)
    return tuple({spellings[text].id: spellings[text] for text in near}.values())


def _beginning(wanted: str, spellings: dict[str, Entry]) -> tuple[Entry, ...]:
    """What begins with these words, the code itself first; that alone where they do not tell which other phrase is meant."""
    found = {entry.id: entry for text, entry in spellings.items() if text.startswith(f"{wanted} ")}
    return _codes_first(entry for entry in found.values() if len(found) <= _MOST_BEGUN or entry.kind == "code")


def _by_words(line: str, known: Book) -> Answer:
    wanted = normalised(line)
    exact = _codes_first(known.spelt(wanted))
    asked = [known.entry(entry_id) for entry_id in asked_whole(word_index(), line)]
    plain = [entry for entry in asked if entry.id in EVERYDAY]
    if exact and not _is_everyday(wanted, exact, plain):
        return Answer(exact, "exact")
    if exact:
        codes = [entry for entry in exact if entry.kind == "code"]
        causes = [entry for entry in asked if entry.kind == "q850"]
        return Answer(tuple(dict.fromkeys((*plain, *codes, *causes, *exact))), "exact")
    if not asked:
        if lone := _lone_status(line, known):
            return lone
        if near := _near_words(wanted, known):
            return near
    return _ranked(line, plain, known)


def _is_everyday(wanted: str, exact: Sequence[Entry], plain: Sequence[Entry]) -> bool:
    """Whether words that some list has may as well be nobody's: one alone, what phones write in plain words, what people call a code."""
    if " " not in wanted or all(entry.origin == "phrases/phones" for entry in exact):
        return True
    called = {normalised(said) for entry in plain for said in (*entry.keywords_en, *entry.keywords_ru)}
    return wanted in called and all(entry.origin != _ANYBODYS for entry in exact)


def _lone_status(line: str, known: Book) -> Answer | None:
    """The status in "why do we get 403": the only number, and one of a failure."""
    numbers = _NUMBER.findall(line)
    if len(numbers) != 1 or len(numbers[0]) != 3 or int(numbers[0]) < _FAILED:
        return None
    code = known.code(int(numbers[0]))
    return Answer((code,), "exact", int(numbers[0])) if code else None


def _near_words(wanted: str, known: Book) -> Answer | None:
    if not wanted or len(wanted) > _LONGEST_SLIP:
        return None
    near = get_close_matches(wanted, known.spellings, n=2, cutoff=_NEAR_ENOUGH + 0.05)
    return Answer(_codes_first(entry for text in near for entry in known.spelt(text)), "close") if near else None


def _ranked(line: str, plain: Sequence[Entry], known: Book) -> Answer:
    """What has most of the words; an everyday answer (`plain`) that is called just so comes before the rare phrase of one product."""
    scored = ranked(word_index(), line)
    best = scored[0][1] if scored else 0.0
    fitting = [known.entry(entry_id) for entry_id, score in scored[:_FITTING_WORDS] if score >= best * _SHARE_OF_BEST]
    if not fitting:
        return Answer((), "nothing")
    if any(entry in plain for entry in fitting):
        fitting.sort(key=lambda entry: entry not in plain and entry.origin != _ANYBODYS)
    found = tuple(fitting)
    return Answer(found, "words" if fit(word_index(), line, found[0].id) >= _FITS else "weak")


def _codes_first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    kinds: Sequence[str] = ("code", "phrase", "q850")
    unique = {entry.id: entry for entry in entries}.values()
    return tuple(sorted(unique, key=lambda entry: kinds.index(entry.kind) if entry.kind in kinds else len(kinds)))
