"""
What surrounds one call in a few words: is its callee an account here, does the silent host answer others, is it settled.

These are outcome columns like status and flags: the engine mixes them into the kind of outcome (`standings.Standings`),
so rules of scope "outcome" may ask for them through `Scene.standing`.
"""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct

Account = Literal["stranger", "never", "gone", "lapsed", "bound", "silent"]
"""Of the callee, at the host that was called, when the call came: no registration of it was seen · all that was tried
was refused · it had signed off · its binding had run out · it had a binding · it had one and no longer answered OPTIONS."""

DEFAULT_EXPIRY = 3600
"""Seconds that a binding lasts if neither side says (RFC 3261 section 10.2)."""

ACCOUNTS: tuple[Account, ...] = get_args(Account)


class Standing(Struct, frozen=True):
    """The surroundings of one call or registration."""

    account: Account = "stranger"
    """Of a registration: the same user's other devices ("bound": another one has a binding)."""
    is_long: bool = False
    """Whether the dialled user is a number of the public network: seven digits or more."""
    behind_nat: bool = False
    """Whether the callee's binding came from a public address with a hidden one in its Contact or Via."""
    host_answers_others: bool = False
    """Whether the host that was called answered anybody else within two minutes around this call."""
    is_settled: bool = False
    """Whether the capture goes on for five seconds or more after its last message."""
    is_cut_off: bool = False
    """Of a registration: its sender was answered before, its last request was repeated in vain, and the host meanwhile answered others."""
    is_let_in: bool = False
    """Whether the host that answered 403 let the same sender in with another request: its address is no reason then."""
    has_silent_peer: bool = False
    """Whether a call was refused for want of a way by a host that had asked some peer, no telephone, with OPTIONS and got no answer."""

    @property
    def is_outside(self) -> bool:
        """Whether a number of the public network was dialled that has no account at the host asked, as far as is seen."""
        return self.is_long and self.account == "stranger"

    @property
    def code(self) -> int:
        """Equal for equal standings."""
        code = ACCOUNTS.index(self.account) | self.is_long << 3 | self.behind_nat << 4 | self.host_answers_others << 5
        return code | self.is_settled << 6 | self.is_cut_off << 7 | self.is_let_in << 8 | self.has_silent_peer << 9


STRANGER = Standing()
