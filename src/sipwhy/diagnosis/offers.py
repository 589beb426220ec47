"""Offers and answers of a leg, and what they agree on (RFC 3264; offers in 2xx and PRACK: RFC 3261 section 13.2.1, RFC 3262)."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sipwhy.model import Call, Leg, Media, Message, Stream, Transaction
from sipwhy.model.sdp import Codec
from sipwhy.reference import hearing
from sipwhy.reference.payload_types import is_voice

_SAME = {"G729A": "G729", "G729B": "G729", "G729AB": "G729", "G729R8": "G729", "G723.1": "G723", "G7231": "G723"}
_UNCHOSEN = frozenset({401, 407, 422, 491})


class Exchange(Struct, frozen=True):
    """An offer and its answer, None if none came."""

    offer: Message
    answer: Message | None
    transaction: Transaction

    @property
    def is_first(self) -> bool:
        """Whether it begins the call."""
        return not self.transaction.first.is_in_dialog

    @property
    def is_late(self) -> bool:
        """Whether the offer came in an answer and its answer is to be in ACK or PRACK."""
        return not self.offer.is_request

    @property
    def audio(self) -> tuple[Media, Media] | None:
        """The audio lines that were offered and answered, if both are there and neither is refused."""
        offered, answered = (message.audio if message else None for message in (self.offer, self.answer))
        return (offered, answered) if offered and answered and offered.port and answered.port else None


def exchanges(leg: Leg) -> Iterator[Exchange]:
    """The exchanges of a leg in order; of an attempt that was challenged there is none."""
    for transaction in leg.transactions_of("INVITE", "UPDATE", "PRACK"):
        final = transaction.final
        if final and final.status in _UNCHOSEN:
            continue
        request = transaction.request
        if request and request.sdp:
            yield Exchange(request, _answer(transaction), transaction)
        elif request and (offer := _answer(transaction)) and transaction.method == "INVITE":
            yield Exchange(offer, _late_answer(leg, transaction, offer), transaction)


def _answer(transaction: Transaction) -> Message | None:
    """The 2xx with a description, else the first 1xx with one."""
    described = [answer for answer in transaction.answers if answer.status and answer.status < 300 and answer.sdp]
    finals = (answer for answer in described if answer.is_final)
    return next(finals, described[0] if described else None)


def _late_answer(leg: Leg, transaction: Transaction, offer: Message) -> Message | None:
    if transaction.ack and transaction.ack.sdp:
        return transaction.ack
    pracks = (t.first for t in leg.transactions_of("PRACK"))
    return next((prack for prack in pracks if prack.sdp and prack.number > transaction.first.number and offer.src == prack.dst), None)


def voice(media: Media) -> dict[str, str]:
    """The codecs of voice in a media line: by what identifies them, their names. A number without a name is "PT 97"."""
    return {key: name for codec in media.codecs if (key := _identity(codec)) for name in (codec.name or f"PT {codec.payload_type}",)}


def _identity(codec: Codec) -> str:
    if not is_voice(codec.payload_type, codec.name):
        return ""
    name = codec.name.upper()
    return f"{_SAME.get(name, name)}/{codec.clock}" if name else f"PT {codec.payload_type}"


def names(media: Media) -> tuple[str, ...]:
    """The names of its codecs of voice."""
    return tuple(dict.fromkeys(voice(media).values()))


def is_named(media: Media) -> bool:
    """Whether every codec of a media line has a name, so that it can be compared with others."""
    return all(codec.name for codec in media.codecs)


def is_strange(exchange: Exchange) -> bool:
    """Whether an answer accepts audio and names no codec of the offer, as far as all of them have names."""
    offered, answered = exchange.audio or (None, None)
    if offered is None or answered is None or not is_named(offered) or not is_named(answered):
        return False
    return bool(voice(offered) and voice(answered)) and not voice(offered).keys() & voice(answered).keys()


def decides(exchange: Exchange, leg: Leg) -> bool:
    """Whether an answered call stands on this exchange: its first one, and none after it agrees."""
    made = list(exchanges(leg))
    first = next((one for one in made if one.is_first and one.transaction.final), None)
    if leg.answer is None or first is None or exchange.offer is not first.offer:
        return False
    return not any(later.audio and not is_strange(later) for later in made[made.index(first) + 1 :])


def is_heard(call: Call, one: Media, other: Media) -> bool:
    """Whether voice was captured on its way to both of two media lines."""
    return all(any(stream.packets >= hearing.SECOND and _goes_to(stream, media) for stream in call.streams) for media in (one, other))


def _goes_to(stream: Stream, media: Media) -> bool:
    return (stream.dst.ip, stream.dst.port) == (media.address, media.port)


def has_fax(message: Message | None) -> bool:
    """Whether a message offers or accepts T.38."""
    return message is not None and message.sdp is not None and message.sdp.fax is not None
