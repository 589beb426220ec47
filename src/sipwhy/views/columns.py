"""Which hosts a call passes, in order of travel."""

from __future__ import annotations

from collections.abc import Callable

from sipwhy.model import Call, Endpoint, Host, Leg
from sipwhy.model.headers import user_of
from sipwhy.texts.catalogue import say
from sipwhy.texts.fill import MISSING, NOT_WRITTEN
from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language
from sipwhy.texts.pictures import PICTURE
from sipwhy.texts.vocabulary import ROLE, word
from sipwhy.views.picture import Column

HostOf = Callable[[str], Host]

UNKNOWN_SELF = "0.0.0.0"
"""What a PBX's own log writes for its own address."""

_MOST_MEDIA_COLUMNS = 5


class Columns:
    """The columns of one call, and where a socket stands among them."""

    def __init__(self, call: Call, hosts: HostOf, lang: Language) -> None:
        self._split = _split_address(call)
        self._places: dict[str, int] = {}
        self._ips: dict[str, str] = {}
        self._call, self._hosts, self._lang = call, hosts, lang
        self._senders = {self._key(leg.src) for leg in call.legs}
        self._receivers = {self._key(leg.dst): leg for leg in reversed(call.legs)}
        for leg in call.legs:
            self._add(leg.src)
            self._add(leg.dst)
        for message in call.messages:
            self._add(message.src)
            self._add(message.dst)
        self._signalling = len(self._places)
        for stream in call.streams:
            if len(self._places) < _MOST_MEDIA_COLUMNS:
                self._add(stream.src)
                self._add(stream.dst)

    def place(self, socket: Endpoint) -> int | None:
        """The index of the column of `socket`."""
        return self._places.get(self._key(socket))

    def place_of_ip(self, ip: str) -> int | None:
        """The index of the first column of an address."""
        return next((at for key, at in self._places.items() if self._ips[key] == ip), None)

    def all(self) -> tuple[Column, ...]:
        """The columns with their captions, from left to right."""
        return tuple(self._column(key, at) for key, at in self._places.items())

    def _add(self, socket: Endpoint) -> None:
        key = self._key(socket)
        self._places.setdefault(key, len(self._places))
        self._ips[key] = socket.ip

    def _key(self, socket: Endpoint) -> str:
        return str(socket) if socket.ip in self._split else socket.ip

    def _column(self, key: str, at: int) -> Column:
        if key == UNKNOWN_SELF:
            return Column(key, word(ROLE, "self", self._lang), "")
        if key in (NOT_WRITTEN, f"[{NOT_WRITTEN}]:0"):
            return Column(key, MISSING, harmless(self._caption(key, at), 40))
        return Column(key, harmless(key, 50), harmless(self._caption(key, at), 40))

    def _caption(self, key: str, at: int) -> str:
        if at >= self._signalling:
            return say(PICTURE, "media-host", self._lang)
        host = self._hosts(self._ips[key])
        is_end = self._ips[key] in self._split and key not in self._senders  # a telephone beside the server on its machine
        user = self._user(key, at) if is_end or host.role in ("phone", "unknown") else None
        return user or word(ROLE, "gateway" if host.is_gateway else host.role, self._lang)

    def _user(self, key: str, at: int) -> str | None:
        """Who sits at this end: the caller in the first column, whoever the last request asked for at an end."""
        if at == 0:
            return self._call.caller
        if key in self._senders:
            return None
        leg = self._receivers.get(key)
        return _asked_for(leg) if leg and self._call.kind == "call" else None


def _asked_for(leg: Leg) -> str | None:
    first = next((m for m in leg.messages if m.is_request), None)
    return user_of(first.request_uri) if first and first.request_uri else None


def _split_address(call: Call) -> frozenset[str]:
    """
    Addresses behind which several parties sit, told apart by their ports: one that talks with itself, and one
    from which the call came and to which it goes (two phones behind one NAT).
    """
    alone = {leg.src.ip for leg in call.legs if leg.src.ip == leg.dst.ip}
    if not call.legs:
        return frozenset(alone)
    source = call.legs[0].src
    if any(leg.dst.ip == source.ip and leg.dst.port != source.port for leg in call.legs[1:] if _goes_on(leg, call)):
        alone.add(source.ip)
    return frozenset(alone)


def _goes_on(leg: Leg, call: Call) -> bool:
    return leg.src.ip == call.legs[0].dst.ip or leg.call_id != call.legs[0].call_id
