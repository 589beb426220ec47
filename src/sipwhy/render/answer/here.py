"""What the answer that decided a failed call means: this phrase, from this product, else the code as such."""

from __future__ import annotations

from sipwhy.diagnosis.login import asked_like_pjsip, challenged_times
from sipwhy.diagnosis.reading import normalised_phrase, phrase_of
from sipwhy.diagnosis.report import Report
from sipwhy.model import Call, Leg, Message
from sipwhy.reference.book import Book, book
from sipwhy.reference.entry import Entry, Text
from sipwhy.reference.phrases import SAID_BY
from sipwhy.reference.products import product_of
from sipwhy.texts.answers import ANSWER, vendor_name
from sipwhy.texts.catalogue import say
from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language

_REFUSALS, _BAD_EVENT = 400, 489


def meaning_here(call: Call, report: Report, cause: str | None, lang: Language) -> str | None:
    """
    A sentence like "480 Empty Route Set (vendor) — ..." about the refused leg that is farthest from the caller.

    None where no leg was refused, and where the phrase proves another diagnosis than `cause`: two voices would contradict
    each other.
    """
    refused = [(leg, final) for leg in call.legs if (final := _refusal(leg)) is not None]
    if not refused:
        return None
    leg, final = refused[-1]
    vendor = _vendor(final, report)
    known = book()
    code = known.code(final.status or 0)
    phrase = _phrase(final, vendor, code, known)
    if phrase is not None and phrase.rule and cause and phrase.rule != cause:
        return None
    text = phrase.meaning if phrase else _of_code(code, vendor if _is_noted(call, leg, final, vendor) else None)
    if text is None:
        return None
    strange = phrase is None and code is not None and final.reason and not known.is_standard(code, normalised_phrase(final))
    doubt = f" ({say(ANSWER, 'unknown-here', lang)})" if strange else ""
    maker = _maker(phrase, vendor, lang)
    return f"{harmless(final.label, 60)}{f' ({maker})' if maker else ''}{doubt} — {text.ru if lang == 'ru' else text.en}"


def _is_noted(call: Call, leg: Leg, final: Message, vendor: str | None) -> bool:
    """
    Whether the notes about one product's answers hold here: they tell of calls and registrations, Asterisk's of its PJSIP.

    What asked for a login otherwise than PJSIP does is chan_sip, which says 403 where PJSIP says 401.
    """
    if call.kind == "subscription" and final.status != _BAD_EVENT:
        return False
    return vendor != "Asterisk" or asked_like_pjsip(leg) or not challenged_times([leg])


def _maker(phrase: Entry | None, vendor: str | None, lang: Language) -> str | None:
    """Whose answer it is: whoever words it so, though another product passed it on; else the product of its host."""
    if phrase is None or not phrase.vendor or (vendor and vendor in phrase.vendor) or phrase.id in SAID_BY:
        return vendor
    return vendor_name(phrase.vendor, lang)


def _refusal(leg: Leg) -> Message | None:
    final = leg.final
    return final if final is not None and final.status is not None and final.status >= _REFUSALS else None


def _vendor(final: Message, report: Report) -> str | None:
    """Who made the answer, as far as it or its host says so."""
    names = [name for name in (final.agent, *report.host(final.src.ip).agents) if name]
    return next((product.vendor for name in names if (product := product_of(name)) and product.vendor), None)


def _phrase(final: Message, vendor: str | None, code: Entry | None, known: Book) -> Entry | None:
    """The entry of what is said beside the status: that by which the rules read it, else one of this status and vendor."""
    row = phrase_of(final)
    if row is not None:
        return known.entry(row.entry)
    spelling = normalised_phrase(final)
    if code is not None and known.is_standard(code, spelling):
        return None
    found = [entry for entry in known.spelt(spelling) if entry.kind == "phrase" and final.status in entry.codes]
    return next(iter(sorted(found, key=lambda entry: vendor is None or vendor not in (entry.vendor or ""))), None)


def _of_code(code: Entry | None, vendor: str | None) -> Text | None:
    if code is None:
        return None
    return next((note.text for note in code.vendor_notes if note.sent and note.vendor == vendor), code.meaning)
