"""Which decoder of PyAV reads which encoding of SDP, and how its payload is cut."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from sipwhy.media.sound.frames import AMR_BITS, AMR_WB_BITS, Splitter, amr, equal, g723, g729, ilbc, whole


class Decodable(Struct, frozen=True):
    """One encoding."""

    decoder: str
    """FFmpeg's name."""
    rate: int
    """Samples a second that it gives; 0: those of the description."""
    split: Splitter = whole
    options: Mapping[str, str] = {}


CODECS: Mapping[str, Decodable] = {
    "PCMU": Decodable("pcm_mulaw", 8000),
    "PCMA": Decodable("pcm_alaw", 8000),
    "G722": Decodable("adpcm_g722", 16000),
    "G729": Decodable("g729", 8000, g729),
    "G723": Decodable("g723_1", 8000, g723),
    "GSM": Decodable("gsm", 8000, equal(33)),
    "ILBC": Decodable("ilbc", 8000, ilbc),
    "AMR": Decodable("amrnb", 8000, amr(AMR_BITS)),
    "AMR-WB": Decodable("amrwb", 16000, amr(AMR_WB_BITS)),
    "SPEEX": Decodable("speex", 0),
    "OPUS": Decodable("opus", 48000),
    "L16": Decodable("pcm_s16be", 0),
    **{f"G726-{bits * 8}": Decodable("g726le", 8000, options={"bits_per_coded_sample": str(bits)}) for bits in (2, 3, 4, 5)},
    **{f"AAL2-G726-{bits * 8}": Decodable("g726", 8000, options={"bits_per_coded_sample": str(bits)}) for bits in (2, 3, 4, 5)},
}
"""Names in capitals. RFC 3551 section 4.5.4 packs G726 from the lowest bit, I.366.2 (AAL2) from the highest."""


def decodable(codec: str | None) -> Decodable | None:
    """How `codec`, its name in SDP, is decoded; None if it cannot be."""
    return CODECS.get((codec or "").upper())
