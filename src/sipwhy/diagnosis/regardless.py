"""
Judgements that hold whatever the hosts of a call are, as far as nobody asked what they are.

Who is busy is busy whatever called, and a server that fails is at fault whoever called it. So a kind of outcome that differs from one
that is judged only in what a host is, about which no rule asked then, need not be judged again. Only calls of one leg are looked at,
which most are: of several legs it matters which of them have a host in common, too.
"""

from __future__ import annotations

from sipwhy.calls import CallTable
from sipwhy.model import Call

_ANY = -1
"""Stands for the role of a host about which nobody asked."""


class Regardless:
    """The judgements so far, by numbers."""

    def __init__(self, table: CallTable) -> None:
        self._table = table
        self._known: dict[tuple[int, int, int], int] = {}

    def known(self, row: int, outcome: int) -> int | None:
        """The judgement that holds for a call of an `outcome`, too; None if there is none."""
        if len(self._table.legs_of(row)) > 1:
            return None
        src, dst = self._roles(row)
        keys = ((outcome, one, other) for one in (_ANY, src) for other in (_ANY, dst))
        return next((self._known[key] for key in keys if key in self._known), None)

    def keep(self, call: Call, outcome: int, judgement: int, looked_at: frozenset[str]) -> None:
        """Keeps the judgement on a call; `looked_at` has the addresses about which rules asked for it."""
        if len(call.legs) > 1 or call.hung_up is not None:  # by whom is told by what that host is
            return
        leg = call.legs[0]
        if looked_at <= {leg.src.ip, leg.dst.ip}:
            asked = zip((leg.src, leg.dst), self._roles(call.number - 1), strict=True)
            one, other = (role if end.ip in looked_at else _ANY for end, role in asked)
            self._known[outcome, one, other] = judgement

    def _roles(self, row: int) -> tuple[int, int]:
        """What the hosts of the first leg of a call are."""
        table, leg = self._table, int(self._table.main[row])
        src, dst = (int(table.hosts.roles[table.evidence.legs(name)[leg]]) for name in ("src_ip", "dst_ip"))
        return src, dst
