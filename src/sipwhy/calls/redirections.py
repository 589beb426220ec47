"""Works out which redirections may lead back: from columns, and of the others from their Contact and the request, read as bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from sipwhy.model.sign import Sign
from sipwhy.wire import Evidence, Method
from sipwhy.wire.columns import Array, mixed
from sipwhy.wire.methods import Mark

_CONTACT = rb"(?im)^(?:contact|m)[ \t]*:(.*(?:\n[ \t].*)*)"
"""As all patterns here, compiled when it is first needed: most captures redirect nobody."""
_URI = rb"(?i)sips?:(?:([^@>\s]*)@)?([^:;>?,\s]*)"
_ASKED = rb"(?i)^\S+[ \t]+(?:sips?:)?(?:([^@\s]*)@)?([^:;>?\s]*)"
_PARAMETERS = rb"[;:].*"
_AGAIN = int(Mark.REPEAT | Mark.COPY)


def sign_redirections(evidence: Evidence, signs: Array, of_leg: Array) -> None:
    """
    Signs the legs whose redirection may lead back (`of_leg` is the call of each leg): who asks further finds out whether it does.

    It can where one host was redirected several times in a call, or where Contact has the user that was asked for, at that host or
    at who asked, or the caller's. Of the others all that matters is the status.
    """
    status = evidence.legs("status")
    told = np.flatnonzero((status >= 300) & (status < 400) & (evidence.legs("method") == Method.INVITE))
    if not len(told):
        return
    _, sender, times = np.unique(mixed([of_leg[told], evidence.legs("src_ip")[told]]), return_inverse=True, return_counts=True)
    several = (times[sender] > 1) | (_redirections(evidence)[told] > 1)
    signs[told[several]] |= Sign.MAY_LEAD_BACK
    once = told[~several]
    once = once[np.argsort(evidence.legs("final_message")[once], kind="stable")]
    signs[list(_leading_back(evidence, once, _main(evidence, once, of_leg)))] |= Sign.MAY_LEAD_BACK


def _redirections(evidence: Evidence) -> Array:
    """How many redirections came on each leg."""
    status, leg = evidence.messages("status"), evidence.messages("leg")
    counted = (status >= 300) & (status < 400) & (evidence.messages("marks") & _AGAIN == 0) & (leg < evidence.leg_count)
    return np.bincount(leg[counted], minlength=evidence.leg_count)


def _main(evidence: Evidence, legs: Array, of_leg: Array) -> Array:
    """The first leg of the call of each of some legs."""
    order = np.lexsort((evidence.legs("first"), of_leg))
    found: Array = order[np.searchsorted(of_leg[order], of_leg[legs])]
    return found


def _leading_back(evidence: Evidence, legs: Array, mains: Array) -> Iterator[int]:
    """Which of some legs have a Contact that leads back, as far as that can be told without reading the call."""
    answers = evidence.raws(evidence.legs("final_message")[legs])
    for leg, main, answer in zip(legs.tolist(), mains.tolist(), answers, strict=True):
        lines = re.findall(_CONTACT, answer)
        uris = [uri for line in lines for uri in re.findall(_URI, line)]
        if lines and all(_may_lead_back(evidence, leg, main, user.lower(), host.lower()) for user, host in uris):
            yield leg


def _may_lead_back(evidence: Evidence, leg: int, main: int, user: bytes, host: bytes) -> bool:
    bare = re.sub(_PARAMETERS, b"", user)
    if bare == _text(evidence, "from_user", main):
        return True
    if bare not in (_text(evidence, name, leg) for name in ("uri_user", "to_user")):
        return False
    asked, name = _asked(evidence, leg)
    if user != asked:
        return False
    own = evidence.ip(int(evidence.legs("src_ip")[leg])).encode()
    return host in (name, own) or (main != leg and host == _asked(evidence, main)[1])


def _asked(evidence: Evidence, leg: int) -> tuple[bytes, bytes]:
    """User and host that the first request of a leg asks for."""
    found = re.match(_ASKED, evidence.raw(int(evidence.legs("first")[leg])))
    return ((found[1] or b"").lower(), found[2].lower()) if found else (b"", b"")


def _text(evidence: Evidence, name: str, leg: int) -> bytes:
    return evidence.text(int(evidence.legs(name)[leg])).lower().encode()
