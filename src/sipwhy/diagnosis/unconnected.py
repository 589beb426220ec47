"""TCP connections to SIP ports that were refused, or of which nobody took notice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sipwhy.diagnosis.upset import Around, Upset
from sipwhy.model import NetworkError
from sipwhy.model.connection import At
from sipwhy.reference.ports import SIPS, is_sip_port

_SLUGS = {"tcp-refused": "tcp-refused", "tcp-unanswered": "tcp-timeout"}
_PATIENCE = 5_000_000
"""µs after which a SYN has been repeated twice at least (RFC 6298)."""


def judge_errors(errors: Iterable[NetworkError], around: Around) -> Iterator[Upset]:
    """
    What came of connections that never opened: to the socket of a telephone that had registered, or to a SIP port.

    Only of hosts that speak SIP here: a stranger's SYN may be a scanner's, so that where nobody speaks any SIP a connection of
    which nobody took notice is possible trouble at most, and nobody's fault. And only where the two never came to talk by another
    way: telephones try TCP for a large message and go on by UDP.
    """
    for error in errors:
        slug = _SLUGS.get(error.kind)
        if slug == "tcp-refused" and (users := around.bound(error.dst, error.src.ip, error.ts)):
            yield _gone(error, users)
            continue
        is_known = around.speaks(error.src.ip)
        if slug is None or not is_sip_port(error.dst.port) or not (is_known or (around.is_mute and slug == "tcp-timeout")):
            continue
        if around.talked(error.src.ip, error.dst.ip) or (slug == "tcp-timeout" and around.end - error.ts < _PATIENCE):
            continue
        yield Upset(
            slug=slug,
            severity="error",
            confidence="certain" if slug == "tcp-refused" else "likely" if is_known else "possible",
            at_fault=around.served(error.src.ip, error.dst.ip) if is_known else "unknown",
            file=error.file,
            client=error.src.ip,
            peer=str(error.dst),
            since=error.ts,
            until=error.ts,
            marks=(("refused" if slug == "tcp-refused" else "opening", At(error.ts, error.frame)),),
            values={"client": error.src.ip, "server": str(error.dst), "transport": "TLS" if error.dst.port == SIPS else "TCP"},
        )


def _gone(error: NetworkError, users: frozenset[str]) -> Upset:
    """
    The socket from which a telephone registered takes no new connection: the one that it had opened itself is gone.

    The registration stands until it expires (RFC 5626 section 1), so that this is nothing to tell before somebody calls.
    """
    return Upset(
        slug="tcp-refused",
        severity="error",
        confidence="certain",
        at_fault="callee",
        file=error.file,
        client=error.src.ip,
        peer=str(error.dst),
        since=error.ts,
        until=error.ts,
        variant="binding",
        marks=(("refused", At(error.ts, error.frame)),),
        values={"client": error.src.ip, "server": str(error.dst), "users": tuple(sorted(users))},
        users=users,
        is_of_call=True,
    )
