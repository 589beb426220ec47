"""
Finds entries by everyday words, Russian or English: an inverted index over stems, ranked as BM25F ranks fields.

The index is made when the answers are packed; a search only stems its own few words. A stem that no entry has stands for
those that begin like it, so that "регистрации" also finds what is "зарегистрирован" by its own keywords, and a word half
typed finds something.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from itertools import islice
from math import log
from typing import Protocol, TypedDict

from sipwhy.reference.entry import Entry


class Index(TypedDict):
    """The index as it is packed: ids, then by place in them; `asked` are keywords that somebody may type whole."""

    ids: Sequence[str]
    lengths: Sequence[int]
    trust: Sequence[float]
    asked: Mapping[str, Sequence[int]]
    """By the stems of a keyword, in order of the alphabet."""
    stems: Mapping[str, Sequence[tuple[int, float]]]
    """(place, weight) of every entry that has a stem."""


_WORD = re.compile(r"[0-9a-z]+|[а-я]+")
_WEIGHTS = {"name": 6.0, "keywords": 5.0, "meaning": 2.0, "causes": 1.0, "checks": 0.3, "vendor": 2.0}
_OF_KIND = {"code": 1.5, "phrase": 1.0, "q850": 1.1, "warning": 0.8, "stir": 0.8}
_OTHER_KINDS, _RARE, _ANY_CARRIER = 0.6, 0.5, 1.2
"""Who asks in plain words wants the code or the carriers' phrase rather than one product's private list."""
EVERYDAY = frozenset("403 404 408 480 486 487 488 500 503 603".split())
"""Answers that make up nearly all failures in captures and CDRs."""
_ASKED_WHOLE = 3.0
"""Where a keyword of the entry is just what was typed."""
_SATURATION, _LENGTH_MATTERS = 4.0, 0.3
_SHORTEST_BEGINNING = 4
_MOST_WORDS = 40
"""Of a query; whoever pastes a whole log has said enough by then."""
_EMPTY = frozenset(
    "a an the of to in on is it its not for from by and or with at what why when how do does i my we our be are was this that no "
    "и в на не с по из от для до что как почему когда при за к у о об а но или это мне мы наш нет ли бы же то он она".split()
)
"""Words that tell entries from nothing. "no" and "нет" are among them: "no money" and "нет денег" are told by the money."""


def index_of(entries: Sequence[Entry]) -> Index:
    """The index over `entries`."""
    stems: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    lengths = []
    for place, entry in enumerate(entries):
        length = 0.0
        for field, text in _fields(entry):
            for stem in stems_of(text):
                stems[stem][place] += _WEIGHTS[field]
                length += 1
        lengths.append(round(length))
    postings = {stem: [(place, round(weight, 1)) for place, weight in found.items()] for stem, found in sorted(stems.items())}
    trust = [_trust(entry) for entry in entries]
    asked: dict[str, list[int]] = defaultdict(list)
    for place, entry in enumerate(entries):
        for key in {_key(text) for text in (*entry.keywords_en, *entry.keywords_ru, entry.name, entry.name_ru or "")}:
            asked[key].append(place)
    ids = [entry.id for entry in entries]
    return {"ids": ids, "lengths": lengths, "trust": trust, "asked": dict(sorted(asked.items())), "stems": postings}


def stems_of(text: str) -> Iterator[str]:
    """The stems of the words of `text` that mean something."""
    for word in _WORD.findall(text.lower().replace("ё", "е")):
        if word not in _EMPTY:
            yield _stem(word)


def asked_whole(index: Index, query: str) -> list[str]:
    """Ids of the entries of which some keyword or the name is just `query`, the likeliest first."""
    places = index["asked"].get(_key(query), ())
    return [index["ids"][place] for place in sorted(places, key=lambda place: -index["trust"][place])]


def ranked(index: Index, query: str) -> list[tuple[str, float]]:
    """Ids and scores of the entries that fit `query`, best first; those with more of its words weigh much more."""
    ids, lengths, trust = index["ids"], index["lengths"], index["trust"]
    mean = sum(lengths) / max(len(lengths), 1)
    scores: dict[int, float] = defaultdict(float)
    hits: dict[int, int] = defaultdict(int)
    wanted = 0
    for rarity, postings in _wanted(index, query):
        wanted += 1
        for place, weight in postings.items():
            norm = 1 - _LENGTH_MATTERS + _LENGTH_MATTERS * lengths[place] / mean
            scores[place] += rarity * weight / (weight + _SATURATION * norm)
            hits[place] += 1
    whole = frozenset(index["asked"].get(_key(query), ()))
    final = {
        place: score * trust[place] * (hits[place] / wanted) ** 2 * (_ASKED_WHOLE if place in whole else 1)
        for place, score in scores.items()
    }
    return [(ids[place], final[place]) for place in sorted(final, key=lambda place: (-final[place], place))]


def fit(index: Index, query: str, entry_id: str) -> float:
    """
    How much of what `query` says is in an entry, from 0 to 1: rare words count more, and so do its name and keywords.

    The length of the entry does not matter here: nothing is compared with other entries.
    """
    place, said, all_of_it = index["ids"].index(entry_id), 0.0, 0.0
    for rarity, postings in _wanted(index, query):
        weight = postings.get(place, 0.0)
        said += rarity * weight / (weight + _SATURATION)
        all_of_it += rarity
    return said / all_of_it if all_of_it else 0.0


def _wanted(index: Index, query: str) -> Iterator[tuple[float, dict[int, float]]]:
    """Of each word of `query`: how rare it is, and the weight that it has in each entry."""
    for stem in islice(dict.fromkeys(stems_of(query)), _MOST_WORDS):
        postings = _postings(index, stem)
        yield log(1 + len(index["ids"]) / (1 + len(postings))), postings


def _postings(index: Index, stem: str) -> dict[int, float]:
    """Entries with a stem; where none has it, those with stems that begin like it, for less."""
    stems = index["stems"]
    if stem in stems:
        return dict(stems[stem])
    found: dict[int, float] = {}
    if len(stem) >= _SHORTEST_BEGINNING:
        for other in stems:
            if other.startswith(stem) or (len(other) >= _SHORTEST_BEGINNING and stem.startswith(other)):
                for place, weight in stems[other]:
                    found[place] = max(found.get(place, 0.0), weight / 2)
    return found


def _key(text: str) -> str:
    return " ".join(sorted(set(stems_of(text))))


def _trust(entry: Entry) -> float:
    """How likely it is that an entry is meant, whatever the words."""
    if entry.status in ("obsolete", "unregistered"):
        return _RARE
    if entry.id in EVERYDAY:
        return _OF_KIND["code"] * _ANY_CARRIER
    if entry.origin == "phrases/generic":
        return _ANY_CARRIER
    return _OF_KIND.get(entry.kind, _OTHER_KINDS)


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    yield from (("name", text) for text in (entry.id, entry.name, entry.name_ru or "", *entry.aliases))
    yield from (("keywords", text) for text in (*entry.keywords_en, *entry.keywords_ru))
    yield "vendor", entry.vendor or ""
    yield from (("meaning", text) for text in (entry.meaning.en, entry.meaning.ru))
    yield from (("causes", text) for cause in entry.causes for text in (cause.en, cause.ru))
    yield from (("checks", text) for check in entry.checks for text in (check.text.en, check.text.ru))


@cache
def _stem(word: str) -> str:
    return _stemmer("russian" if "а" <= word[0] <= "я" else "english").stemWord(word)


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802  # the library's own name


@cache
def _stemmer(language: str) -> _Stemmer:
    stemmer: _Stemmer = import_module("snowballstemmer").stemmer(language)  # late: a code alone needs none
    return stemmer
