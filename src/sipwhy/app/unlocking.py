"""A stream of SRTP opened with the keys that the descriptions of its call tell, or those of its DTLS handshake by a key log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec.structs import replace

from sipwhy.app.sealed import is_open
from sipwhy.media.rtcp import is_perhaps_secret
from sipwhy.media.rtp import is_of
from sipwhy.media.srtp.exporter import PROFILES, exported, has_line
from sipwhy.media.srtp.handshake import Agreed, agreements
from sipwhy.media.srtp.opening import ControlOpener, Opener
from sipwhy.media.srtp.sdes import Key, Unusable, keys_in
from sipwhy.media.srtp.session import NoCipherError
from sipwhy.model import Call, Endpoint, Message, Stream
from sipwhy.model.lock import Lock, Locked
from sipwhy.reference.hearing import TAGS
from sipwhy.wire.extractor import Packet
from sipwhy.wire.keys import KeyLogs

__all__ = ["by_handshake", "is_by_dtls", "is_hello", "unlock", "with_reports"]

_ENOUGH = 25
"""Packets that tell whether another key opens a stream."""


def unlock(call: Call, stream: Stream, packets: Sequence[Packet], dtls: Lock | Sequence[Key] = ()) -> tuple[list[Packet], Lock]:
    """
    The packets with those of `stream` opened, and what became of it; `dtls` are the keys of its handshake, or why there are none.

    A packet that is refused stays as its header: it came, and what was in it is not known. Where nothing was opened all stays as it was.
    """
    if is_open(call, stream):
        return list(packets), Lock()
    lines = [] if is_by_dtls(call, stream) else list(_lines(call, stream))
    if stream.leg is None or not (lines or dtls):
        return list(packets), Lock(_keyless(call, stream, packets))
    if isinstance(dtls, Lock):
        return list(packets), dtls
    keys = [*dtls, *(line for line in lines if isinstance(line, Key))]
    if not keys:
        fault = next(line for line in lines if isinstance(line, Unusable))
        return list(packets), Lock(fault.fault if _is_secure(call, stream) else None, name=fault.name)
    try:
        opener = Opener(keys)
    except NoCipherError:
        return list(packets), Lock("no-cipher" if _is_secure(call, stream) else None)
    found = [_opened(packet, opener) if is_of(packet, stream) else packet for packet in packets]
    if opener.opened or not opener.refused:
        return found, Lock(None, opener.opened, opener.refused, by_dtls=bool(dtls))
    if dtls or not _is_secure(call, stream):
        return list(packets), Lock("dtls-wrong-key" if dtls and _is_secure(call, stream) else None)
    return list(packets), Lock("wrong-key", misused="receiver" if _is_by_receiver(call, stream, packets) else "")


def by_handshake(call: Call, stream: Stream, near: Sequence[Packet], logs: KeyLogs) -> Lock | Sequence[Key]:
    """The keys of a stream by its DTLS handshake among the packets between its hosts, or why there are none; nothing where it has none."""
    if not is_by_dtls(call, stream):
        return ()
    found = _agreed(near, {stream.src, stream.dst})
    if not found:
        return Lock("dtls-unseen")
    if not logs:
        return Lock("dtls")
    known = [one for one in found if has_line(one, logs.texts)]
    if not known:
        return Lock("dtls-only-tls" if logs.has_opened_tls else "dtls-no-line")
    keys = [key for one in known for key in exported(one, logs.texts, is_client=one.client == stream.src)]
    if not keys:
        strange = next((profile for one in known for profile in one.profiles if profile not in PROFILES), 0)
        return Lock("suite", name=f"0x{strange:04X}")
    return keys


def is_hello(packet: Packet) -> bool:
    """Whether it is one of ZRTP, which shares the port of RTP: by its first bits and its magic cookie (RFC 6189 section 5)."""
    return packet.payload[4:8] == b"ZRTP" and packet.payload[0] >> 4 == 1


def with_reports(call: Call, stream: Stream, near: Sequence[Packet], logs: Sequence[bytes]) -> Sequence[Packet]:
    """
    The packets between the hosts of a stream with their SRTCP opened, by the keys that either end tells or a key log has.

    What no key authenticates stays as it is, and so does all of it without the package cryptography.
    """
    if stream.leg is None or not any(is_perhaps_secret(packet.payload) for packet in near):
        return near
    told = (line for message in call.legs[stream.leg].messages if message.sdp for line in keys_in(message.body))
    keys = [line for line in told if isinstance(line, Key)]
    if logs and is_by_dtls(call, stream):
        agreed = [*_agreed(near, {stream.src, stream.dst}), *_agreed(near, {_beside(stream.src), _beside(stream.dst)})]
        keys += [key for one in agreed for is_client in (True, False) for key in exported(one, logs, is_client=is_client)]
    try:
        opener = ControlOpener(keys)
    except NoCipherError:
        return near
    return [_report_opened(packet, opener) for packet in near]


def _agreed(near: Sequence[Packet], ends: set[Endpoint]) -> list[Agreed[Endpoint]]:
    """The DTLS handshakes between two sockets."""
    return list(agreements((packet.src, packet.payload) for packet in near if packet.kind == "udp" and {packet.src, packet.dst} == ends))


def _beside(socket: Endpoint) -> Endpoint:
    """Where RTCP goes that does not share the port of RTP (RFC 3550 section 11)."""
    return Endpoint(socket.ip, socket.port + 1)


def _report_opened(packet: Packet, opener: ControlOpener) -> Packet:
    plain = opener.open(packet.payload) if is_perhaps_secret(packet.payload) else None
    return packet if plain is None else replace(packet, payload=plain)


def is_by_dtls(call: Call, stream: Stream) -> bool:
    """
    Whether the keys of a stream are agreed by DTLS, as far as its descriptions tell.

    Who offers both ways names a key beside its fingerprint; it is by DTLS then if the other side answers with a fingerprint alone.
    """
    if stream.leg is None or not _is_secure(call, stream) or not _names(call, stream, b"a=fingerprint:"):
        return False
    if not any(_lines(call, stream)):
        return True
    leg = call.legs[stream.leg]
    by_side: dict[bool, set[bytes]] = {}
    for message in leg.messages:
        if message.sdp:
            words = by_side.setdefault(leg.is_by_first(message), set())
            words.update(word for word in (b"a=fingerprint:", b"a=crypto:") if word in message.body)
    return len(by_side) == 2 and all(b"a=fingerprint:" in said for said in by_side.values()) and {b"a=fingerprint:"} in by_side.values()


def _lines(call: Call, stream: Stream) -> Iterator[Key | Unusable]:
    """What the sender of a stream tells of its keys: who sends a description encrypts with the key in it (RFC 4568 section 5.1)."""
    for message in _descriptions(call, stream):
        yield from keys_in(message.body)


def _descriptions(call: Call, stream: Stream) -> Iterator[Message]:
    """Those of its leg by the side that sends it; by both where that is not known."""
    leg = call.legs[stream.leg or 0]
    for message in leg.messages:
        side = "second" if leg.is_by_first(message) else "first"
        if message.sdp and stream.toward in {"unknown", side}:
            yield message


def _is_by_receiver(call: Call, stream: Stream, packets: Sequence[Packet]) -> bool:
    """Whether a key that the other side told for its own voice opens it: each side must take its own (RFC 4568 section 5.1)."""
    leg = call.legs[stream.leg or 0]
    others = (m for m in leg.messages if m.sdp and stream.toward == ("first" if leg.is_by_first(m) else "second"))
    opener = Opener([key for message in others for key in keys_in(message.body) if isinstance(key, Key)])
    for packet in islice((one for one in packets if is_of(one, stream)), _ENOUGH):
        opener.open(packet.payload)
    return opener.opened > opener.refused


def _is_secure(call: Call, stream: Stream) -> bool:
    """Whether the last description of the leg asks for SRTP."""
    lines = [media for m in call.legs[stream.leg or 0].messages if m.sdp for media in m.sdp.media if media.kind == "audio"]
    return bool(lines) and lines[-1].is_secure


def _keyless(call: Call, stream: Stream, packets: Sequence[Packet]) -> Locked | None:
    """Why there is no key, where no description has one and none came of a handshake."""
    if stream.leg is None:
        return None
    if not _is_secure(call, stream):
        return _unasked(call, stream, packets)
    if _names(call, stream, b"a=fingerprint:"):
        return "dtls"
    return "mikey" if _names(call, stream, b"a=key-mgmt:mikey") else "zrtp" if _names(call, stream, b"a=zrtp-hash:") else "no-key"


def _unasked(call: Call, stream: Stream, packets: Sequence[Packet]) -> Locked | None:
    """Where plain RTP is described: encryption that begins in the media themselves, or without a word."""
    leg = call.legs[stream.leg or 0]
    described = [message for message in leg.messages if message.sdp]
    if {leg.is_by_first(message) for message in described if b"a=zrtp-hash:" in message.body} == {True, False}:
        return "zrtp"
    if described and stream.extra in TAGS:
        if _names(call, stream, b"a=key-mgmt:mikey"):
            return "mikey"
        if any(is_hello(packet) for packet in packets) or _names(call, stream, b"a=zrtp-hash:"):
            return "zrtp-seen"
    speaks = any(media.may_be_secure for message in described if message.sdp for media in message.sdp.media if media.kind == "audio")
    return "unspoken" if described and not speaks and stream.extra in TAGS else None


def _names(call: Call, stream: Stream, word: bytes) -> bool:
    """Whether a description of its leg has a line."""
    return any(word in message.body for message in call.legs[stream.leg or 0].messages if message.sdp)


def _opened(packet: Packet, opener: Opener) -> Packet:
    plain = opener.open(packet.payload)
    return replace(packet, payload=b"\x80" + packet.payload[1:12] if plain is None else plain)
