"""Messages and session descriptions as values, from the core's parser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sipwhy import _core
from sipwhy.model import Media, Sdp
from sipwhy.model.sdp import Codec, Direction

_CoreMedia = tuple[str, int, str, str | None, str, Sequence[tuple[int, str, int, str]], Sequence[str], Sequence[tuple[str, str]]]
_CoreSdp = tuple[str | None, str | None, str | None, str | None, Sequence[_CoreMedia]]


def parsed_fields(raw: bytes) -> dict[str, object]:
    """The fields of a message that its bytes give; what cannot be parsed (the file has changed since) has method "" and a fault."""
    parsed = _core.parse(raw)
    if parsed is None:
        parsed = ("", None, None, None, [], b"", ["this message could not be read again"], None)
    method, status, reason, uri, headers, body, faults, sdp = parsed
    return {
        "method": method,
        "status": status,
        "reason": reason,
        "request_uri": uri,
        "headers": tuple(headers),
        "body": body,
        "raw": raw,
        "sdp": _sdp(sdp) if sdp else None,
        "faults": tuple(faults),
    }


def _sdp(parsed: _CoreSdp) -> Sdp:
    origin, session_id, version, address, media = parsed
    return Sdp(origin, session_id, version, address, tuple(_media(line) for line in media))


def _media(line: _CoreMedia) -> Media:
    kind, port, profile, address, direction, codecs, formats, attributes = line
    return Media(
        kind=kind,
        port=port,
        profile=profile,
        address=address,
        direction=cast(Direction, direction),
        codecs=tuple(Codec(*codec) for codec in codecs),
        formats=tuple(formats),
        attributes=tuple((name, value) for name, value in attributes),
    )
