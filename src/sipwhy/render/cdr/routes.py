"""Which codes are worth another route, and which never, by the reference of answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from sipwhy.cdr.report import CdrReport
from sipwhy.reference.book import book
from sipwhy.reference.entry import Advice
from sipwhy.render.cdr.speech import CdrSpeech

_SENTENCES = 5
"""Codes whose advice is given in words; those further down are few."""


class Advised(Struct, frozen=True):
    """A code that attempts ended with, and whether the next route is worth a try."""

    entry: str
    """Name of the reference's entry: 503, q850:34."""
    advice: Advice


def advised(report: CdrReport) -> list[Advised]:
    """The codes of attempts that were not answered of which the reference knows it, the commonest first, SIP before Q.850."""
    entries = [str(code) for code, _ in report.codes] + [f"q850:{code}" for code, _ in report.causes]
    known = [(name, book().entry(name).failover) for name in entries if name in book()]
    return [Advised(name, advice) for name, advice in known if advice is not None]


def verdicts(report: CdrReport) -> dict[str, str]:
    """By entry: next, stop, depends or none."""
    return {one.entry: one.advice.verdict for one in advised(report)}


def code_name(entry: str, speech: CdrSpeech) -> str:
    """A status or cause with its name: 503 Service Unavailable, 34 Нет свободных каналов."""
    number = entry.rpartition(":")[2]
    if entry not in book():
        return number
    found = book().entry(entry)
    return f"{number} {(found.name_ru if speech.lang == 'ru' and found.kind != 'code' else None) or found.name}"


def route_lines(report: CdrReport, speech: CdrSpeech) -> Iterator[str]:
    """What to do with each code: those that are alike in a line, those on which it depends with their sentence."""
    found = advised(report)
    for key, alike in (("route-next", ("next",)), ("route-stop", ("stop",))):
        if names := [_named(one, speech) for one in found if one.advice.verdict in alike]:
            yield f"{speech.say(key)}: {', '.join(names)}"
    yield from (f"{_named(one, speech)}: {_sentence(one.advice, speech)}" for one in _depending(found))


def _depending(found: Sequence[Advised]) -> list[Advised]:
    return [one for one in found if one.advice.verdict == "depends"][:_SENTENCES]


def _named(one: Advised, speech: CdrSpeech) -> str:
    return ("Q.850 " if one.entry.startswith("q850:") else "") + code_name(one.entry, speech)


def _sentence(advice: Advice, speech: CdrSpeech) -> str:
    return advice.text.ru if speech.lang == "ru" else advice.text.en
