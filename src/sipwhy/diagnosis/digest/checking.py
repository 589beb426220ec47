"""Finds the logins of a reading for whose accounts a password was given, and has them judged."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, cached_property, partial

import numpy as np

from sipwhy.calls import CallTable
from sipwhy.diagnosis.digest.credentials import Credentials, Request, realms_asked, request_of
from sipwhy.diagnosis.digest.formula import algorithm_of
from sipwhy.diagnosis.digest.logins import Checked
from sipwhy.diagnosis.digest.secret import Account, Secrets
from sipwhy.diagnosis.digest.slip import OPEN, Slip
from sipwhy.diagnosis.digest.slips import as_bytes
from sipwhy.diagnosis.digest.trial import Judge, Names
from sipwhy.model.flag import Flag
from sipwhy.model.headers import host_of, user_of
from sipwhy.wire import Method
from sipwhy.wire.columns import Array
from sipwhy.wire.methods import Mark

_MOST_REALMS = 50
_FEW = 20
_MOST_CHALLENGES = 20
"""Challenges of one leg that are read."""
_BEGINNERS_REALM = "asterisk"
"""The realm that Asterisk names unless it is told another."""


class Checking:
    """Judges the logins of one table against the accounts that the user gave."""

    def __init__(self, table: CallTable, secrets: Secrets) -> None:
        self._table = table
        self._evidence = table.evidence
        self._judge = Judge(secrets)
        self.secrets = secrets

    def judged(self) -> Iterator[Checked]:
        """Every login for whose account a password was given, in order of message."""
        for index, raw in zip(self._requests.tolist(), self._evidence.raws(self._requests), strict=True):
            request = request_of(raw) if self._may_concern(raw) else None
            if request is None:
                continue
            for given in request.credentials:
                if checked := self._checked(index, request, given):
                    yield checked

    def _may_concern(self, raw: bytes) -> bool:
        """Whether a request names any of a few accounts, or may do so in a spelling that has to be read: reading all takes longest."""
        if self._needles is None:
            return True
        small = raw.lower()
        return any(needle in small for needle in self._needles)

    @cached_property
    def _needles(self) -> tuple[bytes, ...] | None:
        """What stands in a request that names one of the accounts; None if there are too many, or names that are no plain ASCII."""
        users = {account.user.lower() for account in self.secrets}
        if len(users) > _FEW or not all(user.isascii() and not set(user) & set('"\\') for user in users):
            return None
        return (b"userhash", b"username*", *(user.encode() for user in sorted(users)))

    @cached_property
    def _requests(self) -> Array:
        """Requests of legs with credentials; copies, repeats, CANCEL and ACK (it bears those of its INVITE) are left out."""
        evidence = self._evidence
        method, marks = evidence.messages("method"), evidence.messages("marks")
        wanted = (self._status == 0) & (marks & (Mark.COPY | Mark.REPEAT) == 0)
        wanted &= ~np.isin(method, (Method.NONE, Method.ACK, Method.CANCEL))
        legs = evidence.legs("flags") & Flag.CREDENTIALS != 0
        return np.flatnonzero(wanted & legs[self._leg])

    @cached_property
    def _leg(self) -> Array:
        return self._evidence.messages("leg")

    @cached_property
    def _status(self) -> Array:
        return self._evidence.messages("status")

    def _checked(self, index: int, request: Request, given: Credentials) -> Checked | None:
        leg = int(self._leg[index])
        found = [(account, is_own) for account, is_own in self._accounts(leg, given) if given.get("response")]
        if not found:
            return None
        names = cache(partial(self._names, leg, request, given))
        judged = [(account, is_own, self._judge.verdict(request, given, account, names)) for account, is_own in found]
        # An account known only by the number that calls may be logged in elsewhere by another name: of it only a hit counts.
        told = [(account, verdict) for account, is_own, verdict in judged if is_own or verdict.slip not in OPEN]
        if not told:
            return None
        account, verdict = min(told, key=lambda one: (one[1].slip in OPEN, one[1].slip is not Slip.RIGHT))
        file, _ = self._evidence.place(index)
        return Checked(index + 1, file, int(self._table.row_of_leg[leg]) + 1, account.user, verdict)

    def _accounts(self, leg: int, given: Credentials) -> Iterator[tuple[Account, bool]]:
        """Accounts that a login may belong to, each with whether the login says so itself."""
        if given.is_hashed_user:
            yield from ((account, True) for account in self.secrets if _is_hash_of(given, account))
            return
        realm = given.get("realm").casefold()
        for user in dict.fromkeys((given.user, given.user.partition("@")[0])):
            for account in self.secrets.of(user):
                yield account, account.realm is None or account.realm.casefold() == realm
            if self.secrets.of(user):
                return
        for user in dict.fromkeys(self._text(leg, name) for name in ("from_user", "to_user")):
            yield from ((account, False) for account in self.secrets.of(user))

    def _text(self, leg: int, name: str) -> str:
        return self._evidence.text(int(self._evidence.legs(name)[leg]))

    def _names(self, leg: int, request: Request, given: Credentials) -> Names:
        """The names that may have got into a digest by mistake: those that stand in the message and in the challenges before it."""
        uri = request.uri.decode("utf-8", "surrogateescape")
        hosts = [found[0] for text in (uri, given.get("uri")) if (found := host_of(text))]
        realms = [*self._asked(leg), *hosts, *(str(end.ip) for end in self._evidence.endpoints(leg)), _BEGINNERS_REALM, ""]
        users = [self._text(leg, "from_user"), self._text(leg, "to_user"), user_of(uri) or "", given.user.partition("@")[0]]
        users += [known for user in users for known in (user.lower(), user.upper())]
        users += [f"{user}@{host}" for user in dict.fromkeys((given.user, *users[:2])) for host in (given.get("realm"), *hosts)]
        return Names([*dict.fromkeys(filter(None, users))], [*dict.fromkeys(realms)][:_MOST_REALMS])

    def _asked(self, leg: int) -> Iterator[str]:
        """The realms of the challenges on this leg."""
        asked = [message for message in self._evidence.leg_messages(leg) if self._status[message] in (401, 407)]
        for message in asked[-_MOST_CHALLENGES:]:
            yield from realms_asked(self._evidence.raw(message))


def _is_hash_of(given: Credentials, account: Account) -> bool:
    """Whether a hashed user name (RFC 7616 section 3.4.4) is that of an account."""
    algorithm = algorithm_of(given.get("algorithm"))
    if algorithm is None:
        return False
    return algorithm.hash(as_bytes(account.user), as_bytes(given.get("realm"))) == as_bytes(given.user.lower())
