"""From bursts of tone to what they say: ringback, busy, a fax that calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from msgspec.structs import replace

from sipwhy.media.sound.bursts import RATE, Burst
from sipwhy.media.sound.decoder import Samples
from sipwhy.model.sound import Spell
from sipwhy.reference import call_tones
from sipwhy.reference.call_tones import GENERAL, GENERAL_HZ, LATE, OFF_HZ, OFF_HZ_ALONE, ROWS, CallTone, Row
from sipwhy.wire.columns import median

_LONGEST_PAUSE = 6.5
"""Seconds after which the same tone is another one."""
_BROKEN = 0.15
"""Seconds for which a reversal of phase spoils what is heard."""
_SLACK = 0.035
"""Seconds by which the end of a tone may be heard wrongly, whatever the cadence."""
_CONTINUOUS = 2.0
"""Seconds from which a tone goes on without pauses."""
_ENOUGH = {"ringback": 2, "fax-calling": 2}
"""How often a tone must be heard to be one, if less than `_SEVERAL`."""
_SEVERAL = 3
_LEAST_TOLD = 0.4
"""Seconds from which a tone without meaning is worth telling."""
_DIGITS = ((697.0, 941.0), (1209.0, 1633.0))
_SWAY = (0.1, 0.35)
"""By which share loudness sways: 0.2 by V.8."""
_BLOCK = 160
"""Samples of 2100 Hz that are looked at for its phase: 42 waves."""


def tones_said(bursts: Sequence[Burst], samples: Samples) -> tuple[Spell, ...]:
    """What the bursts in `samples` (`RATE` a second) say, in order; pressed keys are left out."""
    left = _joined([burst for burst in bursts if not _is_digit(burst)])
    said = [*_information(left)]
    taken = {burst.at for spell in said for burst in left if spell.at <= burst.at < spell.until}
    left = [burst for burst in left if burst.at not in taken]
    for chain in _chains(left):
        said.extend(_chain_said(chain, samples))
    return tuple(sorted(said, key=lambda spell: spell.at))


def _joined(bursts: Sequence[Burst]) -> list[Burst]:
    """The bursts with those of a fax's answer put together: each reversal of its phase breaks it for a moment."""
    joined: list[Burst] = []
    for burst in bursts:
        last = joined[-1] if joined else None
        if last and _is_answer(last) and burst.at - last.until <= _BROKEN and (_is_answer(burst) or burst.seconds < _BROKEN):
            joined[-1] = replace(last, seconds=max(burst.until if _is_answer(burst) else last.until, last.until) - last.at)
        else:
            joined.append(burst)
    return joined


def _is_answer(burst: Burst) -> bool:
    wanted = call_tones.FAX_ANSWER
    return len(burst.frequencies) == 1 and abs(burst.frequencies[0] - wanted) <= call_tones.FAX_OFF[wanted]


def _is_digit(burst: Burst) -> bool:
    """Whether it is the pair of a pressed key, which another search finds better."""
    return len(burst.frequencies) == 2 and all(
        least - OFF_HZ * 2 <= frequency <= most + OFF_HZ * 3 for frequency, (least, most) in zip(burst.frequencies, _DIGITS, strict=True)
    )


def _information(bursts: Sequence[Burst]) -> Iterator[Spell]:
    """Three single tones that rise, one right behind the other."""
    wanted, off = call_tones.INFORMATION
    least, most = call_tones.INFORMATION_LASTS
    at = 0
    while at + 3 <= len(bursts):
        three = bursts[at : at + 3]
        fits = all(
            len(burst.frequencies) == 1 and abs(burst.frequencies[0] - frequency) <= off and least <= burst.seconds <= most
            for burst, frequency in zip(three, wanted, strict=True)
        )
        close = all(behind.at - before.until <= call_tones.INFORMATION_PAUSE for before, behind in pairwise(three))
        if fits and close:
            frequencies = tuple(burst.frequencies[0] for burst in three)
            yield Spell("information", three[0].at, three[-1].until - three[0].at, frequencies, "E.180", 1, three[0].level)
        at += 3 if fits and close else 1


