"""Requests that got no answer: how long their sender waited, and what the network said about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from sipwhy.calls import waits
from sipwhy.diagnosis.reading import sent_times, waited
from sipwhy.model import Call, Leg, Message, NetworkError, Transaction, Value
from sipwhy.model.flag import Flag
from sipwhy.model.message import REASSEMBLY_TIMED_OUT

_TIMER = 30.0
"""Seconds after which repeats are all spent: timers B and F are 64 T1 = 32 s, the last repeat goes out before."""
_TIMEOUT = 32_000_000
"""µs that a sender waits for an answer: timers B and F of RFC 3261 section 17.1.1.2, 64 T1."""
_REFUSED_AGAIN = 3
"""Times that a host must say that nobody listens on a port: a program that is being restarted is there again after a second or two."""
_REPEAT = 4_500_000
"""µs within which the next repeat of a request comes, T2 being 4 s (RFC 3261 section 17.1.2.2)."""
_RESTART = 10_000_000
"""µs for which a port that is closed may be that of a program on its way up again: large configurations and databases take seconds."""
_OVER_TCP = frozenset({"tcp", "tls", "ws", "wss"})
UNREACHED = Flag.UNANSWERED | Flag.NETWORK_ERROR | Flag.REPEATED


class Silence(Struct, frozen=True):
    """An attempt that nobody answered."""

    transaction: Transaction
    times: int
    seconds: float
    error: NetworkError | None
    """ICMP or TCP's word about it, if the network gave one."""
    is_taken: bool = False
    """Whether the other host's TCP took the request: it had to be sent only once, and nobody said that it could not be delivered."""
    may_return: bool = False
    """Whether the capture ends while its sender still tries, and the port was seen closed for no longer than a slow restart takes."""

    @property
    def request(self) -> Message:
        """Its first request."""
        return self.transaction.first

    @property
    def is_unrepeated(self) -> bool:
        """Whether a capture shows that its sender let it be, and no error that it can have got: it learnt something that is not here."""
        return self.error is None and self.request.line is None and _is_unrepeated(self.transaction)


def silence_of(leg: Leg, ended: int | None = None) -> Silence | None:
    """
    The last attempt of a leg if nothing at all came back and the sender gave up; None otherwise.

    `ended` is when the host before it gave the caller a final answer (µs): its sign that it waits no more. Without it,
    only the core's verdict (result "unanswered") or spent timers count: a capture may end first.
    """
    transaction = leg.deciding
    if transaction is None or transaction.answers or transaction.request is None:
        return None
    error = error_about(leg, transaction)
    if error is None and ended is None and _is_unrepeated(transaction):
        return None
    given_up = (ended is not None and ended >= transaction.first.ts) or leg.result == "unanswered" or waited(transaction) >= _TIMER
    given_up = given_up or (error is not None and error.detail == REASSEMBLY_TIMED_OUT)  # 30 s and more (RFC 1122 section 3.3.2)
    refusals = [] if given_up else own_refusals(leg.errors, transaction)
    if not given_up and len(refusals) < _REFUSED_AGAIN:
        return None
    first = transaction.first.ts
    last = transaction.repeats[-1].ts if transaction.repeats else first
    if last == first and not ended and error is None:
        last += _TIMEOUT  # sent once, as TCP does: that nobody answered is known when the timer is over
    seconds = (max(ended or 0, last) - first) / 1e6
    is_taken = error is None and seconds >= waits.ACKNOWLEDGED and _is_taken(leg, transaction)
    return Silence(transaction, sent_times(transaction), seconds, error, is_taken, _may_return(refusals))


def _is_taken(leg: Leg, transaction: Transaction) -> bool:
    """
    Whether a request went over TCP, as packets and not as what a log or a feed tells, and nothing was wrong with its connection.

    What is not acknowledged is sent again within a second (RFC 6298 section 2), which the core would tell of as an error.
    """
    first = transaction.first
    is_packet = first.transport in _OVER_TCP and first.line is None and first.node is None
    return is_packet and sent_times(transaction) == 1 and not any(error.unacked for error in leg.errors)


