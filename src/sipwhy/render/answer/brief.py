"""A code on one screen: what it means, the likeliest causes, the first thing to check, and what more there is to ask for."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sipwhy.reference.book import book
from sipwhy.reference.entry import Entry
from sipwhy.render.answer.outline import Item, Outline, Section, outline
from sipwhy.texts.answers import ANSWER, PLATFORM
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language, spoken

FEWEST = 2
"""So many causes are shown however little room there is."""


def briefer(entry: Entry, lang: Language) -> Iterator[Outline]:
    """Outlines of a code with its likeliest causes, its first check, and what the whole page has besides; each has a cause less."""
    whole = outline(entry, lang)
    checks = Section(say(ANSWER, "checks", lang), tuple(_first_check(entry, lang)))
    for shown in range(max(len(entry.causes), FEWEST), FEWEST - 1, -1):
        causes = Section(say(ANSWER, "causes", lang), tuple(Item(spoken(cause, lang)) for cause in entry.causes[:shown]), numbered=True)
        more = _more(entry, len(entry.causes) - shown, lang)
        yield replace(whole, sections=tuple(section for section in (causes, checks) if section.items), sources="", more=more)


def _first_check(entry: Entry, lang: Language) -> Iterator[Item]:
    """The first one that is of no single product; none if there is none."""
    for check in entry.checks:
        if check.on == "any":
            yield Item(spoken(check.text, lang), run=check.run)
            return


def _more(entry: Entry, causes: int, lang: Language) -> str:
    """What the whole page has besides, and how to ask for it."""
    return f"{say(ANSWER, 'more', lang, command=f'sipwhy code {entry.id} -v')}: {'; '.join(_parts(entry, causes, lang))}."


def _parts(entry: Entry, causes: int, lang: Language) -> Iterator[str]:
    if causes > 0:
        yield say(ANSWER, "more-causes", lang, n=causes)
    if products := dict.fromkeys(say(PLATFORM, check.on, lang).partition(",")[0] for check in entry.checks if check.on != "any"):
        yield say(ANSWER, "more-checks", lang, names=", ".join(products))
    if entry.retry or entry.failover or entry.counts:
        yield say(ANSWER, "more-after", lang)
    if entry.vendor_notes:
        yield say(ANSWER, "more-notes", lang, n=len(entry.vendor_notes))
    if phrases := book().phrases(int(entry.id)):
        one = f'sipwhy code {entry.id} "{say(ANSWER, "a-phrase", lang)}"'
        yield say(ANSWER, "more-phrases", lang, n=len(phrases), command=one)
