"""A rating in words: with its scale, or why there is none."""

from __future__ import annotations

from collections.abc import Container, Iterable

from sipwhy.diagnosis.arriving import absent, unarrived
from sipwhy.media.quality import ENOUGH, Quality, Unrated, quality_of
from sipwhy.model import Call, Stream
from sipwhy.reference.hearing import HALF_SECOND
from sipwhy.reference.payload_types import NOISE, STATIC
from sipwhy.texts.amount import decimal
from sipwhy.texts.catalogue import say
from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language
from sipwhy.texts.media import MEDIA

_CODECS_NAMED = 6
_NONE = "–"


def score(found: Quality | Unrated, lang: Language) -> str:
    """MOS with the mark of its scale where that is the wide band's; a dash if there is none."""
    if not isinstance(found, Quality):
        return _NONE
    value = f"{found.mos:.2f}"
    text = value.replace(".", ",") if lang == "ru" else value
    return f"{'≈' if found.is_estimate else ''}{text}{' WB' if found.scale == 'wide' else ''}"


def codec_of(stream: Stream) -> str:
    """Its codec, or where that is not known the number of its payload type."""
    return harmless(stream.codec or f"PT {stream.payload_type}", 20)


def codecs_of(stream: Stream) -> str:
    """The same of a stream that changed it, with those before, as far as their numbers name them: PCMU→PCMA; there and back: PCMU/PCMA."""
    last = codec_of(stream)
    kinds = [kind for kind, count in stream.payload_types if count >= HALF_SECOND and kind != stream.payload_type and kind not in NOISE]
    before = [STATIC[kind] for kind in kinds if kind in STATIC and STATIC[kind] != last]
    if not before or not stream.voice_changes:
        return last
    return ("→" if stream.voice_changes == len(before) else "/").join([*before, last])


def rating(stream: Stream, lost: Container[int], lang: Language, alone: Container[int] = ()) -> str:
    """
    What stands for MOS in a list: none where it is among those, by their index, that nobody can have heard.

    Of those `alone` it is said that it rates the network only.
    """
    found = _NONE if stream.index in lost else score(quality_of(stream), lang)
    return f"{found} {say(MEDIA, 'network', lang)}" if stream.index in alone and found != _NONE else found


def network_told(streams: Iterable[Stream], lost: Container[int], alone: Container[int], lang: Language) -> str:
    """What the word beside such a MOS means; "" if there is none."""
    marked = (stream.index in alone and stream.index not in lost and isinstance(quality_of(stream), Quality) for stream in streams)
    return say(MEDIA, "network-told", lang) if any(marked) else ""


def is_wide(streams: Iterable[Stream]) -> bool:
    """Whether one of them is rated on the scale of the wide band."""
    return any(isinstance(found := quality_of(stream), Quality) and found.scale == "wide" for stream in streams)


def unheard(call: Call, streams: Iterable[Stream], lang: Language) -> list[str]:
    """Of which streams nobody can have heard anything, and in which direction nothing came."""
    shown = {stream.index: stream for stream in streams}
    unheard_ones = unarrived(call)
    lost = list(dict.fromkeys(str(stream.dst) for index, stream in shown.items() if index in unheard_ones))
    gone = list(dict.fromkeys(f"{one.src} → {one.dst}" for one in absent(call) if one.back.index in shown))
    return [
        *([say(MEDIA, "cannot-arrive", lang, where=", ".join(lost))] if lost else []),
        *([say(MEDIA, "none-came", lang, ways=", ".join(gone))] if gone else []),
    ]


def unrated(streams: Iterable[Stream], lang: Language) -> str:
    """Why there is a dash for MOS, every reason once with the codecs that it holds of; "" if there is none."""
    codecs: dict[Unrated, dict[str, None]] = {}
    for stream in streams:
        if not isinstance(found := quality_of(stream), Quality):
            codecs.setdefault(found, {})[codec_of(stream)] = None
    if not codecs:
        return ""
    reasons = (f"{reason(why, lang)}{_named(list(names)) if why != 'few-packets' else ''}" for why, names in codecs.items())
    return f"{say(MEDIA, 'unrated', lang)} {'; '.join(reasons)}."


def reason(why: Unrated, lang: Language) -> str:
    """Why there is no rating."""
    return say(MEDIA, why, lang, least=ENOUGH)


def _named(codecs: list[str]) -> str:
    return f" ({', '.join([*codecs[:_CODECS_NAMED], *(['…'] if len(codecs) > _CODECS_NAMED else [])])})"


def share(part: int, whole: int, lang: Language) -> str:
    """A share of packets in percent with one decimal; nothing if none."""
    return f"{decimal(100 * part / whole, lang)} %" if part and whole else ""
