"""Chains of a firewall that lead to each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

Chain = TypeVar("Chain")


def chains_reached(entrances: Iterable[Chain], leads: Mapping[Chain, Collection[Chain]]) -> set[Chain]:
    """The chains that packets come to, which begin at the entrances and go where each chain leads."""
    found: set[Chain] = set()
    waiting = list(entrances)
    while waiting:
        chain = waiting.pop()
        if chain not in found:
            found.add(chain)
            waiting.extend(leads.get(chain, ()))
    return found
