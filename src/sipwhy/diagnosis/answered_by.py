"""Who picked up in the end, where a call was forwarded, hunted, picked up by somebody else or transferred."""

from __future__ import annotations

from sipwhy.model import Call, Leg
from sipwhy.model.digits import bare
from sipwhy.model.headers import uri_of, user_of


def answered_by(call: Call) -> tuple[str, ...]:
    """The numbers that answered at the far ends, in order of time; empty if it was the number that was called, or none is seen."""
    if call.result != "answered" or len(call.legs) < 2:
        return ()
    taken = [leg for leg in call.legs if leg.answer is not None]
    ends = [leg for leg in taken if leg.is_forward and not _goes_on(leg, taken)]
    said = [_reached(leg, call.callee) for leg in sorted(ends, key=lambda leg: leg.answer.ts if leg.answer else 0)]
    said += [name for leg in call.legs if (name := _transferred(leg))]
    names = tuple(dict.fromkeys(name for name in said if name))
    return () if all(_is_same(name, call.callee) for name in names) else names


def _goes_on(leg: Leg, taken: list[Leg]) -> bool:
    """Whether who answered a leg asked somebody else for it, and was answered."""
    return any(one.index > leg.index and one.src.ip == leg.dst.ip for one in taken)


def _transferred(leg: Leg) -> str | None:
    """Whom the last REFER of a leg named, where its NOTIFY tells that he answered (RFC 3515 section 2.4.4)."""
    refers = [refer for refer in leg.transactions_of("REFER") if refer.final and 200 <= (refer.final.status or 0) < 300]
    told = (one.first for one in leg.transactions_of("NOTIFY") if refers and one.first.number > refers[-1].first.number)
    if not any(notice.body.startswith(b"SIP/2.0 2") for notice in told):
        return None
    return user_of(uri_of(refers[-1].first.header("Refer-To") or ""))


def _reached(leg: Leg, callee: str | None) -> str | None:
    """Whom a leg was to reach: To, or where a proxy kept that, a number in the Request-URI; what a telephone calls its line is none."""
    request = leg.asked
    if request is None:
        return None
    named = user_of(request.request_uri or "")
    if request.to_user and not _is_same(request.to_user, callee):
        return request.to_user
    return named if named and named.lstrip("+").isdigit() else request.to_user


def _is_same(one: str, other: str | None) -> bool:
    """Whether two users are one number, in whatever form."""
    return other is not None and bare(one) == bare(other)