def own_refusals(errors: Iterable[NetworkError], transaction: Transaction) -> list[NetworkError]:
    """
    When the host that was asked says by ICMP that nobody listens there: each time, that is known before the sender's timer runs out.

    Once for each request: a capture may have a packet twice.
    """
    sent = {message.number for message in (transaction.first, *transaction.repeats)}
    told = dict[int, NetworkError]()
    for error in errors:
        if error.message in sent and error.kind == "icmp" and is_own_refusal(error):
            told.setdefault(error.message, error)
    return list(told.values())


def is_settled(call: Call) -> bool:
    """Whether a host says that the request came in pieces, or that nobody listens: no answer comes, however soon the capture ends."""
    if any(error.detail == REASSEMBLY_TIMED_OUT for leg in call.legs for error in leg.errors):
        return True
    askers = {leg.src.ip for leg in call.legs}
    waiting = [leg for leg in call.legs if leg.final is None and leg.dst.ip not in askers]
    return bool(waiting) and all(_is_refused_again(leg, call) for leg in waiting)  # of a group another telephone may ring


def _is_refused_again(leg: Leg, call: Call) -> bool:
    """Whether a leg was told again and again that nobody listens, and tries still; who stopped may have taken another way unseen."""
    transaction = leg.deciding
    if not leg.errors or transaction is None or transaction.answers:
        return False
    tries_still = call.capture_end - transaction.last.ts <= _REPEAT
    return tries_still and len(own_refusals(leg.errors, transaction)) >= _REFUSED_AGAIN


def _may_return(refusals: list[NetworkError]) -> bool:
    """Whether all that is known is that a port was closed for a short while."""
    return bool(refusals) and max(error.ts for error in refusals) - min(error.ts for error in refusals) < _RESTART


def _is_unrepeated(transaction: Transaction) -> bool:
    """
    Whether a request went out once over UDP and was let be.

    Who gets no answer repeats it after 0.5 s (timers A and E, RFC 3261 section 17.1): who does not has got the answer, and the
    capture lacks it, or is a program that never waited for one.
    """
    return transaction.first.transport == "udp" and sent_times(transaction) == 1


def error_about(leg: Leg, transaction: Transaction) -> NetworkError | None:
    """The first ICMP or TCP error about one attempt, but for want of acknowledgement, and a reset by which its sender gives up."""
    first, last = transaction.first, transaction.last
    about = {m.number for m in (first, *transaction.repeats)}
    for error in leg.errors:
        if error.unacked or is_giving_up(error, leg):
            continue
        if error.message in about or (error.message is None and first.ts <= error.ts <= last.ts + 1_000_000):
            return error
    return None


def is_giving_up(error: NetworkError, leg: Leg) -> bool:
    """Whether who sent the INVITE reset the connection itself when its timer was over: that follows from the silence."""
    asked = leg.deciding
    if error.kind != "tcp-reset" or asked is None or asked.method != "INVITE" or asked.answers or error.reporter == leg.dst.ip:
        return False
    return (error.ts - asked.first.ts) / 1e6 >= _TIMER


def is_own_refusal(error: NetworkError) -> bool:
    """Whether the host that was asked says itself that nobody listens on that port (RFC 792, RFC 9293 section 3.10.7.1)."""
    return error.kind == "tcp-refused" or (error.detail == "port unreachable" and error.reporter == error.dst.ip)


def variant_of(error: NetworkError | None) -> str:
    """The words for a request that nobody answered, by what the network said of it: nothing, the host itself, or one on the way."""
    return "" if error is None else "way" if error.is_from_between else "icmp"


def on_the_way(error: NetworkError | None) -> Literal["network", "unknown"]:
    """Who is to blame where another address than the one that was asked turned a request back: its host may have a second address."""
    return "unknown" if error is not None and error.detail == "port unreachable" else "network"


def said_by(error: NetworkError | None) -> dict[str, Value]:
    """What the network said, and who said it."""
    return {"detail": error.detail if error else "", "teller": (error.reporter or "") if error else ""}
