"""
The tones by which a telephone network speaks: who plays which frequencies, and for how long.

Rows of countries are those of Asterisk's configs/samples/indications.conf.sample, which names as its sources ITU-T's lists of national
tones (E.180 supplement 2), GOST 45.223-2001 for Russia and BT's SIN 350 for the United Kingdom; none of these was at hand to be checked.
Rows that say E.180 are the limits of ITU-T E.180/Q.35; those that say T.30, V.25 and V.8 those of the recommendations about fax
and modems, from memory of their text, likewise not checked.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

CallTone = Literal[
    "dial", "ringback", "busy", "congestion", "unobtainable", "information", "fax-calling", "fax-answer", "tone",
]  # fmt: skip
"""What a tone says; `information` are the three rising tones before an announcement (SIT), `tone` is any other one."""
REFUSING: frozenset[CallTone] = frozenset({"busy", "congestion", "unobtainable", "information"})
"""Tones that say that nobody will be reached."""
OFF_HZ = 12.0
"""How far a tone may be from its frequency, as E.180 recommends ±15 Hz at 425 Hz and less for pairs."""
OFF_HZ_ALONE = 7.0
"""The same for a tone without pauses, which nothing else tells from any other sound of that pitch."""
LATE = 0.20
"""By which share a cadence may be off."""


class Row(Struct, frozen=True):
    """One tone of some countries."""

    tone: CallTone
    where: str
    """Codes of countries (ISO 3166), or the recommendation."""
    frequencies: tuple[float, ...]
    """Hz: one, or two at once."""
    cadence: tuple[tuple[float, float], ...] = ()
    """Seconds of tone and of pause in turn; none: it goes on without a pause."""


_A = (425.0,)
_TRIPLES = ((0.2, 0.2), (0.2, 0.2), (0.2, 0.6))

ROWS: tuple[Row, ...] = (
    Row("ringback", "RU BY KZ UA DE IT PL BG CH CZ DK EE FI GR NL NO LT IR", _A, ((1.0, 4.0),)),
    Row("ringback", "AT", (420.0,), ((1.0, 5.0),)),
    Row("ringback", "SE PT", _A, ((1.0, 5.0),)),
    Row("ringback", "BE", _A, ((1.0, 3.0),)),
    Row("ringback", "ES", _A, ((1.5, 3.0),)),
    Row("ringback", "FR", (440.0,), ((1.5, 3.5),)),
    Row("ringback", "HU", _A, ((1.25, 3.75),)),
    Row("ringback", "CN", (450.0,), ((1.0, 4.0),)),
    Row("ringback", "IL", (414.0,), ((1.0, 3.0),)),
    Row("ringback", "MY", _A, ((0.4, 0.2), (0.4, 2.0))),
    Row("ringback", "GB NZ", (400.0, 450.0), ((0.4, 0.2), (0.4, 2.0))),
    Row("ringback", "US CA", (440.0, 480.0), ((2.0, 4.0),)),
    Row("ringback", "TW", (440.0, 480.0), ((1.0, 2.0),)),
    Row("busy", "RU BY KZ UA LT", _A, ((0.35, 0.35),)),
    Row("busy", "DE IT PL BG CH DK NL PT BE FR", _A, ((0.5, 0.5),)),
    Row("busy", "FI EE GR HU CZ", _A, ((0.3, 0.3),)),
    Row("busy", "AT IL", (420.0,), ((0.4, 0.4),)),
    Row("busy", "FR", (440.0,), ((0.5, 0.5),)),
    Row("busy", "GB", (400.0,), ((0.375, 0.375),)),
    Row("busy", "AU", _A, ((0.375, 0.375),)),
    Row("busy", "NZ", (400.0,), ((0.5, 0.5),)),
    Row("busy", "CN", (450.0,), ((0.35, 0.35),)),
    Row("busy", "US CA TW", (480.0, 620.0), ((0.5, 0.5),)),
    Row("congestion", "RU BY KZ UA BE CZ", _A, ((0.17, 0.17),)),
    Row("congestion", "CH DK EE FI GR IT LT NO PT AT", _A, ((0.2, 0.2),)),
    Row("congestion", "DE PL BG NL", _A, ((0.245, 0.245),)),
    Row("congestion", "ES", _A, _TRIPLES),
    Row("congestion", "SE", _A, ((0.25, 0.75),)),
    Row("congestion", "FR", (440.0,), ((0.25, 0.25),)),
    Row("congestion", "GB", (400.0,), ((0.4, 0.35), (0.225, 0.525))),
    Row("congestion", "NZ", (400.0,), ((0.25, 0.25),)),
    Row("congestion", "CN", (450.0,), ((0.7, 0.7),)),
    Row("congestion", "US CA TW", (480.0, 620.0), ((0.25, 0.25),)),
    Row("dial", "RU BY KZ UA DE PL BG CH DK EE FI NL NO LT SE PT ES HU BE", _A),
    Row("dial", "CN", (450.0,)),
    Row("dial", "GB US CA TW", (350.0, 440.0)),
    Row("dial", "IT", _A, ((0.2, 0.2), (0.6, 1.0))),
    Row("dial", "GR", _A, ((0.2, 0.3), (0.7, 0.8))),
    Row("dial", "CZ", _A, ((0.33, 0.33), (0.66, 0.66))),
    Row("unobtainable", "GB", (400.0,)),
    Row("fax-calling", "T.30", (1100.0,), ((0.5, 3.0),)),
)
"""Countries; of several rows that fit, that which fits best counts. In Spain, Brazil, Mexico and Sweden the quick one is the busy tone.
France's dial tone, 440 Hz without a pause, is left out: test programs play that pitch. Pairs nearer than 40 Hz are not heard apart and
stand not here: Australia's 413 and 438, and tones that are modulated (India, Singapore, Japan)."""

FAX_ANSWER = 2100.0
"""Hz: the answer of a fax (CED) or modem (ANS, ANSam)."""
FAX_ANSWER_LEAST = 1.5
"""Seconds from which it is one: T.30 says 2.6 to 4.0, and echo suppressors cut its beginning."""
FAX_OFF = {1100.0: 38.0, 2100.0: 15.0}
"""Hz that T.30 allows."""
REVERSAL = (0.38, 0.52)
"""Seconds from one reversal of its phase to the next: 450 ± 25 ms by V.25 and V.8, with room for how they are measured."""
SWAYS = (10.0, 20.0)
"""Hz between which ANSam's loudness sways: 15 by V.8."""

INFORMATION = ((950.0, 1400.0, 1800.0), 75.0)
"""E.180's three tones in turn, Hz, and how far from them: ±50 by E.180, and North America plays 914 to 985, 1371 to 1429, 1777."""
INFORMATION_LASTS = (0.22, 0.45)
"""Seconds of each: 330 ± 70 by E.180; North America plays 276 and 380."""
INFORMATION_PAUSE = 0.08
"""Seconds between them: up to 30 ms by E.180, and how well ends are heard."""

GENERAL: tuple[tuple[CallTone, tuple[float, float], tuple[float, float]], ...] = (
    ("ringback", (0.67, 2.5), (2.8, 6.0)),
    ("congestion", (0.12, 0.27), (0.12, 0.27)),
    ("busy", (0.27, 0.8), (0.27, 0.8)),
)
"""Whatever country it is, by E.180: a tone of `GENERAL_HZ`, seconds of it, and of the pause."""
GENERAL_HZ = (385.0, 465.0)
"""E.180 recommends 400 to 450 Hz."""
