"""How well registrars challenge: whether they ask for qop, and whether a nonce lives on and on."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from sipwhy.diagnosis.behaviour.ground import SECOND, Ground, groups
from sipwhy.model.headers import pairs as parameters
from sipwhy.wire.columns import Array

_QOP, _PRESENT = 1 << 13, 1 << 15
"""Bits of a challenge, as `siptrack::row::login_bits` has them."""
_REGISTRARS, _CLIENTS = 3, 4
"""So many registrars (those with the most challenges first) are looked at for their nonces, each at so many clients."""
_APART = 60 * SECOND
"""Servers that make the nonce of time and a secret give the same one to all who ask within one second: that is no fault."""


class Challenges(Struct, frozen=True):
    """Challenges that are weak in one way; `attempts` are indices of attempts."""

    registrars: tuple[int, ...]
    attempts: Array
    algorithm: str
    shared: tuple[int, int] | None = None
    """Messages (indices) that give two clients the same nonce, a minute or more apart."""


def challenges(ground: Ground) -> list[Challenges]:
    """What is weak in the challenges to REGISTER; nothing if nothing is."""
    leg, asked = ground.attempts("leg"), ground.attempts("challenge")
    registrar = ground.legs("dst_ip")[leg] if len(leg) else leg
    bare = np.flatnonzero((asked & _PRESENT != 0) & (asked & _QOP == 0))
    found = [_without_qop(ground, bare, registrar)] if len(bare) else []
    most = sorted(groups(registrar, np.flatnonzero(asked & _PRESENT != 0), 2), key=len, reverse=True)[:_REGISTRARS]
    return [*found, *(one for attempts in most if (one := _shared(ground, attempts, int(registrar[attempts[0]]))))]


def _without_qop(ground: Ground, attempts: Array, registrar: Array) -> Challenges:
    names, counts = np.unique(registrar[attempts], return_counts=True)
    most = names[np.argsort(-counts, kind="stable")].tolist()
    return Challenges(tuple(most), attempts, _challenge(ground, int(ground.attempts("answer")[attempts[0]])).get("algorithm", "MD5"))


def _shared(ground: Ground, attempts: Array, registrar: int) -> Challenges | None:
    """The same nonce for two clients; the first and the last ones are looked at, which lie farthest apart."""
    _, first = np.unique(ground.legs("device")[ground.attempts("leg")[attempts]], return_index=True)
    clients = attempts[np.sort(first)]
    clients = clients[np.argsort(ground.attempts("answer_ts")[clients], kind="stable")]
    if len(clients) < 2 or np.ptp(ground.attempts("answer_ts")[clients]) < _APART:
        return None
    by_nonce: dict[str, int] = {}
    for at in dict.fromkeys([*clients[: _CLIENTS // 2].tolist(), *clients[-_CLIENTS // 2 :].tolist()]):
        message, given = int(ground.attempts("answer")[at]), _challenge(ground, int(ground.attempts("answer")[at]))
        before = by_nonce.setdefault(given.get("nonce", ""), at)
        if given.get("nonce") and ground.attempts("answer_ts")[at] - ground.attempts("answer_ts")[before] >= _APART:
            return Challenges((registrar,), attempts, given.get("algorithm", "MD5"), (int(ground.attempts("answer")[before]), message))
    return None


def _challenge(ground: Ground, message: int) -> dict[str, str]:
    answer = ground.evidence.message(message)
    line = answer.header("WWW-Authenticate") or answer.header("Proxy-Authenticate") or ""
    return parameters(line.partition(" ")[2])
