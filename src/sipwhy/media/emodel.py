"""
The E-model of ITU-T G.107 (narrow band) and G.107.1 (wide band): how people would rate a connection, from what it does to voice.

Symbols are those of G.107 (06/2015) section 7; everything but delay, codec and loss has the default of its table 3, so that
R = Ro - Is - Id - Ie,eff + A begins at 93.2. Of the wide band model only what can be known from packets is used: Ro,WB = 129 less
Ie,eff,WB. Delays are milliseconds, shares are of 1.
"""

from __future__ import annotations

import math
from functools import cache
from math import exp, log10, sqrt

SLR, RLR, STMR, TELR, WEPL = 8.0, 2.0, 15.0, 65.0, 110.0
"""Loudness of sending and receiving, sidetone masking, loss of the talker's echo, loss of the echo path: dB."""
DS, DR = 3.0, 3.0
"""D-values of the telephones."""
NC, NFOR, PS, PR = -70.0, -64.0, 35.0, 35.0
"""Circuit noise, noise floor (dBm0p, dBmp), room noise at both sides (dB(A))."""
QDU = 1.0
"""Quantising distortion units."""
MINIMUM_DELAY, SENSITIVITY = 100.0, 1.0
"""mT and sT: the delay that is never noticed, and how much more of it is."""
WIDE_BASE = 129.0
"""Ro,WB (G.107.1 section 7)."""
_WIDE_SHRINK = 1.29
"""R of the wide band is put on the scale of 0 to 100 before it becomes MOS (G.107.1 annex A)."""
_WORST_IE = 95.0


def rating(ie_eff: float = 0.0, delay: float = 0.0) -> float:
    """R of a narrow band connection with a one-way delay from mouth to ear; its echo path and round trip have that delay too."""
    return base() - delay_impairment(delay) - ie_eff


def wide_rating(ie_eff: float = 0.0) -> float:
    """R of a wide band connection, on its own scale up to 129; delay has no part in it."""
    return WIDE_BASE - ie_eff


def effective_impairment(ie: float, bpl: float, loss: float, burst_ratio: float = 1.0) -> float:
    """Ie,eff (equation 7-29): of a codec with Ie and Bpl when a share of packets is lost, in bursts so many times longer than chance."""
    percent = 100.0 * loss
    return ie + (_WORST_IE - ie) * percent / (percent / burst_ratio + bpl) if percent else ie


def mos(r: float) -> float:
    """MOS-CQE of R (annex B), from 1 to 4.5; at least 1, under which the polynomial dips where R is below 6.5."""
    if r <= 0:
        return 1.0
    if r >= 100:
        return 4.5
    return max(1.0, 1.0 + 0.035 * r + r * (r - 60.0) * (100.0 - r) * 7e-6)


def wide_mos(r: float) -> float:
    """MOS-CQEW of R of the wide band (G.107.1 annex A): another scale than `mos`."""
    return mos(r / _WIDE_SHRINK)


@cache
def base() -> float:
    """Ro - Is with the default values."""
    return _signal_to_noise() - _simultaneous()


def delay_impairment(delay: float) -> float:
    """Id = Idte + Idle + Idd (section 7.4): echo to the talker, echo to the listener, and the delay itself."""
    return _talker_echo(delay) + _listener_echo(2 * delay) + _absolute_delay(delay)


@cache
def _noise() -> float:
    """No: all noise at the 0 dBr point (equation 7-3)."""
    olr = SLR + RLR
    sending = PS - SLR - DS - 100 + 0.004 * (PS - olr - DS - 14) ** 2
    effective = PR + 10 * log10(1 + 10 ** ((10 - (STMR + DR)) / 10))
    receiving = RLR - 121 + effective + 0.008 * (effective - 35) ** 2
    return 10 * log10(sum(10 ** (one / 10) for one in (NC, sending, receiving, NFOR + RLR)))


@cache
def _signal_to_noise() -> float:
    """Ro (equation 7-2)."""
    return 15 - 1.5 * (SLR + _noise())


@cache
def _simultaneous() -> float:
    """Is = Iolr + Ist + Iq (section 7.3)."""
    olr = SLR + RLR
    loud = olr + 0.2 * (64 + _noise() - RLR)
    too_loud = 20 * (_norm(loud / 8, 8) - loud / 8)
    return too_loud + _sidetone(0.0) + _quantising()


@cache
def _sidetone(delay: float) -> float:
    """Ist (equation 7-10)."""
    stmro = -10 * log10(10 ** (-STMR / 10) + exp(-delay / 4) * 10 ** (-TELR / 10))
    return 12 * _norm((stmro - 13) / 6, 8) - 28 * _norm((stmro + 1) / 19.4, 35) - 13 * _norm((stmro - 3) / 33, 13) + 29


def _quantising() -> float:
    """Iq (equation 7-12)."""
    q = 37 - 15 * log10(QDU)
    g = 1.07 + 0.258 * q + 0.0602 * q * q
    y = (_signal_to_noise() - 100) / 15 + 46 / 8.4 - g / 9
    z = 46 / 30 - g / 40
    return 15 * log10(1 + 10**y + 10**z)


def _talker_echo(delay: float) -> float:
    """Idte (equation 7-18); the sidetone of the default telephone needs no correction."""
    terv = TELR - 40 * log10((1 + delay / 10) / (1 + delay / 150)) + 6 * exp(-0.3 * delay * delay)
    roe, re = -1.5 * (_noise() - RLR), 80 + 2.5 * (terv - 14)
    half = (roe - re) / 2
    return (half + sqrt(half * half + 100) - 1) * (1 - exp(-delay))


def _listener_echo(round_trip: float) -> float:
    """Idle (equation 7-24)."""
    half = (_signal_to_noise() - 10.5 * (WEPL + 7) * math.pow(round_trip + 1, -0.25)) / 2
    return half + sqrt(half * half + 169)


def _absolute_delay(delay: float) -> float:
    """Idd (equation 7-27)."""
    if delay <= MINIMUM_DELAY:
        return 0.0
    x, power = log10(delay / MINIMUM_DELAY) / log10(2), 6 * SENSITIVITY
    return 25 * (_norm(x, power) - 3 * _norm(x / 3, power) + 2)


def _norm(x: float, power: float) -> float:
    """A bend from 1 to x: what most impairments are made of."""
    return math.pow(1 + math.pow(x, power), 1 / power)
