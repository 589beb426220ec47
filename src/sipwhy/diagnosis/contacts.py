"""Contacts that name an address nobody outside can reach, and the requests that went there or never came."""

from __future__ import annotations

from msgspec import Struct

from sipwhy.diagnosis.lost_ack.swallowed import swallowed
from sipwhy.diagnosis.translation import is_behind
from sipwhy.model import Call, Leg, Message, Transaction
from sipwhy.model.headers import host_of, uri_of
from sipwhy.reference.networks import is_hidden, leads_inside, network_kind

ACK_LATE = 7.0
"""Seconds of repeats of a 2xx after which its ACK is not merely late: the fourth comes after 7.5 s (RFC 3261 section 13.3.1.4)."""
_WITHIN = frozenset({"ACK", "BYE", "INVITE", "UPDATE", "INFO", "PRACK", "REFER", "NOTIFY"})


class HiddenContact(Struct, frozen=True):
    """A Contact that led a request of its dialog astray."""

    leg: Leg
    message: Message
    """The message with that Contact."""
    address: str
    lost: Message
    """What was sent there, or the 200 that was repeated for want of an ACK."""
    repeated: Message | None
    """The last repeat of the 200, if it was repeated."""


def contact_host(message: Message) -> str | None:
    """The host that its Contact names."""
    found = host_of(message.contact) if message.contact else None
    return found[0] if found else None


def hidden_contact(call: Call) -> HiddenContact | None:
    """The Contact by which requests after the answer went nowhere; None if none did, or nobody suffered from it."""
    repeated = [(leg, t) for leg in call.legs for t in leg.attempts if len(repeats_of_answer(t)) >= 2]
    return _sent_astray(call, repeated) or _never_came(call, repeated)


def repeats_of_answer(transaction: Transaction) -> list[Message]:
    """The repeats of the 2xx to an INVITE."""
    if transaction.method != "INVITE":
        return []
    answers = [a for a in transaction.answers if a.status and 200 <= a.status < 300]
    return [a for a in answers[1:] if a.to_tag == answers[0].to_tag]


def _sent_astray(call: Call, repeated: list[tuple[Leg, Transaction]]) -> HiddenContact | None:
    """A public host sent to a hidden address from which nothing ever came."""
    speakers = {message.src.ip for message in call.messages}
    for message in call.messages:
        target = message.dst.ip
        if not message.is_request or message.method not in _WITHIN or not leads_inside(message.src.ip, target):
            continue
        if target in speakers and not is_behind(message, call):
            continue
        named = next(((leg, m) for leg in call.legs for m in leg.messages if contact_host(m) == target and not is_hidden(m.src.ip)), None)
        suffers = [t for leg, t in repeated if leg.call_id == message.call_id]
        if named and (suffers or message.method == "BYE"):
            return HiddenContact(*named, target, message, repeats_of_answer(suffers[0])[-1] if suffers else None)
    return None


def _never_came(call: Call, repeated: list[tuple[Leg, Transaction]]) -> HiddenContact | None:
    """A 200 with a hidden Contact was repeated to a public host, and its ACK never came, nor was it kept by a proxy that gets there."""
    for leg, transaction in repeated:
        answer = transaction.final
        if transaction.ack or answer is None or is_hidden(answer.dst.ip):
            continue
        address = contact_host(answer)
        repeats = repeats_of_answer(transaction)
        if not (address and is_hidden(address) and (repeats[-1].ts - answer.ts) / 1e6 >= ACK_LATE):
            continue
        if not _is_on_its_way(call, answer) and not swallowed(call, transaction, repeats):
            return HiddenContact(leg, answer, address, answer, repeats[-1])
    return None


def _is_on_its_way(call: Call, answer: Message) -> bool:
    """Whether an ACK for a 2xx came from outside to whoever got that: what he makes of it is no matter of its sender's Contact any more."""
    wanted = (answer.call_id, answer.to_tag, answer.cseq, answer.file, answer.node, answer.dst.ip)
    acks = (one for one in call.messages if one.method == "ACK" and not is_hidden(one.src.ip))
    return any((one.call_id, one.to_tag, one.cseq, one.file, one.node, one.dst.ip) == wanted for one in acks)


def hidden_route(answer: Message) -> str | None:
    """
    The address by which the receiver of a 2xx must send its ACK, if it cannot reach it; None if it may, or there is no Record-Route.

    The last Record-Route is the first hop (RFC 3261 section 12.1.2). Link-local and loopback addresses mean nothing on another host.
    """
    routes = answer.values("Record-Route")
    named = host_of(uri_of(routes[-1])) if routes else None
    kind, own = network_kind(named[0]) if named else None, network_kind(answer.dst.ip)
    if named is None or named[0] == answer.dst.ip or not is_hidden(named[0]) or kind == own:
        return None
    return named[0] if kind in ("link-local", "loopback") or not is_hidden(answer.dst.ip) else None
