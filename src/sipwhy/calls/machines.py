"""
Which addresses belong to one machine: an SBC or PBX with an address in each network takes calls at one and sends them on from another.

Told by the name alone: both call themselves the same server, and no call goes from one of them to another.
"""

from __future__ import annotations

import numpy as np

from sipwhy.reference.products import product_of
from sipwhy.wire import Evidence, Method
from sipwhy.wire.columns import Array, distinct, tallied, tallied_pairs

_MOST = 4
"""Addresses of one name above which they are rather a farm of equal servers."""
_B2BUAS = ("pbx", "trunk")
"""A proxy is not among them: it keeps Call-ID, and passes on the names of others."""


def machines(evidence: Evidence) -> Array | None:
    """For each address the lowest number among those of its machine; None if every machine has one address."""
    invite = evidence.legs("method") == Method.INVITE
    sides = [tuple(evidence.legs(name)[invite] for name in pair) for pair in (("src_ip", "src_agent"), ("dst_ip", "dst_agent"))]
    ips, agents, _ = tallied_pairs(*(np.concatenate(both) for both in zip(*sides, strict=True)))
    names, times = tallied(agents)
    several = [name for name in names[(times > 1) & (times <= _MOST)].tolist() if _is_b2bua(evidence.text(name))]
    machine, found = np.arange(evidence.ip_count), False
    (src, _), (dst, _) = sides
    for name in several:
        faces = ips[agents == name]
        if _play_both(sides, faces, name) and not (np.isin(src, faces) & np.isin(dst, faces) & (src != dst)).any():
            machine[faces], found = faces.min(), True
    return machine if found else None


def _is_b2bua(agent: str) -> bool:
    product = product_of(agent)
    return product is not None and product.role in _B2BUAS and any(letter.isdigit() for letter in agent)


def _play_both(sides: list[tuple[Array, ...]], faces: Array, name: int) -> bool:
    """Whether calls come to one of the addresses and leave from another, under that name."""
    out, into = (set(distinct(ip[(agent == name) & np.isin(ip, faces)]).tolist()) for ip, agent in sides)
    return bool(out and into) and len(out | into) > 1
