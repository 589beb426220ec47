"""An entry of the reference as headed sections, in the reader's language: what text and pages draw alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from sipwhy.reference.account import ACCOUNT
from sipwhy.reference.book import Book, book, mapped
from sipwhy.reference.entry import Entry
from sipwhy.texts.answer_sources import SOURCE
from sipwhy.texts.answers import ANSWER, CLASS, FAULT, KIND, PLATFORM, vendor_name
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language, spoken


class Item(Struct, frozen=True):
    """One point of a section: a short word before it, the commands to type, and the sentence."""

    text: str
    lead: str = ""
    run: tuple[str, ...] = ()


class Section(Struct, frozen=True):
    """A heading and its points; `numbered` where their order says which is likeliest."""

    title: str
    items: tuple[Item, ...]
    numbered: bool = False


class Outline(Struct, frozen=True):
    """Everything that is said of one entry; `remarks` stand beside its title."""

    title: str
    remarks: tuple[str, ...]
    meaning: str
    fault: str
    sections: tuple[Section, ...]
    sources: str
    checked: bool
    more: str = ""
    """What there is besides, if this is not everything."""


def outline(entry: Entry, lang: Language, status: int | None = None) -> Outline:
    """What is said of `entry`; what a phrase leaves open its code says: that of `status` where the phrase stood beside one."""
    code = _code_of(entry, status, book())
    sections = (
        Section(say(ANSWER, "causes", lang), tuple(Item(spoken(cause, lang)) for cause in entry.causes), numbered=True),
        Section(say(ANSWER, "checks", lang), tuple(_checks(entry, lang))),
        Section(say(ANSWER, "after", lang), tuple(_after(entry, code, lang))),
        Section(say(ANSWER, "vendors", lang), tuple(_vendors(entry, lang))),
        Section(say(ANSWER, "phrases", lang), tuple(_phrases(entry, lang))),
        Section(say(ANSWER, "mappings", lang), tuple(_mappings(entry, lang))),
        Section(say(ANSWER, "related", lang), tuple(_related(entry, lang))),
    )
    return Outline(
        title=title(entry, lang),
        remarks=tuple(_remarks(entry, lang)),
        meaning=spoken(entry.meaning, lang),
        fault=f"{say(ANSWER, 'fault', lang)}: {', '.join(fault_words(entry, lang))}",
        sections=tuple(section for section in sections if section.items),
        sources=f"{say(ANSWER, 'sources', lang)}: {'; '.join(say(SOURCE, source, lang) for source in entry.sources)}"
        if entry.sources
        else "",
        checked=entry.checked,
    )


def fault_words(entry: Entry, lang: Language) -> list[str]:
    """Who is usually at fault, likeliest first: of a customer's account what a report says of it, too, and no slip in dialling."""
    is_account = (entry.rule or next(iter(entry.rules), "")) in ACCOUNT  # the first rule of a code is the one it means by itself
    return [say(FAULT, "account" if is_account and who == "user" else who, lang) for who in entry.fault]


def title(entry: Entry, lang: Language) -> str:
    """How an entry is called: its code and name, or the phrase as the vendor writes it."""
    named = entry.name
    if lang == "ru" and entry.name_ru and entry.name_ru != entry.name:
        named = _beside(entry.name, entry.name_ru)
    if entry.kind == "code":
        return f"{entry.id} {named}"
    if entry.kind == "phrase":
        codes = ", ".join(map(str, entry.codes))
        return f"{codes} {named}" if codes else named
    return f"{say(KIND, entry.kind, lang)} {entry.id.partition(':')[2]}: {named}"


def summary(entry: Entry, lang: Language) -> str:
    """An entry on one line: its title and what it means."""
    return f"{title(entry, lang)} — {spoken(entry.meaning, lang)}"


def _beside(name: str, remark: str) -> str:
    """A remark in brackets behind a name, or behind a dash if it has brackets of its own."""
    return f"{name} — {remark}" if "(" in remark else f"{name} ({remark})"


