"""
Whether what one side says comes back to it: delay and loss of an echo, by correlation of the two directions.

Blocks of voice are looked for in what goes the other way, at every delay up to a second. An echo is a delay that many blocks agree on;
two people talking agree on none. How much quieter it is, is what the best fit of the voice in the other direction says.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct

from sipwhy.media.sound.bursts import RATE
from sipwhy.media.sound.decoder import Samples
from sipwhy.wire.columns import ArrayOf, median

Reals = ArrayOf[np.float64]

_BLOCK = RATE
"""Samples of voice that are looked for: a second."""
_STEP = RATE
_LONGEST = RATE
"""The longest delay, in samples."""
_SHORTEST = 0.012
"""Seconds: nearer it is a hybrid that a telephone's own sidetone hides."""
_VOICE = -45.0
"""dBov from which a block has voice that can come back."""
_MOST_BLOCKS = 60
"""A minute of voice is enough."""
_STANDS_OUT = 7.0
"""How many deviations above the rest the correlation must be at its delay."""
_SAME = 0.006
"""Seconds within which delays are the same: a jitter buffer may move it."""
_AGREE, _FEWEST = 0.35, 4
"""The share of blocks that must agree, and how many at least."""
_ALONE = 3.0
"""dB: what is left without the echo is that much quieter than the echo, or more."""
_ROW, _OVER, _MORE = 0.1, 6.0, 1.0
"""Seconds of one look, dB by which it may be louder than an echo of what was said, and seconds of which more is said than an echo."""
_SOUND = -55.0
"""dBov from which what is no echo is more than the noise of a line."""
_FULL = 32768.0


class Found(Struct, frozen=True):
    """An echo."""

    delay: float
    """Seconds."""
    loss: float
    """dB."""
    share: float
    """Of the blocks with voice, those in which it was found."""
    alone: bool
    """Whether from its first time on nothing else goes that way."""


class _Block(Struct, frozen=True):
    at: int
    """Where it begins."""
    delay: int
    gain: float
    rest: float
    """How loud what goes that way is without the echo, as a share of the echo's power."""


def echo_in(voice: Samples, back: Samples, spoken: Sequence[tuple[float, float]]) -> Found | None:
    """
    The echo of `voice` in `back`, both from the same moment on, of `RATE` samples a second; None if there is none.

    `spoken`: from when to when, in seconds, there is something in `voice` that is alike to itself only once, as no tone is.
    """
    starts = _blocks(voice, back, spoken)
    found = _found(voice, back, starts)
    if not found:
        return None
    delays = np.array([block.delay for block in found])
    near = np.abs(delays[:, None] - delays[None, :]) <= _SAME * RATE
    best = int(near.sum(axis=1).argmax())
    agreeing = [block for block, fits in zip(found, near[best].tolist(), strict=True) if fits]
    if len(agreeing) < _enough(starts):
        return None
    delay = median([block.delay for block in agreeing]) / RATE
    loss = -20 * float(np.log10(max(median([block.gain for block in agreeing]), 1e-4)))
    since = min(block.at for block in agreeing)  # an echo test may be announced before
    is_clean = median([block.rest for block in agreeing]) <= 10 ** (-_ALONE / 10)
    alone = is_clean and not _is_more(voice[since:], back[since:], delay, loss)
    return Found(delay, loss, len(agreeing) / len(starts), alone) if delay >= _SHORTEST else None


def _is_more(voice: Samples, back: Samples, delay: float, loss: float) -> bool:
    """Whether in `back` there is sound that is no echo: louder than what was said before it could have come back."""
    late = round(delay * RATE)
    said, heard = _powers(voice[: len(voice) - late]), _powers(back[late:])
    most = np.max([np.roll(said, by) for by in (-1, 0, 1)], axis=0) * 10 ** ((_OVER - loss) / 10)
    least = max(float(heard.mean()) / 10, (_FULL * 10 ** (_SOUND / 20)) ** 2)
    return int(((heard > most) & (heard >= least)).sum()) * _ROW >= _MORE


def _powers(samples: Samples) -> Reals:
    size = round(_ROW * RATE)
    rows = samples[: len(samples) // size * size].reshape(-1, size).astype(np.float64)
    return np.asarray(rows.var(axis=1))


def _enough(starts: Sequence[int]) -> float:
    """How many of the blocks must agree at least."""
    return max(_FEWEST, _AGREE * len(starts))


def _found(voice: Samples, back: Samples, starts: Sequence[int]) -> list[_Block]:
    """The blocks that come back; none as soon as too few are left that could agree."""
    found: list[_Block] = []
    for left, at in zip(range(len(starts), 0, -1), starts, strict=True):
        if len(found) + left < _enough(starts):
            return []
        block = _sought(at, voice[at : at + _BLOCK], back[at : at + _BLOCK + _LONGEST])
        if block:
            found.append(block)
    return found if len(found) >= _enough(starts) else []


def _blocks(voice: Samples, back: Samples, spoken: Sequence[tuple[float, float]]) -> Sequence[int]:
    """Where blocks with voice begin that can come back."""
    last = min(len(voice) - _BLOCK, len(back) - _BLOCK - _LONGEST)
    least = (_FULL * 10 ** (_VOICE / 20)) ** 2
    within = [at for begin, end in spoken for at in range(round(begin * RATE), min(round(end * RATE) - _BLOCK, last), _STEP)]
    starts = [at for at in within if float((voice[at : at + _BLOCK].astype(np.float64) ** 2).mean()) >= least]
    return starts[:: max(len(starts) // _MOST_BLOCKS, 1)]


def _sought(begin: int, block: Samples, back: Samples) -> _Block | None:
    """One block of voice in what goes the other way."""
    voice, other = block.astype(np.float64), back.astype(np.float64)
    voice, other = voice - voice.mean(), other - other.mean()
    if not other.any():
        return None
    size = 1 << (len(other) + len(voice) - 1).bit_length()
    seen, heard = np.fft.rfft(voice, size), np.fft.rfft(other, size)
    cross = heard * np.conj(seen)
    power = np.abs(cross)
    # Whitened, so that voice, which is alike to itself at every period of its pitch, has one peak.
    sharp = np.abs(np.fft.irfft(cross / (power + 1e-3 * float(power.max()) + 1e-9) * _band(size), size)[:_LONGEST])
    at = int(sharp.argmax())
    deviation = median(sharp) * 1.4826
    if deviation <= 0 or float(sharp[at]) < _STANDS_OUT * deviation:
        return None
    part = other[at : at + len(voice)]
    gain = float(voice[: len(part)] @ part) / float(voice @ voice)
    echo = gain**2 * float(voice @ voice)
    return _Block(begin, at, abs(gain), max(float(part @ part) - echo, 0.0) / max(echo, 1e-9))


@lru_cache(maxsize=4)
def _band(size: int) -> Reals:
    """What of the spectrum passes a telephone: 300 to 3400 Hz."""
    frequencies = np.fft.rfftfreq(size, 1 / RATE)
    return ((frequencies >= 300) & (frequencies <= 3400)).astype(np.float64)
