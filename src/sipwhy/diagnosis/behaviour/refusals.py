"""What a host refuses of what it is asked: numbers in one form and not in another, calls in one caller's name and not in others'."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct

from sipwhy.diagnosis.behaviour.ground import Ground
from sipwhy.diagnosis.behaviour.peers import Peer, commonest, small_peers
from sipwhy.model.share import SURE, VERY_SURE, interval
from sipwhy.wire.columns import Array, among, different

_OF_NUMBERS = (400, 403, 404, 416, 480, 484, 500, 501, 502, 503, 603, 604)
_OF_CALLERS = (403, 433)
_LEAST = 5
_SAME = 2
"""Numbers that are refused in one form and pass in another: so many prove it."""
_UNIFORM = 0.9
"""The share of one status among the refusals: a rule refuses always alike."""
_FEW = 0.5
_AREA = 10**7
_OF_FORM = 484
"""Address incomplete: of a whole number it speaks of the form itself, so that fewer prove it than of answers that may mean anything."""
_FORMS = 16
"""More than there are forms of numbers."""


class FormRefused(Struct, frozen=True):
    """One form of numbers that a host refuses while another passes; legs in order of time."""

    peer: Peer
    refused: Array
    passed: Array
    status: int
    same: int
    """How many numbers were refused in the one form and passed in the other."""


class CallerRefused(Struct, frozen=True):
    """A caller whose calls a host refuses all, while those of others pass."""

    peer: Peer
    caller: int
    refused: Array
    others: int
    passed: int


def forms_refused(ground: Ground, found: Sequence[Peer]) -> list[FormRefused]:
    """For each host the forms of numbers that it never carries, though it carries the same or like numbers in another."""
    suspects = [peer for peer in found if np.count_nonzero(~peer.reached) >= _SAME and np.count_nonzero(peer.reached) >= _SAME]
    suspects += small_peers(ground, _OF_NUMBERS, _SAME)
    if not suspects:
        return []
    forms, tails = ground.number_forms
    return [one for peer in suspects for one in _forms_refused(ground, peer, forms[ground.user[peer.legs]], tails[ground.user[peer.legs]])]


def _forms_refused(ground: Ground, peer: Peer, form: Array, tail: Array) -> Iterator[FormRefused]:
    refused = ~peer.reached & among(peer.status, _OF_NUMBERS) & ~ground.says_more[peer.legs]
    form = np.where(tail > 0, form, 0)
    reached = np.bincount(form[peer.reached], minlength=_FORMS)
    never = np.flatnonzero((np.bincount(form[refused], minlength=_FORMS) >= _SAME) & (reached == 0))
    for one in never[never > 0].tolist():
        own = refused & (form == one)
        status, uniform = commonest(peer.status[own])
        sure = SURE if status == _OF_FORM else VERY_SURE
        judged = ((_compared(peer, tail, (own, form == other), sure), other) for other in range(1, _FORMS) if reached[other])
        best = max(((same, other) for same, other in judged if same is not None), default=None)
        if uniform >= _UNIFORM and best:
            yield FormRefused(peer, peer.legs[own], peer.legs[peer.reached & (form == best[1])], status, best[0])


def _compared(peer: Peer, tail: Array, forms: tuple[Array, Array], sure: float) -> int | None:
    """
    How many of the refused numbers passed in the other form; None if that form proves nothing about these.

    `forms` are the refused calls and those in the other form. Numbers are counted and not calls: one that is redialled proves no more.
    """
    refused, other = forms
    passed = other & peer.reached
    same = len(_common(tail[refused], tail[passed]))
    if same >= _SAME:
        return same
    if len(different(tail[refused])) < _LEAST or len(different(tail[passed])) < _LEAST:
        return None
    near = np.isin(tail // _AREA, _common(tail[refused] // _AREA, tail[passed] // _AREA))
    never = interval(0, len(different(tail[refused & near])), sure)[1]
    mostly = interval(len(different(tail[passed & near])), len(different(tail[other & near])), sure)[0]
    return same if mostly > never else None


def _common(one: Array, other: Array) -> Array:
    """The values that stand in both."""
    values = different(one)
    found: Array = values[np.isin(values, other)]
    return found


def callers_refused(ground: Ground, found: Sequence[Peer]) -> list[CallerRefused]:
    """For each host the callers (numbers of the public network) whom it refuses with 403 whatever they dial."""
    suspects = [peer for peer in found if np.count_nonzero(among(peer.status, _OF_CALLERS) & ~peer.reached) >= _LEAST]
    if not suspects:
        return []
    forms, _ = ground.number_forms
    return [one for peer in suspects for one in _callers_refused(ground, peer, forms)]


def _callers_refused(ground: Ground, peer: Peer, forms: Array) -> Iterator[CallerRefused]:
    caller, source = ground.legs("from_user")[peer.legs], ground.legs("src_ip")[peer.legs]
    refused = among(peer.status, _OF_CALLERS) & ~peer.reached & ~ground.says_more[peer.legs]
    names, counts = np.unique(caller[refused & (forms[caller] > 0)], return_counts=True)
    for one in names[counts >= _LEAST].tolist():
        own = caller == one
        others = np.isin(source, different(source[own])) & ~own
        passed, of = int(np.count_nonzero(peer.reached & others)), int(np.count_nonzero(others))
        enough = interval(passed, of, VERY_SURE)[0] > interval(0, int(np.count_nonzero(own)), VERY_SURE)[1]
        several = len(different(ground.user[peer.legs[refused & own]])) > 1
        uniform = np.count_nonzero(refused & own) >= _UNIFORM * np.count_nonzero(own) and not np.any(peer.reached[own])
        if uniform and several and enough and np.count_nonzero(own) < _FEW * len(own):
            yield CallerRefused(peer, one, peer.legs[refused & own], of, passed)
