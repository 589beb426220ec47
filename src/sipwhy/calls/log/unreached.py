"""Whether a request that never left is the one that somebody waited for: by its method and the host it was to go to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sipwhy.model import Confidence
from sipwhy.model.log_event import LogEvent

DISTRUSTED = frozenset({"tls-untrusted", "tls-expired", "tls-misnamed"})
"""What the server found wrong with the certificate of a host that it wanted to send to."""
UNREACHED = frozenset({"name-not-resolved", *DISTRUSTED})
"""Why a request never left: what is said of its silence a moment later follows from it."""
_HOST = re.compile(r"@(?P<v4>\d{1,3}(?:\.\d{1,3}){3})(?=[:;&]|$)|@\[(?P<v6>[0-9A-Fa-f:.]+)\]")
_IP = re.compile(r"^\d{1,3}(?:\.\d{1,3}){3}$|^[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$")
_NAME = re.compile(r"(?:@|^|sip:)([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})(?=[:;&]|$)")
"""A host name with a domain; the names of trunks have none."""
_PORT = re.compile(r"^\[?(?P<host>[^\]]+?)\]?(?::\d{1,5})?$")


def unreached(line: LogEvent, method: str, asked: Sequence[str]) -> Confidence | None:
    """
    How sure it is that `line` (a name was not resolved, a certificate not trusted) is about a request of `method` to `asked`.

    Those are servers, or targets of a Dial. None if it is about something else: the name in an address needs no resolving, and another
    host's certificate is another matter. The names of trunks and the addresses that they stand for cannot be compared.
    """
    if line.method and line.method != method:
        return None
    ips = [ip for one in asked if (ip := _ip(one))]
    if line.kind in DISTRUSTED:
        if ips and line.peer:
            return "certain" if _host(line.peer) in ips else None
        return "possible"
    if ips and len(ips) == len(asked):
        return None
    return _named(line, asked) if line.peer and not line.method and not line.line.tag else "certain"


def _named(line: LogEvent, asked: Sequence[str]) -> Confidence | None:
    """
    How sure it is that a name without a request is that of a host that was asked: main/netsock2.c resolves names for everything in
    Asterisk, STUN, AMI and access lists too. A service record leads to another host, mostly of the same domain.
    """
    names = [found[1].lower() for one in asked if (found := _NAME.search(one))]
    if line.peer.lower() in names:
        return "certain"
    if len(names) < len(asked) or not asked:
        return "likely"
    return "possible" if any(_domain(name) == _domain(line.peer.lower()) for name in names) else None


def _domain(name: str) -> str:
    return ".".join(name.rsplit(".", 2)[-2:])


def _ip(asked: str) -> str:
    found = _HOST.search(asked)
    if found:
        return found["v4"] or found["v6"]
    return asked if _IP.match(asked) else ""


def _host(socket: str) -> str:
    found = _PORT.match(socket)
    return found["host"] if found else socket
