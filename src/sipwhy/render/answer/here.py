"""What the answer that decided a failed call means: this phrase, from this product, else the code as such."""

from __future__ import annotations

from sipwhy.diagnosis.report import Report
from sipwhy.model import Call, Leg, Message
from sipwhy.reference.book import book
from sipwhy.reference.entry import Entry
from sipwhy.reference.lookup import phrase_entry
from sipwhy.reference.products import product_of
from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language

_REFUSALS = 400


def meaning_here(call: Call, report: Report, lang: Language) -> str | None:
    """A sentence like "480 Empty Route Set (vendor): ..." about the refused leg that is farthest from the caller; else None."""
    refused = [(leg, final) for leg in call.legs if (final := _refusal(leg)) is not None]
    if not refused:
        return None
    leg, final = refused[-1]
    vendor = _vendor(final, leg, report)
    said = _meaning(final, vendor, lang)
    return f"{harmless(final.label, 60)}{f' ({vendor})' if vendor else ''}: {said}" if said else None


def _refusal(leg: Leg) -> Message | None:
    final = leg.deciding.final if leg.deciding else None
    return final if final is not None and final.status is not None and final.status >= _REFUSALS else None


def _vendor(final: Message, leg: Leg, report: Report) -> str | None:
    """Who made the answer, as far as it or its host says so."""
    host = report.host(final.src.ip)
    names = [name for name in (final.agent, *host.agents) if name]
    return next((product.vendor for name in names if (product := product_of(name)) and product.vendor), None)


def _meaning(final: Message, vendor: str | None, lang: Language) -> str | None:
    status = final.status or 0
    phrase: Entry | None = phrase_entry(status, final.reason or "", vendor)
    if phrase is not None:
        return phrase.meaning.ru if lang == "ru" else phrase.meaning.en
    code = book().code(status)
    if code is None:
        return None
    text = next((note.text for note in code.vendor_notes if note.sent and note.vendor == vendor), code.meaning)
    return text.ru if lang == "ru" else text.en
