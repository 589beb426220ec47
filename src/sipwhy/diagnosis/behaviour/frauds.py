"""Calls abroad from those who have no business here: attackers, and who tries one number behind several prefixes."""

from __future__ import annotations

import re
from collections.abc import Collection

import numpy as np
from msgspec import Struct

from sipwhy.diagnosis.behaviour.ground import SECOND, Ground, groups, most_within, pairs
from sipwhy.wire.columns import Array, different

_PREFIXES, _SPAN = 3, 60 * SECOND
"""Ways of dialling one number that are tried within a minute: people do not, attackers look for the one that leads out."""
_LONG = 11
"""Digits of a number with its country code."""
_ABROAD = r"\+|0|9?00|9?011"
_COSTLY = r"(?:\+|9?00|9?011|(?=\d{12}))(?:87[0-4]|88[1-3]|888|979)"
"""
Satellites and international services at the caller's cost (ITU-T E.164, list of country codes). Without a prefix they have twelve digits:
eleven that begin with 881 are Saint Petersburg, as it is dialled in Russia (8 812).
"""


class Fraud(Struct, frozen=True):
    """Calls abroad from one suspect; legs in order of time."""

    source: int
    legs: Array
    answered: Array
    is_costly: bool


def frauds(ground: Ground, suspects: Collection[int]) -> list[Fraud]:
    """The calls abroad of suspects, and of who tries prefixes: each by its source."""
    calls, source = ground.is_own_call, ground.legs("src_ip")
    suspects = {*suspects, *_probing(ground, np.flatnonzero(calls & ~ground.is_taken))}
    chosen = np.flatnonzero(calls & np.isin(source, sorted(suspects)))
    abroad = {user: is_abroad(ground.text(user)) for user in different(ground.user[chosen]).tolist()}
    chosen = chosen[np.array([abroad[user] for user in ground.user[chosen].tolist()], dtype=bool)]
    return [_fraud(ground, legs) for legs in groups(source, chosen, 1)]


def _fraud(ground: Ground, legs: Array) -> Fraud:
    answered = legs[ground.legs("answer_ts")[legs] > 0]
    numbers = answered if len(answered) else legs
    costly = any(is_costly(ground.text(user)) for user in different(ground.user[numbers]).tolist())
    return Fraud(int(ground.legs("src_ip")[legs[0]]), legs, answered, costly)


def is_costly(number: str) -> bool:
    """Whether a dialled number is one at its caller's cost."""
    return re.match(_COSTLY, number) is not None


def is_abroad(number: str) -> bool:
    """Whether a dialled number names a country: by its prefix, or by its length."""
    digits = number.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return False
    return len(digits) >= _LONG or (len(digits) >= _LONG - 1 and re.match(_ABROAD, number) is not None)


def _probing(ground: Ground, refused: Array) -> set[int]:
    """Sources that tried one number with three prefixes or more in a minute, and that nobody ever let in."""
    if len(refused) < _PREFIXES:
        return set()
    _, tails = ground.number_forms
    refused = refused[tails[ground.user[refused]] > 0]
    keys = pairs(ground.legs("src_ip"), tails[ground.user] % (1 << 31))
    found = set[int]()
    for legs in groups(keys, refused, _PREFIXES):
        source = int(ground.legs("src_ip")[legs[0]])
        _, first = np.unique(ground.user[legs], return_index=True)
        if most_within(np.sort(ground.legs("first_ts")[legs[first]]), _SPAN) < _PREFIXES:
            continue
        known = ground.is_taken & ground.is_first_hop & (ground.legs("src_ip") == source) & (ground.legs("answer_ts") == 0)
        if not known.any():
            found.add(source)
    return found
