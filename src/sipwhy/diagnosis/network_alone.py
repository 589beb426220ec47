"""Of which streams figures tell how the network carried them, and not how anybody was heard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sipwhy.diagnosis.pace import odd_pace
from sipwhy.model import Finding, Stream
from sipwhy.model.lock import Lock
from sipwhy.model.sound import Sounds
from sipwhy.reference import hearing

_TOLD_BY = {"encryption-differs": "stream", "noise-for-voice": "stream", "silent-audio": "silent", "srtp-mismatch": "stream"}
"""Rules by which a stream carries nothing to be heard, with the note beside it in their evidence."""


def network_alone(
    streams: Iterable[Stream], locks: Mapping[int, Lock], findings: Iterable[Finding] = (), sounds: Sounds | None = None
) -> frozenset[int]:
    """
    The indices of streams that carry digital silence, noise, voice that no key opens, or timestamps that do not fit.

    As far as is known: what nobody listened to may be noise as well.
    """
    told: set[int | None] = {sound.stream for sound in sounds.sounds if sound.says_nothing} if sounds else set()
    told |= {piece.stream for one in findings for piece in one.evidence if piece.note == _TOLD_BY.get(one.rule)}
    return frozenset(stream.index for stream in streams if stream.index in told or _is_alone(stream, locks.get(stream.index, Lock())))


def _is_alone(stream: Stream, lock: Lock) -> bool:
    is_silent = stream.packets >= hearing.ENOUGH and stream.flat >= stream.packets * hearing.SILENT
    return bool(lock.locked or lock.misused) or is_silent or odd_pace(stream) is not None
