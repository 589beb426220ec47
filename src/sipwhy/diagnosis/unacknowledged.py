"""Messages in a TCP segment that was sent again and again and never acknowledged: what their loss shows of the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from sipwhy.diagnosis.scene import Scene
from sipwhy.diagnosis.upset import Upset
from sipwhy.model import Confidence, Leg, Message, NetworkError, Unacknowledged
from sipwhy.model.connection import At, Connection
from sipwhy.model.message import TOO_LARGE
from sipwhy.reference.ports import SIPS

KIND = "tcp-unacknowledged"
_LARGE = 1000
"""Bytes of a segment above which a tunnel may be too narrow for it: the narrowest one in use takes IPv6's 1280 (RFC 8200 section 5)."""
_SLACK = 1_000_000
"""µs that a sign of the peer or a word of the network may come after the next repetition was due."""

_FRESH = 30_000_000
"""µs within which no NAT or firewall forgets a connection: RFC 5382 section 5 asks for two hours of it, and many take minutes."""


class LostSegment(Struct, frozen=True):
    """A message that never got through its connection."""

    message: Message
    error: NetworkError
    segment: Unacknowledged
    told: NetworkError | None
    """What ICMP says of the way, if it does."""
    confidence: Confidence
    is_size: bool
    """Whether the size of the segment is the reason: it is large, and smaller ones came through."""

    @property
    def small(self) -> int:
        """The longest segment that came through, in bytes; 0 for none but those that opened the connection."""
        return max(self.segment.longest, self.segment.passed)


def lost_segment(leg: Leg, scene: Scene) -> LostSegment | None:
    """
    The first message of a leg that was sent in vain; None where it was answered all the same, and where the peer was not there.

    A connection on which the other side says nothing any more proves nothing of the way, unless its host is heard elsewhere
    meanwhile, and ICMP or the segment's size tell the reason.
    """
    for error in leg.errors:
        message = _waiting(leg, error) if error.unacked else None
        if message is not None and error.unacked is not None and (found := _judged(leg, scene, message, error, error.unacked)):
            return found
    return None


def _judged(leg: Leg, scene: Scene, message: Message, error: NetworkError, segment: Unacknowledged) -> LostSegment | None:
    until = error.ts + 2 * segment.lasted + _SLACK
    told = next((word for word in leg.errors if _is_about(word, error, until)), None)
    small = max(segment.longest, segment.passed)
    is_size = segment.length > _LARGE and small < segment.length
    if told is not None:
        return LostSegment(message, error, segment, told, "certain", is_size)
    if is_size and segment.is_heard and small:
        return LostSegment(message, error, segment, None, "likely", is_size)
    is_open = is_size and small and _spoke_lately(leg, error)
    is_there = segment.is_heard or (is_open and scene.sent_by(error.dst.ip, error.ts + 1, until) > 0)
    return LostSegment(message, error, segment, None, "possible", is_size) if is_there else None


def judge_segments(errors: Sequence[NetworkError], connections: Iterable[Connection]) -> Iterator[Upset]:
    """
    What an encrypted connection sent in vain: TCP needs no keys, though nobody knows which message it was.

    Only where the other side was heard meanwhile, or ICMP says that the way is too narrow: else the connection may be dead.
    """
    stuck = [(error, error.unacked) for error in errors if error.unacked]
    sealed = {frozenset((one.client, one.server)) for one in connections if one.tls} if stuck else set()
    for error, segment in stuck:
        if SIPS not in (error.src.port, error.dst.port) and frozenset((error.src, error.dst)) not in sealed:
            continue
        until = error.ts + 2 * segment.lasted + _SLACK
        told = next((word for word in errors if _is_about(word, error, until)), None)
        if told or segment.is_heard:
            yield _sealed(error, segment, told)


def _sealed(error: NetworkError, segment: Unacknowledged, told: NetworkError | None) -> Upset:
    small = max(segment.longest, segment.passed)
    is_size = segment.length > _LARGE and 0 < small < segment.length
    client, server = (error.dst, error.src) if error.src.port == SIPS else (error.src, error.dst)
    return Upset(
        slug="tcp-segment-lost",
        severity="warning" if told or is_size else "notice",
        confidence="certain" if told else "likely" if is_size else "possible",
        at_fault="network",
        file=error.file,
        client=client.ip,
        peer=str(server),
        since=error.ts,
        until=error.ts + segment.lasted,
        variant="sealed" if told or is_size else "sealed-any",
        marks=(("segment", At(error.ts, error.frame)), *((("told", At(told.ts, told.frame)),) if told else ())),
        values={
            "asker": error.src.ip,
            "peer": error.dst.ip,
            "sent": segment.times,
            "seconds": segment.lasted / 1e6,
            "length": segment.length,
            "small": small,
        },
    )


def _spoke_lately(leg: Leg, error: NetworkError) -> bool:
    """Whether the peer said something on this leg shortly before: of a connection that was idle for long a NAT may know nothing more."""
    return any(message.src == error.dst and 0 <= error.ts - message.ts <= _FRESH for message in leg.messages)


def _is_about(word: NetworkError, error: NetworkError, until: int) -> bool:
    """Whether ICMP says of the same connection that the way takes no packet that large."""
    same = (word.src, word.dst) == (error.src, error.dst)
    return same and word.detail in TOO_LARGE and error.ts <= word.ts <= until


def _waiting(leg: Leg, error: NetworkError) -> Message | None:
    """The message that the error is about, if it wants a word from the other side and gets none."""
    for transaction in leg.transactions:
        sent = (transaction.first, *transaction.repeats) if transaction.request else ()
        if transaction.method != "ACK" and not transaction.answers and any(message.number == error.message for message in sent):
            return transaction.first
        final = transaction.final
        if final and final.number == error.message and transaction.method == "INVITE" and transaction.ack is None:
            return final
    return None
