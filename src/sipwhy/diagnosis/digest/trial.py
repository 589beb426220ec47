"""The verdict on one digest: which of the likely forms of the password that was given it was made with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

from sipwhy.diagnosis.digest.credentials import Credentials, Request
from sipwhy.diagnosis.digest.formula import Algorithm, Question, algorithm_of
from sipwhy.diagnosis.digest.secret import Account, Secrets
from sipwhy.diagnosis.digest.slip import Slip, Verdict
from sipwhy.diagnosis.digest.slips import as_bytes, wrong_forms

_MOST_OTHERS = 100
"""Other accounts whose passwords are tried."""
_THOROUGH = 5
"""Logins of one account that fit nothing for which formulas and other accounts are tried: a device keeps to what it does wrong."""
_MOST_KEPT = 512
"""Accounts whose wrong forms are kept at hand, some 30 kB each."""
_HEX = frozenset("0123456789abcdef")
_DIGITS = {"MD5": 32, "SHA-256": 64, "SHA-512-256": 64}
_METHODS = (b"REGISTER", b"INVITE", b"OPTIONS", b"SUBSCRIBE", b"BYE", b"ACK", b"MESSAGE")


@dataclass(frozen=True, slots=True)
class Names:
    """User names and realms near a message, for which a digest may have been made by mistake."""

    users: Sequence[str] = ()
    realms: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Login:
    """One digest: what went into it, what came out, and for whom it says it is."""

    question: Question
    rest: bytes
    response: bytes
    users: tuple[str, ...]
    realms: tuple[str, ...]

    def fits(self, account_hash: bytes) -> bool:
        return self.question.closed(account_hash, self.rest) == self.response

    def asked(self, question: Question) -> _Login:
        """The same answer to another question."""
        return replace(self, question=question, rest=question.rest())

    def is_of(self, users: Iterable[str], realms: Iterable[str], password: bytes) -> tuple[str, str] | None:
        """The first pair of user and realm with which the password gives this digest."""
        for user, realm in product(users, realms):
            if self.fits(self.question.account_hash(as_bytes(user), as_bytes(realm), password)):
                return user, realm
        return None


class Judge:
    """Judges digests against accounts; what one password can come out as is worked out once for each user name and realm."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets
        self._hashes = lru_cache(maxsize=_MOST_KEPT)(self._hashes_of)
        self._in_vain: dict[Account, int] = {}

    def verdict(self, request: Request, given: Credentials, account: Account, names: Callable[[], Names]) -> Verdict:
        """What the digest `given` in `request` was made with, as far as the password of `account` tells."""
        algorithm = algorithm_of(given.get("algorithm"))
        if algorithm is None:
            return Verdict(Slip.UNKNOWN_ALGORITHM, other=given.get("algorithm"))
        login = _login(request, given, account, algorithm)
        found = next(self._verdicts(login, request, account, names), None)
        if found is None:
            self._in_vain[account] = self._in_vain.get(account, 0) + 1
        return found or Verdict(Slip.NONE)

    def _verdicts(self, login: _Login, request: Request, account: Account, names: Callable[[], Names]) -> Iterator[Verdict]:
        digits = _DIGITS[login.question.algorithm.name]
        if any(login.fits(known.encode()) for known in _hashes_given(account, digits)):
            yield Verdict(Slip.RIGHT)
        if account.password is None:
            return
        password = as_bytes(account.password.reveal())
        if login.is_of(login.users, login.realms, password):
            yield Verdict(Slip.RIGHT)
        for user, realm in product(login.users, login.realms):
            yield from self._mistaken(login, account, user, realm)
        yield from _misnamed(login, names(), password)
        if self._in_vain.get(account, 0) >= _THOROUGH:
            return
        yield from (Verdict(Slip.FORMULA) for other in _misread(login, request) if other.is_of(login.users, login.realms, password))
        yield from self._of_others(login, account)

    def _mistaken(self, login: _Login, account: Account, user: str, realm: str) -> Iterator[Verdict]:
        for slip, length, known in self._hashes(account, login.question.algorithm.name, user, realm):
            if login.fits(known):
                yield Verdict(slip, length)

    def _hashes_of(self, account: Account, name: str, user: str, realm: str) -> tuple[tuple[Slip, int, bytes], ...]:
        algorithm = Algorithm(name, is_session=False)
        password = account.password.reveal() if account.password else ""
        names = as_bytes(user), as_bytes(realm)
        return tuple((slip, length, algorithm.hash(*names, form)) for slip, length, form in wrong_forms(password, account.user))

    def _of_others(self, login: _Login, account: Account) -> Iterator[Verdict]:
        for other in self._secrets.accounts[:_MOST_OTHERS]:
            if other.password is None or other.user.casefold() == account.user.casefold():
                continue
            if login.is_of(login.users, login.realms, as_bytes(other.password.reveal())):
                yield Verdict(Slip.OTHER_ACCOUNT, other=other.user)


def _login(request: Request, given: Credentials, account: Account, algorithm: Algorithm) -> _Login:
    question = Question(
        algorithm=algorithm,
        method=request.method,
        uri=as_bytes(given.get("uri")),
        nonce=as_bytes(given.get("nonce")),
        cnonce=as_bytes(given.get("cnonce")),
        nc=as_bytes(given.get("nc")),
        qop=as_bytes(given.get("qop")),
        body=request.body,
    )
    users = (account.user,) if given.is_hashed_user else given.spellings("username")
    return _Login(question, question.rest(), as_bytes(given.get("response").lower()), users, given.spellings("realm"))


def _hashes_given(account: Account, digits: int) -> Iterator[str]:
    """Hashes of the account; a password that looks like one may be one."""
    values = [known.reveal() for known in account.hashes]
    if account.password:
        values.append(account.password.reveal().lower())
    yield from (value for value in values if len(value) == digits and not set(value) - _HEX)


def _misnamed(login: _Login, names: Names, password: bytes) -> Iterator[Verdict]:
    """The right password with a user name or a realm other than those that the message names."""
    users = [user for user in names.users if user not in login.users]
    realms = [realm for realm in names.realms if realm not in login.realms]
    if found := login.is_of(users, login.realms, password):
        yield Verdict(Slip.NAME, other=found[0])
    if found := login.is_of((*login.users, *users), realms, password):
        yield Verdict(Slip.REALM, other=found[1])


def _misread(login: _Login, request: Request) -> Iterator[_Login]:
    """The same login computed otherwise than its message says: with another URI or method, without qop, plain for session."""
    asked = login.question
    plain = replace(asked.algorithm, is_session=not asked.algorithm.is_session)
    uris = dict.fromkeys((asked.uri, request.uri, asked.uri.partition(b";")[0], b""))
    qops = dict.fromkeys((asked.qop, b"", b"auth", b"auth-int", b'"' + asked.qop + b'"'))
    yield from (login.asked(replace(asked, uri=uri, qop=qop)) for uri in uris for qop in qops)
    changes: tuple[Mapping[str, object], ...] = (
        {"algorithm": plain},
        {"body": b""},
        {"body": asked.body.rstrip(b"\r\n")},
        {"nc": b"%08x" % int(asked.nc, 16) if _is_hex(asked.nc) else asked.nc},
        {"nc": b"%x" % int(asked.nc, 16) if _is_hex(asked.nc) else asked.nc},
        *({"method": method} for method in _METHODS),
    )
    yield from (login.asked(replace(asked, **change)) for change in changes)  # type: ignore[arg-type]  # fields of a Question


def _is_hex(text: bytes) -> bool:
    return 0 < len(text) <= 16 and not set(text.lower().decode("latin-1")) - _HEX