def _remarks(entry: Entry, lang: Language) -> Iterator[str]:
    if entry.vendor:
        yield vendor_name(entry.vendor, lang)
    if entry.kind == "phrase" and not entry.codes:
        yield say(ANSWER, "any-code", lang)
    if entry.status in ("obsolete", "unregistered"):
        yield say(ANSWER, entry.status, lang)
    if entry.value:
        yield say(CLASS, entry.value, lang)


def _checks(entry: Entry, lang: Language) -> Iterator[Item]:
    for check in entry.checks:
        yield Item(spoken(check.text, lang), say(PLATFORM, check.on, lang), check.run)


def _after(entry: Entry, code: Entry | None, lang: Language) -> Iterator[Item]:
    """Retry, failover and statistics: the phrase's own, else its code's, with the code beside it where others of its codes differ."""
    for name in ("retry", "failover"):
        advice = getattr(entry, name) or getattr(code, name, None)
        if advice:
            yield Item(spoken(advice.text, lang), say(ANSWER, name, lang) + _only_for(entry, code, name))
    counts = entry.counts or (code.counts if code else None)
    if counts:
        said = f"{say(ANSWER, f'asr-{counts.asr}', lang)}; {say(ANSWER, f'ner-{counts.ner}', lang)}."
        words = f"{said} {spoken(counts.text, lang)}" if counts.text else said
        yield Item(words, say(ANSWER, "statistics", lang) + _only_for(entry, code, "counts"))


def _only_for(entry: Entry, code: Entry | None, name: str) -> str:
    """The code in brackets where that of the code is shown and another code of the phrase says otherwise."""
    if code is None or getattr(entry, name):
        return ""
    others = (book().code(status) for status in entry.codes)
    return f" ({code.id})" if any(other and getattr(other, name) != getattr(code, name) for other in others) else ""


def _vendors(entry: Entry, lang: Language) -> Iterator[Item]:
    for note in entry.vendor_notes:
        doubt = "" if note.checked else f" ({say(ANSWER, 'unchecked', lang)})"
        yield Item(spoken(note.text, lang) + doubt, vendor_name(note.vendor, lang))


def _phrases(entry: Entry, lang: Language) -> Iterator[Item]:
    phrases = book().phrases(int(entry.id)) if entry.kind == "code" else ()
    for phrase in phrases:
        yield Item(spoken(phrase.meaning, lang), phrase.name)


def _mappings(entry: Entry, lang: Language) -> Iterator[Item]:
    """What gateways make of a status or of a cause, whoever does it alike on one line."""
    makers: dict[str | None, list[str]] = {}
    for target, row in mapped(entry):
        makers.setdefault(target, []).append(_maker(row, lang))
    for target, who in makers.items():
        number = target.removeprefix("q850:") if target else ""
        lead = f"{'Q.850' if entry.kind == 'code' else 'SIP'} {number}" if target else say(ANSWER, "no-mapping", lang)
        yield Item(", ".join(who), lead)


def _maker(row: Mapping[str, Any], lang: Language) -> str:
    """Who maps so, when, and whether somebody has read it there."""
    remarks = [row[lang]] if lang in row else []
    remarks += [] if row.get("checked") else [say(ANSWER, "unchecked", lang)]
    return _beside(str(row["by"]), "; ".join(remarks)) if remarks else str(row["by"])


def _related(entry: Entry, lang: Language) -> Iterator[Item]:
    known = book()
    for entry_id in entry.related:
        if entry_id in known:
            yield Item(title(known.entry(entry_id), lang))
    slugs: Sequence[str] = (entry.rule,) if entry.rule else entry.rules
    if slugs:
        yield Item(", ".join(slugs), say(ANSWER, "proves" if entry.rule else "rules", lang))


def _code_of(entry: Entry, status: int | None, known: Book) -> Entry | None:
    if entry.kind != "phrase":
        return None
    asked = known.code(status) if status else None
    return asked or (known.code(entry.codes[0]) if entry.codes else None)
