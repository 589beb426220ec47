"""
How much each codec takes from a call's rating, and how badly it bears loss: Ie and Bpl of the E-model.

Source: ITU-T G.113, appendices I (narrow band: tables I.1 and I.3) and IV (wide band: table IV.1, monotic), edition 09/2024, as
transcribed by others: the recommendation's own text was not at hand. All are "provisional planning values" by its own words. Where it
publishes nothing, nothing stands here, unless `is_estimate` says that the value is borrowed from another codec or from makers' papers.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Scale = Literal["narrow", "wide"]
"""The model whose scale a value is of: G.107, or G.107.1; never to be mixed."""


class Impairment(Struct, frozen=True):
    """One codec, or one mode of it."""

    name: str
    scale: Scale
    ie: float
    bpl: float | None = None
    """None if no robustness against loss is published: then there is no rating once packets are lost."""
    is_estimate: bool = False


_NARROW = (
    Impairment("G.711", "narrow", 0, 25.1),  # with the concealment of its appendix I; without any, 4.3
    Impairment("G.729A", "narrow", 11, 19.0),  # with voice activity detection; G.729 without it has an Ie of 10 and no Bpl
    Impairment("G.723.1 6.3", "narrow", 15, 16.1),
    Impairment("G.723.1 5.3", "narrow", 19),
    Impairment("GSM-FR", "narrow", 20),
    Impairment("GSM-EFR", "narrow", 5, 10.0),
    Impairment("G.726-40", "narrow", 2),
    Impairment("G.726-32", "narrow", 7),
    Impairment("G.726-24", "narrow", 25),
    Impairment("G.726-16", "narrow", 50),
    Impairment("G.728", "narrow", 7),
    Impairment("iLBC", "narrow", 11, 32.0, is_estimate=True),  # makers' papers; not in G.113
    Impairment("AMR 12.2", "narrow", 5, 10.0, is_estimate=True),  # the algorithm of GSM-EFR (3GPP TS 26.071); not in G.113
    Impairment("AMR 7.4", "narrow", 10, is_estimate=True),  # that of IS-641
)

_WIDE = (
    Impairment("G.722", "wide", 13),  # at 64 kbit/s, the only rate that RTP has under this name (RFC 3551 section 4.5.2)
    Impairment("AMR-WB 6.6", "wide", 41),
    Impairment("AMR-WB 8.85", "wide", 26),
    Impairment("AMR-WB 12.65", "wide", 13),
    Impairment("AMR-WB 14.25", "wide", 10),
    Impairment("AMR-WB 15.85", "wide", 7),
    Impairment("AMR-WB 18.25", "wide", 5),
    Impairment("AMR-WB 19.85", "wide", 3),
    Impairment("AMR-WB 23.05", "wide", 1),
    Impairment("AMR-WB 23.85", "wide", 8),  # worse than 23.05, and meant so
)

IMPAIRMENTS = {one.name: one for one in (*_NARROW, *_WIDE)}

BY_CODEC = {
    "pcmu": "G.711",
    "pcma": "G.711",
    "g729": "G.729A",
    "gsm": "GSM-FR",
    "gsm-efr": "GSM-EFR",
    "g726-40": "G.726-40",
    "g726-32": "G.726-32",
    "g721": "G.726-32",
    "g726-24": "G.726-24",
    "g726-16": "G.726-16",
    "aal2-g726-40": "G.726-40",
    "aal2-g726-32": "G.726-32",
    "aal2-g726-24": "G.726-24",
    "aal2-g726-16": "G.726-16",
    "g728": "G.728",
    "ilbc": "iLBC",
    "g722": "G.722",
}
"""Names of encodings in SDP (RFC 3551, RFC 3952 ...), in small letters, of codecs with one mode."""

BY_SIZE = {
    # A frame of 30 ms (RFC 3551 section 4.5.3)
    "g723": {24: "G.723.1 6.3", 20: "G.723.1 5.3"},
    # One frame a packet: bandwidth-efficient, and octet-aligned (RFC 4867 sections 4.3 and 4.4)
    "amr": {32: "AMR 12.2", 33: "AMR 12.2", 20: "AMR 7.4", 21: "AMR 7.4"},
    "amr-wb": {
        size: f"AMR-WB {mode}"
        for mode, sizes in {
            "6.6": (18, 19),
            "8.85": (24, 25),
            "12.65": (33, 34),
            "14.25": (37, 38),
            "15.85": (41, 42),
            "18.25": (47, 48),
            "19.85": (51, 52),
            "23.05": (59, 60),
            "23.85": (61, 62),
        }.items()
        for size in sizes
    },
}
"""Codecs whose mode shows in how many bytes a packet with one frame has."""


def impairment_of(codec: str, size: int) -> Impairment | None:
    """
    What `codec` (its name in SDP) costs, by the bytes of payload that its packets have (0 if they differ) where modes differ.

    None if nothing is published, or its mode is not known.
    """
    name = codec.lower()
    known = BY_CODEC.get(name) or BY_SIZE.get(name, {}).get(size)
    return IMPAIRMENTS[known] if known else None


def has_modes(codec: str) -> bool:
    """Whether the value hangs on a mode that packets may not tell."""
    return codec.lower() in BY_SIZE
