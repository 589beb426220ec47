"""Entries of the reference as pages of Markdown: what docs/answers holds in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from sipwhy.reference.book import Book, book
from sipwhy.reference.entry import Entry, Kind
from sipwhy.render.answer.outline import Item, Section, fault_words, outline, title
from sipwhy.render.markdown import escaped
from sipwhy.texts.answers import ANSWER, FAMILY, KIND_PAGE, vendor_name
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language, spoken

_LISTS: Mapping[str, tuple[Kind, ...]] = {
    "q850": ("q850", "location"),
    "headers": ("warning", "reason-protocol", "stir"),
    "asterisk": ("asterisk",),
    "freeswitch": ("freeswitch",),
    "microsoft": ("ms-diagnostics",),
}
"""Page to the kinds of entries on it."""
_ODD = re.compile(r"[^a-z0-9]+")


def pages(lang: Language) -> Iterator[tuple[str, str]]:
    """File name and text of every page."""
    known = book()
    codes = known.of_kind("code")
    phrases = sorted(known.of_kind("phrase"), key=_phrase_page)
    yield "index.md", _text(_index(known, lang))
    for hundred, members in groupby(codes, key=lambda entry: entry.id[0]):
        yield f"{hundred}xx.md", _text(_page(f"{hundred}xx", tuple(members), lang))
    for name, group in groupby(phrases, key=_phrase_page):
        entries = tuple(group)
        yield name, _text(_page(say(FAMILY, entries[0].origin.partition("/")[2], lang), entries, lang))
    for name, kinds in _LISTS.items():
        entries = tuple(entry for kind in kinds for entry in known.of_kind(kind))
        yield f"{name}.md", _text(_page(say(KIND_PAGE, name, lang), entries, lang))


def _index(known: Book, lang: Language) -> Iterator[str]:
    yield f"# {say(KIND_PAGE, 'index', lang)}"
    yield ""
    yield say(KIND_PAGE, "index-words", lang)
    yield ""
    yield f"| {say(KIND_PAGE, 'code', lang)} | {say(KIND_PAGE, 'means', lang)} | {say(ANSWER, 'fault', lang)} |"
    yield "|---|---|---|"
    for entry in known.of_kind("code"):
        fault = fault_words(entry, lang)[0]
        meaning = spoken(entry.meaning, lang)
        yield f"| [{escaped(title(entry, lang))}]({entry.id[0]}xx.md#{anchor(entry)}) | {escaped(meaning)} | {escaped(fault)} |"
    yield ""
    yield f"## {say(KIND_PAGE, 'phrases', lang)}"
    yield ""
    for entry in sorted(known.of_kind("phrase"), key=lambda entry: (entry.name.lower(), entry.id)):
        vendor = f" ({escaped(vendor_name(entry.vendor, lang))})" if entry.vendor else ""
        codes = ", ".join(map(str, entry.codes)) or say(ANSWER, "any-code", lang)
        yield f"- [{escaped(entry.name)}]({_phrase_page(entry)}#{anchor(entry)}), {codes}{vendor}"
    yield ""
    yield f"## {say(KIND_PAGE, 'lists', lang)}"
    yield ""
    yield from (f"- [{say(KIND_PAGE, name, lang)}]({name}.md)" for name in _LISTS)


def _page(heading: str, entries: Sequence[Entry], lang: Language) -> Iterator[str]:
    yield f"# {escaped(heading)}"
    for entry in entries:
        yield ""
        yield from _entry(entry, lang)


def _entry(entry: Entry, lang: Language) -> Iterator[str]:
    said = outline(entry, lang)
    remarks = f" ({'; '.join(said.remarks)})" if said.remarks else ""
    yield f'<a id="{anchor(entry)}"></a>'
    yield ""
    yield f"## {escaped(said.title + remarks)}"
    yield ""
    yield escaped(said.meaning)
    yield ""
    yield escaped(said.fault)
    for section in said.sections:
        yield ""
        yield f"**{section.title}:**"
        yield ""
        yield from _section(section)
    if not said.checked:
        yield ""
        yield say(ANSWER, "unchecked-entry", lang)
    if said.sources:
        yield ""
        yield f"<sub>{escaped(said.sources)}</sub>"


def _section(section: Section) -> Iterator[str]:
    for number, item in enumerate(section.items, 1):
        yield f"{f'{number}.' if section.numbered else '-'} {_item(item)}"


def _item(item: Item) -> str:
    lead = f"{escaped(item.lead)}: " if item.lead else ""
    run = "".join(f" `{command}`" for command in item.run)
    return f"{lead}{escaped(item.text)}{run}"


def anchor(entry: Entry) -> str:
    """By what a link finds an entry on its page."""
    return _ODD.sub("-", entry.id.lower()).strip("-")


def _phrase_page(entry: Entry) -> str:
    return f"{entry.origin.partition('/')[2]}_phrases.md"


def _text(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"
