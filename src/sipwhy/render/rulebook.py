"""A rule explained without a call: its words with the values only named."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis.log_rule import LOG
from sipwhy.diagnosis.rule import CaptureRule, Rule, Words
from sipwhy.render.paper import Paper
from sipwhy.texts.areas import area_named
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language, spoken
from sipwhy.texts.places import open_words
from sipwhy.texts.screen import SCREEN
from sipwhy.texts.usage import RULE

_INDENT = "  "


def rule_title(rule: Rule | CaptureRule, lang: Language) -> str:
    """The title of its plain variant."""
    text = rule.texts[""] if "" in rule.texts else next(iter(rule.texts.values()))
    return open_words(spoken(text, lang).title, lang)


def rule_lines(rule: Rule | CaptureRule, lang: Language, paper: Paper) -> Iterator[str]:
    """Its slug and area, what it says in each case, and where to read more."""
    yield from (paper.paint(line, "heading") for line in paper.paragraph(f"{rule.slug} ({area_named(rule.area, lang)})", _INDENT, ""))
    for at, text in enumerate(rule.texts.values()):
        yield ""
        if at:
            yield paper.paint(say(RULE, "variant", lang) + ":", "dim")
        yield from _words(spoken(text, lang), lang, paper)
    if isinstance(rule, Rule) and rule.basis:
        yield ""
        yield from paper.paragraph(f"{say(RULE, 'basis', lang)}: {say(RULE, f'basis-{rule.basis}', lang)}", _INDENT, "")
    if rule.needs:
        yield ""
        needs = ", ".join(say(RULE, f"need-{need}", lang) for need in rule.needs)
        yield from paper.paragraph(f"{say(RULE, 'needs', lang)}: {needs}", _INDENT, "")
    elif LOG in rule.texts:
        yield ""
        yield from paper.paragraph(say(RULE, "log-too", lang), _INDENT, "")
    if rule.limits:
        yield ""
        yield f"{say(RULE, 'limits', lang)}:"
        for limit in rule.limits:
            said = spoken(limit, lang)
            yield from paper.paragraph(f"{limit.name} = {limit.usual:g}: {said}", _INDENT * 2, _INDENT)
    if rule.references:
        yield ""
        yield from paper.paragraph(f"{say(RULE, 'references', lang)}: {'; '.join(rule.references)}", _INDENT, "")


def _words(words: Words, lang: Language, paper: Paper) -> Iterator[str]:
    yield from (paper.paint(line, "bold") for line in paper.paragraph(open_words(words.title, lang)))
    yield from paper.paragraph(open_words(words.explanation, lang), _INDENT)
    if words.fix:
        yield f"{_INDENT}{say(SCREEN, 'fix', lang)}:"
    for number, step in enumerate(words.fix, 1):
        lead = f"{number}. " if len(words.fix) > 1 else ""
        yield from paper.paragraph(open_words(step, lang), _INDENT + " " * len(lead), _INDENT + lead)
