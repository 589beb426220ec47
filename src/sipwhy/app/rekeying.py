"""Whether who told a new key in mid-call goes on with the old one (RFC 4568 section 7.1.4)."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from sipwhy.diagnosis.talk import OTHER, described
from sipwhy.media.srtp.opening import Opener
from sipwhy.media.srtp.sdes import Key, keys_in
from sipwhy.model import Call, Stream
from sipwhy.model.lock import Lock
from sipwhy.wire.extractor import Packet

_SETTLED = 2_000_000
"""µs after both sides told their keys until which packets with the old one are merely on their way."""
_TELLING = 10
"""Packets from which it is known with which key somebody goes on."""


class KeyChange(Struct, frozen=True):
    """The last change of a sender's keys."""

    since: int
    """From when on nothing encrypted with an old key is to come any more, µs since 1970 UTC."""
    old: tuple[Key, ...]
    """Those that are none any more."""


def key_change(call: Call, stream: Stream) -> KeyChange | None:
    """The last time that the sender of a stream told other keys while it sent, and the other side agreed; None if it never did."""
    leg = call.legs[stream.leg] if stream.leg is not None else None
    if leg is None or leg.answer is None or stream.toward == "unknown":
        return None
    bodies = {m.body for m in leg.messages if m.sdp and leg.is_by_first(m) == (stream.toward == "second")}
    if len(bodies) < 2:
        return None
    all_told = list(described(leg, leg.answer))
    own = [(at, one, list(keys_in(one.message.body))) for at, one in enumerate(all_told) if one.side == OTHER[stream.toward]]
    usable = [tuple(key for key in told if isinstance(key, Key)) for _, _, told in own]
    if len(own) < 2 or not all(usable) or any(len(keys) != len(told) for keys, (_, _, told) in zip(usable, own, strict=True)):
        return None
    new = set(usable[-1])
    began = next(at for at in range(len(own)) if all(new & set(keys) for keys in usable[at:]))
    old = tuple(key for keys in usable[:began] for key in keys if key not in new)
    place, first, _ = own[began]
    agreed = next((one.message.ts for one in all_told[place + 1 :] if one.side == stream.toward), None) if first.message.is_request else 0
    if not old or agreed is None or first.socket != stream.src or stream.first_ts > first.message.ts:
        return None
    since = max(first.message.ts, agreed) + _SETTLED
    return KeyChange(since, old) if stream.last_ts > since else None


def with_change(lock: Lock, stream: Stream, change: KeyChange | None, late: Sequence[Packet]) -> Lock:
    """The lock of a stream, and whether what came after a change of its key is encrypted with the old one."""
    if change is None or lock.by_dtls or not lock.opened or len(late) < _TELLING:
        return lock
    opener = Opener(change.old)
    for packet in late:
        opener.open(packet.payload)
    return lock if opener.refused else replace(lock, misused="former")
