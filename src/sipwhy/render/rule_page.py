"""Rules as pages of Markdown: what docs/rules holds in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from sipwhy.diagnosis.log_rule import LOG
from sipwhy.diagnosis.registry import AnyRule
from sipwhy.diagnosis.rule import Rule, Words
from sipwhy.render.markdown import escaped
from sipwhy.render.rulebook import rule_title
from sipwhy.texts.areas import area_named
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language, spoken
from sipwhy.texts.places import open_words
from sipwhy.texts.screen import SCREEN
from sipwhy.texts.usage import RULE, RULE_PAGE


def rule_page(rule: AnyRule, lang: Language, example: Sequence[str]) -> Iterator[str]:
    """One rule: its words in each case, what it needs, its limits, an example as the program prints it."""
    yield f"# {escaped(rule_title(rule, lang))}"
    yield ""
    yield f"`{rule.slug}` · {say(RULE_PAGE, 'area', lang)}: {area_named(rule.area, lang)} · [{say(RULE_PAGE, 'all', lang)}](index.md)"
    for at, text in enumerate(rule.texts.values()):
        words = spoken(text, lang)
        if at:
            yield from ("", f"## {escaped(open_words(words.title, lang))}")
        yield from _words(words, lang)
    yield from _facts(rule, lang)
    if example:
        yield from ("", f"## {say(RULE_PAGE, 'example', lang)}", "", "```text", *example, "```")


def rule_index(rules: Mapping[str, AnyRule], rivals: Mapping[str, Sequence[str]], lang: Language) -> Iterator[str]:
    """All rules by area: what each says, the evidence it needs, and what other tools call it."""
    yield f"# {say(RULE_PAGE, 'index', lang)}"
    yield ""
    yield say(RULE_PAGE, "index-words", lang)
    for area, members in groupby(sorted(rules.values(), key=lambda rule: (rule.area, rule.slug)), key=lambda rule: rule.area):
        heads = [say(RULE_PAGE, name, lang) for name in ("rule", "says", "evidence", "rivals")]
        yield from ("", f"## {area_named(area, lang)}", "", f"| {' | '.join(heads)} |", "|---|---|---|---|")
        for rule in members:
            needs = ", ".join(say(RULE, f"need-{need}", lang) for need in rule.needs) or (
                say(RULE, "or-log", lang) if LOG in rule.texts else "SIP"
            )
            others = ", ".join(rivals.get(rule.slug, ())) or "–"
            yield f"| [{rule.slug}]({rule.slug}.md) | {escaped(rule_title(rule, lang))} | {needs} | {escaped(others)} |"


def _words(words: Words, lang: Language) -> Iterator[str]:
    yield from ("", escaped(open_words(words.explanation, lang)))
    if words.fix:
        yield from ("", f"**{say(SCREEN, 'fix', lang)}:**", "")
        yield from (f"{number}. {escaped(open_words(step, lang))}" for number, step in enumerate(words.fix, 1))
    if words.notes:
        yield from ("", f"**{say(RULE_PAGE, 'proof', lang)}:**", "")
        yield from (f"- {escaped(open_words(note, lang))}" for note in words.notes.values())


def _facts(rule: AnyRule, lang: Language) -> Iterator[str]:
    if isinstance(rule, Rule) and rule.basis:
        yield from ("", f"**{say(RULE, 'basis', lang)}:** {say(RULE, f'basis-{rule.basis}', lang)}")
    if rule.needs:
        yield from ("", f"**{say(RULE, 'needs', lang)}:** {', '.join(say(RULE, f'need-{need}', lang) for need in rule.needs)}")
    elif LOG in rule.texts:
        yield from ("", f"**{say(RULE, 'log-too', lang)}**")
    if rule.limits:
        yield from ("", f"**{say(RULE, 'limits', lang)}:**", "")
        yield from (f"- `{limit.name} = {limit.usual:g}`: {escaped(limit.ru if lang == 'ru' else limit.en)}" for limit in rule.limits)
    if rule.references:
        yield from ("", f"**{say(RULE, 'references', lang)}:** {escaped('; '.join(rule.references))}")