def _chains(bursts: Sequence[Burst]) -> Iterator[list[Burst]]:
    """Bursts of the same frequencies with pauses between them."""
    open_chains: list[list[Burst]] = []
    for burst in bursts:
        chain = next((one for one in open_chains if is_same_tone(one[-1], burst) and burst.at - one[-1].until <= _LONGEST_PAUSE), None)
        if chain:
            chain.append(burst)
        else:
            open_chains.append([burst])
    yield from open_chains


def is_same_tone(one: Burst | Spell, other: Burst | Spell) -> bool:
    """Whether both have the same frequencies, as nearly as they are heard."""
    return len(one.frequencies) == len(other.frequencies) and all(
        abs(a - b) <= OFF_HZ for a, b in zip(one.frequencies, other.frequencies, strict=True)
    )


def _chain_said(chain: list[Burst], samples: Samples) -> Iterator[Spell]:
    """What bursts of one tone say: a cadence as long as it holds, then the next one."""
    while chain:
        found = _answer(chain[0]) or _best(chain)
        if found is None:
            first = chain.pop(0)
            if first.seconds >= _LEAST_TOLD:
                yield Spell("tone", first.at, first.seconds, first.frequencies, level=first.level, times=1)
            continue
        tone, where, count = found[0], found[1], found[2]
        part, chain = chain[:count], chain[count:]
        seconds = part[-1].until - part[0].at
        spell = Spell(tone, part[0].at, seconds, part[0].frequencies, where, count, median([one.level for one in part]))
        yield _with_phase(spell, samples) if tone == "fax-answer" else spell


def _answer(burst: Burst) -> tuple[CallTone, str, int] | None:
    """A fax or modem that answers."""
    return ("fax-answer", "T.30", 1) if _is_answer(burst) and burst.seconds >= call_tones.FAX_ANSWER_LEAST else None


def _best(chain: Sequence[Burst]) -> tuple[CallTone, str, int] | None:
    """The row that fits most bursts from the first one on, and of several the one that fits best."""
    fitting = []
    for row in ROWS:
        off = _off(row, chain[0])
        if off is None:
            continue
        count, apart, whole = _holds(row, chain)
        if count >= (_ENOUGH.get(row.tone, _SEVERAL) if row.cadence else 1) and whole >= max(count - 2, 1):
            fitting.append((-count, round(apart, 2), off, row))
    if fitting:
        count, _, _, row = min(fitting, key=lambda one: one[:3])
        return row.tone, row.where, -count
    return _general(chain)


def _off(row: Row, burst: Burst) -> float | None:
    """How far the frequencies are from those of a row; None if too far, or more or fewer."""
    if len(row.frequencies) != len(burst.frequencies):
        return None
    apart = [abs(a - b) for a, b in zip(row.frequencies, burst.frequencies, strict=True)]
    allowed = call_tones.FAX_OFF.get(row.frequencies[0], OFF_HZ if row.cadence else OFF_HZ_ALONE)
    return max(apart) if max(apart) <= allowed else None


def _holds(row: Row, chain: Sequence[Burst]) -> tuple[int, float, int]:
    """
    How many bursts keep to the cadence of a row, wherever in it the first one is, how far they are from it on average, and how many
    were heard whole.
    """
    if not row.cadence:
        return (1, 0.0, 1) if chain[0].seconds >= _CONTINUOUS else (0, 0.0, 0)
    tries = [_kept(row.cadence[at:] + row.cadence[:at], chain) for at in range(len(row.cadence))]
    return max(tries, key=lambda one: (one[0], -one[1]))


