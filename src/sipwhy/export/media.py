"""Takes the sound, the digits and the names out of RTP and RTCP (RFC 3550): headers and statistics stay."""

from __future__ import annotations

import struct

from sipwhy.media.rtp import header_size, is_rtcp_kind, is_rtp, sources_end

_SDES, _BYE, _APP = 202, 203, 204


def silenced(payload: bytes) -> bytes | None:
    """An RTP or RTCP packet without what was said; None if it is neither, or cannot be told from something else."""
    if is_rtp(payload):
        return _rtp(payload)
    return _rtcp(payload) if len(payload) >= 8 and payload[0] >> 6 == 2 and is_rtcp_kind(payload[1]) else None


def _rtp(payload: bytes) -> bytes | None:
    at = header_size(payload)
    if at is None:
        return None
    kept = sources_end(payload) + (4 if payload[0] & 0x10 else 0)  # of an extension its profile and length
    return payload[:kept].ljust(at, b"\0") + _content(payload[at:], padded=bool(payload[0] & 0x20))


def _content(content: bytes, padded: bool) -> bytes:
    if len(content) == 4:
        return b"\0" + content[1:]  # a telephone event (RFC 4733): its end bit and duration without the digit
    if padded and content:
        return bytes(len(content) - 1) + content[-1:]
    return bytes(len(content))


def _rtcp(payload: bytes) -> bytes | None:
    out, at = b"", 0
    while at + 4 <= len(payload):
        kind, words = payload[at + 1], struct.unpack_from("!H", payload, at + 2)[0]
        packet = payload[at : at + 4 + 4 * words]
        if payload[at] >> 6 != 2 or not is_rtcp_kind(kind):
            return None  # encrypted (SRTCP), or something else
        out += _sdes(packet) if kind == _SDES else packet[:8] + bytes(max(len(packet) - 8, 0)) if kind in (_BYE, _APP) else packet
        at += 4 + 4 * words
    return out + bytes(len(payload) - len(out))


def _sdes(packet: bytes) -> bytes:
    """Every item's text as "x" (RFC 3550 section 6.5)."""
    out, at = bytearray(packet), 8
    while at + 2 <= len(out):
        kind, size = out[at], out[at + 1]
        if kind == 0:  # the chunk ends at the next word; the next one begins with its SSRC
            at += 4 - at % 4 + 4
            continue
        span = out[at + 2 : at + 2 + size]
        out[at + 2 : at + 2 + size] = b"x" * len(span)
        at += 2 + size
    return bytes(out)
