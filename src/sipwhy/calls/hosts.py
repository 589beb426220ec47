"""Who the hosts are: what they call themselves, and what part they play."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import cast, get_args

import numpy as np

from sipwhy.model import Host, HostRole
from sipwhy.model.flag import Flag
from sipwhy.reference.networks import is_hidden
from sipwhy.reference.products import product_of
from sipwhy.wire import Evidence, Method
from sipwhy.wire.columns import Array, among, distinct, tallied_pairs

ROLES: tuple[HostRole, ...] = get_args(HostRole)
_TELLING: dict[HostRole, int] = {"proxy": 0, "pbx": 1, "trunk": 1, "phone": 2, "unknown": 3}
"""Of several names the one that tells: a proxy passes on those of others, and whatever stands before telephones those of telephones."""
_NAMES = 3
"""So many names of one host are told, those that it gave most often."""


def platform_of(agent: str) -> tuple[str | None, HostRole]:
    """The platform and the usual part of who calls itself `agent`."""
    product = product_of(agent)
    return (product.platform or None, cast(HostRole, product.role)) if product else (None, "unknown")


def _is_gateway(agent: str) -> bool:
    product = product_of(agent)
    return product is not None and product.is_gateway


class Hosts:
    """Every address of the evidence; computed once, from columns."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence

    def host(self, ip: str) -> Host:
        """What is known of one address; role "unknown" if it was never seen."""
        return self._by_ip.get(ip) or Host(ip, "unknown")

    @cached_property
    def all(self) -> Sequence[Host]:
        """All hosts, busiest first."""
        return sorted(self._by_ip.values(), key=lambda host: -(host.messages_from + host.messages_to))

    @cached_property
    def roles(self) -> Array:
        """A small number for the role of each address, by its number: equal numbers mean equal roles."""
        evidence = self._evidence
        return np.array([ROLES.index(self.host(evidence.ip(n)).role) for n in range(evidence.ip_count)], dtype=np.int8)

    def runs(self, platform: str) -> Array:
        """Whether each address, by its number, runs a platform (`Host.runs`)."""
        evidence = self._evidence
        return np.array([self.host(evidence.ip(number)).runs(platform) for number in range(evidence.ip_count)], dtype=bool)

    @cached_property
    def traffic(self) -> tuple[Array, Array]:
        """Messages sent and received, by number of address."""
        sent, received, _ = self._evidence.traffic()
        return sent, received

    @cached_property
    def _by_ip(self) -> dict[str, Host]:
        agents, roles = self._agents, self._behaviour()
        sent, received = (column.tolist() for column in self.traffic)
        hosts = {}
        for number in range(self._evidence.ip_count):
            if not (sent[number] or received[number]):
                continue
            times = agents.get(number, {})
            names = tuple(sorted(times, key=times.__getitem__, reverse=True)[:_NAMES])
            platform, usual = min(map(platform_of, names), key=lambda found: _TELLING[found[1]], default=(None, "unknown"))
            if usual == "phone" and number in self._passing:  # the names are those of telephones whose words it passes on
                platform, usual = None, "proxy"
            role = usual if usual != "unknown" and roles.get(number) != "trunk" else roles.get(number, "unknown")
            ip = self._evidence.ip(number)
            is_gateway = role == "trunk" and (is_hidden(ip) or any(_is_gateway(name) for name in names))
            hosts[ip] = Host(ip, role, names, platform, sent[number], received[number], is_gateway, roles.get(number) == "trunk")
        return hosts

    @cached_property
    def _passing(self) -> set[int]:
        """
        The addresses that pass calls on from one host to another under the Call-ID with which they came, as no telephone does.

        Telephones behind one address that call each other by a server get back from it what went to it: that is no passing on.
        """
        invite = self._evidence.legs("method") == Method.INVITE
        numbers, src, dst, begin = (self._evidence.legs(name)[invite] for name in ("call", "src_ip", "dst_ip", "first_ts"))
        others = np.flatnonzero((src != dst) & (np.bincount(numbers)[numbers] > 1)) if len(numbers) else numbers
        if not len(others):
            return set()
        call = numbers.astype(np.uint64) << np.uint64(32)
        into = others[np.argsort(begin[others], kind="stable")]
        keys, first = np.unique((call | dst.astype(np.uint64))[into], return_index=True)
        onward = (call | src.astype(np.uint64))[others]
        place = np.minimum(np.searchsorted(keys, onward), len(keys) - 1)
        came = into[first[place]]
        return _set(src[others][(keys[place] == onward) & (src[came] != dst[others]) & (begin[came] <= begin[others])])

    @cached_property
    def _agents(self) -> dict[int, dict[str, int]]:
        """How often each address gave each name, by leg."""
        evidence = self._evidence
        found: dict[int, dict[str, int]] = {}
        for ip, agent in (("src_ip", "src_agent"), ("dst_ip", "dst_agent")):
            pairs = (column.tolist() for column in tallied_pairs(evidence.legs(ip), evidence.legs(agent)))
            for number, text, times in zip(*pairs, strict=True):
                if name := evidence.text(text):
                    of_host = found.setdefault(number, {})
                    of_host[name] = of_host.get(name, 0) + times
        return found

    def _behaviour(self) -> dict[int, HostRole]:
        """The part each address plays, from what it does: later lines win."""
        evidence = self._evidence
        method, flags, status = evidence.legs("method"), evidence.legs("flags"), evidence.legs("status")
        src, dst = evidence.legs("src_ip"), evidence.legs("dst_ip")
        roles: dict[int, HostRole] = {}
        register, invite = method == Method.REGISTER, method == Method.INVITE
        registering, registrars = _set(src[register]), _set(dst[register & (status > 0)])
        challengers = _set(dst[invite & (flags & Flag.CHALLENGED != 0)])
        callers, called = _set(src[invite]), _set(dst[invite])
        middle = self._connecting(callers & called) | registrars | challengers
        roles.update(dict.fromkeys((callers | called) - middle, "unknown"))
        roles.update(dict.fromkeys(registering - registrars, "phone"))
        roles.update(dict.fromkeys(middle - (registering - registrars), "pbx"))
        pbxs = (registering & registrars) | self._between(registering & callers & called, register)
        pbxs |= {ip for ip in registering if self._is_named(ip, "pbx")}
        roles.update(dict.fromkeys(pbxs, "pbx"))
        # Whom a PBX registers with, or sends long numbers to without ever having been registered with: a trunk.
        # A softphone on the same machine registers for itself.
        asked, by_pbx = np.flatnonzero(register), among(src[register], pbxs)
        own = (by_pbx & ~self.are_begun_by("phone", asked)) | self.are_begun_by("proxy", asked)
        carriers = _set(dst[asked[own]]) - pbxs
        roles.update(dict.fromkeys(carriers, "trunk"))
        carriers = self._watched(method, src, dst)
        roles.update(dict.fromkeys(carriers - set(roles), "trunk"))
        strangers = set(roles) - registering - registrars
        for ip in (self._reached_by_long_numbers(invite, src, dst) - callers | self._carriers_of_named(invite, src, dst)) & strangers:
            roles[ip] = "trunk"
        return roles

    @cached_property
    def _ways(self) -> set[int]:
        """The pairs of hosts between which calls go, both ways round."""
        invite = self._evidence.legs("method") == Method.INVITE
        one, other, _ = tallied_pairs(self._evidence.legs("src_ip")[invite], self._evidence.legs("dst_ip")[invite])
        return {*(one << 32 | other).tolist(), *(other << 32 | one).tolist()}

    def _connecting(self, candidates: set[int]) -> set[int]:
        """Of hosts that call and are called those that stand between others, as far as is seen: a carrier may do both, with one host."""
        if not candidates:
            return set()
        others = Counter(pair >> 32 for pair in self._ways)
        return {ip for ip in candidates if others[ip] > 1 or self._agents.get(ip)}

    def are_begun_by(self, role: HostRole, legs: Array) -> Array:
        """Which of `legs` were begun by a program that usually plays this part; a proxy passes on the names of those behind it."""
        agents = self._evidence.legs("src_agent")[legs]
        named = [agent for agent in distinct(agents).tolist() if platform_of(self._evidence.text(agent))[1] == role]
        return among(agents, named)

    def _between(self, candidates: set[int], register: Array) -> set[int]:
        """
        Of registering hosts that call and are called, the PBXs: those that call themselves so, or stand between others.

        A telephone calls by its registrar and is called by it alone; a PBX also calls, or is called by, hosts where it does not register.
        """
        if not candidates:
            return set()
        own, to, _ = tallied_pairs(self._evidence.legs("src_ip")[register], self._evidence.legs("dst_ip")[register])
        elsewhere = {pair >> 32 for pair in self._ways.difference((own << 32 | to).tolist())}
        return {ip for ip in candidates if self._is_named(ip, "pbx", "proxy")} | (candidates & elsewhere)

    def _is_named(self, ip: int, *roles: HostRole) -> bool:
        """Whether the host calls itself a product that usually plays one of `roles`."""
        return any(platform_of(name)[1] in roles for name in self._agents.get(ip, ()))

    def _carriers_of_named(self, invite: Array, src: Array, dst: Array) -> set[int]:
        """
        Whom a host that calls itself a PBX sends long numbers to, though only that side was captured.

        It may call too, as carriers do. Inside one network a PBX also calls its telephones and proxies so: there it must not name itself.
        """
        found = self._sent_long_numbers(invite & among(src, [ip for ip in _set(src[invite]) if self._is_named(ip, "pbx")]), dst)
        return {ip for ip in found if self._is_carrier(ip)}

    def _watched(self, method: Array, src: Array, dst: Array) -> set[int]:
        """Whom a host that calls itself a PBX checks with OPTIONS outside its network without naming a user, as it would a telephone's."""
        bare = np.flatnonzero((method == Method.OPTIONS) & (self._evidence.legs("uri_user") == 0))
        named = [ip for ip in _set(src[bare]) if self._is_named(ip, "pbx")]
        return {ip for ip in _set(dst[bare][among(src[bare], named)]) if not is_hidden(self._evidence.ip(ip)) and self._is_carrier(ip)}

    def _is_carrier(self, ip: int) -> bool:
        if self._is_named(ip, "phone"):
            return False
        return not (self._agents.get(ip) if is_hidden(self._evidence.ip(ip)) else self._is_named(ip, "pbx", "proxy"))

    def _reached_by_long_numbers(self, invite: Array, src: Array, dst: Array) -> set[int]:
        return self._sent_long_numbers(invite & among(src, _set(dst[invite])), dst)

    def _sent_long_numbers(self, legs: Array, dst: Array) -> set[int]:
        """Where some of `legs` went with a long number in the request URI."""
        return _set(dst[legs & self._evidence.long_numbers[self._evidence.legs("uri_user")]])


def _set(numbers: Array) -> set[int]:
    return set(distinct(numbers).tolist())