def _kept(cadence: tuple[tuple[float, float], ...], chain: Sequence[Burst]) -> tuple[int, float, int]:
    """The first burst and the last may be cut off: then their length does not count, if they are not too long."""
    apart: list[float] = []
    whole = 0
    for at, burst in enumerate(chain):
        on, off = cadence[at % len(cadence)]
        is_last = at + 1 == len(chain)
        if not _is_near(burst.seconds, on):
            if burst.seconds > on or not (is_last or at == 0):
                return at, _mean(apart), whole
        else:
            whole += 1
            apart.append(abs(burst.seconds - on) / on)
        if is_last or not _is_near(chain[at + 1].at - burst.until, off):
            return at + 1, _mean(apart), whole
        apart.append(abs(chain[at + 1].at - burst.until - off) / off)
    return len(chain), _mean(apart), whole


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 1.0


def _is_near(seconds: float, wanted: float) -> bool:
    return abs(seconds - wanted) <= max(LATE * wanted, _SLACK)


def _general(chain: Sequence[Burst]) -> tuple[CallTone, str, int] | None:
    """By the limits of E.180, whatever country it is: alike tones with alike pauses."""
    first = chain[0]
    if len(first.frequencies) > 1 or not GENERAL_HZ[0] <= first.frequencies[0] <= GENERAL_HZ[1]:
        return None
    for tone, (on_least, on_most), (off_least, off_most) in GENERAL:
        count = 0
        for burst, behind in zip(chain, [*chain[1:], None], strict=True):
            if not (on_least <= burst.seconds <= on_most and _is_near(burst.seconds, first.seconds)):
                break
            count += 1
            if behind is None or not off_least <= behind.at - burst.until <= off_most:
                break
        if count >= _ENOUGH.get(tone, _SEVERAL + 1):
            return tone, "E.180", count
    return None


def _with_phase(spell: Spell, samples: Samples) -> Spell:
    """A fax's answer with what V.25 and V.8 add: reversals of its phase, and loudness that sways."""
    begin, end = int(spell.at * RATE), int(spell.until * RATE)
    part = samples[begin:end].astype(np.float64)
    part = part[: len(part) // _BLOCK * _BLOCK]
    if len(part) < 10 * _BLOCK:
        return spell
    frequency = spell.frequencies[0]
    turned = part * np.exp(-2j * np.pi * frequency * np.arange(len(part)) / RATE)
    sums = turned.reshape(-1, _BLOCK).mean(axis=1)
    return Spell(
        spell.nature, spell.at, spell.seconds, spell.frequencies, "V.8" if _sways(turned) else "T.30", spell.times, spell.level,
        _reversals(sums), _sways(turned),
    )  # fmt: skip


def _reversals(sums: np.ndarray) -> int:
    """How often the phase turned by half a circle, at the right distance from the time before."""
    # A block that holds a reversal is quiet: the phase is compared across it.
    jumps = np.abs(np.angle(sums[2:] * np.conj(sums[:-2]))) > 0.7 * np.pi
    moments = np.flatnonzero(np.diff(np.concatenate(([0], jumps.astype(int)))) == 1) * _BLOCK / RATE
    least, most = call_tones.REVERSAL
    return int(sum(least <= apart <= most for apart in np.diff(moments).tolist()) + bool(len(moments)) if len(moments) > 1 else 0)


def _sways(turned: np.ndarray) -> bool:
    """Whether the loudness goes up and down fifteen times a second, by a fifth."""
    size = RATE // 200
    loud = np.abs(turned[: len(turned) // size * size].reshape(-1, size).mean(axis=1))
    if len(loud) < 200:
        return False
    spectrum = np.abs(np.fft.rfft((loud - loud.mean()) * np.hanning(len(loud)))) * 4 / len(loud)
    frequencies = np.fft.rfftfreq(len(loud), size / RATE)
    least, most = call_tones.SWAYS
    inside = (frequencies >= least) & (frequencies <= most)
    return bool(_SWAY[0] <= float(spectrum[inside].max()) / max(float(loud.mean()), 1e-9) <= _SWAY[1])
