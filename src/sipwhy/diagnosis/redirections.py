"""
Where a redirection leads: onwards, back to who calls, or round in a circle (RFC 3261 section 8.1.3.4).

Whoever is redirected asks the addresses in Contact next. A circle is closed where every one of them was asked in this call before
and redirected as well: whoever goes on comes by the same answers again. One address that was not asked, or said anything else,
is a way out. An answer that is only passed on, by a proxy or a PBX, is the same redirection seen twice and no second one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

from sipwhy.diagnosis.reading import ring_start
from sipwhy.model import Call, Leg, Message
from sipwhy.model.digits import is_whole_number
from sipwhy.model.headers import host_of, uri_of, user_of

_PLAIN = re.compile(r"^sip:([^@>]+)@(\[[^\]]*\]|[^:;?>]*)(?::5060)?$")
"""An address without a port, transport or anything else that makes it another way."""
_USER = re.compile(r"^sips?:([^@>]+)@")
_NO_OTHER_WAY = re.compile(r";user=phone(?=[;?]|$)")
"""A parameter that makes no other way: it tells what kind of number the user part is (RFC 3261 section 19.1.6)."""
_ONCE_ROUND = 2
"""Redirections of two telephones that are forwarded to each other: with the third the circle is walked again."""
_CHALLENGES = (401, 407)


class _Asked(Struct):
    """What one host asked for in a call, and where it was sent instead."""

    hosts: frozenset[str]
    """The names and addresses under which others know it: what is redirected there, it resolves itself."""
    ways: dict[str, list[str]] = field(default_factory=dict)
    """By address that was asked: where it redirected to."""
    reached: set[str] = field(default_factory=set)
    """Addresses that were asked and did not redirect, or have not answered yet."""
    by_user: dict[str, set[str]] = field(default_factory=dict)
    """The addresses asked by their user part: a PBX asks for 1003 at the telephone, and is redirected to 1003 at itself."""

    def known(self, target: str) -> set[str]:
        """The addresses asked that a target stands for."""
        if target in self.ways or target in self.reached:
            return {target}
        plain = _PLAIN.match(target)
        return self.by_user.get(plain[1], set()) if plain and plain[2].strip("[]") in self.hosts else set()

    def is_circle(self, start: str) -> bool:
        """Whether all ways from `start` lead to addresses that redirect, and on to such alone."""
        seen, left = {start}, [start]
        while left:
            one = left.pop()
            if one in self.reached or not self.ways.get(one):
                return False
            for target in self.ways[one]:
                found = self.known(target)
                if not found:
                    return False
                left += found - seen
                seen |= found
        return True


def is_circle(call: Call, final: Message) -> bool:
    """Whether a redirection leads to nothing but redirections that lead back to it."""
    targets = set(targets_of(final))
    for asked in _by_sender(call).values() if targets else ():
        alike = {tuple(ways): one for one, ways in asked.ways.items() if targets <= set(ways)}  # such lead on alike: one is enough
        if any(asked.is_circle(one) for one in alike.values()):
            return True
    return False


def led_round(call: Call) -> tuple[Leg, Message] | None:
    """The last redirection of a call that is led round and round, so that nobody's telephone rang, with its leg."""
    told = [(leg, final) for leg in call.legs[1:] for _, final in _finals(leg) if targets_of(final)]
    if len(told) <= _ONCE_ROUND or any(map(ring_start, call.legs)):
        return None
    leg, final = max(told, key=lambda pair: pair[1].number)
    return (leg, final) if is_circle(call, final) else None


def leads_to_caller(call: Call, final: Message) -> bool:
    """Whether a redirection names the caller alone: its number, or its user in its own domain."""
    users = {user_of(target) for target in targets_of(final)}
    if call.caller is None or users != {call.caller.lower()} or call.caller == call.callee:
        return False
    hosts = {(host_of(target) or ("",))[0] for target in targets_of(final)}
    return is_whole_number(call.caller) or hosts <= _hosts_of_caller(call)


def forwarder(call: Call, leg: Leg) -> str | None:
    """Whose calls a redirection on `leg` forwards: the callee's, or those of somebody whom the call was for by then."""
    request = leg.asked
    asked = [user for user in (request.to_user, user_of(request.request_uri or "")) if user] if request else []
    before = (final for one in call.legs for _, final in _finals(one) if request and final.ts < request.ts)
    told = {user_of(target) for final in before for target in targets_of(final)}
    followed = next((user for user in asked if user.lower() in told), None)
    own = next((user for user in asked if leg.call_id != call.first.call_id and user.lstrip("+").isdigit()), None)
    return followed or own or call.callee


def targets_of(final: Message) -> list[str]:
    """The addresses that a redirection names, in lower case; none of any other answer."""
    is_redirection = final.status is not None and 300 <= final.status < 400
    return [_bare(uri_of(value)) for value in final.values("Contact")] if is_redirection else []


def _finals(leg: Leg) -> Iterator[tuple[Message, Message]]:
    """The requests of a leg's attempts with their final answers."""
    return ((t.request, t.final) for t in leg.attempts if t.request is not None and t.final is not None)


def _by_sender(call: Call) -> dict[str, _Asked]:
    """For each host that sent requests, by address: what it asked for."""
    first = call.first
    domain = (host_of(first.asked.request_uri or "") or ("",))[0].lower() if first.asked else ""
    found = dict[str, _Asked]()
    for leg in call.legs:
        ip = leg.src.ip
        if ip not in found:
            found[ip] = _Asked(frozenset({ip.lower(), domain} - {""} if ip == first.dst.ip else {ip.lower()}))
        for transaction in leg.attempts:
            if transaction.request is not None:
                _note(found[ip], _address(transaction.request), transaction.final)
    return found


def _note(asked: _Asked, address: str, final: Message | None) -> None:
    """Notes one request and what came of it."""
    if final is not None and final.status in _CHALLENGES:
        return
    targets = targets_of(final) if final is not None else []
    if targets:
        known = asked.ways.setdefault(address, [])
        known += [one for one in targets if one not in known]
    elif final is not None or address not in asked.ways:  # one that redirected is asked again, and has not answered yet
        asked.reached.add(address)
    if user := _USER.match(address):
        asked.by_user.setdefault(user[1], set()).add(address)


def _address(request: Message) -> str:
    return _bare(request.request_uri or "")


def _bare(uri: str) -> str:
    """An address by which two that mean one way are the same text."""
    return _NO_OTHER_WAY.sub("", uri.lower())


def _hosts_of_caller(call: Call) -> set[str]:
    """The hosts at which the caller's user is the caller: its own, and those of the server that it calls by where that is its domain."""
    first, request = call.first, call.first.asked
    own = {first.src.ip}
    if request is None:
        return own
    domain = (host_of(uri_of(request.header("From") or "")) or ("",))[0]
    server = {first.dst.ip, (host_of(request.request_uri or "") or ("",))[0]}
    own |= {domain, (host_of(request.contact or "") or ("",))[0]} | (server if domain in server else set())
    return {host.lower() for host in own if host}
